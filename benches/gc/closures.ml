(* examples/closures.wat in OCaml. *)
let rec map f = function
  | [] -> []
  | x :: l ->
      let y = f x in
      y :: map f l

let rec filter f = function
  | [] -> []
  | x :: l ->
      let rest = filter f l in
      if f x then x :: rest else rest

let rec fold f x = function [] -> x | y :: l -> fold f (f x y) l
let rec drop n l = if n = 0 then l else drop (n - 1) (List.tl l)

let rec merge less a b =
  match (a, b) with
  | [], l | l, [] -> l
  | x :: a', y :: b' -> if less y x then y :: merge less a b' else x :: merge less a' b

(* The first n elements, sorted. *)
let rec sort less n l =
  if n = 1 then [ List.hd l ]
  else
    let half = n / 2 in
    let first = sort less half l in
    merge less first (sort less (n - half) (drop half l))

(* Sums have 31 bits, as an i31 has. *)
let wrap x = ((x land 0x7fffffff) lxor 0x40000000) - 0x40000000

let () =
  let n = int_of_string Sys.argv.(1) in
  let random = ref 42 and l = ref [] in
  for _ = 1 to n do
    random := ((!random * 1103515245) + 12345) land 0xffffffff;
    l := (!random lsr 8) :: !l
  done;
  let kept = ref [] and sum = ref 0 in
  for i = 0 to 199 do
    let mapped = map (fun x -> x + i) !l in
    kept := sort (fun (x : int) y -> x < y) n mapped :: !kept;
    sum := !sum lxor fold (fun x y -> wrap (x + y)) 0 (filter (fun x -> x land 1 = 0) mapped)
  done;
  (* The smallest elements of all rounds. *)
  List.iter (fun l -> sum := !sum + List.hd l) !kept;
  Printf.printf "%d\n" ((!sum land 0xffffffff lxor 0x80000000) - 0x80000000)
