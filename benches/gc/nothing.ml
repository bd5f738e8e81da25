let () = Printf.printf "%d\n" (int_of_string Sys.argv.(1))
