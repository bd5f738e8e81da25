(* An evaluator for a small functional language, over a parsed program. *)
type expr = Num of int | Var of string | Fun of string * expr | App of expr * expr | If of expr * expr * expr
          | Bin of char * expr * expr | Let of string * expr * expr
type value = Int of int | Closure of string * expr * env
and env = (string * value ref) list

let rec eval env = function
  | Num n -> Int n
  | Var x -> !(List.assoc x env)
  | Fun (x, body) -> Closure (x, body, env)
  | If (c, a, b) -> ( match eval env c with Int 0 -> eval env b | _ -> eval env a )
  | App (f, a) -> (
      match eval env f with
      | Closure (x, body, captured) ->
          let a = eval env a in
          eval ((x, ref a) :: captured) body
      | Int _ -> failwith "not a function")
  | Let (x, e, body) ->
      let slot = ref (Int 0) in
      let env = (x, slot) :: env in
      slot := eval env e;
      eval env body
  | Bin (op, a, b) -> (
      match (op, eval env a, eval env b) with
      | '+', Int a, Int b -> Int (a + b)
      | '-', Int a, Int b -> Int (a - b)
      | '*', Int a, Int b -> Int (a * b)
      | '<', Int a, Int b -> Int (Bool.to_int (a < b))
      | _ -> failwith "bad operands")

let size = match Sys.argv with [| _; n |] -> int_of_string n | _ -> 20

let fib =
  Let ("fib",
    Fun ("n", If (Bin ('<', Var "n", Num 2), Var "n",
      Bin ('+', App (Var "fib", Bin ('-', Var "n", Num 1)), App (Var "fib", Bin ('-', Var "n", Num 2))))),
    App (Var "fib", Num size))

let () =
  (match eval [] fib with Int n -> Printf.printf "%d\n" n | Closure _ -> print_endline "closure");
  match eval [] (App (Num 1, Num 2)) with
  | _ -> print_endline "unreachable"
  | exception Failure m -> print_endline m
