//! `wastrel compile`, and what C compilers do to it.

use std::fs;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use expect_test::expect;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::support::{HELLO, World, compiler, compilers, is_there, make_without_warning};

/// Runs a produced executable.
fn run(world: &World, name: &str) -> String {
    world.outcome(world.command(world.path(name)).output().unwrap())
}

#[test]
fn an_executable() {
    let world = World::with(&[("hello.wat", HELLO)]);
    fs::create_dir(world.path("out")).unwrap();
    assert_eq!(world.run(&["compile", "hello.wat"]), "");
    assert_eq!(run(&world, "hello"), "Hello, world!\n");
    assert_eq!(world.run(&["compile", "hello.wat", "-o", "out/greet"]), "");
    assert_eq!(run(&world, "out/greet"), "Hello, world!\n");
    assert_eq!(world.list("."), ["cache", "hello", "hello.wat", "out"]);
    assert_eq!(world.list("out"), ["greet"]);
    assert_eq!(world.list("cache/tmp"), [""; 0]);
    assert_eq!(
        fs::read(world.path("hello")).unwrap(),
        fs::read(world.path("out/greet")).unwrap(),
        "the same bytes"
    );
}

#[test]
fn every_compiler_at_every_level() {
    let world = World::with(&[("hello.wat", HELLO)]);
    for compiler in compilers() {
        for level in ["0", "1", "2", "3", "s"] {
            let (compiler, level) = (format!("compiler={compiler}"), format!("opt-level={level}"));
            assert_eq!(
                world.run(&["compile", "-C", &compiler, "-O", &level, "hello.wat"]),
                "",
                "{compiler} {level}"
            );
            assert_eq!(run(&world, "hello"), "Hello, world!\n", "{compiler} {level}");
        }
    }
}

#[test]
fn hello_is_small() {
    let world = World::with(&[("hello.wat", HELLO)]);
    assert_eq!(world.run(&["compile", "hello.wat"]), "");
    let size = fs::metadata(world.path("hello")).unwrap().len();
    assert!(size < 100_000, "hello world takes {size} bytes");
}

#[test]
fn an_object_file() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let linker = compiler();
    for compiler in compilers() {
        assert_eq!(
            world.run(&["compile", "-C", &format!("compiler={compiler}"), "--emit", "obj", "hello.wat"]),
            ""
        );
        let mut link = world.command(&linker);
        link.args(["-static-pie", "-nostdlib", "-nostartfiles", "-o", "hello", "hello.o"]);
        assert_eq!(world.outcome(link.output().unwrap()), "", "{compiler}");
        assert_eq!(run(&world, "hello"), "Hello, world!\n", "{compiler}");
    }
}

#[test]
fn the_c_itself() {
    let world = World::with(&[("hello.wat", HELLO)]);
    assert_eq!(world.run(&["compile", "--emit", "c", "hello.wat"]), "");
    assert_eq!(world.list("."), ["hello.c.d", "hello.wat"], "no C compiler was asked");
    make_without_warning(&world, "hello.c.d", |compiler| {
        assert_eq!(run(&world, "hello.c.d/program"), "Hello, world!\n", "{compiler}");
    });

    fs::copy(world.path("hello.wat"), world.path("-lead.wat")).unwrap();
    assert_eq!(world.run(&["compile", "--emit", "c", "-o", "lead", "--", "-lead.wat"]), "");
    assert!(world.list("lead").contains(&"_lead.c".to_owned()), "no name is a flag");

    let printed = world.run(&["compile", "--emit", "c", "-o", "-", "hello.wat"]);
    assert!(printed.contains("#include \"wastrel.h\"") && printed.contains("fd_write"), "{printed}");
}

#[test]
fn the_c_that_is_compiled_is_kept() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let outcome = world.run(&["-D", "keep-c=kept", "hello.wat"]);
    assert_eq!(outcome, "Hello, world!\n");
    let kept = world.list("kept");
    assert!(
        kept.contains(&"wastrel.h".to_owned()) && kept.iter().any(|name| name.ends_with(".c")),
        "{kept:?}"
    );
}

#[test]
fn where_the_output_cannot_go() {
    let world = World::with(&[("hello.wat", HELLO)]);
    expect![[r#"
        ! Error: cannot write missing/hello
        !
        ! Caused by:
        !     No such file or directory (os error 2)
        exit 1
    "#]]
    .assert_eq(&world.run(&["compile", "hello.wat", "-o", "missing/hello"]));
    expect![[r#"
        ! Error: cannot write .: it is a directory
        exit 1
    "#]]
    .assert_eq(&world.run(&["compile", "hello.wat", "-o", "."]));
    expect![[r#"
        ! Error: failed to compile hello.wat
        !
        ! Caused by:
        !     0: cannot create hello.wat/c
        !     1: Not a directory (os error 20)
        exit 1
    "#]]
    .assert_eq(&world.run(&["compile", "hello.wat", "--emit", "c", "-o", "hello.wat/c"]));
    expect![[r#"
        ! Error: cannot write /dev/full
        !
        ! Caused by:
        !     No space left on device (os error 28)
        exit 1
    "#]]
    .assert_eq(&world.run(&["compile", "hello.wat", "-o", "/dev/full"]));
    expect![[r#"
        ! Error: cannot write new/: it names a directory
        exit 1
    "#]]
    .assert_eq(&world.run(&["compile", "hello.wat", "-o", "new/"]));
    expect![[r#"
        ! Error: -o - prints C, with --emit c: name a file
        exit 1
    "#]]
    .assert_eq(&world.run(&["compile", "hello.wat", "-o", "-"]));
    let fresh = World::with(&[("hello.wat", HELLO)]);
    let long = fresh.run(&["compile", "hello.wat", "-o", &"x".repeat(300)]);
    assert!(long.contains("File name too long"), "{long}");
    assert_eq!(fresh.list("."), ["hello.wat"], "nothing was built");
    // A directory in which not even root can create files.
    let forbidden = world.run(&["compile", "hello.wat", "-o", "/proc/self/hello"]);
    assert!(forbidden.starts_with("! Error: cannot write /proc/self/hello\n"), "{forbidden}");
    assert!(forbidden.ends_with("exit 1\n"), "{forbidden}");
}

#[test]
fn what_is_compiled_is_not_written_over() {
    let world = World::with(&[("hello", HELLO)]);
    fs::hard_link(world.path("hello"), world.path("same")).unwrap();
    for arguments in [&["hello"][..], &["hello", "-o", "same"], &["--emit", "obj", "-o", "hello", "hello"]] {
        let refused = world.run(&[&["compile"], arguments].concat());
        assert!(refused.contains("is what is compiled: name another output with -o\n"), "{refused}");
    }
    expect![[r#"
        ! Error: hello is what is compiled: name another file with --timings
        exit 1
    "#]]
    .assert_eq(&world.run(&["--timings", "hello", "./hello"]));
    expect![[r#"
        ! Error: new can't be both the output and the file of --timings
        exit 1
    "#]]
    .assert_eq(&world.run(&["compile", "--timings", "./new", "-o", "new", "hello"]));
    assert_eq!(fs::read_to_string(world.path("hello")).unwrap(), HELLO);
    assert_eq!(world.list("."), ["hello", "same"]);
}

#[test]
fn what_the_output_replaces() {
    let world = World::with(&[("hello.wat", HELLO), ("old", "something else")]);
    symlink("old", world.path("link")).unwrap();
    assert_eq!(world.run(&["compile", "hello.wat", "-o", "link"]), "");
    assert_eq!(fs::read_link(world.path("link")).unwrap().to_str(), Some("old"), "the link stays");
    assert_eq!(run(&world, "old"), "Hello, world!\n");

    fs::create_dir(world.path("out")).unwrap();
    symlink("out/new", world.path("dangling")).unwrap();
    assert_eq!(world.run(&["compile", "hello.wat", "-o", "dangling"]), "");
    assert_eq!(run(&world, "out/new"), "Hello, world!\n", "the link stays");

    assert_eq!(world.run(&["compile", "hello.wat", "-o", "/dev/null"]), "");
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device(), "a device stays");
}

#[test]
fn no_compiler() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let mut command = world.wastrel(&["compile", "hello.wat"]);
    expect![[r#"
        ! Error: no C compiler found in PATH: looked for gcc, cc, clang and tcc
        ! install one (Debian, Ubuntu: apt install gcc; Fedora: dnf install gcc; Arch: pacman -S gcc; Alpine: apk add gcc)
        ! or name one with -C compiler=PATH
        exit 1
    "#]]
    .assert_eq(&world.outcome(command.env("PATH", world.path("empty")).output().unwrap()));
    expect![[r#"
        ! Error: -C compiler=nocc: no such command; name one that is in PATH, or a path
        exit 1
    "#]]
    .assert_eq(&world.run(&["-C", "compiler=nocc", "hello.wat"]));
    expect![[r#"
        ! Error: CC=./nocc: no such command; unset CC, or set it to a C compiler
        exit 1
    "#]]
    .assert_eq(&world.outcome(world.wastrel(&["hello.wat"]).env("CC", "./nocc").output().unwrap()));
}

#[test]
fn a_compiler_with_arguments() {
    let world = World::with(&[("hello.wat", HELLO)]);
    world.script("wrapper", "exec \"$@\"");
    let mut command = world.wastrel(&["hello.wat"]);
    assert_eq!(
        world.outcome(command.env("CC", format!("./wrapper {}", compiler())).output().unwrap()),
        "Hello, world!\n"
    );
}

#[test]
fn a_compiler_of_another_language_too() {
    let world = World::with(&[("hello.wat", HELLO)]);
    for compiler in ["g++", "clang++"].into_iter().filter(|name| is_there(name)) {
        assert_eq!(world.run(&["-C", &format!("compiler={compiler}"), "hello.wat"]), "Hello, world!\n");
    }
}

#[test]
fn compilers_that_are_none() {
    let world = World::with(&[("hello.wat", HELLO)]);
    world.script("broken", "echo out of order >&2; exit 1");
    world.script("silent", "cat >/dev/null");
    world.script("foreign", "sed 's/__GNUC__/4/g; s/__x86_64__ __linux__ __LP64__/__x86_64__ 1 1/'");
    expect![[r#"
        ! Error: failed to compile hello.wat
        !
        ! Caused by:
        !     [DIR]/broken does not work as a C compiler:
        !     out of order
        exit 1
    "#]]
    .assert_eq(&world.run(&["-C", "compiler=./broken", "hello.wat"]));
    expect![[r#"
        ! Error: failed to compile hello.wat
        !
        ! Caused by:
        !     [DIR]/silent does not work as a C compiler: asked for its version, it wrote ""
        exit 1
    "#]]
    .assert_eq(&world.run(&["-C", "compiler=./silent", "hello.wat"]));
    expect![[r#"
        ! Error: failed to compile hello.wat
        !
        ! Caused by:
        !     [DIR]/foreign compiles for another machine; Wastrel makes executables for x86-64 Linux only
        exit 1
    "#]]
    .assert_eq(&world.run(&["-C", "compiler=./foreign", "hello.wat"]));
}

#[test]
fn a_compiler_that_fails() {
    let world = World::with(&[("hello.wat", HELLO)]);
    world.compiler_that_first("cc", "echo internal compiler error >&2; exit 4");
    expect![[r#"
        ! Error: failed to compile hello.wat
        !
        ! Caused by:
        !     0: hello.c was refused; -D keep-c=DIR keeps the C files for inspection
        !     1: [DIR]/cc failed (exit status: 4)
        !        internal compiler error
        exit 1
    "#]]
    .assert_eq(&world.run(&["-C", "compiler=./cc", "hello.wat"]));
    assert_eq!(world.list("cache/tmp"), [""; 0]);
    assert_eq!(world.list("cache/exe"), [""; 0]);
}

/// As tcc, where the disk is full.
#[test]
fn a_compiler_that_fails_and_does_not_say_so() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let truncated = format!("{} \"$@\" && truncate -s 2000 unit_0.o; exit", compiler());
    for does in ["exit 0", &truncated] {
        world.compiler_that_first("cc", does);
        let outcome = world.run(&["-C", "compiler=./cc", "hello.wat"]);
        assert!(
            outcome.contains("succeeded but left no whole object file of hello.c: is the disk full?\nexit 1"),
            "{outcome}"
        );
        assert_eq!(world.list("cache/unit"), [""; 0]);
    }
}

/// A compilation that doesn't end by itself.
struct Endless {
    child: Child,
    /// The process id of a compiler that it started, which leads a process group.
    compiler: Pid,
}

impl Endless {
    /// Starts it, and waits until it has started a compiler.
    fn start(world: &World) -> Endless {
        let pid_file = world.path("pid");
        let wait = format!("echo $$ >{0}.new; mv {0}.new {0}; sleep 1000", pid_file.display());
        world.compiler_that_first("cc", &wait);
        let mut command = world.wastrel(&["compile", "-C", "compiler=./cc", "hello.wat"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let compiler = wait_for(|| Pid::from_raw(fs::read_to_string(&pid_file).ok()?.trim().parse().ok()?));
        Endless { child, compiler }
    }

    /// Ends the compiler and what it started.
    fn kill_compiler(&self) {
        kill_process_group(self.compiler, Signal::KILL).unwrap();
    }
}

impl Drop for Endless {
    /// Nothing is left of a test that failed.
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.child.kill();
            let _ = kill_process_group(self.compiler, Signal::KILL);
        }
    }
}

fn wait_for<T>(mut what: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(result) = what() {
            return result;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "it doesn't happen");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Whether a process has ended; nobody may have waited for it yet, and where no init does, nobody will.
fn is_dead(process: Pid) -> bool {
    let stat = fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero()));
    // The state follows the name, in which anything may stand.
    stat.map_or(true, |stat| stat.rsplit_once(") ").is_none_or(|(_, rest)| rest.starts_with(['Z', 'X'])))
}

#[test]
fn an_interrupted_compilation_leaves_nothing() {
    let signals = [(Signal::INT, "2 (SIGINT)"), (Signal::TERM, "15 (SIGTERM)"), (Signal::HUP, "1 (SIGHUP)")];
    // A shell has what it runs in the background ignore the first, and nohup the last.
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let heeded = |signal: Signal| !has_signal(&status, "SigIgn", signal);
    for (signal, end) in signals.into_iter().filter(|(signal, _)| heeded(*signal)) {
        let world = World::with(&[("hello.wat", HELLO)]);
        let mut endless = Endless::start(&world);
        kill_process(Pid::from_child(&endless.child), signal).unwrap();
        assert_eq!(endless.child.wait().unwrap().to_string(), format!("signal: {end}"));
        wait_for(|| is_dead(endless.compiler).then_some(()));
        assert_eq!(world.list("cache/tmp"), [""; 0]);
        assert_eq!(world.list("."), ["cache", "cc", "hello.wat", "pid"]);
    }
}

/// As nohup has it.
#[test]
fn a_signal_that_is_ignored_stays_so() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let show = format!("cp /proc/$PPID/status {}", world.path("status").display());
    world.compiler_that_first("cc", &show);
    let mut shell = world.command("sh");
    shell.args(["-c", "trap '' HUP; exec \"$0\" -C compiler=./cc hello.wat"]);
    let outcome = world.outcome(shell.arg(env!("CARGO_BIN_EXE_wastrel")).output().unwrap());
    assert_eq!(outcome, "Hello, world!\n");
    let status = fs::read_to_string(world.path("status")).unwrap();
    assert!(
        has_signal(&status, "SigIgn", Signal::HUP) && !has_signal(&status, "SigCgt", Signal::HUP),
        "{status}"
    );
    assert!(has_signal(&status, "SigCgt", Signal::TERM), "{status}");
}

/// Whether one of the sets of signals in a process's status has this one.
fn has_signal(status: &str, set: &str, signal: Signal) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix(set)?.strip_prefix(":\t")).unwrap();
    u64::from_str_radix(mask, 16).unwrap() >> (signal.as_raw() - 1) & 1 == 1
}

#[test]
fn what_a_killed_compilation_leaves_is_swept_up() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let mut endless = Endless::start(&world);
    endless.child.kill().unwrap();
    endless.child.wait().unwrap();
    // Nobody is left to end the compiler: a process group of its own.
    endless.kill_compiler();
    assert!(!world.path("hello").exists());
    let left = world.list("cache/tmp");
    assert_eq!(left.len(), 1);
    let an_hour_ago = SystemTime::now() - Duration::from_secs(3600);
    let abandoned = fs::File::open(world.path("cache/tmp").join(&left[0])).unwrap();
    abandoned.set_modified(an_hour_ago).unwrap();
    // The compiler and what it started are dead when their lock is free, not when they have been sent a signal.
    wait_for(|| abandoned.try_lock().ok());
    // Closing it wouldn't do: another test's process that is just being started may have it open.
    abandoned.unlock().unwrap();

    assert_eq!(world.run(&["compile", "hello.wat"]), "");
    assert_eq!(run(&world, "hello"), "Hello, world!\n");
    assert_eq!(world.list("cache/tmp"), [""; 0]);
}

#[test]
fn a_directory_in_use_is_not_swept_up() {
    let world = World::with(&[("hello.wat", HELLO)]);
    let mut endless = Endless::start(&world);
    let in_use = world.list("cache/tmp");
    let an_hour_ago = SystemTime::now() - Duration::from_secs(3600);
    fs::File::open(world.path("cache/tmp").join(&in_use[0])).unwrap().set_modified(an_hour_ago).unwrap();
    assert_eq!(world.run(&["compile", "hello.wat"]), "");
    assert_eq!(world.list("cache/tmp"), in_use);
    // Let it go on.
    endless.kill_compiler();
    assert_eq!(endless.child.wait().unwrap().code(), Some(1));
    assert_eq!(world.list("cache/tmp"), [""; 0]);
}
