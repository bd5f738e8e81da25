(* Files and directories, through Stdlib and Unix. *)
let () =
  let path = "files_test.txt" in
  let oc = open_out path in
  for i = 1 to 1000 do
    Printf.fprintf oc "line %d\n" i
  done;
  close_out oc;
  let ic = open_in path in
  let lines = ref 0 and bytes = ref 0 in
  (try
     while true do
       bytes := !bytes + String.length (input_line ic) + 1;
       incr lines
     done
   with End_of_file -> close_in ic);
  Printf.printf "%d lines, %d bytes\n" !lines !bytes;
  Printf.printf "size %d\n" (Unix.stat path).Unix.st_size;
  let ic = open_in_bin path in
  seek_in ic 500;
  Printf.printf "%S\n" (really_input_string ic 16);
  Printf.printf "length %d\n" (in_channel_length ic);
  close_in ic;
  Unix.rename path "files_renamed.txt";
  Printf.printf "%b %b\n" (Sys.file_exists path) (Sys.file_exists "files_renamed.txt");
  Unix.mkdir "files_dir" 0o755;
  let oc = open_out "files_dir/inner" in
  output_string oc "inner";
  close_out oc;
  Array.iter print_endline (Sys.readdir "files_dir");
  Sys.remove "files_dir/inner";
  Unix.rmdir "files_dir";
  Sys.remove "files_renamed.txt";
  (try ignore (open_in "files_missing") with Sys_error m -> print_endline m);
  let oc = open_out_gen [ Open_append; Open_creat ] 0o644 "files_append" in
  output_string oc "one ";
  close_out oc;
  let oc = open_out_gen [ Open_append ] 0o644 "files_append" in
  output_string oc "two\n";
  close_out oc;
  let ic = open_in "files_append" in
  print_endline (input_line ic);
  close_in ic;
  Sys.remove "files_append"
