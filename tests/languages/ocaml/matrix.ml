(* Matrix products over float arrays, bigarrays and integer arrays. *)
let product n make get set zero add mul of_int =
  let a = make () and b = make () and c = make () in
  for i = 0 to n - 1 do for j = 0 to n - 1 do
    set a i j (of_int (i + j));
    set b i j (of_int (i - j))
  done done;
  for i = 0 to n - 1 do for j = 0 to n - 1 do
    let sum = ref zero in
    for k = 0 to n - 1 do sum := add !sum (mul (get a i k) (get b k j)) done;
    set c i j !sum
  done done;
  get c (n / 2) (n / 3)

let () =
  let n = 60 in
  Printf.printf "%g\n" (product n (fun () -> Array.make_matrix n n 0.) (fun m i j -> m.(i).(j)) (fun m i j x -> m.(i).(j) <- x) 0. ( +. ) ( *. ) float);
  Printf.printf "%d\n" (product n (fun () -> Array.make_matrix n n 0) (fun m i j -> m.(i).(j)) (fun m i j x -> m.(i).(j) <- x) 0 ( + ) ( * ) Fun.id);
  let open Bigarray in
  Printf.printf "%g\n" (product n (fun () -> Array2.create float64 c_layout n n) Array2.get Array2.set 0. ( +. ) ( *. ) float)
