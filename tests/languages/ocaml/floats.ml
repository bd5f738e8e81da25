(* Floating-point arithmetic: n bodies, boxed and in arrays. *)
type body = { mutable x : float; mutable y : float; mutable vx : float; mutable vy : float; mass : float }

let step dt bodies =
  Array.iteri
    (fun i a ->
      Array.iteri
        (fun j b ->
          if i <> j then begin
            let dx = b.x -. a.x and dy = b.y -. a.y in
            let d2 = (dx *. dx) +. (dy *. dy) +. 0.01 in
            let f = b.mass /. (d2 *. sqrt d2) in
            a.vx <- a.vx +. (dx *. f *. dt);
            a.vy <- a.vy +. (dy *. f *. dt)
          end)
        bodies)
    bodies;
  Array.iter
    (fun a ->
      a.x <- a.x +. (a.vx *. dt);
      a.y <- a.y +. (a.vy *. dt))
    bodies

let energy bodies = Array.fold_left (fun e a -> e +. (0.5 *. a.mass *. ((a.vx *. a.vx) +. (a.vy *. a.vy)))) 0. bodies

let () =
  let body i = { x = float i; y = float (i * i mod 7); vx = 0.; vy = 0.1 *. float i; mass = 1. +. (float i /. 10.) } in
  let bodies = Array.init 5 body in
  let steps = match Sys.argv with [| _; n |] -> int_of_string n | _ -> 20_000 in
  for _ = 1 to steps do step 0.001 bodies done;
  Printf.printf "%.12f\n" (energy bodies);
  Printf.printf "%.9f %.9f %.9f %.9f\n" (sin 1.) (exp 2.) (log 10.) (atan2 1. 2.);
  Printf.printf "%.9f %.9f %d %d\n" (2. ** 0.5) (Float.rem 7.5 2.) (truncate 3.99) (int_of_float (-2.5));
  let a = Array.make 1000 0. in
  for i = 0 to 999 do a.(i) <- float i *. 0.5 done;
  Printf.printf "%g\n" (Array.fold_left ( +. ) 0. a)
