;; Floating point, boxed: an integral.
(import (scheme base) (scheme write) (scheme inexact))
(define (integrate f a b n)
  (let ((h (/ (- b a) n)))
    (let loop ((i 0) (sum 0.0)) (if (= i n) (* sum h) (loop (+ i 1) (+ sum (f (+ a (* (+ i 0.5) h)))))))))
(display (round (* 1e6 (integrate (lambda (x) (/ x (+ 1.0 (* x x)))) 0.0 3.0 3000000)))) (newline)
(flush-output-port)
