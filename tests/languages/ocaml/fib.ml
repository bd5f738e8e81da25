(* Calls. *)
let rec fib n = if n < 2 then n else fib (n - 1) + fib (n - 2)
let () = Printf.printf "%d\n" (fib (match Sys.argv with [| _; n |] -> int_of_string n | _ -> 25))
