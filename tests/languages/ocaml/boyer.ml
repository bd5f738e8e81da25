(* Term rewriting with shared subterms: rules applied until nothing changes. *)
type term = V of string | T of string * term list

let rec size = function V _ -> 1 | T (_, args) -> List.fold_left (fun n t -> n + size t) 1 args

let rec subst env = function
  | V x as v -> ( try List.assoc x env with Not_found -> v )
  | T (f, args) -> T (f, List.map (subst env) args)

let rec unify env pattern term =
  match (pattern, term) with
  | V x, t -> ( match List.assoc_opt x env with None -> (x, t) :: env | Some u when u = t -> env | Some _ -> raise Exit )
  | T (f, ps), T (g, ts) when f = g && List.length ps = List.length ts -> List.fold_left2 unify env ps ts
  | _ -> raise Exit

let rules =
  let x = V "x" and y = V "y" and z = V "z" in
  [ (T ("not", [ T ("not", [ x ]) ]), x);
    (T ("implies", [ x; y ]), T ("or", [ T ("not", [ x ]); y ]));
    (T ("not", [ T ("and", [ x; y ]) ]), T ("or", [ T ("not", [ x ]); T ("not", [ y ]) ]));
    (T ("not", [ T ("or", [ x; y ]) ]), T ("and", [ T ("not", [ x ]); T ("not", [ y ]) ]));
    (T ("or", [ x; T ("and", [ y; z ]) ]), T ("and", [ T ("or", [ x; y ]); T ("or", [ x; z ]) ]));
    (T ("or", [ T ("and", [ y; z ]); x ]), T ("and", [ T ("or", [ y; x ]); T ("or", [ z; x ]) ])) ]

let rec rewrite t =
  let t = match t with V _ -> t | T (f, args) -> T (f, List.map rewrite args) in
  let rec apply = function
    | [] -> t
    | (l, r) :: rest -> ( match unify [] l t with env -> rewrite (subst env r) | exception Exit -> apply rest )
  in
  apply rules

let rec formula n = if n = 0 then T ("p", []) else T ("implies", [ T ("and", [ formula (n - 1); T ("q" ^ string_of_int n, []) ]); T ("not", [ T ("r", []) ]) ])

let rounds = match Sys.argv with [| _; n |] -> int_of_string n | _ -> 1

let () =
  for _ = 2 to rounds do ignore (size (rewrite (formula 3))) done;
  for n = 1 to 3 do Printf.printf "%d: %d\n" n (size (rewrite (formula n))) done
