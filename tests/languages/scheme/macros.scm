;; syntax-rules.
(import (scheme base) (scheme write))
(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(define-syntax while
  (syntax-rules () ((_ condition body ...) (let loop () (when condition body ... (loop))))))
(define-syntax for
  (syntax-rules (in) ((_ x in list body ...) (for-each (lambda (x) body ...) list))))
(define a 1) (define b 2) (swap! a b) (display (list a b)) (newline)
(define t 5) (display (my-or #f t)) (newline)
(define i 0) (while (< i 5) (display i) (set! i (+ i 1))) (newline)
(for x in '(1 2 3) (display (* x x)) (display " ")) (newline)
(define-syntax my-let* (syntax-rules () ((_ () body ...) (let () body ...)) ((_ ((x v) rest ...) body ...) (let ((x v)) (my-let* (rest ...) body ...)))))
(display (my-let* ((x 1) (y (+ x 1)) (z (* y 10))) (list x y z))) (newline)
(flush-output-port)
