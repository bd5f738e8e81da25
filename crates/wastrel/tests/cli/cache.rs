//! What is kept from one time to the next, and `wastrel cache`.

use std::fs;
use std::io::Read;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{HELLO, World, compiler, is_there};

/// A program of so many functions, each of which is some hundred instructions; it writes nothing. `changed` is another
/// constant in one of them.
pub(crate) fn big_program(functions: usize, changed: Option<usize>) -> String {
    let mut text = String::from("(module (memory (export \"memory\") 1)\n");
    for index in 0..functions {
        let constant = if changed == Some(index) { 77 } else { 7 };
        text += &format!("(func $f{index} (param i32) (result i32)\n");
        for step in 0..30 {
            text += &format!(
                "(i32.store offset={} (i32.const 0) (i32.add (local.get 0) (i32.load offset={} (i32.const {constant}))))\n",
                step * 4,
                (index + step) % 1000 * 4
            );
        }
        let callee = if index == 0 {
            "(local.get 0)".to_owned()
        } else {
            format!("(call $f{} (local.get 0))", index / 2)
        };
        text += &format!("{callee})\n");
    }
    text + &format!("(func (export \"_start\") (drop (call $f{} (i32.const 1)))))\n", functions - 1)
}

/// The names of the units that were compiled, by what -v says.
fn compiled(outcome: &str) -> usize {
    outcome.lines().filter(|line| line.contains(" -c ")).count()
}

#[test]
fn a_change_of_one_function_recompiles_few_units() {
    let world = World::with(&[("big.wat", &big_program(1200, None))]);
    let compile = || world.run(&["compile", "-v", "-C", "compiler=tcc", "big.wat", "-o", "big"]);
    if !is_there("tcc") {
        return;
    }
    let units = compiled(&compile());
    assert!(units > 4, "{units}");
    for changed in [600, 1199] {
        fs::write(world.path("big.wat"), big_program(1200, Some(changed))).unwrap();
        let outcome = compile();
        assert!((1..=3).contains(&compiled(&outcome)), "{outcome}");
    }
    assert_eq!(compiled(&compile()), 0);
    assert_eq!(world.outcome(world.command(world.path("big")).output().unwrap()), "");
}

#[test]
fn the_command() {
    let world = World::with(&[("hello.wat", HELLO)]);
    assert_eq!(world.run(&["cache", "dir"]), "[DIR]/cache\n");
    world.run(&["hello.wat"]);
    let stat = world.run(&["cache", "stat"]);
    assert!(stat.contains("\nexecutables       1 ") && stat.contains("\nunits             1 "), "{stat}");
    assert!(world.run(&["cache", "clean"]).starts_with("removed 0."));
    assert_eq!(world.cached_executables(), 0);
    assert_eq!(world.run(&["hello.wat"]), "Hello, world!\n");
}

#[test]
fn a_limit() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let run = |limit: &str| {
        world.outcome(world.wastrel(&["hello.wat"]).env("WASTREL_CACHE_LIMIT", limit).output().unwrap())
    };
    assert_eq!(run("1K"), "Hello, world!\n", "what was just made stays");
    assert!(run("lots").contains("WASTREL_CACHE_LIMIT=lots is not a size, as 500M or 2G"));
}

#[test]
fn an_executable_that_is_not_whole_is_made_again() {
    let world = World::with(&[("hello.wat", HELLO)]);
    assert_eq!(world.run(&["hello.wat"]), "Hello, world!\n");
    let name = world.list("cache/exe").into_iter().find(|name| !name.contains('.')).unwrap();
    fs::write(world.path("cache/exe").join(name), "").unwrap();
    assert_eq!(world.run(&["hello.wat"]), "Hello, world!\n");
}

/// Waits for what happens in the background.
fn wait_until(happened: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(300);
    while !happened() {
        assert!(Instant::now() < end, "five minutes were not enough");
        thread::sleep(Duration::from_millis(50));
    }
}

/// The first run starts at once, and ends when the program ends; the next ones find the optimised program.
#[test]
fn a_quick_build_first() {
    let world = World::with(&[("big.wat", &big_program(60, None))]);
    let mut child =
        world.wastrel(&["-v", "big.wat"]).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    // Ends only when nobody holds the pipe any more.
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(said.contains("quick build; it is being optimised in the background"), "{said}");

    wait_until(|| world.cached_executables() == 2);
    let again = world.run(&["-v", "big.wat"]);
    assert!(again.contains("! cached: ") && !again.contains("quick"), "{again}");
}

/// The process in the background holds nothing that was open in the one that started it, on whatever number.
#[test]
fn nothing_is_inherited_in_the_background() {
    let world = World::with(&[("big.wat", &big_program(120, None))]);
    let mut command = world.command("sh");
    // `cat` ends only when nobody holds the other end of its pipe any more.
    command.args(["-c", "\"$0\" big.wat 9>&1 | cat", env!("CARGO_BIN_EXE_wastrel")]);
    assert_eq!(world.outcome(command.output().unwrap()), "");
    assert_eq!(world.cached_executables(), 1, "it was done too soon for the test to show anything");
    wait_until(|| world.cached_executables() == 2);
}

#[test]
fn a_build_in_the_background_ends_when_it_takes_too_long() {
    let world = World::with(&[("big.wat", &big_program(60, None))]);
    let ended = world.path("ended");
    world.compiler_that_first("slow", &format!("sleep 4; touch {}", ended.display()));
    let optimise =
        ["optimise-in-background", "--detached", "--limit", "2", "-C", "compiler=./slow", "big.wat"];
    let start = Instant::now();
    assert_eq!(world.run(&optimise), "exit 1\n");
    assert!(start.elapsed() < Duration::from_secs(30));
    thread::sleep(Duration::from_secs(4));
    assert!(!ended.exists(), "the compiler went on");
    assert_eq!(world.list("cache/tmp"), [""; 0]);
    let failure = world.list("cache/exe").into_iter().find(|name| name.ends_with(".failed")).unwrap();
    let why = fs::read_to_string(world.path("cache/exe").join(failure)).unwrap();
    assert_eq!(why, "no C file was compiled within 2 seconds");
}

#[test]
fn it_may_be_emptied_at_any_time() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                world.run(&["cache", "clean"]);
            }
        });
        let outcomes: Vec<_> = (0..40).map(|_| world.run(&["-O", "opt-level=0", "hello.wat"])).collect();
        stop.store(true, Ordering::Relaxed);
        assert!(outcomes.iter().all(|outcome| outcome == "Hello, world!\n"), "{outcomes:?}");
    });
}

/// What a home that machines share holds for one of them is not for another.
#[test]
fn what_is_made_for_this_machine_is_for_no_other() {
    let world = World::with(&[("hello.wat", HELLO)]);
    for (nth, flags) in [(1, "target-cpu=native"), (2, "cc-flags=-march=native -DOTHER")] {
        for (machine, cpu) in [(1, "flags : mmx"), (2, "flags : mmx sse")] {
            fs::write(world.path("cpuinfo"), cpu).unwrap();
            let mut command = world.command("unshare");
            let script = "mount --bind cpuinfo /proc/cpuinfo && exec \"$0\" \"$@\"";
            command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]);
            command.args([
                env!("CARGO_BIN_EXE_wastrel"),
                "-v",
                "-O2",
                "-C",
                &format!("compiler={}", compiler()),
                "-C",
                flags,
                "hello.wat",
            ]);
            let outcome = world.outcome(command.output().unwrap());
            if outcome.contains("unshare") || outcome.contains("mount:") {
                eprintln!("no file system can be mounted here: not tested: {outcome}");
                return;
            }
            assert!(outcome.starts_with("Hello, world!\n"), "{outcome}");
            assert!(!outcome.contains("cached"), "{flags}, {cpu}: {outcome}");
            assert_eq!(world.cached_executables(), 2 * (nth - 1) + machine);
        }
    }
}

#[test]
fn no_quick_build_where_one_is_asked_for() {
    let world = World::with(&[("big.wat", &big_program(60, None))]);
    let said = world.run(&["-v", "-O1", "big.wat"]);
    assert!(said.contains(" -O1 ") && !said.contains("quick"), "{said}");
}

/// What the quick compiler can't do, another does.
#[test]
fn tail_calls_are_tail_calls_in_a_quick_build() {
    let loops = "(func $even (param i32) (if (local.get 0) (then (return_call $odd (i32.sub (local.get 0) (i32.const 1))))))
        (func $odd (param i32) (return_call $even (i32.sub (local.get 0) (i32.const 1))))
        (func (export \"_start\") (call $even (i32.const 20000000))))";
    let text = big_program(60, None);
    let (start, _) = text.rsplit_once("(func (export \"_start\")").unwrap();
    let world = World::with(&[("big.wat", &format!("{start}{loops}"))]);
    let said = world.run(&["-v", "-W", "max-wasm-stack=1000000", "big.wat"]);
    assert!(said.contains("quick build;") && !said.contains("exit"), "{said}");
    if is_there("tcc") {
        assert!(said.contains("has tail calls, which tcc doesn't have"), "{said}");
    }
}
