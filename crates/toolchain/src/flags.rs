//! The flags that compilers are given, with the reason for each.

use std::str::FromStr;

use anyhow::{Error, Result, bail, ensure};
use wastrel_compiler::Needs;

use crate::link::Target;
use crate::{Compiler, CompilerKind};

/// How hard the C compiler tries (`-O opt-level`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OptLevel {
    /// `-O0`
    None,
    /// `-O1`
    Less,
    /// `-O2`
    Default,
    /// `-O3`
    Aggressive,
    /// `-Os`
    Size,
}

impl OptLevel {
    fn flag(self) -> &'static str {
        match self {
            OptLevel::None => "-O0",
            OptLevel::Less => "-O1",
            OptLevel::Default => "-O2",
            OptLevel::Aggressive => "-O3",
            OptLevel::Size => "-Os",
        }
    }
}

impl FromStr for OptLevel {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Ok(match text {
            "0" => OptLevel::None,
            "1" => OptLevel::Less,
            "2" => OptLevel::Default,
            "3" => OptLevel::Aggressive,
            "s" => OptLevel::Size,
            _ => bail!("{text:?} is not an optimisation level"),
        })
    }
}

/// What every gcc and clang takes.
const ALWAYS: &[&str] = &[
    "-std=gnu11",
    // There is no libc, and a wasm function may well be called `abs` without being abs. `__builtin_` names still work.
    "-ffreestanding",
    // A wasm address may be reached as any type; signed arithmetic wraps.
    "-fno-strict-aliasing",
    "-fwrapv",
    // No errno; and a fused multiply-add rounds otherwise than wasm says.
    "-fno-math-errno",
    "-ffp-contract=off",
    // A static position-independent executable, so that the low addresses are free for the memory.
    "-fPIE",
    "-fvisibility=hidden",
    // Distributions turn these on. They want thread-local storage or a libc.
    "-fno-stack-protector",
    "-U_FORTIFY_SOURCE",
    // The linker leaves out what is not used.
    "-ffunction-sections",
    "-fdata-sections",
    // Mutual recursion by tail calls runs in constant stack.
    "-foptimize-sibling-calls",
    // So that gdb and profilers can walk the stack.
    "-fasynchronous-unwind-tables",
];

/// What not every gcc or clang knows; [`Compiler::probe`] finds out.
pub(crate) const WANTED: &[&str] = &[
    // gcc (12 at least) takes accesses at different constant addresses for disjoint: it deletes a store that a load at
    // an address within it needs. What the other passes leave for this one to delete is next to nothing.
    "-fno-dse",
    // gcc only: it would load from one constant address before it stores to another, but if the load traps, what was
    // stored before must be there. Measured at half a percent.
    "-fno-schedule-insns2",
    // Address 0 of a memory may be anywhere, and a null dereference is a trap that must happen.
    "-fno-delete-null-pointer-checks",
    // A wasm loop without effects is still infinite.
    "-fno-finite-loops",
    "-fcf-protection=none",
    // A frame larger than the guard page must not jump over it.
    "-fstack-clash-protection",
    // gcc only: an operation on a signaling NaN must give a quiet one, so `x * 1.0` is not `x`.
    "-fsignaling-nans",
    // How fast a loop over a jump table is hangs on where its arms happen to lie: they took from 0.9 to 1.2 of the time.
    ALIGN_JUMPS,
    ALIGN_LOOPS,
];

/// What keeps clang from taking `x * 1.0` for `x`; it doesn't know `-fsignaling-nans`. Measured at nothing.
const CLANG: &str = "-ffp-exception-behavior=maytrap";

const ALIGN_JUMPS: &str = "-falign-jumps=32";
const ALIGN_LOOPS: &str = "-falign-loops=32";

/// The level at which gcc compiles a unit that is a giant, instead of this one: at -O2 a function of 200 KB of wasm took it more
/// than four times as long as at -O1, and one half as large half of that.
pub(crate) fn gentler(compiler: &Compiler, level: OptLevel, needs: Needs) -> Option<OptLevel> {
    let is_patient = compiler.kind() != CompilerKind::Gcc || needs.objects;
    let is_costly = matches!(level, OptLevel::Default | OptLevel::Aggressive);
    (needs.giant && is_costly && !is_patient).then_some(OptLevel::Less)
}

/// The least level at which tail calls are such.
fn level_of_tail_calls(compiler: &Compiler) -> OptLevel {
    let is_old_clang = compiler.kind() == CompilerKind::Clang && compiler.major_version() < 15;
    if is_old_clang { OptLevel::Default } else { OptLevel::Less }
}

/// The flags to compile a unit with. Tail calls are none at `-O0`: what has some is compiled at `-O1` then.
pub(crate) fn for_unit(
    compiler: &Compiler,
    level: OptLevel,
    needs: Needs,
    frame_per_call: bool,
) -> Vec<&'static str> {
    match compiler.kind() {
        CompilerKind::Gcc | CompilerKind::Clang => {
            let level = gentler(compiler, level, needs).unwrap_or(level);
            let level = match (needs.tail_calls, level) {
                (true, OptLevel::None | OptLevel::Less) => level_of_tail_calls(compiler),
                _ => level,
            };
            // At -O1, gcc may keep nothing of an object but an address outside of it, by which the collector can't find it.
            let level = if needs.objects && level == OptLevel::Less { OptLevel::Default } else { level };
            let mut flags = vec![level.flag()];
            flags.extend(ALWAYS);
            if compiler.kind() == CompilerKind::Clang {
                flags.push(CLANG);
            }
            let aligned = !matches!(level, OptLevel::None | OptLevel::Size);
            let aligns = |flag: &str| flag == ALIGN_JUMPS || flag == ALIGN_LOOPS;
            flags.extend(compiler.supported_flags().iter().filter(|flag| aligned || !aligns(flag)));
            if frame_per_call && !needs.tail_calls {
                flags.push("-fno-optimize-sibling-calls");
            }
            flags
        }
        // It has one level and no flags that matter.
        CompilerKind::Tcc => vec!["-nostdinc"],
    }
}

/// The flags that say which machine instructions there are: all that `cpu` has (`-C target-cpu`), else all that every
/// x86-64 has. But vectors are slow without SSSE3 and SSE4.1, which every machine since 2011 has and which browsers ask
/// for, too.
pub(crate) fn for_cpu(cpu: Option<&str>, vectors: bool) -> Vec<String> {
    match cpu {
        Some(cpu) => vec![format!("-march={cpu}")],
        None if vectors => vec!["-msse4.2".to_owned(), "-mpopcnt".to_owned()],
        None => Vec::new(),
    }
}

/// Refuses what tcc can't do.
///
/// # Errors
/// Vectors, a machine of which tcc knows nothing, or optimisation.
pub(crate) fn check_tcc(cpu: Option<&str>, lto: bool, needs: Needs) -> Result<()> {
    ensure!(
        !needs.vectors,
        "the program uses SIMD, which tcc doesn't have: name gcc or clang with -C compiler"
    );
    ensure!(!lto, "-C lto means nothing to tcc: name gcc or clang with -C compiler");
    ensure!(cpu.is_none(), "-C target-cpu means nothing to tcc: name gcc or clang with -C compiler");
    Ok(())
}

/// The flags to compile a unit with, beyond those of [`for_unit`], so that it can be optimised in the link (`-C lto`).
pub(crate) fn for_lto(compiler: &Compiler) -> impl Iterator<Item = &'static str> {
    let has_it = compiler.kind() != CompilerKind::Tcc;
    has_it.then_some("-flto").into_iter()
}

/// The flags to link with where units were compiled with those of [`for_lto`]: the code is made there.
pub(crate) fn for_link_with_lto(
    compiler: &Compiler,
    level: OptLevel,
    jobs: usize,
    target: Target,
) -> Vec<String> {
    let mut flags: Vec<String> =
        for_unit(compiler, level, Needs { tail_calls: true, ..Needs::default() }, false)
            .into_iter()
            .map(str::to_owned)
            .collect();
    match compiler.kind() {
        CompilerKind::Gcc => {
            flags.push(format!("-flto={jobs}"));
            if let Target::Object = target {
                // Machine code, not what a later link would make it from.
                flags.push("-flinker-output=nolto-rel".to_owned());
            }
        }
        // Other linkers need a plugin, which few distributions install.
        _ => flags.extend(["-flto", "-fuse-ld=lld"].map(str::to_owned)),
    }
    flags
}

/// The flags to compile with where it isn't known which compiler it will be: for all, and for those that take them.
pub(crate) fn for_any_compiler() -> (Vec<&'static str>, Vec<&'static str>) {
    (ALWAYS.to_vec(), [WANTED, &[CLANG]].concat())
}
