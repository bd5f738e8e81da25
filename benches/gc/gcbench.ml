(* examples/gcbench.wat in OCaml. *)
type node = Empty | Node of { mutable left : node; mutable right : node; mutable i : int; mutable j : int }

let nodes = ref 0

let fresh left right =
  incr nodes;
  Node { left; right; i = 0; j = 0 }

(* From the leaves up. *)
let rec make depth =
  if depth <= 0 then fresh Empty Empty
  else
    let left = make (depth - 1) in
    fresh left (make (depth - 1))

(* From the root down. *)
let rec populate depth = function
  | Node node when depth > 0 ->
      let depth = depth - 1 in
      node.left <- fresh Empty Empty;
      node.right <- fresh Empty Empty;
      populate depth node.left;
      populate depth node.right
  | _ -> ()

let construct depth most =
  (* So many that their nodes are twice as many as the first tree's. *)
  let rounds = ((16 lsl most) - 2) / ((2 lsl depth) - 1) in
  for _ = 1 to rounds do
    populate depth (fresh Empty Empty)
  done;
  for _ = 1 to rounds do
    ignore (Sys.opaque_identity (make depth))
  done

let () =
  let most = int_of_string Sys.argv.(1) in
  ignore (Sys.opaque_identity (make (most + 2)));
  let long = fresh Empty Empty in
  populate most long;
  let array = Array.make 500000 0. in
  for i = 0 to 249999 do
    array.(i) <- 1. /. float_of_int i
  done;
  let depth = ref 4 in
  while !depth <= most do
    construct !depth most;
    depth := !depth + 2
  done;
  (* What was to live long is still there. *)
  (match long with Node { left = Node _; _ } when array.(1000) = 0.001 -> () | _ -> exit 1);
  Printf.printf "%d\n" !nodes
