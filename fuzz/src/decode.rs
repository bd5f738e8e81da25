//! `wastrel-fuzz decode`: anything at all, up to its C: no panic, nothing that takes long, no gigabytes.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use arbitrary::Unstructured;
use wasm_mutate::WasmMutate;
use wasm_smith::Config;
use wastrel_compiler::{Module, Program, plan};

use crate::differential::panic_message;
use crate::generate::{self, HOST, HOST_NAME};
use crate::random::Random;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where the random numbers begin
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many inputs
    #[arg(long, default_value_t = 100_000)]
    count: u64,
    /// End after that long, whatever the count
    #[arg(long)]
    seconds: Option<u64>,
    /// Modules to be changed, beside random ones
    programs: Vec<PathBuf>,
    /// Where to leave what is found
    #[arg(long, default_value = "target/fuzz/found")]
    found: PathBuf,
}

/// Wastrel takes a second for megabytes of module, and much more on a machine that has other things to do.
const LONG: Duration = Duration::from_secs(2);
const LONG_A_BYTE: Duration = Duration::from_micros(20);

/// Of all C that comes of an input, as much as this for each byte of it, and for the smallest.
const MUCH_C_A_BYTE: usize = 2_000;
const MUCH_C: usize = 4 << 20;

/// Kinds of inputs.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A module in which bytes are other bytes.
    Bytes,
    /// A module of which a counted number is another, often huge.
    Numbers,
    /// A module with a part of another, or of itself, in it.
    Spliced,
    /// A module with a change that knows what a module is.
    Mutated,
    /// A module with function bodies of any bytes and features that nobody supports.
    Wild,
    /// Bytes after a header.
    Noise,
}

const KINDS: [Kind; 6] = [Kind::Bytes, Kind::Numbers, Kind::Spliced, Kind::Mutated, Kind::Wild, Kind::Noise];

/// How many inputs there were, how many of them decode, and of how many there is C.
#[derive(Clone, Copy, Default)]
struct Counts {
    inputs: usize,
    decoded: usize,
    compiled: usize,
}

/// What became of an input.
enum Outcome {
    Refused,
    /// Decoded; a function body is refused, or it doesn't link.
    Decoded,
    /// There is as much C.
    Compiled(usize),
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    fs::create_dir_all(&arguments.found).context("cannot create the directory for what is found")?;
    let read = |path: &PathBuf| fs::read(path).with_context(|| path.display().to_string());
    let programs: Vec<Vec<u8>> = arguments.programs.iter().map(read).collect::<Result<_>>()?;
    // What kills the process is there to look at.
    let current = arguments.found.join("decoding.wasm");
    let start = Instant::now();
    let mut counts = [Counts::default(); KINDS.len()];
    let mut slowest = (Duration::ZERO, 0);
    let (mut input_count, mut seed, mut found) = (0, arguments.seed, 0);
    while input_count < arguments.count
        && arguments.seconds.is_none_or(|seconds| start.elapsed() < Duration::from_secs(seconds))
    {
        let mut random = Random::named(seed, "decode");
        let kind = random.below(KINDS.len() as u64) as usize;
        if let Some(input) = input(KINDS[kind], seed, &mut random, &programs) {
            input_count += 1;
            fs::write(&current, &input)?;
            let begin = Instant::now();
            let outcome = panic::catch_unwind(AssertUnwindSafe(|| compile(&input)));
            let time = begin.elapsed();
            slowest = slowest.max((time, seed));
            let complaint = match &outcome {
                Err(payload) => Some(format!("panics: {}", panic_message(&**payload))),
                _ if time > LONG + LONG_A_BYTE * input.len() as u32 => Some(format!("takes {time:?}")),
                Ok(Outcome::Compiled(c)) if *c > MUCH_C.max(input.len() * MUCH_C_A_BYTE) => {
                    Some(format!("becomes {c} bytes of C"))
                }
                _ => None,
            };
            counts[kind].inputs += 1;
            counts[kind].decoded += usize::from(!matches!(outcome, Ok(Outcome::Refused)));
            counts[kind].compiled += usize::from(matches!(outcome, Ok(Outcome::Compiled(_))));
            if let Some(complaint) = complaint {
                println!("seed {seed}, {:?} of {} bytes: {complaint}", KINDS[kind], input.len());
                fs::copy(&current, arguments.found.join(format!("decode-{seed}.wasm")))?;
                found += 1;
            }
        }
        seed += 1;
    }
    fs::remove_file(&current)?;
    let seconds = start.elapsed().as_secs_f64();
    println!("{input_count} inputs in {seconds:.0} s, {:.0} a minute", input_count as f64 * 60.0 / seconds);
    for (kind, Counts { inputs, decoded, compiled }) in std::iter::zip(KINDS, counts) {
        println!("  {kind:?}: {inputs}, of which {decoded} decode and {compiled} become C");
    }
    println!("  the slowest took {:?} (seed {}); {}", slowest.0, slowest.1, peak_memory());
    ensure!(found == 0, "{found} inputs are not borne, in {}", arguments.found.display());
    Ok(())
}

/// The most memory that this process ever used.
fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown");
    format!("peak memory {}", peak.trim())
}

/// From bytes to C, as `wastrel compile` does.
fn compile(input: &[u8]) -> Outcome {
    let Ok(module) = Module::decode(input) else { return Outcome::Refused };
    let Ok(host) = Module::decode(&HOST) else { return Outcome::Refused };
    let mut program = Program::new(&[]);
    let host = program.instantiate(HOST_NAME, &host, &|_| None).ok();
    if program.instantiate("module", &module, &|name| host.filter(|_| name == HOST_NAME)).is_err() {
        return Outcome::Decoded;
    }
    let config = wastrel_compiler::Config { entry: wastrel_compiler::Entry::Script, ..Default::default() };
    let Ok(plan) = plan(&program, &config) else { return Outcome::Decoded };
    let mut length = 0;
    for unit in 0..plan.unit_count() {
        match plan.unit(unit) {
            Ok(unit) => length += unit.text.len(),
            Err(_) => return Outcome::Decoded,
        }
    }
    Outcome::Compiled(length)
}

/// An input of a kind; none if it turns out that there can't be one.
fn input(kind: Kind, seed: u64, random: &mut Random, programs: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut base = || {
        if programs.is_empty() || random.one_in(2) {
            generate::module(seed, false).ok()
        } else {
            programs.get(random.below(programs.len() as u64) as usize).cloned()
        }
    };
    match kind {
        Kind::Bytes => base().map(|module| with_other_bytes(module, random)),
        Kind::Numbers => base().map(|module| with_other_number(module, random)),
        Kind::Spliced => {
            let (module, other) = (base()?, generate::module(seed + 1, false).ok()?);
            Some(spliced(module, &other, random))
        }
        Kind::Mutated => {
            let module = base()?;
            let mut mutate = WasmMutate::default();
            mutate.seed(seed).fuel(1000).preserve_semantics(false);
            let mut mutated = mutate.run(&module).ok()?;
            mutated.next()?.ok()
        }
        Kind::Wild => {
            let length = 500 + random.below(8_000) as usize;
            let entropy = random.bytes(length);
            let config =
                Config { allow_invalid_funcs: true, max_memories: 5, max_tables: 5, ..Config::default() };
            let module = wasm_smith::Module::new(config, &mut Unstructured::new(&entropy)).ok()?;
            Some(module.to_bytes())
        }
        Kind::Noise => {
            let length = random.below(300) as usize;
            Some([b"\0asm\x01\0\0\0", &*random.bytes(length)].concat())
        }
    }
}

/// A few bytes of the module are others; after the header, which would end it all.
fn with_other_bytes(mut module: Vec<u8>, random: &mut Random) -> Vec<u8> {
    for _ in 0..=random.below(6) {
        let at = 8 + random.below(module.len() as u64 - 8) as usize;
        module[at] = if random.one_in(2) { random.next() as u8 } else { module[at] ^ (1 << random.below(8)) };
    }
    module
}

/// One byte is a number of many bytes instead, which is a count, a size or an index, as like as not.
fn with_other_number(mut module: Vec<u8>, random: &mut Random) -> Vec<u8> {
    let mut number =
        random.pick(&[1 << 7, 1 << 14, 50_000, 1_000_000, 1 << 24, 1 << 31, u64::from(u32::MAX)]);
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    let at = 8 + random.below(module.len() as u64 - 8) as usize;
    module.splice(at..=at, bytes);
    module
}

fn spliced(mut module: Vec<u8>, other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut range = |length: usize| {
        let start = 8 + random.below(length as u64 - 8) as usize;
        start..(start + random.below(40) as usize).min(length)
    };
    let (to, from) = (range(module.len()), range(other.len()));
    module.splice(to, other[from].iter().copied());
    module
}
