(* Allocation with a live set that grows and shrinks; old objects that point to new ones; weak references let go. *)
type node = { mutable next : node option; value : int; payload : string }

let () =
  let table = Array.make 1024 None in
  let checksum = ref 0 in
  for i = 1 to 300_000 do
    let slot = i * 2654435761 land 1023 in
    let length = match table.(slot) with None -> 0 | Some n -> n.value in
    if length > 50 then table.(slot) <- None
    else table.(slot) <- Some { next = table.(slot); value = length + 1; payload = string_of_int i };
    checksum := (!checksum + length) land 0xfffffff
  done;
  let rec walk n sum = match n with None -> sum | Some n -> walk n.next (sum + String.length n.payload) in
  Printf.printf "%d %d\n" !checksum (Array.fold_left (fun sum n -> walk n sum) 0 table);
  let old = { next = None; value = 0; payload = "old" } in
  Gc.full_major ();
  for i = 1 to 100_000 do old.next <- Some { next = None; value = i; payload = "new" } done;
  Gc.minor ();
  (match old.next with Some n -> Printf.printf "%d %s\n" n.value n.payload | None -> print_endline "lost");
  let finalised = ref 0 in
  for i = 1 to 10 do Gc.finalise (fun _ -> incr finalised) (ref i) done;
  Printf.printf "%b\n" (!finalised <= 10)
