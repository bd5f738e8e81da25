(* Higher-order functions, currying, laziness and streams. *)
let compose f g x = f (g x)
let rec iterate n f x = if n = 0 then x else iterate (n - 1) f (f x)
let add3 a b c = a + b + c

let rec primes = lazy (sieve (Seq.ints 2))
and sieve s () =
  match s () with
  | Seq.Nil -> Seq.Nil
  | Seq.Cons (p, rest) -> Seq.Cons (p, sieve (Seq.filter (fun n -> n mod p <> 0) rest))

let () =
  let counter = ref 0 in
  let functions = List.init 100 (fun i -> fun x -> incr counter; x + i) in
  Printf.printf "%d\n" (List.fold_left (fun x f -> f x) 0 functions);
  Printf.printf "%d\n" !counter;
  let partial = List.map (add3 1) [ 1; 2; 3 ] in
  Printf.printf "%d\n" (List.fold_left (fun sum f -> sum + f 10) 0 partial);
  Printf.printf "%d\n" (iterate 1_000_000 (compose (fun x -> x land 0xffff) (fun x -> (x * 3) + 1)) 7);
  Seq.iter (Printf.printf "%d ") (Seq.take 50 (Lazy.force primes));
  print_newline ();
  let l = lazy (print_endline "forced once"; 42) in
  Printf.printf "%d %d\n" (Lazy.force l) (Lazy.force l);
  let rec fix f x = f (fix f) x in
  Printf.printf "%d\n" (fix (fun self n -> if n = 0 then 1 else n * self (n - 1)) 12)
