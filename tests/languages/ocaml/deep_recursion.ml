(* Recursion that isn't in tail position, a million deep, with a collection on the way. *)
let rec sum n = if n = 0 then 0 else n + sum (n - 1)
let rec build n = if n = 0 then [] else string_of_int n :: build (n - 1)
let rec fold f acc = function [] -> acc | x :: rest -> f x (fold f acc rest)

let () =
  Printf.printf "%d\n" (sum 1_000_000 land 0xffffff);
  let l = build 300_000 in
  Printf.printf "%d\n" (fold (fun s n -> n + String.length s) 0 l);
  Gc.full_major ();
  Printf.printf "%d %s\n" (List.length (List.map String.length l)) (List.nth l 299_999)
