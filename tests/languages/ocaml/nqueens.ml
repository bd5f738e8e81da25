(* All solutions of the queens problem, with lists. *)
let rec solve n row placed =
  if row = n then 1
  else
    let safe column =
      let rec check d = function
        | [] -> true
        | c :: rest -> c <> column && abs (c - column) <> d && check (d + 1) rest
      in
      check 1 placed
    in
    let total = ref 0 in
    for column = 0 to n - 1 do
      if safe column then total := !total + solve n (row + 1) (column :: placed)
    done;
    !total

let most = match Sys.argv with [| _; n |] -> int_of_string n | _ -> 9

let () = for n = 4 to most do Printf.printf "%d queens: %d\n" n (solve n 0 []) done
