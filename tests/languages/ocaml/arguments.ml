(* Arguments, environment, standard input, exit status. *)
let () =
  Array.iteri (fun i a -> if i > 0 then Printf.printf "%d: %s\n" i a) Sys.argv;
  Printf.printf "%s\n" (Option.value ~default:"unset" (Sys.getenv_opt "GREETING"));
  (try
     while true do
       let line = input_line stdin in
       print_endline (String.concat " " (List.rev (String.split_on_char ' ' line)))
     done
   with End_of_file -> ());
  prerr_endline "to standard error";
  at_exit (fun () -> print_endline "at exit");
  exit 7
