;; Standard input, line by line.
(import (scheme base) (scheme write))
(let loop ((n 0))
  (let ((line (read-line)))
    (if (eof-object? line)
        (begin (display n) (display " lines") (newline))
        (begin (display (string-length line)) (newline) (loop (+ n 1))))))
(flush-output-port)
