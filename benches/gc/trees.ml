(* examples/trees.wat in OCaml. *)
type tree = Empty | Node of tree * tree

let rec make depth =
  if depth = 0 then Node (Empty, Empty)
  else
    let left = make (depth - 1) in
    Node (left, make (depth - 1))

let rec count = function Empty -> 0 | Node (left, right) -> 1 + count left + count right

let () =
  let most = int_of_string Sys.argv.(1) in
  let sum = ref (count (make (most + 1))) in
  let long = make most in
  let depth = ref 4 in
  while !depth <= most do
    for _ = 1 to 1 lsl (most + 4 - !depth) do
      sum := !sum + count (make !depth)
    done;
    depth := !depth + 2
  done;
  Printf.printf "%d\n" (!sum + count long)
