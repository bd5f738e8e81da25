;; Ends with a status of its own.
(import (scheme base) (scheme write) (scheme process-context))
(display "before") (newline)
(flush-output-port)
(exit 3)
