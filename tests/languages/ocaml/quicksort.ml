(* Sorting arrays and lists of pseudo-random numbers. *)
let state = ref 42
let next () = state := ((!state * 1103515245) + 12345) land 0x3fffffff; !state

let rec quicksort a lo hi =
  if lo < hi then begin
    let pivot = a.((lo + hi) / 2) and i = ref lo and j = ref hi in
    while !i <= !j do
      while a.(!i) < pivot do incr i done;
      while a.(!j) > pivot do decr j done;
      if !i <= !j then begin
        let t = a.(!i) in
        a.(!i) <- a.(!j);
        a.(!j) <- t;
        incr i;
        decr j
      end
    done;
    quicksort a lo !j;
    quicksort a !i hi
  end

let () =
  let n = match Sys.argv with [| _; n |] -> int_of_string n | _ -> 200_000 in
  let a = Array.init n (fun _ -> next ()) in
  let b = Array.copy a and c = Array.to_list a in
  quicksort a 0 (Array.length a - 1);
  Array.stable_sort compare b;
  let c = List.sort compare c in
  Printf.printf "%b %b\n" (a = b) (Array.to_list a = c);
  Printf.printf "%d %d %d\n" a.(0) a.(n / 2) a.(n - 1)
