(* examples/quads.wat in OCaml. *)
type quad = Empty | Quad of { mutable a : quad; mutable b : quad; mutable c : quad; mutable d : quad }

let rec make depth =
  if depth = 0 then Empty
  else
    let depth = depth - 1 in
    let a = make depth in
    let b = make depth in
    let c = make depth in
    Quad { a; b; c; d = make depth }

let rec count = function
  | Empty -> 0
  | Quad { a; b; c; d } -> 1 + count a + count b + count c + count d

(* Puts a tree of depth 3 where the path leads, two bits of it a step. *)
let rec replace quad depth path fresh =
  match quad with
  | Empty -> assert false
  | Quad q when depth = 4 -> q.c <- fresh
  | Quad q ->
      let next = match path land 3 with 0 -> q.a | 1 -> q.b | 2 -> q.c | _ -> q.d in
      replace next (depth - 1) ((path lsr 2) lor ((path land 3) lsl 30)) fresh

let () =
  let depth = int_of_string Sys.argv.(1) in
  let quad = make depth in
  (* A third of what lives: trees of 21 nodes. *)
  let trees = count quad / 63 in
  let sum = ref 0 in
  for round = 0 to 19 do
    for i = 0 to trees - 1 do
      let fresh = make 3 in
      if i land 63 = 0 then replace quad depth ((i + round) * 0x9e3779b1 land 0xffffffff) fresh
    done;
    sum := !sum + count quad
  done;
  Printf.printf "%d\n" !sum
