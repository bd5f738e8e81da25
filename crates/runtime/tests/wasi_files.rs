//! WASI's functions of files and directories, one test a function or trap. See `support/guest.rs` for how to read them.

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use support::guest::{Guest, compare, unescape};

/// Rights.
const READ: u64 = 1 << 1;
const WRITE: u64 = 1 << 6;
const READ_WRITE: u64 = READ | WRITE | SEEK | TELL | 1 << 21 | 1 << 22 | 1 << 23 | 1 << 8 | 1 << 7 | 1 << 3;
const SEEK: u64 = 1 << 2;
const TELL: u64 = 1 << 5;
const ALL: u64 = (1 << 30) - 1;

/// Open flags.
const CREAT: u32 = 1;
const DIRECTORY: u32 = 2;
const EXCL: u32 = 4;
const TRUNC: u32 = 8;

/// A call that opens a path, following a link, with these flags and rights.
fn open(path: &str, oflags: u32, rights: u64) -> String {
    format!("path_open 3 1 \"{path}\" {oflags} {rights} {ALL} 0 >4")
}

fn nothing(_: &Path) {}

fn a_file(directory: &Path) {
    fs::write(directory.join("file"), "contents").expect("a file");
}

fn a_tree(directory: &Path) {
    a_file(directory);
    fs::create_dir(directory.join("dir")).expect("a directory");
    fs::write(directory.join("dir/inner"), "").expect("a file");
    symlink("file", directory.join("link")).expect("a link");
    symlink("dir", directory.join("dirlink")).expect("a link");
    symlink("loop", directory.join("loop")).expect("a link");
}

#[test]
fn path_open() {
    Guest::new().expect(
        a_tree,
        &[
            (&open("file", 0, READ), "ok 4"),
            (&open("nothing", 0, READ), "noent"),
            (&open("new", CREAT, 0), "ok 5"),
            (&open("new", CREAT | EXCL, WRITE), "exist"),
            (&open("file", DIRECTORY, READ), "notdir"),
            (&open("file/", 0, READ), "notdir"),
            (&open("dir/", 0, READ), "ok 6"),
            (&open("dir/../file", 0, READ), "ok 7"),
            (&open("dir", 0, READ | WRITE), "isdir"),
            (&open("dir", CREAT | DIRECTORY, 0), "inval"),
            // Toolchains ask for all that they could get.
            (&open("dir", DIRECTORY, ALL & !WRITE), "ok 8"),
            (&open("", 0, READ), "noent"),
            (&open("fi\\0le", 0, READ), "ilseq"),
            (&open(&"x".repeat(256), 0, READ), "nametoolong"),
            (&open("link", 0, READ), "ok 9"),
            (&format!("path_open 3 0 \"link\" 0 {READ} 0 0 >4"), "loop"),
            (&open("loop", 0, READ), "loop"),
            (&format!("path_open 3 2 \"file\" 0 {READ} 0 0 >4"), "inval"),
            (&format!("path_open 3 1 \"file\" 16 {READ} 0 0 >4"), "inval"),
            (&format!("path_open 3 1 \"file\" 0 {READ} 0 32 >4"), "inval"),
            (&format!("path_open 4 1 \"file\" 0 {READ} 0 0 >4"), "notdir"),
            (&format!("path_open 77 1 \"file\" 0 {READ} 0 0 >4"), "badf"),
            // The number that is free is taken again.
            ("fd_close 5", "ok"),
            (&open("file", 0, READ), "ok 5"),
        ],
    );
}

#[test]
fn what_is_asked_for_decides_what_is_granted() {
    let stat = |flags: u32, rights: u64| {
        // Type 4 or 3, flags, rights, inherited rights.
        let low = |number: u64| number.to_le_bytes().map(escape).concat();
        format!("ok \\x04\\x00{}\\x00\\x00\\x00\\x00\\x00{}{}", escape(flags as u8), low(rights), low(0))
    };
    Guest::new().expect(
        a_file,
        &[
            (&format!("path_open 3 0 \"file\" 0 {} 0 0 >4", READ | SEEK), "ok 4"),
            ("fd_fdstat_get 4 >24", &stat(0, READ | SEEK)),
            ("fd_write 4 [\"x\" >4", "badf"),
            (&format!("path_open 3 0 \"file\" 0 {WRITE} 0 1 >4"), "ok 5"),
            ("fd_fdstat_get 5 >24", &stat(1, WRITE)),
            ("fd_read 5 ]4 >4", "badf"),
            ("fd_seek 5 0 0 >8", "notcapable"),
            ("fd_tell 5 >8", "notcapable"),
        ],
    );
}

fn escape(byte: u8) -> String {
    match byte {
        b' '..=b'~' if byte != b'\\' => char::from(byte).to_string(),
        byte => format!("\\x{byte:02x}"),
    }
}

#[test]
fn fd_read_and_fd_write() {
    Guest::new().expect(
        nothing,
        &[
            (&open("file", CREAT, READ_WRITE), "ok 4"),
            ("fd_write 4 [\"hello world\" >4", "ok 11"),
            ("fd_seek 4 6 0 >8", "ok 6"),
            ("fd_read 4 ]5 >4", "ok world 5"),
            ("fd_read 4 ]5 >4", "ok \\x00\\x00\\x00\\x00\\x00 0"),
            ("fd_read 4 ]0 >4", "ok  0"),
            ("fd_tell 4 >8", "ok 11"),
            ("fd_seek 4 -1 0 >8", "inval"),
            ("fd_seek 4 0 9 >8", "inval"),
            ("fd_seek 4 -3 2 >8", "ok 8"),
            ("fd_seek 4 1 1 >8", "ok 9"),
            ("fd_read 3 ]5 >4", "notcapable"),
            ("fd_write 3 [\"x\" >4", "notcapable"),
            ("fd_seek 3 0 0 >8", "notcapable"),
            ("fd_tell 3 >8", "notcapable"),
            ("fd_read 99 ]5 >4", "badf"),
        ],
    );
}

#[test]
fn fd_pread_and_fd_pwrite() {
    Guest::new().expect(
        a_file,
        &[
            (&open("file", 0, READ_WRITE), "ok 4"),
            ("fd_pread 4 ]3 3 >4", "ok ten 3"),
            ("fd_pwrite 4 [\"XY\" 1 >4", "ok 2"),
            ("fd_tell 4 >8", "ok 0"),
            ("fd_read 4 ]9 >4", "ok cXYtents\\x00 8"),
            // To the kernel, -1 would be where the file is at.
            ("fd_pread 4 ]3 -1 >4", "inval"),
            ("fd_pwrite 4 [\"x\" -1 >4", "inval"),
            ("fd_pread 0 ]3 0 >4", "ok \\x00\\x00\\x00 0"),
        ],
    );
}

#[test]
fn appending() {
    Guest::new().expect(
        a_file,
        &[
            (&format!("path_open 3 0 \"file\" 0 {READ_WRITE} 0 1 >4"), "ok 4"),
            ("fd_write 4 [\"!\" >4", "ok 1"),
            ("fd_tell 4 >8", "ok 9"),
            ("fd_pwrite 4 [\"?\" 0 >4", "ok 1"),
            ("fd_tell 4 >8", "ok 9"),
            ("fd_fdstat_set_flags 4 0", "ok"),
            ("fd_pwrite 4 [\"C\" 0 >4", "ok 1"),
            ("fd_pread 4 ]10 0 >4", "ok Contents!? 10"),
            ("fd_fdstat_set_flags 4 2", "notsup"),
            ("fd_fdstat_set_flags 4 64", "inval"),
            ("fd_fdstat_set_flags 4 5", "ok"),
        ],
    );
}

#[test]
fn rights_only_shrink() {
    Guest::new().expect(
        a_file,
        &[
            (&open("file", 0, READ_WRITE), "ok 4"),
            (&format!("fd_fdstat_set_rights 4 {} 0", READ | TELL), "ok"),
            ("fd_write 4 [\"x\" >4", "badf"),
            ("fd_read 4 ]2 >4", "ok co 2"),
            (&format!("fd_fdstat_set_rights 4 {} 0", READ | WRITE), "notcapable"),
            (&format!("fd_fdstat_set_rights 3 {ALL} 0"), "notcapable"),
        ],
    );
}

#[test]
fn sizes() {
    Guest::new().expect(
        a_file,
        &[
            (&open("file", 0, READ_WRITE), "ok 4"),
            ("fd_filestat_set_size 4 3", "ok"),
            ("fd_pread 4 ]9 0 >4", "ok con\\x00\\x00\\x00\\x00\\x00\\x00 3"),
            ("fd_allocate 4 10 5", "ok"),
            ("fd_seek 4 0 2 >8", "ok 15"),
            ("fd_allocate 4 0 4", "ok"),
            ("fd_seek 4 0 2 >8", "ok 15"),
            ("fd_allocate 4 0 0", "inval"),
            ("fd_filestat_set_size 4 -1", "inval"),
            ("fd_filestat_set_size 3 1", "notcapable"),
            ("fd_allocate 3 0 1", "notcapable"),
            (&open("file", TRUNC, 0), "ok 5"),
            ("fd_seek 4 0 2 >8", "ok 0"),
            ("fd_sync 4", "notcapable"),
            ("fd_advise 4 0 0 3", "ok"),
            ("fd_advise 4 0 0 6", "inval"),
            ("fd_advise 4 -1 0 0", "inval"),
        ],
    );
}

#[test]
fn writing_through() {
    Guest::new().expect(
        a_file,
        &[
            (&open("file", 0, ALL), "ok 4"),
            ("fd_sync 4", "ok"),
            ("fd_datasync 4", "ok"),
            ("fd_sync 3", "ok"),
            (&format!("path_open 3 0 \"file\" 0 {WRITE} 0 16 >4"), "ok 5"),
            ("fd_write 5 [\"x\" >4", "ok 1"),
        ],
    );
}

#[test]
fn descriptors_move() {
    Guest::new().expect(
        a_file,
        &[
            (&open("file", 0, READ_WRITE), "ok 4"),
            (&open("file", 0, READ), "ok 5"),
            ("fd_renumber 4 5", "ok"),
            ("fd_write 5 [\"C\" >4", "ok 1"),
            ("fd_close 4", "badf"),
            ("fd_renumber 5 4", "badf"),
            ("fd_renumber 5 5", "ok"),
            ("fd_renumber 9 5", "badf"),
            // Over a preopened directory, whose name goes with it.
            ("fd_prestat_get 3 >8", "ok 4294967296"),
            ("fd_renumber 5 3", "ok"),
            ("fd_prestat_get 3 >8", "badf"),
            ("fd_tell 3 >8", "ok 1"),
            ("fd_close 3", "ok"),
            ("fd_close 3", "badf"),
        ],
    );
}

#[test]
fn preopened_directories() {
    Guest::new().with("--dir /tmp::/a/longer/name").expect(
        nothing,
        &[
            ("fd_prestat_dir_name 3 >1 1", "ok /"),
            ("fd_prestat_dir_name 3 >2 2", "ok /\\x00"),
            ("fd_prestat_dir_name 3 >1 0", "nametoolong"),
            ("fd_prestat_dir_name 4 100 3", "nametoolong"),
            ("fd_prestat_get 5 >8", "badf"),
            ("fd_prestat_get 0 >8", "badf"),
            ("fd_close 3", "ok"),
            ("fd_prestat_get 3 >8", "badf"),
        ],
    );
}

#[test]
fn directories_come_and_go() {
    Guest::new().expect(
        a_tree,
        &[
            ("path_create_directory 3 \"new/\"", "ok"),
            ("path_create_directory 3 \"new\"", "exist"),
            ("path_create_directory 3 \"a/b\"", "noent"),
            ("path_create_directory 3 \".\"", "exist"),
            ("path_remove_directory 3 \"new/\"", "ok"),
            ("path_remove_directory 3 \"new\"", "noent"),
            ("path_remove_directory 3 \"dir\"", "notempty"),
            ("path_remove_directory 3 \"file\"", "notdir"),
            ("path_remove_directory 3 \"file/\"", "notdir"),
            ("path_remove_directory 3 \"dirlink/\"", "notdir"),
            ("path_remove_directory 3 \".\"", "inval"),
            ("path_unlink_file 3 \"dir\"", "isdir"),
            ("path_unlink_file 3 \"dir/\"", "isdir"),
            ("path_unlink_file 3 \"file/\"", "notdir"),
            ("path_unlink_file 3 \"dir/inner\"", "ok"),
            ("path_unlink_file 3 \"dirlink\"", "ok"),
            ("path_remove_directory 3 \"dir\"", "ok"),
            ("path_unlink_file 3 \"..\"", "perm"),
        ],
    );
}

#[test]
fn renaming() {
    Guest::new().expect(
        a_tree,
        &[
            ("path_rename 3 \"file\" 3 \"moved\"", "ok"),
            ("path_rename 3 \"file\" 3 \"moved\"", "noent"),
            ("path_rename 3 \"moved\" 3 \"dir/inner\"", "ok"),
            ("path_rename 3 \"dir/inner\" 3 \"dir\"", "notempty"),
            ("path_rename 3 \"link\" 3 \"dir\"", "isdir"),
            ("path_rename 3 \"dir\" 3 \"dir/inner\"", "inval"),
            ("path_create_directory 3 \"other\"", "ok"),
            ("path_rename 3 \"other\" 3 \"dir\"", "notempty"),
            ("path_rename 3 \"dir/\" 3 \"other/\"", "ok"),
            ("path_rename 3 \"other/inner\" 3 \"file/\"", "notdir"),
            ("path_rename 3 \"other\" 3 \"link\"", "notdir"),
        ],
    );
}

#[test]
fn links() {
    Guest::new().expect(
        a_tree,
        &[
            ("path_link 3 0 \"file\" 3 \"dir/hard\"", "ok"),
            ("path_link 3 0 \"file\" 3 \"dir/hard\"", "exist"),
            ("path_link 3 0 \"dir\" 3 \"hard\"", "perm"),
            ("path_link 3 0 \"dir/\" 3 \"hard\"", "perm"),
            ("path_link 3 0 \"dirlink/\" 3 \"hard\"", "perm"),
            ("path_link 3 0 \"file/\" 3 \"hard\"", "notdir"),
            ("path_link 3 0 \"file\" 3 \"hard/\"", "noent"),
            ("path_link 3 1 \"link\" 3 \"hard\"", "inval"),
            ("path_link 3 0 \"link\" 3 \"linklink\"", "ok"),
            ("path_readlink 3 \"linklink\" >4 4 >8", "ok 1701603686 4"),
            ("path_symlink \"dir/../file\" 3 \"new\"", "ok"),
            ("path_readlink 3 \"new\" >6 6 >4", "ok dir/.. 6"),
            (
                "path_readlink 3 \"new\" >20 20 >4",
                "ok dir/../file\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00 11",
            ),
            ("path_readlink 3 \"file\" >6 6 >4", "inval"),
            ("path_readlink 3 \"dirlink/\" >6 6 >4", "inval"),
            ("path_symlink \"/etc\" 3 \"absolute\"", "notcapable"),
            ("path_symlink \"\" 3 \"empty\"", "noent"),
            ("path_symlink \"x\" 3 \"file\"", "exist"),
            ("path_symlink \"x\" 3 \"file/\"", "notdir"),
            ("path_symlink \"x\" 3 \"dir/\"", "exist"),
            ("path_symlink \"x\" 3 \"new2/\"", "noent"),
            (&open("new", 0, READ), "ok 4"),
        ],
    );
}

#[test]
fn times() {
    let guest = Guest::new();
    guest.expect(
        a_tree,
        &[
            ("path_filestat_set_times 3 0 \"file\" 1000000001 2000000002 5", "ok"),
            ("path_filestat_set_times 3 0 \"link\" 3000000003 3000000003 5", "ok"),
            ("path_filestat_set_times 3 1 \"dirlink\" 4000000004 4000000004 5", "ok"),
            ("path_filestat_set_times 3 0 \"file\" 0 0 3", "inval"),
            ("path_filestat_set_times 3 0 \"file\" 0 0 16", "inval"),
            ("path_filestat_set_times 3 0 \"nothing\" 0 0 5", "noent"),
            (&open("file", 0, ALL), "ok 4"),
            ("fd_filestat_set_times 4 9000000009 0 1", "ok"),
            ("fd_filestat_set_times 4 0 0 12", "inval"),
        ],
    );
    let times = |name: &str| {
        use std::os::unix::fs::MetadataExt;
        let metadata = fs::symlink_metadata(guest.path(name)).expect("metadata");
        [metadata.atime(), metadata.atime_nsec(), metadata.mtime(), metadata.mtime_nsec()]
    };
    assert_eq!(times("file"), [9, 9, 2, 2]);
    assert_eq!(times("link"), [3, 3, 3, 3]);
    assert_eq!(times("dir"), [4, 4, 4, 4]);
}

#[test]
fn what_a_path_leads_to() {
    let guest = Guest::new();
    a_tree(guest.path("").as_path());
    let stat = |call: &str| {
        let outcome = support::Outcome::of(&mut guest.command("auto", [call]));
        outcome.stdout.trim_end().to_owned()
    };
    let filetype = |flags: u32, path: &str| {
        let stat = stat(&format!("path_filestat_get 3 {flags} \"{path}\" >64"));
        let bytes = unescape(stat.strip_prefix("0 ").unwrap_or_else(|| panic!("{path}: {stat}")));
        (bytes[16], u64::from_le_bytes(bytes[32..40].try_into().expect("eight bytes")))
    };
    assert_eq!(filetype(0, "file"), (4, 8));
    assert_eq!(filetype(1, "link"), (4, 8));
    assert_eq!(filetype(0, "link"), (7, 4));
    assert_eq!(filetype(0, "dirlink").0, 7);
    assert_eq!(filetype(0, "dirlink/").0, 3);
    assert_eq!(filetype(0, "dir/../link").0, 7);
    assert_eq!(stat("path_filestat_get 3 1 \"file/\" >64"), "54");
    assert_eq!(stat("path_filestat_get 3 1 \"loop\" >64"), "32");
    assert_eq!(stat("path_filestat_get 3 2 \"file\" >64"), "28");
}

/// Names and types of a directory, read with buffers of this size.
fn list(guest: &Guest, size: usize) -> Vec<(String, u8)> {
    let (mut found, mut cookie) = (Vec::new(), 0);
    loop {
        let call = format!("fd_readdir 3 >{size} {size} {cookie} >4");
        let outcome = support::Outcome::of(&mut guest.command("auto", [call.as_str()]));
        let shown = outcome.stdout.trim_end().strip_prefix("0 ").expect("success").to_owned();
        let (bytes, used) = shown.rsplit_once(' ').expect("two results");
        let (bytes, used) = (unescape(bytes), used.parse::<usize>().expect("a number"));
        let mut rest = &bytes[..used];
        let before = found.len();
        while rest.len() >= 24 {
            let length = u32::from_le_bytes(rest[16..20].try_into().expect("four bytes")) as usize;
            let Some(name) = rest[24..].get(..length) else { break };
            found.push((String::from_utf8(name.to_vec()).expect("text"), rest[20]));
            cookie = u64::from_le_bytes(rest[..8].try_into().expect("eight bytes"));
            rest = &rest[24 + length..];
        }
        if used < size {
            return found;
        }
        assert!(found.len() > before, "a buffer of {size} bytes holds no entry");
    }
}

#[test]
fn directories_are_read_in_pieces() {
    let guest = Guest::new();
    a_tree(guest.path("").as_path());
    let mut whole = list(&guest, 1500);
    for size in [40, 50, 73, 128] {
        let mut pieces = list(&guest, size);
        pieces.sort();
        whole.sort();
        assert_eq!(pieces, whole, "{size}");
    }
    let expected = [(".", 3), ("..", 3), ("dir", 3), ("dirlink", 7), ("file", 4), ("link", 7), ("loop", 7)];
    assert_eq!(whole, expected.map(|(name, filetype)| (name.to_owned(), filetype)));
}

#[test]
fn a_read_only_directory_stays_as_it_is() {
    let other = tempfile::tempdir().expect("a temporary directory");
    a_tree(other.path());
    Guest::new().with(&format!("--dir {}::/ro::ro", other.path().display())).expect(
        a_file,
        &[
            (&format!("path_open 4 0 \"file\" 0 {READ} 0 0 >4"), "ok 5"),
            ("fd_read 5 ]3 >4", "ok con 3"),
            (&format!("path_open 4 0 \"file\" 0 {WRITE} 0 0 >4"), "rofs"),
            (&format!("path_open 4 0 \"file\" {TRUNC} 0 0 0 >4"), "rofs"),
            (&format!("path_open 4 0 \"new\" {CREAT} 0 0 0 >4"), "rofs"),
            (&format!("path_open 4 0 \"dir\" 0 {} {ALL} 0 >4", ALL & !WRITE), "ok 6"),
            ("path_unlink_file 6 \"inner\"", "rofs"),
            ("path_create_directory 4 \"new\"", "rofs"),
            ("path_rename 4 \"file\" 3 \"stolen\"", "rofs"),
            ("path_rename 3 \"file\" 4 \"file\"", "rofs"),
            ("path_link 4 0 \"file\" 3 \"stolen\"", "rofs"),
            ("path_symlink \"x\" 4 \"new\"", "rofs"),
            ("path_filestat_set_times 4 0 \"file\" 0 0 5", "rofs"),
            ("fd_filestat_set_times 4 0 0 5", "rofs"),
            ("fd_filestat_set_times 5 0 0 5", "notcapable"),
        ],
    );
}

#[test]
fn names_that_are_not_text_come_through() {
    use std::os::unix::ffi::OsStrExt;
    let guest = Guest::new();
    let name = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    fs::write(guest.path("").join(name), "x").expect("a file");
    let outcome = support::Outcome::of(&mut guest.command("auto", ["fd_readdir 3 >200 200 0 >4"]));
    assert!(outcome.stdout.contains("\\xff\\xfe"), "{}", outcome.stdout);
    let mut command = guest.command("auto", []);
    command.arg(std::ffi::OsStr::from_bytes(b"path_open 3 0 \"\xff\xfe\" 0 2 0 0 >4"));
    assert_eq!(support::Outcome::of(&mut command).stdout, "0 4\n");
}

#[test]
fn a_fifo_holds_nobody_up() {
    let guest = Guest::new();
    guest.expect(
        |directory| {
            let status = std::process::Command::new("mkfifo").arg(directory.join("fifo")).status();
            assert!(status.expect("mkfifo runs").success());
        },
        &[
            (&open("fifo", 0, WRITE), "nxio"),
            (&open("fifo", 0, READ), "ok 4"),
            ("fd_read 4 ]1 >4", "ok \\x00 0"),
            ("fd_seek 4 0 0 >8", "spipe"),
        ],
    );
}

/// The directory is a file system of one page and three files.
#[test]
fn a_full_disk() {
    let guest = Guest::new();
    let calls = [
        (&*open("file", CREAT, READ_WRITE), "ok 4"),
        ("fd_pwrite 4 [\"text\" 4096 >4", "ok 4"),
        ("fd_pwrite 4 [\"text\" 0 >4", "nospc"),
        ("fd_allocate 4 0 65536", "nospc"),
        ("path_create_directory 3 \"dir\"", "ok"),
        ("path_create_directory 3 \"dir2\"", "nospc"),
        ("path_symlink \"file\" 3 \"link\"", "nospc"),
        // What can be had nevertheless.
        ("fd_pread 4 ]3 4096 >4", "ok tex 3"),
        ("fd_close 4", "ok"),
    ];
    for sandbox in ["auto", "landlock"] {
        let mount = format!("mount -t tmpfs -o size=4k,nr_inodes=3 none {}", guest.path("").display());
        let command = guest.command(sandbox, calls.map(|(call, _)| call));
        let mut inside = std::process::Command::new("unshare");
        inside.args(["--user", "--map-root-user", "--mount", "sh", "-c"]);
        inside.arg(format!("{mount} && exec \"$0\" \"$@\"")).arg(command.get_program());
        inside
            .args(command.get_args())
            .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let outcome = support::Outcome::of(&mut inside);
        if outcome.stderr.contains("unshare") || outcome.stderr.contains("mount:") {
            println!("no file system can be mounted here: not tested: {}", outcome.stderr);
            return;
        }
        compare(&outcome, &calls, sandbox);
    }
}

#[test]
fn a_limit_of_file_sizes() {
    let guest = Guest::new();
    let calls = [
        (&*open("file", CREAT, READ_WRITE), "ok 4"),
        ("fd_pwrite 4 [\"text\" 0 >4", "ok 4"),
        ("fd_pwrite 4 [\"text\" 1000000 >4", "fbig"),
        ("fd_filestat_set_size 4 1000000", "fbig"),
    ];
    let command = guest.command("auto", calls.map(|(call, _)| call));
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "ulimit -f 1 && exec \"$0\" \"$@\""]).arg(command.get_program());
    limited
        .args(command.get_args())
        .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    compare(&support::Outcome::of(&mut limited), &calls, "auto");
}
