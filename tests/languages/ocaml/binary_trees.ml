(* Binary trees, allocated and dropped. *)
type t = E | N of t * t
let rec make d = if d = 0 then N(E,E) else let d = d-1 in N(make d, make d)
let rec check = function E -> 0 | N(l,r) -> 1 + check l + check r
let () =
  let n = match Sys.argv with [| _; n |] -> int_of_string n | _ -> 14 in
  let long = make n in
  let d = ref 4 in
  while !d <= n do
    let it = 1 lsl (n - !d + 4) in
    let c = ref 0 in
    for _ = 1 to it do c := !c + check (make !d) done;
    Printf.printf "%d\t trees of depth %d\t check: %d\n" it !d !c;
    d := !d + 2
  done;
  Printf.printf "long lived tree of depth %d\t check: %d\n" n (check long)
