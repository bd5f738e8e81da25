//! `wastrel-fuzz modules`: many modules, in batches, on many threads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::coverage::{Coverage, instrument};
use crate::differential::{Case, TIMES, Way, compare};
use crate::found;
use crate::generate;
use crate::oracle::{Oracle, THREAD_STACK};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The seed of the first module; each has the next
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many modules
    #[arg(long, default_value_t = 1000)]
    count: u64,
    /// End after that long, whatever the count
    #[arg(long)]
    seconds: Option<u64>,
    /// All modules have objects; the heap is collected at each allocation
    #[arg(long)]
    objects: bool,
    /// A way of compiling all modules (otherwise each is compiled in one of many)
    #[arg(long = "with", value_name = "WAY")]
    ways: Vec<String>,
    /// One in so many batches is compiled in one of the ways that are slow, in turn; the others by tcc, or with vectors by gcc -O0
    #[arg(long, default_value_t = 8)]
    slow: u64,
    /// How many modules become one program (otherwise 120; with --objects 30, since a collection looks at the globals of all)
    #[arg(long)]
    batch: Option<u64>,
    /// How many batches at once
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// End after so many differences
    #[arg(long, default_value_t = 5)]
    differences: usize,
    /// How often in vain to try to make a module smaller
    #[arg(long, default_value_t = 300)]
    shrink: u32,
    /// Where to leave what is found
    #[arg(long, default_value = "target/fuzz/found")]
    found: PathBuf,
}

/// The ways of compiling what no other was chosen for: in the first that takes a module.
const FAST: [&str; 3] = ["tcc", "gcc-O0", "gcc-O2"];
const FAST_STRESS: [&str; 3] = ["tcc-stress", "gcc-O0-stress", "gcc-O2-stress"];

/// The ways that take turns.
const SLOW: &[&str] = &[
    "gcc-O2",
    "clang-O2",
    "gcc-O0",
    "clang-ubsan",
    "gcc-O2-checks",
    "clang-O2-checks",
    "gcc-ubsan",
    "gcc-O2-avx2",
    "tcc-checks",
];
const SLOW_STRESS: &[&str] =
    &["gcc-O2-stress", "clang-O2-stress", "gcc-O0-stress", "clang-ubsan", "gcc-O2", "clang-O2", "gcc-ubsan"];

/// Of how many modules the operators that they execute are counted: one in this many.
const COUNTED: u64 = 4;

/// What was done.
#[derive(Default)]
struct Statistics {
    modules: usize,
    /// Seeds of which wasm-smith makes no module.
    without_module: usize,
    module_bytes: usize,
    returned: usize,
    /// Calls that trapped, by the trap's number.
    trapped: BTreeMap<String, usize>,
    exhausted: usize,
    /// Modules that had too much to do.
    too_much: usize,
    /// Instantiations that trapped.
    not_instantiated: usize,
    /// Modules compared, by how they were compiled.
    compared: BTreeMap<&'static str, usize>,
    differences: usize,
    coverage: Coverage,
    /// Those of the modules that have objects.
    with_objects: usize,
    /// Time in the generator, in the trusted engine and in ours, on all threads.
    generator_time: Duration,
    oracle_time: Duration,
    our_time: Duration,
}

struct Campaign<'a> {
    arguments: &'a Arguments,
    /// Those that were asked for. If none were, each module is compiled in one of the others.
    asked: Vec<Way>,
    fast: Vec<Way>,
    slow: Vec<Way>,
    oracle: Oracle,
    statistics: Mutex<Statistics>,
    next_batch: AtomicU64,
    start: Instant,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let find = |names: &[&str]| names.iter().map(|name| Way::find(name)).collect::<Result<Vec<_>>>();
    let (mut fast, mut slow) = (Vec::new(), Vec::new());
    if arguments.ways.is_empty() {
        fast = find(if arguments.objects { &FAST_STRESS } else { &FAST })?;
        slow = find(if arguments.objects { SLOW_STRESS } else { SLOW })?;
    }
    let campaign = Campaign {
        arguments,
        asked: find(&arguments.ways.iter().map(String::as_str).collect::<Vec<_>>())?,
        fast,
        slow,
        oracle: Oracle::new(false)?,
        statistics: Mutex::default(),
        next_batch: AtomicU64::new(0),
        start: Instant::now(),
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..arguments.jobs)
            .map(|_| thread::Builder::new().stack_size(THREAD_STACK).spawn_scoped(scope, || campaign.work()))
            .collect();
        threads.into_iter().try_for_each(|thread| thread?.join().expect("workers end by themselves"))
    })?;
    let elapsed = campaign.start.elapsed();
    let statistics = campaign.statistics.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!("{}", statistics.report(elapsed));
    ensure!(
        statistics.differences == 0,
        "{} differences, in {}",
        statistics.differences,
        arguments.found.display()
    );
    Ok(())
}

impl Campaign<'_> {
    /// Batches until there are enough.
    fn work(&self) -> Result<()> {
        let size = self.arguments.batch.unwrap_or(if self.arguments.objects { 30 } else { 120 });
        loop {
            let batch = self.next_batch.fetch_add(1, Ordering::Relaxed);
            let first = batch * size;
            let time_is_up = self
                .arguments
                .seconds
                .is_some_and(|seconds| self.start.elapsed() >= Duration::from_secs(seconds));
            let differences = self.statistics.lock().unwrap_or_else(PoisonError::into_inner).differences;
            if first >= self.arguments.count || time_is_up || differences >= self.arguments.differences {
                return Ok(());
            }
            let count = size.min(self.arguments.count - first);
            let seeds = self.arguments.seed + first..self.arguments.seed + first + count;
            let mut statistics = Statistics::default();
            self.batch(batch, seeds, &mut statistics)?;
            let mut total = self.statistics.lock().unwrap_or_else(PoisonError::into_inner);
            total.merge(statistics);
            if batch % 10 == 9 {
                eprintln!("{}", total.progress(self.start.elapsed()));
            }
        }
    }

    fn batch(&self, batch: u64, seeds: std::ops::Range<u64>, statistics: &mut Statistics) -> Result<()> {
        let mut cases = Vec::new();
        for seed in seeds {
            let start = Instant::now();
            let module = generate::module(seed, self.arguments.objects);
            statistics.generator_time += start.elapsed();
            let Ok(module) = module else {
                statistics.without_module += 1;
                continue;
            };
            let start = Instant::now();
            let case = self.expect(seed, module, statistics).with_context(|| format!("seed {seed}"))?;
            statistics.oracle_time += start.elapsed();
            let Some(case) = case else {
                eprintln!("seed {seed} has too much to do");
                statistics.too_much += 1;
                continue;
            };
            statistics.add(&case);
            cases.push(case);
        }
        for way in &self.asked {
            self.compare(way, &cases.iter().filter(|case| way.takes(case)).collect::<Vec<_>>(), statistics)?;
        }
        let mut ways: Vec<_> = self.fast.iter().collect();
        if !self.slow.is_empty() && (batch + 1).is_multiple_of(self.arguments.slow) {
            ways.insert(0, &self.slow[(batch / self.arguments.slow) as usize % self.slow.len()]);
        }
        let mut left: Vec<_> = cases.iter().filter(|_| self.asked.is_empty()).collect();
        for way in ways {
            let (taken, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|case| way.takes(case));
            self.compare(way, &taken, statistics)?;
            left = others;
        }
        Ok(())
    }

    /// Compares these modules, compiled in this way.
    fn compare(&self, way: &Way, cases: &[&Case], statistics: &mut Statistics) -> Result<()> {
        let start = Instant::now();
        let most = self.arguments.differences.saturating_sub(statistics.differences);
        let differences = compare(way, cases, most, None)?;
        statistics.our_time += start.elapsed();
        *statistics.compared.entry(way.name).or_default() += differences.len();
        for (case, difference) in std::iter::zip(cases, differences) {
            let Some(difference) = difference else { continue };
            statistics.differences += 1;
            println!("seed {}, {}: {}", case.seed, way.name, difference.describe(&case.expected));
            let directory = self.arguments.found.join(format!("{}-{}", case.seed, way.name));
            found::keep(&directory, case, &difference, way, self.arguments.shrink)?;
        }
        Ok(())
    }

    /// What the trusted engine makes of a module, unless it is too much.
    fn expect(&self, seed: u64, module: Vec<u8>, statistics: &mut Statistics) -> Result<Option<Case>> {
        if !seed.is_multiple_of(COUNTED) {
            let expected = self.oracle.run(&module, seed)?;
            return Ok(expected.map(|expected| Case::new(seed, module, expected)));
        }
        // It does the same, and counts.
        let instrumented = instrument(&module)?;
        let Some(expected) = self.oracle.run(&instrumented.module, seed)? else { return Ok(None) };
        statistics.coverage.add(&instrumented, &expected.counts);
        Ok(Some(Case::new(seed, module, expected)))
    }
}

impl Statistics {
    fn add(&mut self, case: &Case) {
        self.modules += 1;
        self.with_objects += usize::from(case.objects);
        self.module_bytes += code_bytes(&case.module);
        self.exhausted += usize::from(case.expected.exhausted);
        for step in &case.expected.steps {
            if step.command.starts_with("instantiate") {
                self.not_instantiated += usize::from(step.answer != "ok");
            } else if step.command.starts_with("invoke") && step.name != generate::REFUEL {
                match step.answer.strip_prefix("trap ") {
                    Some(trap) => *self.trapped.entry(trap.to_owned()).or_default() += 1,
                    None => self.returned += 1,
                }
            }
        }
    }

    fn merge(&mut self, other: Statistics) {
        self.modules += other.modules;
        self.with_objects += other.with_objects;
        self.without_module += other.without_module;
        self.module_bytes += other.module_bytes;
        self.returned += other.returned;
        for (trap, count) in other.trapped {
            *self.trapped.entry(trap).or_default() += count;
        }
        self.exhausted += other.exhausted;
        self.too_much += other.too_much;
        self.not_instantiated += other.not_instantiated;
        for (way, count) in other.compared {
            *self.compared.entry(way).or_default() += count;
        }
        self.differences += other.differences;
        self.coverage.merge(other.coverage);
        self.generator_time += other.generator_time;
        self.oracle_time += other.oracle_time;
        self.our_time += other.our_time;
    }

    fn progress(&self, elapsed: Duration) -> String {
        let a_minute = self.modules as f64 * 60.0 / elapsed.as_secs_f64();
        let seconds = elapsed.as_secs();
        format!(
            "{} modules in {seconds} s, {a_minute:.0} a minute, {} with objects, {} differences",
            self.modules, self.with_objects, self.differences
        )
    }

    fn report(&self, elapsed: Duration) -> String {
        let calls = self.returned + self.trapped.values().sum::<usize>();
        let mut report = self.progress(elapsed);
        report += &format!(
            "\n  {} bytes of code on average; {calls} calls, {:.1} % of them returned",
            self.module_bytes / self.modules.max(1),
            100.0 * self.returned as f64 / calls.max(1) as f64
        );
        report += &format!("\n  traps by number: {:?}", self.trapped);
        report += &format!(
            "\n  {} seeds gave no module, {} had too much to do, {} modules trapped when instantiated, {} exhausted the stack",
            self.without_module, self.too_much, self.not_instantiated, self.exhausted
        );
        report += &format!("\n  modules compared: {:?}", self.compared);
        report += &format!(
            "\n  {:.0} s to make modules, {:.0} s in the trusted engine, {:.0} s in ours: {}",
            self.generator_time.as_secs_f64(),
            self.oracle_time.as_secs_f64(),
            self.our_time.as_secs_f64(),
            TIMES.report()
        );
        report += &format!("\noperators executed, in {} modules that counted:\n", self.coverage.modules);
        report + &self.coverage.table()
    }
}

/// The size of the code section.
fn code_bytes(module: &[u8]) -> usize {
    let payloads = wasmparser::Parser::new(0).parse_all(module).map_while(Result::ok);
    payloads
        .map(
            |payload| {
                if let wasmparser::Payload::CodeSectionStart { size, .. } = payload {
                    size as usize
                } else {
                    0
                }
            },
        )
        .sum()
}

#[derive(clap::Args)]
pub(crate) struct ReplayArguments {
    /// Modules that were found
    files: Vec<PathBuf>,
    /// What their arguments follow from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A way of compiling (otherwise all)
    #[arg(long = "with", value_name = "WAY")]
    ways: Vec<String>,
    /// Where to leave the C
    #[arg(long)]
    keep_c: Option<PathBuf>,
}

/// `wastrel-fuzz replay`: compares modules of files.
pub(crate) fn replay(arguments: &ReplayArguments) -> Result<()> {
    let names: Vec<_> = if arguments.ways.is_empty() {
        Way::names().collect()
    } else {
        arguments.ways.iter().map(String::as_str).collect()
    };
    let mut differences = 0;
    let oracle = Oracle::new(true)?;
    let mut one = |file: &Path| -> Result<()> {
        let module = wat::parse_file(file)?;
        let Some(expected) = oracle.run(&module, arguments.seed)? else {
            println!("{}: too much to do", file.display());
            return Ok(());
        };
        let case = Case::new(arguments.seed, module, expected);
        for name in &names {
            let difference =
                compare(&Way::find(name)?, &[&case], 1, arguments.keep_c.as_deref())?.pop().flatten();
            differences += usize::from(difference.is_some());
            let words = difference.map_or("agrees".to_owned(), |it| it.describe(&case.expected).to_string());
            println!("{}, {name}: {words}", file.display());
        }
        Ok(())
    };
    thread::scope(|scope| {
        let all = || {
            arguments.files.iter().try_for_each(|file| one(file).with_context(|| file.display().to_string()))
        };
        thread::Builder::new()
            .stack_size(THREAD_STACK)
            .spawn_scoped(scope, all)?
            .join()
            .expect("it doesn't panic")
    })?;
    ensure!(differences == 0, "{differences} differences");
    Ok(())
}
