//! WASI, by programs in C that call it as emitted C does.

mod support;

use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};
use support::guest::{Guest, compare};
use support::{Outcome, Program};

#[test]
fn hello() {
    let outcome = Program::new("hello").run(&[]);
    assert_eq!(outcome, Outcome { status: Some(0), stdout: "hello\n".to_owned(), stderr: String::new() });
}

#[test]
fn hello_is_small() {
    let program = Program::new("hello");
    program.strip();
    let size = std::fs::metadata(program.path()).expect("the executable").len();
    assert!(size < 100_000, "{size} bytes");
}

#[test]
fn calls_are_traced_when_asked_for() {
    let outcome = Outcome::of(Program::new("hello").command().env("WASTREL_LOG", "wasi=trace"));
    assert_eq!(outcome.status, Some(0));
    let expected =
        "fd_write(fd=1, iovs=0x0, iovs_len=1, nwritten=0x8) = success, nwritten=6\nproc_exit(rval=0)\n";
    assert_eq!(outcome.stderr, expected);
}

#[test]
fn arguments_and_environment() {
    let program = Program::new("arguments");
    let with = |options: &str| {
        let mut command = program.command();
        command.arg0("/usr/bin/arguments").args(["a", "b c"]).env("HOME", "/h").env("TERM", "t");
        if !options.is_empty() {
            command.env("WASTREL_OPTIONS", options);
        }
        let outcome = Outcome::of(&mut command);
        (
            outcome.status,
            outcome.stdout.trim_end_matches('\0').split('\0').map(str::to_owned).collect::<Vec<_>>(),
        )
    };
    let (status, strings) = with("");
    assert_eq!((status, strings), (Some(3), ["arguments", "a", "b c"].map(str::to_owned).to_vec()));
    assert_eq!(with("--argv0 x").1[0], "x");
    assert_eq!(with("--env A='1 2' --env HOME --env NONE").1[3..], ["A=1 2", "HOME=/h"]);
    let mut inherited = with("-S inherit-env --env TERM=x").1[3..].to_vec();
    inherited.sort();
    assert_eq!(inherited, ["HOME=/h", "TERM=x"]);
}

#[test]
fn a_sealed_policy_is_the_only_one() {
    let program = Program::new("sealed");
    let outcome = Outcome::of(program.command().env("WASTREL_OPTIONS", "--argv0 other --env B=2"));
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("sealed\0A=1 2\0", ""));
}

/// Makes calls in a guest that has no directory.
fn without_files(options: &str, calls: &[&str]) -> Command {
    let mut command = Program::calls().command();
    command.env("WASTREL_OPTIONS", options).args(calls).stdin(Stdio::null());
    command
}

#[track_caller]
fn expect(calls: &[(&str, &str)]) {
    let names: Vec<_> = calls.iter().map(|&(call, _)| call).collect();
    compare(&Outcome::of(&mut without_files("", &names)), calls, "");
}

#[test]
fn clocks() {
    expect(&[("clock_time_get 4 0 >8", "inval"), ("clock_res_get 99 >8", "inval"), ("sched_yield", "ok")]);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let calls =
        ["clock_time_get 0 0 >8", "clock_time_get 1 -1 >8", "clock_time_get 2 0 >8", "clock_time_get 3 0 >8"];
    let outcome = Outcome::of(&mut without_files("", &calls));
    let times: Vec<u64> = outcome
        .stdout
        .lines()
        .map(|line| line.strip_prefix("0 ").expect("success").parse().expect("a number"))
        .collect();
    assert!(u128::from(times[0]).abs_diff(now.as_nanos()) < 10_000_000_000, "{times:?}");
    assert!(times[1] > 0 && times[2] > 0 && times[3] > 0, "{times:?}");
    for id in 0..4 {
        let outcome = Outcome::of(&mut without_files("", &[&format!("clock_res_get {id} >8")]));
        assert_eq!(outcome.stdout, "0 1\n", "{id}");
    }
}

#[test]
fn random_bytes_differ() {
    let calls = ["random_get >300 300", "random_get >300 300", "random_get >1 0"];
    let outcome = Outcome::of(&mut without_files("", &calls));
    let lines: Vec<_> = outcome.stdout.lines().collect();
    assert!(lines[0].starts_with("0 ") && lines[0].len() > 300 && lines[0] != lines[1], "{lines:?}");
    assert_eq!(lines[2], "0 \\x00");
}

#[test]
fn without_directories_there_is_no_way_to_a_file() {
    expect(&[
        ("fd_prestat_get 3 >8", "badf"),
        ("path_open 3 0 \"x\" 0 0 0 0 >4", "badf"),
        ("path_open 0 0 \"x\" 0 0 0 0 >4", "notdir"),
        ("sock_shutdown 3 1", "badf"),
        ("sock_shutdown 1 1", "notsock"),
        ("sock_accept 1 0 >4", "notsock"),
        ("sock_recv 0 ]4 0 >4 >4", "notsock"),
        ("sock_send 1 [\"x\" 0 >4", "notsock"),
    ]);
}

/// What `poll_oneoff` takes: a clock's subscription.
fn clock(userdata: u64, id: u32, timeout: u64, flags: u16) -> Vec<u8> {
    let mut bytes = [0; 48];
    bytes[..8].copy_from_slice(&userdata.to_le_bytes());
    bytes[16..20].copy_from_slice(&id.to_le_bytes());
    bytes[24..32].copy_from_slice(&timeout.to_le_bytes());
    bytes[40..42].copy_from_slice(&flags.to_le_bytes());
    bytes.to_vec()
}

/// A descriptor's subscription.
fn descriptor(userdata: u64, tag: u8, fd: u32) -> Vec<u8> {
    let mut bytes = [0; 48];
    bytes[..8].copy_from_slice(&userdata.to_le_bytes());
    bytes[8] = tag;
    bytes[16..20].copy_from_slice(&fd.to_le_bytes());
    bytes.to_vec()
}

/// What an event says: userdata, error, type, bytes and flags.
type Event = (u64, u16, u8, u64, u16);

/// Polls, and returns the events and how long it took.
fn poll(subscriptions: &[Vec<u8>], stdin: Stdio) -> (Vec<Event>, Duration) {
    let count = subscriptions.len();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let call = format!("poll_oneoff *\"{}\" >{} {count} >4", hex(&subscriptions.concat()), 32 * count);
    let mut command = without_files("", &[&call]);
    command.stdin(stdin);
    let start = Instant::now();
    let outcome = Outcome::of(&mut command);
    let took = start.elapsed();
    let shown =
        outcome.stdout.trim_end_matches('\n').strip_prefix("0 ").unwrap_or_else(|| panic!("{outcome:?}"));
    let (events, seen) = shown.rsplit_once(' ').expect("two results");
    let bytes = support::guest::unescape(events);
    let events = bytes.chunks_exact(32).take(seen.parse().expect("a number")).map(|event| {
        let u64_at = |at: usize| u64::from_le_bytes(event[at..at + 8].try_into().expect("eight bytes"));
        let u16_at = |at: usize| u16::from_le_bytes(event[at..at + 2].try_into().expect("two bytes"));
        (u64_at(0), u16_at(8), event[10], u64_at(16), u16_at(24))
    });
    (events.collect(), took)
}

const MILLISECOND: u64 = 1_000_000;

#[test]
fn waiting_for_clocks() {
    let (events, took) = poll(&[clock(7, 1, 50 * MILLISECOND, 0), clock(8, 0, u64::MAX, 0)], Stdio::null());
    assert_eq!(events, [(7, 0, 0, 0, 0)]);
    assert!(took >= Duration::from_millis(50), "{took:?}");
    // Absolute times in the past have come.
    let (events, _) = poll(&[clock(1, 0, 5, 1), clock(2, 1, 5, 1), clock(3, 1, 0, 0)], Stdio::null());
    assert_eq!(events.iter().map(|event| event.0).collect::<Vec<_>>(), [1, 2, 3]);
    let soon = SystemTime::now() + Duration::from_millis(80);
    let since_1970 = soon.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    let (events, _) = poll(&[clock(4, 0, since_1970.as_nanos() as u64, 1)], Stdio::null());
    assert_eq!(events, [(4, 0, 0, 0, 0)]);
    assert!(SystemTime::now() >= soon);
    // Clocks that can't be waited for, or are none.
    let (events, _) = poll(&[clock(5, 2, 1, 0), clock(6, 9, 1, 0), clock(7, 1, 1, 4)], Stdio::null());
    assert_eq!(events, [(5, 58, 0, 0, 0), (6, 28, 0, 0, 0), (7, 28, 0, 0, 0)]);
    expect(&[("poll_oneoff 0 0 0 >4", "inval")]);
}

#[test]
fn waiting_for_descriptors() {
    const READ: u8 = 1;
    const WRITE: u8 = 2;
    let (events, _) =
        poll(&[descriptor(1, READ, 9), descriptor(2, WRITE, 1), descriptor(3, 5, 1)], Stdio::null());
    assert_eq!(events, [(1, 8, 1, 0, 0), (2, 0, 2, 0, 0), (3, 28, 5, 0, 0)]);
    // A regular file is always ready, with what is left of it.
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(b"12345").expect("written");
    std::io::Seek::rewind(&mut file).expect("rewound");
    let (events, _) = poll(&[descriptor(0, READ, 0), clock(1, 1, 1000 * MILLISECOND, 0)], file.into());
    assert_eq!(events, [(0, 0, 1, 5, 0)]);
    // A pipe with something in it, then one that nobody writes to any more.
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    writer.write_all(b"abc").expect("written");
    let (events, _) = poll(&[descriptor(0, READ, 0)], reader.into());
    assert_eq!(events, [(0, 0, 1, 3, 0)]);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(writer);
    let (events, _) = poll(&[descriptor(0, READ, 0)], reader.into());
    assert_eq!(events, [(0, 0, 1, 0, 1)]);
    // One with nothing in it: the clock comes first.
    let (reader, _writer) = std::io::pipe().expect("a pipe");
    let (events, took) = poll(&[descriptor(0, READ, 0), clock(1, 1, 30 * MILLISECOND, 0)], reader.into());
    assert_eq!(events, [(1, 0, 0, 0, 0)]);
    assert!(took >= Duration::from_millis(30), "{took:?}");
}

#[test]
fn a_pipe_that_nobody_reads_is_an_error() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = without_files("", &["fd_write 2 [\"x\" >4"]);
    let outcome = Outcome::of(command.stderr(writer));
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), "64\n"));
}

#[test]
fn a_full_disk_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    let outcome = Outcome::of(without_files("", &["fd_write 2 [\"x\" >4"]).stderr(full));
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), "51\n"));
}

#[test]
fn standard_descriptors_that_are_closed_stay_so() {
    let shell = |redirections: &str, calls: &str| {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &format!("exec \"$0\" {calls} {redirections}")]).arg(Program::calls().path());
        Outcome::of(command.env("WASTREL_OPTIONS", "--dir /tmp"))
    };
    // What the guest opens first is not taken for what was closed.
    let outcome =
        shell("<&- 2>&-", "'path_open 3 0 \".\" 2 0 0 0 >4' 'fd_read 0 ]4 >4' 'fd_write 2 [\"x\" >4'");
    let lines: Vec<_> = outcome.stdout.lines().collect();
    assert_eq!(lines, ["0 4", "8", "8"]);
    assert_eq!(outcome.status, Some(0));
    assert_eq!(outcome.stderr, "");
}

#[test]
fn a_trap_is_reported_whatever_the_guest_does_to_its_descriptors() {
    let place = tempfile::tempdir().expect("a temporary directory");
    let mut command = Program::calls().command();
    command.env("WASTREL_OPTIONS", format!("--dir {}::/", place.path().display()));
    // The guest closes 2, so that the file becomes 2; an unknown call then ends it by a trap.
    command.args(["fd_close 2", "path_open 3 0 \"mine\" 1 64 0 0 >4", "fd_write 2 [\"mine\" >4", "trap"]);
    let outcome = Outcome::of(&mut command);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(134), "0\n0 2\n0 4\n"));
    assert!(outcome.stderr.contains("unreachable"), "{}", outcome.stderr);
    assert_eq!(std::fs::read(place.path().join("mine")).expect("the file"), b"mine");
}

#[test]
fn standard_descriptors_can_be_withheld() {
    let options = "-S inherit-stdin=n,inherit-stderr=n";
    let calls = ["fd_read 0 ]4 >4", "fd_write 2 [\"x\" >4"];
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    writer.write_all(b"secret").expect("written");
    let outcome = Outcome::of(without_files(options, &calls).stdin(reader));
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("0 0 0\n0 1\n", ""));
}

/// What the guest asks of standard input doesn't change it for those that share it.
#[test]
fn standard_input_blocks_for_others() {
    let (reader, _writer) = std::io::pipe().expect("a pipe");
    let mut command =
        without_files("", &["fd_fdstat_set_flags 0 4", "fd_read 0 ]4 >4", "fd_fdstat_get 0 >2"]);
    let shared = reader.try_clone().expect("a descriptor");
    let outcome = Outcome::of(command.stdin(reader));
    assert_eq!(outcome.stdout.lines().take(2).collect::<Vec<_>>(), ["0", "6"]);
    let flags = rustix::fs::fcntl_getfl(&shared).expect("flags");
    assert!(!flags.contains(rustix::fs::OFlags::NONBLOCK));
}

/// Ends when it is read to its end, though signals come in between.
#[test]
fn a_signal_disturbs_nobody() {
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    let mut command = without_files("", &["fd_read 0 ]3 >4"]);
    let guest = command.stdin(reader).stdout(Stdio::piped()).spawn().expect("the guest starts");
    drop(command);
    for signal in [Signal::STOP, Signal::CONT, Signal::WINCH, Signal::CHILD] {
        std::thread::sleep(Duration::from_millis(20));
        kill_process(Pid::from_child(&guest), signal).expect("the guest runs");
    }
    writer.write_all(b"abc").expect("written");
    let output = guest.wait_with_output().expect("the guest ends");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "0 abc 3\n");
}

/// The socket is descriptor 3, as a service manager passes it.
#[test]
fn sockets_that_are_passed_accept_connections() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
    let address = listener.local_addr().expect("an address");
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", &format!("exec \"$0\" \"$@\" 3<&{}", listener.as_raw_fd())])
        .arg(Program::calls().path());
    command.args([
        "fd_prestat_get 3 >8",
        "fd_read 3 ]4 >4",
        "sock_accept 3 0 >4",
        "sock_recv 4 ]2 1 >4 >2",
        "sock_recv 4 ]9 0 >4 >2",
        "sock_send 4 [\"pong\" 0 >4",
        "sock_send 4 [\"pong\" 1 >4",
        "sock_recv 4 ]4 8 >4 >2",
        "sock_shutdown 4 0",
        "sock_shutdown 4 2",
        "sock_send 4 [\"late\" 0 >4",
        "fd_close 4",
    ]);
    command.env("LISTEN_FDS", "1").env("WASTREL_OPTIONS", "-S listenfd").stdout(Stdio::piped());
    // The shell must inherit the descriptor.
    rustix::io::fcntl_setfd(&listener, rustix::io::FdFlags::empty()).expect("a flag");
    let guest = command.spawn().expect("the guest starts");
    let mut connection = TcpStream::connect(address).expect("a connection");
    connection.write_all(b"ping").expect("written");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("an answer");
    assert_eq!(answer, "pong");
    let output = guest.wait_with_output().expect("the guest ends");
    let expected = "8\n8\n0 4\n0 pi 2 \\x00\\x00\n0 ping\\x00\\x00\\x00\\x00\\x00 4 \\x00\\x00\n0 4\n28\n28\n28\n0\n64\n0\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

#[test]
fn what_is_no_socket_is_not_passed_as_one() {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "exec \"$0\" \"$@\" 3</"]).arg(Program::calls().path());
    command.args(["fd_filestat_get 3 >64", "sock_accept 3 0 >4"]);
    command.env("LISTEN_FDS", "2").env("WASTREL_OPTIONS", "-S listenfd");
    assert_eq!(Outcome::of(&mut command).stdout, "8\n8\n");
}

/// Pointers and lengths at and over the end of memory, which is 65536 bytes.
#[test]
fn hostile_pointers() {
    Guest::new().expect(
        |directory| std::fs::write(directory.join("file"), "x").expect("a file"),
        &[
            ("random_get 65535 1", "ok"),
            ("random_get 65536 0", "ok"),
            ("random_get 65536 1", "fault"),
            ("random_get 65535 2", "fault"),
            ("random_get -1 -1", "fault"),
            ("args_get 65535 0", "fault"),
            ("args_sizes_get 65533 0", "fault"),
            ("clock_time_get 0 0 65529", "fault"),
            ("fd_write 1 65530 1 0", "fault"),
            ("fd_write 1 0 -1 0", "fault"),
            ("fd_write 1 0 536870912 0", "fault"),
            ("fd_write 1 [\"x\" -1", "fault"),
            ("fd_read 0 *\"\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\" 1 >4", "fault"),
            ("fd_read 0 *\"\\x00\\x00\\x00\\x00\\xff\\xff\\xff\\xff\" 1 >4", "fault"),
            ("fd_prestat_dir_name 3 65535 2", "fault"),
            ("fd_fdstat_get 3 65520", "fault"),
            ("fd_filestat_get 3 65480", "fault"),
            ("fd_readdir 3 65000 -1 0 >4", "fault"),
            ("fd_readdir 3 0 100 0 -1", "fault"),
            ("path_open 3 0 -1 4 0 0 0 0 >4", "fault"),
            ("path_open 3 0 \"file\" 0 2 0 0 -1", "fault"),
            ("path_open 3 0 0 65536 0 0 0 0 >4", "nametoolong"),
            ("path_readlink 3 \"file\" -1 5 >4", "fault"),
            ("path_filestat_get 3 0 \"file\" -8", "fault"),
            ("poll_oneoff 0 65530 1 >4", "fault"),
            ("poll_oneoff 65530 0 1 >4", "fault"),
            ("poll_oneoff 0 0 -1 >4", "inval"),
            ("fd_close -1", "badf"),
            ("fd_renumber 0 -1", "badf"),
            ("fd_readdir 3 >24 24 -1 >4", "inval"),
        ],
    );
}
