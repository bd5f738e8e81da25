;; The queens problem, by lists and closures.
(import (scheme base) (scheme write))
(define (solve n)
  (define (safe? column placed)
    (let check ((d 1) (placed placed))
      (or (null? placed)
          (and (not (= (car placed) column)) (not (= (abs (- (car placed) column)) d)) (check (+ d 1) (cdr placed))))))
  (let place ((row 0) (placed '()))
    (if (= row n) 1
        (let try ((column 0) (total 0))
          (if (= column n) total
              (try (+ column 1) (if (safe? column placed) (+ total (place (+ row 1) (cons column placed))) total)))))))
(do ((n 4 (+ n 1))) ((> n 11)) (display (list n (solve n))) (newline))
(flush-output-port)
