//! `cargo xtask fuzz wasi`: functions of WASI, called with anything.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::native;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// For how long.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Where the random numbers begin.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// The functions, each with what its arguments are: d descriptor, n number, f flags, r rights, p path with its length, v vector
/// of buffers with its length, o pointer for a result, a any pointer, s a number of bytes that the disk has room for.
const FUNCTIONS: &[(&str, &str)] = &[
    ("args_get", "aa"),
    ("args_sizes_get", "oo"),
    ("environ_get", "aa"),
    ("environ_sizes_get", "oo"),
    ("clock_res_get", "fo"),
    ("clock_time_get", "fno"),
    ("fd_advise", "dnnf"),
    ("fd_allocate", "dss"),
    ("fd_close", "d"),
    ("fd_datasync", "d"),
    ("fd_fdstat_get", "da"),
    ("fd_fdstat_set_flags", "df"),
    ("fd_fdstat_set_rights", "drr"),
    ("fd_filestat_get", "da"),
    ("fd_filestat_set_size", "df"),
    ("fd_filestat_set_times", "dnnf"),
    ("fd_pread", "dvno"),
    ("fd_prestat_get", "da"),
    ("fd_prestat_dir_name", "dan"),
    ("fd_pwrite", "dvfo"),
    ("fd_read", "dvo"),
    ("fd_readdir", "dannn"),
    ("fd_renumber", "dd"),
    ("fd_seek", "dnfo"),
    ("fd_sync", "d"),
    ("fd_tell", "do"),
    ("fd_write", "dvo"),
    ("path_create_directory", "dp"),
    ("path_filestat_get", "dfpa"),
    ("path_filestat_set_times", "dfpnnf"),
    ("path_link", "dfpdp"),
    ("path_open", "dfpfrrfo"),
    ("path_readlink", "dpano"),
    ("path_remove_directory", "dp"),
    ("path_rename", "dpdp"),
    ("path_symlink", "pdp"),
    ("path_unlink_file", "dp"),
    ("poll_oneoff", "aafo"),
    ("random_get", "an"),
    ("sched_yield", ""),
    ("sock_accept", "dfo"),
    ("sock_recv", "dvfoo"),
    ("sock_send", "dvfo"),
    ("sock_shutdown", "df"),
];

const PATHS: &[&str] = &[
    "file",
    "dir",
    "dir/inner",
    "link",
    "out",
    "out/canary",
    ".",
    "..",
    "../canary",
    "/",
    "",
    "dir/..",
    "new",
    "new/",
    "file/",
    "link/",
    "a/b/c",
    "\\0",
    "\\xff\\xfe",
    "////",
    "./././file",
    "dir/../../canary",
];

const CALLS_A_PROGRAM: usize = 120;

/// How long a program may wait for something, or compute.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// Numbers that look random: xorshift64*.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: u64) -> u64 {
        (self.next() >> 11) % limit
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let work = tempfile::tempdir()?;
    let program = native::build("calls", work.path())?;
    let start = Instant::now();
    let (mut rounds, mut waits) = (0, 0);
    let mut seed = arguments.seed;
    while start.elapsed() < Duration::from_secs(arguments.seconds) {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let calls: Vec<_> = (0..CALLS_A_PROGRAM).map(|_| call(&mut random)).collect();
        let sandbox = random.pick(&["auto", "landlock", "openat2", "none"]);
        let waited = round(&program, work.path(), sandbox, &calls)
            .with_context(|| format!("--seed={seed}, --sandbox={sandbox}, calls {calls:?}"))?;
        waits += u64::from(waited);
        rounds += 1;
        seed += 1;
    }
    println!(
        "{rounds} programs of {CALLS_A_PROGRAM} calls, of which {waits} were waiting for something when time was up; \
         none went wrong"
    );
    Ok(())
}

fn call(random: &mut Random) -> String {
    let (name, arguments) = random.pick(FUNCTIONS);
    let mut call = name.to_owned();
    for kind in arguments.chars() {
        call.push(' ');
        call += &argument(random, kind);
    }
    call
}

fn argument(random: &mut Random, kind: char) -> String {
    // Now and then, anything at all.
    let kind = if random.below(20) == 0 && kind != 's' { 'n' } else { kind };
    match kind {
        'd' => {
            random.pick(&["3", "3", "3", "4", "4", "5", "6", "7", "8", "0", "1", "2", "-1", "99"]).to_owned()
        }
        's' => random.below(1 << 20).to_string(),
        'f' => random.below(20).to_string(),
        'r' => random.pick(&[0, 2, 64, 66, 0x1fff_ffff, 0x3fff_ffff, u64::MAX]).cast_signed().to_string(),
        'p' => format!("\"{}\"", random.pick(PATHS)),
        'v' => random.pick(&["[\"text\"", "]10", "]0", "100 3", "65530 2", "0 -1", "0 1000"]).to_owned(),
        'o' => random.pick(&[">4", ">8", ">8", ">8", "65533", "-1"]).to_owned(),
        'a' => random.pick(&[">64", ">200", ">48", "65500", "0", "-1", "30000"]).to_owned(),
        _ => {
            let number = random.next() >> random.below(64);
            number.cast_signed().to_string()
        }
    }
}

/// Runs a program that makes these calls, and says whether it waited until time was up.
fn round(program: &Path, work: &Path, sandbox: &str, calls: &[String]) -> Result<bool> {
    let place = work.join("place");
    if place.exists() {
        fs::remove_dir_all(&place)?;
    }
    fs::create_dir_all(place.join("files/dir"))?;
    for name in ["canary", "files/file", "files/dir/inner"] {
        fs::write(place.join(name), name)?;
    }
    symlink("file", place.join("files/link"))?;
    symlink("..", place.join("files/out"))?;
    // Files, so that a guest that writes much doesn't wait for us.
    let (output, errors) = (place.join("output"), place.join("errors"));
    let child = Command::new(program)
        .args(calls)
        .env_clear()
        .env("WASTREL_OPTIONS", format!("--sandbox={sandbox} --dir {}::/", place.join("files").display()))
        .stdin(Stdio::null())
        .stdout(fs::File::create(&output)?)
        .stderr(fs::File::create(&errors)?)
        .spawn()?;
    let outcome = finish(child)?;
    ensure!(fs::read(place.join("canary"))? == b"canary", "a file outside was changed");
    ensure!(fs::read_dir(&place)?.count() == 4, "a file outside was made or removed");
    match outcome {
        None => {
            let answered = fs::read_to_string(&output).unwrap_or_default().lines().count();
            let last = calls.get(answered).map_or("", String::as_str);
            // What is written may have gone over the answers, so that their number says nothing.
            ensure!(calls.iter().any(|call| call.starts_with("poll_oneoff")), "hangs, perhaps in {last}");
            Ok(true)
        }
        Some(status) if status.success() => Ok(false),
        Some(status) => bail!("ends with {status}: {}", String::from_utf8_lossy(&fs::read(&errors)?)),
    }
}

/// How a program ended; none if it had to be ended. One that others leave no time to compute isn't waiting.
fn finish(mut child: Child) -> Result<Option<ExitStatus>> {
    let start = Instant::now();
    let (mut last, mut since) = (None, start);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() < TIME_LIMIT {
            std::thread::sleep(Duration::from_micros(200));
            continue;
        }
        let now = Progress::of(child.id());
        if now.is_ready || last.is_none_or(|last| last != now) {
            since = Instant::now();
        }
        if since.elapsed() >= TIME_LIMIT || now.used >= TIME_LIMIT {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        last = Some(now);
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What a process has done.
#[derive(Clone, Copy, PartialEq)]
struct Progress {
    /// Whether it could go on at once, or waits for a disk.
    is_ready: bool,
    /// The time that it computed.
    used: Duration,
    /// How often it stopped computing.
    switches: u64,
}

impl Progress {
    fn of(process: u32) -> Progress {
        let read = |name| fs::read_to_string(format!("/proc/{process}/{name}")).unwrap_or_default();
        let (stat, status) = (read("stat"), read("status"));
        // What comes behind the name, which may be anything in parentheses: the state, and later the time in user and system mode.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |field: usize| fields.get(field).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0);
        let counts = status.lines().filter(|line| line.contains("ctxt_switches"));
        let counts = counts.filter_map(|line| line.split_whitespace().last()?.parse::<u64>().ok());
        Progress {
            is_ready: matches!(fields.first(), Some(&("R" | "D"))),
            // Ticks are hundredths of a second everywhere.
            used: Duration::from_millis((ticks(11) + ticks(12)) * 10),
            switches: counts.sum(),
        }
    }
}
