(* Exceptions with payloads, re-raised, caught by pattern, in loops and through finally. *)
exception Found of int
exception Nested of string * exn

let find p a =
  try
    Array.iter (fun x -> if p x then raise (Found x)) a;
    None
  with Found x -> Some x

let rec wrap depth = if depth = 0 then raise Not_found else try wrap (depth - 1) with e -> raise (Nested (string_of_int depth, e))

let rec show = function
  | Nested (name, inner) -> name ^ ":" ^ show inner
  | Not_found -> "not found"
  | Failure message -> "failure " ^ message
  | e -> Printexc.to_string e

let () =
  let a = Array.init 1000 (fun i -> i * 7 mod 1009) in
  let sum = ref 0 in
  for i = 0 to 20000 do
    match find (fun x -> x = i mod 1009) a with
    | Some x -> sum := !sum + x
    | None -> decr sum
  done;
  Printf.printf "%d\n" !sum;
  (try wrap 12 with e -> print_endline (show e));
  (try ignore (List.hd []) with e -> print_endline (show e));
  (try ignore (1 / Sys.opaque_identity 0) with Division_by_zero -> print_endline "division by zero");
  (try ignore [| 1; 2; 3 |].(Sys.opaque_identity 3) with Invalid_argument m -> print_endline m);
  (try ignore (int_of_string "12x") with Failure m -> print_endline m);
  (try Fun.protect ~finally:(fun () -> print_endline "finally") (fun () -> failwith "inside")
   with e -> print_endline (show e));
  let count = ref 0 in
  for i = 1 to 100_000 do
    try if i mod 3 = 0 then raise Exit else if i mod 5 = 0 then raise (Found i) with
    | Exit -> incr count
    | Found n -> count := !count + (n mod 7)
  done;
  Printf.printf "%d\n" !count
