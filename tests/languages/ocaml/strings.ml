(* Strings, bytes, buffers and formats. *)
let () =
  let s = "The quick brown fox" in
  print_endline (String.uppercase_ascii s);
  print_endline (String.concat "|" (String.split_on_char ' ' s));
  Printf.printf "%d %d\n" (String.index s 'q') (String.rindex s 'o');
  print_endline (String.map (fun c -> if c = ' ' then '_' else c) s);
  print_endline (String.escaped "tab\there \"quoted\" \001");
  let b = Buffer.create 16 in
  for i = 0 to 9 do
    Buffer.add_string b (string_of_int (i * i));
    Buffer.add_char b ','
  done;
  print_endline (Buffer.contents b);
  let bytes = Bytes.of_string "hello" in
  Bytes.set bytes 0 'J';
  Bytes.blit_string "xyz" 0 bytes 2 3;
  print_endline (Bytes.to_string bytes);
  Printf.printf "%5d|%-5d|%05d|%x|%X|%o|%c|%B|%s|%S\n" 42 42 42 255 255 8 'c' true "str" "q\"q";
  Printf.printf "%f %.3f %e %g %h\n" 3.14159 2.71828 12345.678 0.0001 1.5;
  Printf.printf "%Ld %ld %nd\n" 9223372036854775807L 2147483647l 17n;
  Printf.printf "%d %s\n" (compare "abc" "abd") (String.sub s 4 5);
  Scanf.sscanf "12 abc 3.5" "%d %s %f" (fun i s f -> Printf.printf "%d %s %g\n" i s f);
  List.iter (fun f -> Printf.printf "%s " (string_of_float f)) [ 0.1; 1e22; infinity; nan; -0.0; 1. /. 3. ];
  print_newline ();
  Printf.printf "%d\n" (Hashtbl.hash "some string")
