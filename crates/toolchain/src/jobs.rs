//! Running several processes at once, all of which end when one of them fails.

use std::io::Read;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fs, thread};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

/// What a C compiler needs for a unit, at most.
const MEMORY_PER_JOB: u64 = 1 << 30;

/// How many compilers may run at once: as many as there are cores, if there is memory for them.
pub fn default_jobs() -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let by_memory = available_memory().map_or(cores, |bytes| (bytes / MEMORY_PER_JOB) as usize);
    cores.min(by_memory).max(1)
}

/// How much memory there is for new programs, in bytes.
fn available_memory() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}

/// A process that runs. It leads a process group of its own, since gcc's driver leaves its children running when it
/// is killed. It is listed from its start until it has been waited for, so that its id stays valid.
struct Job {
    /// The [`Jobs`] that it is one of.
    owner: u64,
    child: Child,
}

impl Job {
    fn kill(&self) {
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // An error means that it has just ended by itself.
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }
}

static RUNNING: Mutex<Vec<Job>> = Mutex::new(Vec::new());

fn running() -> MutexGuard<'static, Vec<Job>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Kills all processes that run now and ends the program by `end`, before anybody notices.
pub(crate) fn kill_all_and(end: impl FnOnce()) {
    let running = running();
    running.iter().for_each(Job::kill);
    end();
}

/// The processes of one build.
pub(crate) struct Jobs {
    id: u64,
    stopped: AtomicBool,
}

impl Jobs {
    pub(crate) fn new() -> Jobs {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Jobs { id: NEXT.fetch_add(1, Ordering::Relaxed), stopped: AtomicBool::new(false) }
    }

    /// Runs a command to its end. Its standard error is in the error if it fails.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        let name = command.get_program().display().to_string();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).process_group(0);
        let (id, stderr) = {
            let mut running = running();
            if self.stopped.load(Ordering::Relaxed) {
                bail!("stopped since another job failed");
            }
            let mut child = command.spawn().with_context(|| format!("cannot start {name}"))?;
            let (id, stderr) = (child.id(), child.stderr.take());
            running.push(Job { owner: self.id, child });
            (id, stderr)
        };

        // Ends when the process and its children have ended; an unreadable message is an empty one.
        let mut message = Vec::new();
        let _ = stderr.map(|mut stderr| stderr.read_to_end(&mut message));

        let status = {
            let mut running = running();
            let position = running
                .iter()
                .position(|job| job.child.id() == id)
                .context("a job is listed until its end")?;
            running.swap_remove(position).child.wait().with_context(|| format!("cannot wait for {name}"))?
        };
        if !status.success() {
            let message = String::from_utf8_lossy(&message);
            // gcc's driver says of the process that compiles what is said of it here.
            let killed = status.signal() == Some(Signal::KILL.as_raw()) || message.contains("Killed signal");
            let advice =
                if killed { "\nthe system may have run out of memory: -C jobs=1 needs less" } else { "" };
            bail!("{name} failed ({status})\n{}{advice}", message.trim_end());
        }
        Ok(())
    }

    /// Does `work(0)` to `work(count - 1)` on `workers` threads. After the first error no further work is begun, and
    /// the processes that run are killed.
    pub(crate) fn in_parallel(
        &self,
        workers: usize,
        count: usize,
        work: impl Fn(usize) -> Result<()> + Sync,
    ) -> Result<()> {
        let next = AtomicUsize::new(0);
        let first_error = Mutex::new(None);
        let worker = || {
            while !self.stopped.load(Ordering::Relaxed) {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= count {
                    break;
                }
                if let Err(error) = work(index) {
                    first_error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                    self.stop();
                }
            }
        };
        thread::scope(|scope| {
            for _ in 1..workers.min(count) {
                scope.spawn(worker);
            }
            worker();
        });
        first_error.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }

    fn stop(&self) {
        let running = running();
        self.stopped.store(true, Ordering::Relaxed);
        running.iter().filter(|job| job.owner == self.id).for_each(Job::kill);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn a_failure_kills_the_others_with_their_children() {
        let begin = Instant::now();
        let jobs = Jobs::new();
        let scripts = ["sleep 100; sleep 100", "echo broken >&2; exit 3"];
        let error = jobs
            .in_parallel(2, scripts.len(), |index| jobs.run(Command::new("sh").args(["-c", scripts[index]])))
            .unwrap_err();
        assert_eq!(error.to_string(), "sh failed (exit status: 3)\nbroken");
        assert!(begin.elapsed() < Duration::from_secs(50));
        assert!(jobs.run(&mut Command::new("true")).is_err(), "nothing starts after a failure");
    }

    #[test]
    fn all_the_work_is_done_once() {
        let done: Vec<AtomicUsize> = (0..100).map(|_| AtomicUsize::new(0)).collect();
        Jobs::new()
            .in_parallel(3, done.len(), |index| {
                done[index].fetch_add(1, Ordering::Relaxed);
                Ok(())
            })
            .unwrap();
        assert!(done.iter().all(|times| times.load(Ordering::Relaxed) == 1));
    }

    #[test]
    fn a_command_that_is_not_there() {
        let error = Jobs::new().run(&mut Command::new("/nonexistent/cc")).unwrap_err();
        assert_eq!(error.to_string(), "cannot start /nonexistent/cc");
    }
}
