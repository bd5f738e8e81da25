(* Fannkuch: permutations of small arrays. *)
let fannkuch n =
  let p = Array.init n Fun.id and q = Array.make n 0 and count = Array.init n (fun i -> i + 1) in
  let max_flips = ref 0 and checksum = ref 0 and r = ref n and index = ref 0 in
  try
    while true do
      while !r <> 1 do
        count.(!r - 1) <- !r;
        decr r
      done;
      Array.blit p 0 q 0 n;
      let flips = ref 0 in
      while q.(0) <> 0 do
        let k = q.(0) in
        let i = ref 0 and j = ref k in
        while !i < !j do
          let t = q.(!i) in
          q.(!i) <- q.(!j);
          q.(!j) <- t;
          incr i;
          decr j
        done;
        incr flips
      done;
      if !flips > !max_flips then max_flips := !flips;
      checksum := if !index land 1 = 0 then !checksum + !flips else !checksum - !flips;
      let continue = ref true in
      while !continue do
        if !r = n then raise Exit;
        let first = p.(0) in
        for i = 0 to !r - 1 do
          p.(i) <- p.(i + 1)
        done;
        p.(!r) <- first;
        count.(!r) <- count.(!r) - 1;
        if count.(!r) > 0 then continue := false else incr r
      done;
      incr index
    done
  with Exit -> (!checksum, !max_flips)

let () =
  let n = match Sys.argv with [| _; n |] -> int_of_string n | _ -> 8 in
  let checksum, flips = fannkuch n in
  Printf.printf "%d\nPfannkuchen(%d) = %d\n" checksum n flips
