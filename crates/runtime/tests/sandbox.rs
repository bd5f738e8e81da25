//! The sandbox: every way out, in every sandbox, as root and as an ordinary user.

mod support;

use rustix::fs::CWD;
use std::fs;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use support::{Outcome, Program};

/// A user without privileges.
const NOBODY: u32 = 65534;

/// A sandbox and the user that it is used as.
#[derive(Clone, Copy, Debug)]
struct Case {
    sandbox: &'static str,
    user: Option<u32>,
}

/// The cases that this host can run: all sandboxes, and where we are root, as root and as another user.
fn cases() -> Vec<Case> {
    let program = Program::new("hello");
    let is_root = fs::metadata("/proc/self").expect("procfs").uid() == 0;
    let users: &[Option<u32>] = if is_root { &[None, Some(NOBODY)] } else { &[None] };
    let mut cases = Vec::new();
    for &user in users {
        for sandbox in ["namespace", "strict", "landlock", "openat2"] {
            let case = Case { sandbox, user };
            let outcome = Outcome::of(&mut command(&program, case, "--dir /tmp"));
            match outcome.status {
                Some(0) => cases.push(case),
                Some(126) => {
                    println!("not to be had here, and not tested: {case:?}: {}", outcome.stderr.trim_end())
                }
                _ => panic!("{case:?}: {outcome:?}"),
            }
        }
    }
    assert!(!cases.is_empty(), "no sandbox can be had here");
    cases
}

fn command(program: &Program, case: Case, options: &str) -> Command {
    let mut command = program.command();
    command.env("WASTREL_OPTIONS", format!("--sandbox={} {options}", case.sandbox));
    if let Some(user) = case.user {
        command.uid(user).gid(user);
    }
    command
}

/// A place with things inside and outside of what the guest is given.
///
/// ```text
/// secret
/// hidden/secret
/// victim
/// other/
/// read-only/read-only
/// files/inside, files/sub/    and links that lead out
/// ```
struct Place {
    directory: tempfile::TempDir,
}

impl Place {
    fn new(user: Option<u32>) -> Place {
        let place = Place { directory: tempfile::tempdir().expect("a temporary directory") };
        for name in ["files", "files/sub", "other", "read-only", "hidden"] {
            fs::create_dir(place.path(name)).expect("a directory");
        }
        for (name, text) in [
            ("secret", "secret!\n"),
            ("hidden/secret", "s"),
            ("victim", "v"),
            ("read-only/read-only", "r"),
            ("files/inside", "i"),
        ] {
            fs::write(place.path(name), text).expect("a file");
        }
        for (link, target) in [
            ("absolute", "/etc/passwd"),
            ("relative", "../secret"),
            ("chain", "relative"),
            ("outside", "../hidden"),
            ("dangling", "../planted"),
            ("root", "/proc/self/root"),
        ] {
            symlink(target, place.path("files").join(link)).expect("a link");
        }
        // A device can only be made by root; /dev/null linked to is refused for other reasons.
        let _ = Command::new("mknod")
            .arg(place.path("files/device"))
            .args(["c", "1", "5"])
            .stderr(Stdio::null())
            .status();
        fs::set_permissions(place.path(""), fs::Permissions::from_mode(0o777)).expect("permissions");
        if user.is_some() {
            give(&place.path(""), user);
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn options(&self) -> String {
        let path = |name| self.path(name).display().to_string();
        format!(
            "--dir {}::/ --dir {}::/other --dir {}::/ro::ro",
            path("files"),
            path("other"),
            path("read-only")
        )
    }

    /// What an attack may have changed: names, contents and times of all that is outside or read-only.
    fn outside(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for directory in ["", "read-only", "hidden"] {
            for entry in fs::read_dir(self.path(directory)).expect("a directory") {
                let path = entry.expect("an entry").path();
                let metadata = fs::symlink_metadata(&path).expect("metadata");
                let contents =
                    if metadata.is_file() { fs::read(&path).expect("contents") } else { Vec::new() };
                // Files and links in them come and go: the times of these directories are the guest's.
                let time =
                    if metadata.is_file() { (metadata.mtime(), metadata.mtime_nsec()) } else { (0, 0) };
                found.push(Found { path, mode: metadata.mode(), contents, time });
            }
        }
        found.sort();
        found
    }
}

/// A file or directory that an attack may have changed.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    path: PathBuf,
    mode: u32,
    contents: Vec<u8>,
    time: (i64, i64),
}

fn give(path: &Path, user: Option<u32>) {
    std::os::unix::fs::lchown(path, user, user).expect("the owner can be set");
    if path.is_dir() && !path.is_symlink() {
        for entry in fs::read_dir(path).expect("a directory") {
            give(&entry.expect("an entry").path(), user);
        }
    }
}

/// Attacks by system calls that a sandbox without mounts of its own can't refuse: it has no files to hide from Landlock, which
/// knows of reading and writing, not of looking and dating.
/// The last makes a file in a directory that the guest has, where there is no such link.
const LANDLOCK_LETS_THROUGH: [&str; 6] = [
    "stat parent",
    "stat link to parent",
    "set times of parent",
    "set times in read-only",
    "device",
    "create through dangling link",
];

/// Attacks that come to nothing where the guest's directories are mounts of their own: what is above the root is the root.
const MOUNTS_CONTAIN: [&str; 2] = ["create through dangling link", "make directory in parent"];

#[test]
fn system_calls_lead_nowhere() {
    let program = Program::new("attacks_raw");
    for case in cases().into_iter().filter(|case| case.sandbox != "openat2") {
        let place = Place::new(case.user);
        let before = place.outside();
        let outcome = Outcome::of(&mut with_inherited(&program, case, &place.options()));
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{case:?}");
        let allowed: Vec<_> =
            outcome.stdout.lines().filter_map(|line| line.strip_suffix(" allowed")).collect();
        let harmless: &[&str] =
            if case.sandbox == "landlock" { &LANDLOCK_LETS_THROUGH } else { &MOUNTS_CONTAIN };
        let wrong: Vec<_> = allowed.iter().filter(|name| !harmless.contains(name)).collect();
        assert!(wrong.is_empty(), "{case:?} allows {wrong:?}");
        assert_eq!(outcome.stdout.lines().count(), 41, "{case:?}");
        let (mut before, mut after) = (before, place.outside());
        if case.sandbox == "landlock" {
            before.iter_mut().chain(&mut after).for_each(|found| found.time = (0, 0));
        }
        assert_eq!(after, before, "{case:?}");
    }
}

/// A command that runs a program with the root directory of the host open as descriptor 9 and as standard input.
fn with_inherited(program: &Program, case: Case, options: &str) -> Command {
    let direct = command(program, case, options);
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "exec \"$0\" 9</ </"]).arg(program.path()).env_clear();
    shell.envs(direct.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(user) = case.user {
        shell.uid(user).gid(user);
    }
    shell
}

#[test]
fn wasi_leads_nowhere() {
    let program = Program::new("attacks");
    for case in cases() {
        let place = Place::new(case.user);
        let before = place.outside();
        let outcome = Outcome::of(&mut with_inherited(&program, case, &place.options()));
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{case:?}");
        for line in outcome.stdout.lines() {
            let (attack, errno) = line.split_once('=').expect("an attack and its error");
            let expected = match attack {
                "open device" if !place.path("files/device").exists() => "44", // noent
                "open device" => "2",                                          // acces
                "plant ../secret" => "0",                                      // but it leads nowhere
                "plant /etc/passwd" => "76",                                   // notcapable
                "stdin open etc/passwd" | "stdin list " => "76",
                _ if attack.starts_with("ro ") => "69", // rofs
                _ => "63",                              // perm
            };
            assert_eq!(errno, expected, "{case:?}: {attack}");
        }
        assert_eq!(outcome.stdout.lines().count(), 111, "{case:?}");
        assert_eq!(place.outside(), before, "{case:?}");
    }
}

/// Somebody makes a directory of the guest's in turn with a link to one outside, while the guest opens a file in it.
#[test]
fn a_race_leads_nowhere() {
    let program = Program::new("race");
    for case in cases() {
        let place = Place::new(case.user);
        let flip = place.path("files/flip");
        for (directory, text) in [(place.path("files/flip"), "i"), (place.path("other"), "outside!")] {
            fs::create_dir_all(&directory).expect("a directory");
            fs::write(directory.join("file"), text).expect("a file");
        }
        symlink("../other", place.path("files/link")).expect("a link");
        give(&place.path(""), case.user);
        let options = format!("--dir {}::/", place.path("files").display());
        let mut guest =
            command(&program, case, &options).stdout(Stdio::piped()).spawn().expect("the program starts");
        guest.stdout.as_mut().expect("piped").read_exact(&mut [0]).expect("the guest begins");
        let status = loop {
            if let Some(status) = guest.try_wait().expect("the guest can be waited for") {
                break status;
            }
            for _ in 0..100 {
                let (link, flags) = (place.path("files/link"), rustix::fs::RenameFlags::EXCHANGE);
                rustix::fs::renameat_with(CWD, &flip, CWD, &link, flags).expect("an exchange");
            }
        };
        assert_eq!(status.code(), Some(0), "{case:?}");
    }
}

#[test]
fn overlapping_directories_need_namespaces_if_one_is_read_only() {
    let program = Program::new("hello");
    let place = Place::new(None);
    let options = format!("--dir {0} --dir {0}/sub::sub::ro", place.path("files").display());
    let mut refused = 0;
    for case in cases().into_iter().filter(|case| case.user.is_none()) {
        let outcome = Outcome::of(&mut command(&program, case, &options));
        if matches!(case.sandbox, "landlock" | "openat2") {
            assert_eq!(outcome.status, Some(1), "{case:?}");
            assert!(outcome.stderr.contains("only one of them is read-only"), "{}", outcome.stderr);
            refused += 1;
        } else {
            assert_eq!(outcome.status, Some(0), "{case:?}: {}", outcome.stderr);
        }
    }
    assert!(refused > 0);
}

/// Runs a program where these system calls fail; see `tests/programs/lesser_kernel.c`.
fn with_lesser_kernel(rules: &str, program: &Program, options: &str, arguments: &[&str]) -> Outcome {
    let kernel = Program::new("lesser_kernel");
    let mut command = kernel.command();
    command.env("WASTREL_OPTIONS", "--sandbox=none").arg(rules).arg(format!("WASTREL_OPTIONS={options}"));
    Outcome::of(command.arg(program.path()).args(arguments))
}

/// As in a container whose policy forbids namespaces and mounts.
const NO_NAMESPACES: &str = "272=1,428=1";
/// As on a kernel without Landlock, too.
const NO_LANDLOCK: &str = "272=1,428=1,444=38";

#[track_caller]
fn refused(rules: &str, options: &str, parts: &[&str]) {
    let outcome = with_lesser_kernel(rules, &Program::new("hello"), &format!("{options} --dir /tmp"), &[]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(126), ""), "{options}: {}", outcome.stderr);
    for part in parts {
        assert!(outcome.stderr.contains(part), "{options}: {}", outcome.stderr);
    }
}

#[track_caller]
fn accepted(rules: &str, options: &str) {
    let outcome = with_lesser_kernel(rules, &Program::new("hello"), options, &[]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{options}");
}

#[test]
fn what_is_refused_is_said_and_nothing_weaker_done() {
    refused(NO_NAMESPACES, "--sandbox=namespace", &["unshare", "operation not permitted", "--sandbox=auto"]);
    refused(NO_NAMESPACES, "--sandbox=strict", &["unshare", "--sandbox=auto"]);
    refused(NO_LANDLOCK, "--sandbox=landlock", &["landlock", "5.13", "--sandbox=openat2"]);
    refused(NO_LANDLOCK, "", &["landlock", "5.13", "--sandbox=openat2"]);
    refused("272=28,428=1,444=38", "--sandbox=namespace", &["user.max_user_namespaces"]);
    refused("272=1,428=1,437=38", "", &["openat2", "5.6", "--sandbox=none"]);
    refused("317=1", "", &["seccomp", "--sandbox=none"]);
    accepted(NO_NAMESPACES, "--dir /tmp");
    accepted(NO_LANDLOCK, "--dir /tmp --sandbox=openat2");
    accepted("272=1,428=1,444=38,437=38,317=1", "--dir /tmp --sandbox=none");
    // Without directories it takes neither namespaces nor Landlock.
    accepted(NO_LANDLOCK, "");
}

#[test]
fn descriptors_are_closed_on_old_kernels_too() {
    let program = Program::new("attacks_raw");
    for rules in ["436=38", "999=1"] {
        let outcome = with_lesser_kernel(rules, &program, "", &[]);
        assert!(outcome.stdout.starts_with("inherited descriptor refused\n"), "{rules}: {outcome:?}");
    }
}

#[test]
fn an_old_landlock_keeps_files_in_their_directories() {
    let calls = Program::calls();
    let place = Place::new(None);
    fs::create_dir(place.path("files/dir")).expect("a directory");
    let options = format!("--sandbox=landlock --dir {}::/", place.path("files").display());
    let outcome = with_lesser_kernel(
        "landlock",
        calls,
        &options,
        &[
            "path_rename 3 \"inside\" 3 \"dir/inside\"",
            "path_link 3 0 \"inside\" 3 \"dir/inside\"",
            "path_rename 3 \"inside\" 3 \"renamed\"",
        ],
    );
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("75\n75\n0\n", ""));
}

#[test]
fn a_directory_that_is_not_there_is_named() {
    let program = Program::new("hello");
    for case in cases() {
        let outcome = Outcome::of(&mut command(&program, case, "--dir /nowhere/at/all"));
        assert_eq!(outcome.status, Some(1), "{case:?}");
        assert!(
            outcome.stderr.contains("failed to open directory `/nowhere/at/all`: no such file or directory"),
            "{}",
            outcome.stderr
        );
        let outcome = Outcome::of(&mut command(&program, case, "--dir /etc/passwd"));
        assert_eq!(outcome.status, Some(1), "{case:?}");
        assert!(outcome.stderr.contains("/etc/passwd"), "{}", outcome.stderr);
    }
}
