(* Objects, inheritance, first-class modules and functors. *)
class virtual shape = object (self)
  method virtual area : float
  method describe = Printf.sprintf "area %.2f" self#area
end

class circle r = object
  inherit shape
  method area = 3.14159 *. r *. r
end

class rectangle w h = object (self)
  inherit shape as super
  method area = w *. h
  method! describe = Printf.sprintf "%gx%g " w h ^ super#describe
  method scale k = new rectangle (w *. k) (h *. k)
  initializer ignore self
end

module type Monoid = sig type t val zero : t val add : t -> t -> t val show : t -> string end
module Sum (M : Monoid) = struct let sum l = M.show (List.fold_left M.add M.zero l) end
module Int_sum = Sum (struct type t = int let zero = 0 let add = ( + ) let show = string_of_int end)
module Text = Sum (struct type t = string let zero = "" let add = ( ^ ) let show s = "<" ^ s ^ ">" end)

let () =
  let r = new rectangle 2. 3. in
  List.iter (fun s -> print_endline s#describe) [ (new circle 1.5 :> shape); (r :> shape); (r#scale 2. :> shape) ];
  print_endline (Int_sum.sum [ 1; 2; 3 ]);
  print_endline (Text.sum [ "a"; "b"; "c" ]);
  let modules = [ (module Int : Set.OrderedType with type t = int) ] in
  List.iter (fun (module M : Set.OrderedType with type t = int) -> Printf.printf "%d\n" (M.compare 1 2)) modules;
  let counter = object val mutable n = 0 method tick = n <- n + 1; n end in
  for _ = 1 to 1000 do ignore counter#tick done;
  Printf.printf "%d\n" counter#tick
