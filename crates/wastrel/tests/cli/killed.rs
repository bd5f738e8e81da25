//! Builds that are killed, that happen at the same time, or that find no room.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::support::{HELLO, World, compilers};

/// Whatever the moment, there is no half of an executable where a whole one is looked for.
#[test]
fn at_a_hundred_moments() {
    let compilers = compilers();
    let moments = 100_u32.div_ceil(compilers.len() as u32);
    let (mut killed, mut finished) = (0, 0);
    for (nth, compiler) in (1..).zip(compilers) {
        let world = World::with(&[("hello.wat", HELLO)]);
        let compiler = format!("compiler={compiler}");
        let run = ["-O", "opt-level=0", "-C", &compiler, "hello.wat"];
        let compile = [&["compile"], &run[..]].concat();
        let start = Instant::now();
        assert_eq!(world.run(&run), "Hello, world!\n");
        let mut whole = start.elapsed() * 5 / 4;
        // Some builds are done before their moment comes.
        for round in 0.. {
            if killed >= nth * moments {
                break;
            }
            // One by the cache, one past it.
            let arguments = if round % 2 == 0 { &run[..] } else { &compile };
            let _ = fs::remove_dir_all(world.path("cache/exe"));
            let _ = fs::remove_dir_all(world.path("cache/unit"));
            let _ = fs::remove_file(world.path("hello"));
            let mut command = world.wastrel(arguments);
            let mut child = command.process_group(0).stdout(Stdio::null()).spawn().unwrap();
            // Spread evenly, in an order that isn't that of time.
            thread::sleep(whole * (round * 37 % moments) / moments);
            if child.try_wait().unwrap().is_none() {
                // The compilers have groups of their own, so that they go on.
                kill_process_group(Pid::from_child(&child), Signal::KILL).unwrap();
                killed += 1;
            } else {
                finished += 1;
                // Other tests may have kept the machine busy when it was measured.
                whole = whole * 19 / 20;
                assert!(finished < 400, "{compiler} is done before it is killed");
            }
            child.wait().unwrap();
            check_what_is_there(&world);
            // What is there, is used.
            assert_eq!(world.run(&run), "Hello, world!\n", "{compiler}, round {round}");
        }
        // The compilers of killed builds end by themselves. The build after that leaves nothing of theirs.
        while world.list("cache/tmp").iter().any(|name| is_locked(&world.path("cache/tmp").join(name))) {
            thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(world.run(&compile), "");
        assert_eq!(world.list("cache/tmp"), [""; 0], "{compiler}");
    }
    println!("{killed} builds were killed, {finished} were faster; no half was left");
    assert!(killed >= 100, "{killed} killed, {finished} finished");
}

fn is_locked(path: &Path) -> bool {
    // Closing it wouldn't give the lock back at once: a process that another test is just starting may have it open.
    fs::File::open(path).is_ok_and(|file| file.try_lock().is_err() || file.unlock().is_err())
}

/// All that is to be found of a build works.
fn check_what_is_there(world: &World) {
    let mut found = Vec::new();
    if world.path("hello").exists() {
        found.push(world.path("hello"));
    }
    if world.path("cache/exe").exists() {
        let names = world.list("cache/exe").into_iter().filter(|name| !name.contains('.'));
        found.extend(names.map(|name| world.path("cache/exe").join(name)));
    }
    for path in found {
        assert_eq!(world.outcome(world.command(path).output().unwrap()), "Hello, world!\n");
    }
}

#[test]
fn one_output_of_several_builds() {
    let world = World::with(&[("hello.wat", HELLO)]);
    thread::scope(|scope| {
        let builds: Vec<_> = (0..4).map(|_| scope.spawn(|| world.run(&["compile", "hello.wat"]))).collect();
        for build in builds {
            assert_eq!(build.join().unwrap(), "");
        }
    });
    check_what_is_there(&world);
    assert_eq!(world.list("."), ["cache", "hello", "hello.wat"]);
    assert_eq!(world.list("cache/tmp"), [""; 0]);
}

/// A build in a file system of so many KiB, which ends within a minute.
fn build_in(world: &World, size: u32) -> String {
    let mut command = world.command("unshare");
    let script = format!(
        "mount -t tmpfs -o mode=700,size={size}k none cache && \"$0\" compile hello.wat && ls -A cache/tmp"
    );
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]);
    world.outcome(command.arg(env!("CARGO_BIN_EXE_wastrel")).output().unwrap())
}

#[test]
fn on_a_full_disk() {
    let world = World::with(&[("hello.wat", HELLO)]);
    fs::create_dir(world.path("cache")).unwrap();
    let ample = build_in(&world, 64 << 10);
    if ample.contains("unshare") || ample.contains("mount:") {
        eprintln!("no file system can be mounted here: not tested: {ample}");
        return;
    }
    assert_eq!(ample, "");
    let mut failures = 0;
    for size in [4, 8, 16, 32, 64, 128, 256, 512, 1024] {
        fs::remove_file(world.path("hello")).unwrap_or_default();
        let outcome = build_in(&world, size);
        assert_eq!(
            world.list("."),
            if outcome.is_empty() { vec!["cache", "hello", "hello.wat"] } else { vec!["cache", "hello.wat"] }
        );
        if !outcome.is_empty() {
            failures += 1;
            assert!(
                outcome.starts_with("! Error: ") && outcome.ends_with("exit 1\n"),
                "{size} KiB: {outcome}"
            );
            let says_why =
                outcome.contains("No space left on device") || outcome.contains("final link failed");
            assert!(says_why, "{size} KiB: {outcome}");
        }
    }
    assert!(failures > 2, "only {failures} builds had no room");
}

/// What the cache held before the disk was full is there and works after that, too.
#[test]
fn a_full_disk_leaves_the_cache_as_it_is() {
    let world = World::with(&[("hello.wat", HELLO)]);
    fs::create_dir(world.path("cache")).unwrap();
    let mut command = world.command("unshare");
    // All but a few pages are taken, so that the second build fails in its midst.
    let script = "mount -t tmpfs -o mode=700,size=16m none cache && \"$0\" -O opt-level=1 hello.wat &&
        dd if=/dev/zero of=cache/filler bs=1k count=100000 status=none 2>/dev/null; truncate -s -100k cache/filler
        \"$0\" -O opt-level=0 hello.wat 2>failure; echo $?
        \"$0\" -O opt-level=1 hello.wat
        rm cache/filler && \"$0\" -O opt-level=0 hello.wat && ls -A cache/tmp";
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]);
    let outcome = world.outcome(command.arg(env!("CARGO_BIN_EXE_wastrel")).output().unwrap());
    if outcome.contains("unshare") || outcome.contains("mount:") {
        eprintln!("no file system can be mounted here: not tested: {outcome}");
        return;
    }
    assert_eq!(outcome, "Hello, world!\n1\nHello, world!\nHello, world!\n");
    let failure = fs::read_to_string(world.path("failure")).unwrap();
    assert!(failure.starts_with("Error: "), "{failure}");
}
