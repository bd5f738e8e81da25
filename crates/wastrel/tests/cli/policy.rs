//! What a program may do: from the command line, from WASTREL_OPTIONS, and sealed.

use std::collections::BTreeSet;
use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::process::Command;

use expect_test::expect;

use crate::support::{HELLO, SHOW, World, compiler, is_there};

const READ: &str = include_str!("programs/read.wat");
const WRITE: &str = include_str!("programs/write.wat");
const DESCRIPTORS: &str = include_str!("programs/descriptors.wat");

/// Compiles `name.wat` to `name`, with these flags.
fn compile(world: &World, name: &str, flags: &[&str]) {
    let module = format!("{name}.wat");
    assert_eq!(world.run(&[&["compile"], flags, &[&module]].concat()), "");
}

/// Runs an executable that has been compiled, with this in WASTREL_OPTIONS.
fn start(world: &World, name: &str, options: &str) -> String {
    let mut command = world.command(world.path(name));
    world.outcome(command.env("WASTREL_OPTIONS", options).output().unwrap())
}

/// Does the same by a module, an executable that `run` starts, and one that reads WASTREL_OPTIONS.
fn by_every_way(world: &World, name: &str, flags: &[&str], mut check: impl FnMut(&str, &mut Command)) {
    let (module, executable) = (format!("{name}.wat"), format!("./{name}"));
    compile(world, name, &[]);
    check("wastrel run module", &mut world.wastrel(&[flags, &[&module]].concat()));
    check("wastrel run executable", &mut world.wastrel(&[flags, &[&executable]].concat()));
    let mut direct = world.command(world.path(name));
    check("executable", direct.env("WASTREL_OPTIONS", flags.join(" ")));
    compile(world, name, &[&["--seal"], flags].concat());
    check("sealed", &mut world.command(world.path(name)));
}

#[test]
fn a_directory_in_every_sandbox() {
    let world = World::with(&[("read.wat", READ)]);
    fs::create_dir(world.path("files")).unwrap();
    let file = world.path("files/file");
    let mut refused = BTreeSet::new();
    for name in ["auto", "namespace", "strict", "landlock", "openat2", "none"] {
        let sandbox = format!("--sandbox={name}");
        let mut expect = |flags: &[&str], expected: &str, left: &str| {
            by_every_way(&world, "read", flags, |way, command| {
                fs::write(&file, "text\n").unwrap();
                let output = command.output().unwrap();
                if output.status.code() == Some(126) {
                    eprintln!("{way} {flags:?}: not to be had here, and not tested");
                    refused.insert(name);
                    return;
                }
                assert_eq!(world.outcome(output), expected, "{way} {flags:?}");
                assert_eq!(fs::read_to_string(&file).unwrap(), left, "{way} {flags:?}");
            });
        };
        expect(&[&sandbox, "--dir", "files"], "text\n", "text\n!");
        expect(&[&sandbox, "--dir", "files::/::ro"], "text\nexit 69\n", "text\n");
    }
    assert!(
        !refused.contains("openat2") && !refused.contains("none"),
        "they can be had anywhere: {refused:?}"
    );
    let is_poor = refused.contains("namespace") && refused.contains("landlock");
    assert!(!refused.contains("auto") || is_poor, "it does with what there is: {refused:?}");
}

#[test]
fn the_environment_and_the_name() {
    let world = World::with(&[("show.wat", SHOW)]);
    let flags = ["-S", "inherit-env", "--env", "COLOUR=red", "--argv0", "name"];
    by_every_way(&world, "show", &flags, |way, command| {
        let shown = world.outcome(command.env("COLOUR", "blue").env("SIZE", "12").output().unwrap());
        assert!(shown.starts_with("name\n") && shown.contains("\nSIZE=12\n"), "{way}: {shown}");
        assert!(shown.contains("\nCOLOUR=red\n") && !shown.contains("blue"), "{way}: {shown}");
        assert!(!shown.contains("WASTREL_OPTIONS"), "{way}: {shown}");
    });
}

#[test]
fn standard_streams_can_be_withheld() {
    let world = World::with(&[("descriptors.wat", DESCRIPTORS), ("input", "text\n")]);
    for (flags, expected) in [
        ("inherit-stdin,inherit-stdout=y", "text\n! text\nexit 8\n"),
        ("inherit-stdin=n", "exit 8\n"),
        ("inherit-stdout=n", "! text\nexit 8\n"),
        ("inherit-stderr=n", "text\nexit 8\n"),
    ] {
        by_every_way(&world, "descriptors", &["-S", flags], |way, command| {
            let output = command.stdin(fs::File::open(world.path("input")).unwrap()).output();
            assert_eq!(world.outcome(output.unwrap()), expected, "{way} {flags}");
        });
    }
}

/// What is closed is an error to whoever writes to it, and no file takes its place.
#[test]
fn standard_output_may_be_closed() {
    let world = World::with(&[("read.wat", READ), ("write.wat", WRITE)]);
    fs::create_dir(world.path("files")).unwrap();
    fs::write(world.path("files/file"), "text\n").unwrap();
    compile(&world, "write", &[]);
    compile(&world, "read", &[]);
    let closed = |program: &str| {
        let mut shell = world.command("sh");
        shell.args(["-c", "exec \"$0\" >&-"]).arg(world.path(program));
        world.outcome(shell.env("WASTREL_OPTIONS", "--dir files").output().unwrap())
    };
    assert_eq!(closed("write"), "exit 8\n");
    assert_eq!(closed("read"), "exit 8\n");
    assert_eq!(fs::read_to_string(world.path("files/file")).unwrap(), "text\n");
}

/// Runs something where the kernel makes no namespaces; none if it can't be had that it doesn't.
fn without_namespaces(world: &World, command: &Command) -> Option<String> {
    let forbid =
        "echo 0 >/proc/sys/user/max_user_namespaces && echo 0 >/proc/sys/user/max_mnt_namespaces || exit 99
        exec \"$0\" \"$@\"";
    let mut unshare = world.command("unshare");
    unshare.args(["--user", "--map-root-user", "sh", "-c", forbid]);
    unshare.arg(command.get_program()).args(command.get_args());
    unshare.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let outcome = world.outcome(unshare.output().ok()?);
    if outcome.starts_with("! unshare: ") || outcome.contains("exit 99") {
        eprintln!("namespaces can't be forbidden here: not tested: {outcome}");
        return None;
    }
    Some(outcome)
}

#[test]
fn where_namespaces_are_forbidden() {
    let world = World::with(&[("read.wat", READ)]);
    fs::create_dir(world.path("files")).unwrap();
    let expect = |flags: &[&str], expected: &str| {
        by_every_way(&world, "read", flags, |way, command| {
            fs::write(world.path("files/file"), "text\n").unwrap();
            if let Some(outcome) = without_namespaces(&world, command.env("WASTREL_LOG", "sandbox")) {
                assert_eq!(outcome, expected, "{way}");
            }
        });
    };
    expect(
        &["--dir", "files"],
        "text\n! sandbox: Landlock instead of namespaces: unshare: no space left (user namespaces are turned off: sysctl \
         user.max_user_namespaces)\n",
    );
    for sandbox in ["namespace", "strict"] {
        expect(
            &[&format!("--sandbox={sandbox}"), "--dir", "files"],
            "! Error: the sandbox can't be set up: unshare: no space left (user namespaces are turned off: sysctl \
             user.max_user_namespaces); --sandbox=auto does with Landlock where it must\nexit 126\n",
        );
    }
}

/// What a service manager passes is descriptor 3, and a socket.
#[test]
fn sockets_are_passed_if_asked_for() {
    let world = World::with(&[("descriptors.wat", DESCRIPTORS)]);
    let listener = UnixListener::bind(world.path("socket")).unwrap();
    for (flags, expected) in [("listenfd", "6"), ("listenfd=n", "exit 8\n")] {
        by_every_way(&world, "descriptors", &["-S", flags], |way, command| {
            let mut shell = world.command("sh");
            let passing = "LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" \"$@\" 3<&0 </dev/null";
            shell.args(["-c", passing]).arg(command.get_program()).args(command.get_args());
            shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
            let socket = OwnedFd::from(listener.try_clone().unwrap());
            assert_eq!(world.outcome(shell.stdin(socket).output().unwrap()), expected, "{way} {flags}");
        });
    }
}

#[test]
fn calls_are_traced() {
    let world = World::with(&[("hello.wat", HELLO)]);
    by_every_way(&world, "hello", &[], |way, command| {
        let output = command.env("WASTREL_LOG", "wasi=trace").output().unwrap();
        expect![[r#"
            Hello, world!
            ! fd_write(fd=1, iovs=0x0, iovs_len=1, nwritten=0x20) = success, nwritten=14
        "#]]
        .assert_eq(&world.outcome(output));
        assert!(!way.is_empty());
    });
}

#[test]
fn a_sealed_policy_is_the_only_one() {
    let world = World::with(&[("show.wat", SHOW)]);
    compile(&world, "show", &["--seal", "--env", "A=it's", "--env", "COLOUR", "--argv0", "sealed"]);
    assert_eq!(start(&world, "show", "--env B=2 --argv0 other"), "sealed\nA=it's\n");
    assert_eq!(start(&world, "show", "no option at all"), "sealed\nA=it's\n");
    assert_eq!(world.run(&["./show"]), "sealed\nA=it's\n");
    expect![[r#"
        ! Error: ./show was compiled with --seal: what it may do is fixed, and no flag changes it
        exit 1
    "#]]
    .assert_eq(&world.run(&["--env", "B=2", "./show"]));

    // A policy of nothing is one.
    compile(&world, "show", &["--seal"]);
    assert_eq!(start(&world, "show", "--env B=2 --argv0 other"), "show\n");
}

#[test]
fn object_files_and_c_are_sealed_too() {
    let world = World::with(&[("show.wat", SHOW)]);
    let flags = ["--seal", "--argv0", "sealed"];
    compile(&world, "show", &[&["--emit", "obj"], &flags[..]].concat());
    let mut link = world.command(compiler());
    link.args(["-static-pie", "-nostdlib", "-nostartfiles", "-o", "show", "show.o"]);
    assert_eq!(world.outcome(link.output().unwrap()), "");
    assert_eq!(start(&world, "show", "--argv0 other"), "sealed\n");

    if !is_there("make") {
        eprintln!("make is missing: the Makefile is not tested");
        return;
    }
    compile(&world, "show", &[&["--emit", "c"], &flags[..]].concat());
    let mut make = world.command("make");
    let cc = format!("CC={}", compiler());
    assert_eq!(world.outcome(make.args(["--silent", "-C", "show.c.d", &cc]).output().unwrap()), "");
    assert_eq!(start(&world, "show.c.d/program", "--argv0 other"), "sealed\n");
}

#[test]
fn a_policy_is_sealed_or_left_to_the_start() {
    let world = World::with(&[("show.wat", SHOW)]);
    expect![[r#"
        ! error: --dir, --env, -W gc-heap-limit and the like are for the program's start: say them when it runs, or fix them with --seal
        exit 2
    "#]]
    .assert_eq(&world.run(&["compile", "--dir", ".", "show.wat"]));
}

#[test]
fn executables_are_run() {
    let world = World::with(&[("show.wat", SHOW)]);
    compile(&world, "show", &[]);
    assert_eq!(world.run(&["show", "one", "--two"]), "show\none\n--two\n", "not the one in PATH");
    let mut command = world.wastrel(&["--env", "A=2", "./show"]);
    command.env("WASTREL_OPTIONS", "--env A=1 --env B=1");
    assert_eq!(world.outcome(command.output().unwrap()), "show\nA=2\nB=1\n");

    let deep = r#"(module
      (func $deep (export "_start") (call $deeper (i32.const 100_000)))
      (func $deeper (param i32)
        (if (local.get 0) (then (call $deeper (i32.sub (local.get 0) (i32.const 1))) (call $nothing))))
      (func $nothing))"#;
    fs::write(world.path("deep.wat"), deep).unwrap();
    compile(&world, "deep", &["-O", "opt-level=0"]);
    assert_eq!(world.run(&["./deep"]), "");
    let outcome = world.run(&["-W", "max-wasm-stack=0x1_0000", "./deep"]);
    assert!(outcome.contains("call stack exhausted"), "{outcome}");
}

#[test]
fn executables_that_cannot_be_run() {
    let world = World::with(&[("show.wat", SHOW)]);
    compile(&world, "show", &[]);
    expect![[r#"
        ! Error: ./show is compiled already: -O opt-level has no effect on it
        exit 1
    "#]]
    .assert_eq(&world.run(&["-O", "opt-level=0", "./show"]));
    expect![[r#"
        ! Error: ./show is compiled already: --invoke has no effect on it
        exit 1
    "#]]
    .assert_eq(&world.run(&["--invoke", "f", "./show"]));
    expect![[r#"
        ! Error: failed to compile ./show
        !
        ! Caused by:
        !     it is an executable already
        exit 1
    "#]]
    .assert_eq(&world.run(&["compile", "./show"]));
    fs::set_permissions(world.path("show"), fs::Permissions::from_mode(0o644)).unwrap();
    expect![[r#"
        ! Error: cannot run ./show
        !
        ! Caused by:
        !     Permission denied (os error 13)
        exit 1
    "#]]
    .assert_eq(&world.run(&["./show"]));

    let input = fs::File::open(world.path("show")).unwrap();
    expect![[r#"
        ! Error: an executable can't be run from standard input: name its file
        exit 1
    "#]]
    .assert_eq(&world.outcome(world.wastrel(&["-"]).stdin(input).output().unwrap()));

    // One that nothing would keep inside.
    fs::copy("/bin/true", world.path("foreign")).unwrap();
    expect![[r#"
        ! Error: foreign is an executable, but none that Wastrel made
        exit 1
    "#]]
    .assert_eq(&world.run(&["foreign"]));
}
