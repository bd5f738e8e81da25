(* Integers of 31, 32 and 64 bits, and arithmetic that wraps in each. *)
let () =
  let open Int64 in
  let x = ref 0x9E3779B97F4A7C15L in
  for _ = 1 to 100_000 do
    x := logxor !x (shift_right_logical !x 30);
    x := mul !x 0xBF58476D1CE4E5B9L;
    x := logxor !x (shift_right_logical !x 27)
  done;
  Printf.printf "%Lx\n" !x;
  Printf.printf "%Ld %Ld\n" (div (-7L) 2L) (rem (-7L) 2L);
  Printf.printf "%ld\n" (Int32.mul 123456789l 987654321l);
  Printf.printf "%d %d %d\n" (-7 / 2) (-7 mod 2) (-7 asr 1);
  Printf.printf "%d\n" (List.fold_left (fun h n -> ((h * 31) + n) land 0xffffff) 7 (List.init 1000 Fun.id));
  Printf.printf "%s\n" (Int64.to_string Int64.min_int);
  Printf.printf "%Ld\n" (of_float 1e15);
  Printf.printf "%b\n" (Int32.compare 0x80000000l 0l < 0)
