(* Effect handlers: a generator, a state, and a scheduler. (Needs --effects=cps.) *)
open Effect
open Effect.Deep

type _ Effect.t += Yield : int -> unit Effect.t | Get : int Effect.t | Put : int -> unit Effect.t | Fork : (unit -> unit) -> unit Effect.t | Pause : unit Effect.t

let generate f =
  let total = ref 0 in
  match_with f () {
    retc = (fun () -> !total);
    exnc = raise;
    effc = (fun (type a) (e : a Effect.t) -> match e with
      | Yield n -> Some (fun (k : (a, _) continuation) -> total := !total + n; continue k ())
      | _ -> None) }

let with_state init f =
  let state : int ref = ref init in
  try_with f () {
    effc = (fun (type a) (e : a Effect.t) -> match e with
      | Get -> Some (fun (k : (a, _) continuation) -> continue k !state)
      | Put n -> Some (fun (k : (a, _) continuation) -> state := n; continue k ())
      | _ -> None) }

let schedule main =
  let queue = Queue.create () in
  let rec spawn f =
    match_with f () {
      retc = (fun () -> next ());
      exnc = raise;
      effc = (fun (type a) (e : a Effect.t) -> match e with
        | Fork g -> Some (fun (k : (a, _) continuation) -> Queue.push (fun () -> continue k ()) queue; spawn g)
        | Pause -> Some (fun (k : (a, _) continuation) -> Queue.push (fun () -> continue k ()) queue; next ())
        | _ -> None) }
  and next () = match Queue.take_opt queue with Some f -> f () | None -> () in
  spawn main

let () =
  Printf.printf "%d\n" (generate (fun () -> for i = 1 to 10_000 do perform (Yield i) done));
  Printf.printf "%d\n" (with_state 1 (fun () -> for _ = 1 to 20 do perform (Put (perform Get * 2)) done; perform Get));
  schedule (fun () ->
    for task = 1 to 3 do
      perform (Fork (fun () -> for step = 1 to 3 do Printf.printf "task %d step %d\n" task step; perform Pause done))
    done)
