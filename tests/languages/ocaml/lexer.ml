(* A tokenizer and a recursive-descent parser for arithmetic, on generated text. *)
type token = Int of int | Op of char | Open | Close | End

let tokenize text =
  let n = String.length text in
  let rec go i acc =
    if i >= n then List.rev (End :: acc)
    else
      match text.[i] with
      | ' ' -> go (i + 1) acc
      | '0' .. '9' ->
          let j = ref i in
          while !j < n && text.[!j] >= '0' && text.[!j] <= '9' do incr j done;
          go !j (Int (int_of_string (String.sub text i (!j - i))) :: acc)
      | '(' -> go (i + 1) (Open :: acc)
      | ')' -> go (i + 1) (Close :: acc)
      | ('+' | '-' | '*' | '/') as c -> go (i + 1) (Op c :: acc)
      | c -> failwith (Printf.sprintf "unexpected %C at %d" c i)
  in
  go 0 []

let rec sum tokens =
  let left, rest = product tokens in
  let rec more acc = function
    | Op '+' :: rest -> let right, rest = product rest in more (acc + right) rest
    | Op '-' :: rest -> let right, rest = product rest in more (acc - right) rest
    | rest -> (acc, rest)
  in
  more left rest

and product tokens =
  let left, rest = atom tokens in
  let rec more acc = function
    | Op '*' :: rest -> let right, rest = atom rest in more (acc * right land 0xffff) rest
    | Op '/' :: rest -> let right, rest = atom rest in more (acc / right) rest
    | rest -> (acc, rest)
  in
  more left rest

and atom = function
  | Int n :: rest -> (n, rest)
  | Open :: rest -> ( match sum rest with v, Close :: rest -> (v, rest) | _ -> failwith "expected )" )
  | _ -> failwith "expected a number"

let () =
  let b = Buffer.create 1000 in
  Buffer.add_string b "1";
  for i = 1 to 5000 do Buffer.add_string b (Printf.sprintf " + (%d * %d - %d / 3)" i (i mod 17) (i * 5)) done;
  (match sum (tokenize (Buffer.contents b)) with
  | v, [ End ] -> Printf.printf "%d\n" v
  | _ -> print_endline "left over");
  List.iter
    (fun text ->
      match sum (tokenize text) with
      | v, _ -> Printf.printf "%s = %d\n" text v
      | exception Failure m -> Printf.printf "%s: %s\n" text m
      | exception Division_by_zero -> Printf.printf "%s: division by zero\n" text)
    [ "2 * (3 + 4)"; "(1"; "7 / (2 - 2)"; "a"; "" ]
