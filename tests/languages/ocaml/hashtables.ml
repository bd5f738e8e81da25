(* Hash tables, maps and sets. No product needs more than the 31 bits that an integer may have. *)
module M = Map.Make (String)
module S = Set.Make (Int)

let n = match Sys.argv with [| _; n |] -> int_of_string n | _ -> 100_000

let () =
  let h = Hashtbl.create 16 in
  for i = 0 to n - 1 do
    let key = i mod 10_007 * 7919 mod 10_007 in
    Hashtbl.replace h key (1 + Option.value ~default:0 (Hashtbl.find_opt h key))
  done;
  Printf.printf "%d %d\n" (Hashtbl.length h) (Hashtbl.fold (fun _ v sum -> sum + v) h 0);
  let m = ref M.empty in
  for i = 0 to (n / 10) - 1 do
    m := M.add (string_of_int (i * 31 mod 4_001)) i !m
  done;
  Printf.printf "%d %s\n" (M.cardinal !m) (fst (M.min_binding !m));
  M.iter (fun k v -> if v > (n / 10) - 5 then Printf.printf "%s=%d " k v) !m;
  print_newline ();
  let s = ref S.empty in
  for i = 0 to (n / 10) - 1 do
    let i = i mod 1_009 in
    s := S.add (i * i mod 1_009) !s
  done;
  let even, odd = S.partition (fun i -> i land 1 = 0) !s in
  Printf.printf "%d %d %d\n" (S.cardinal !s) (S.cardinal even) (S.max_elt odd);
  Printf.printf "%d\n" (S.cardinal (S.union even (S.map (fun x -> x + 1) odd)))
