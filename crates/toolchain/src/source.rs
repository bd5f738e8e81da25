//! The C itself, with all that is needed to compile it without Wastrel.

use std::ffi::CStr;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use wastrel_compiler::{Plan, Segment};

use crate::jobs::Jobs;
use crate::{flags, runtime_library, segments};

/// Writes the C files, the header, the data, the runtime's library and a Makefile into a directory, which is created
/// if need be. `make` in it builds the program. Its policy is `sealed_policy`, if there is one, and its machine
/// `target_cpu`, as in [`Build`](crate::Build).
///
/// # Errors
/// An invalid function body; a directory that can't be written.
pub fn write_c(
    plan: &Plan<'_>,
    sealed_policy: Option<&CStr>,
    target_cpu: Option<&str>,
    directory: &Path,
    jobs: usize,
) -> Result<()> {
    fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))?;
    let write = |name: &str, bytes: &[u8]| {
        let path = directory.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    };

    let names = Mutex::new(vec![String::new(); plan.unit_count()]);
    let vectors = AtomicBool::new(false);
    // The data takes as long as several units.
    Jobs::new().in_parallel(jobs, 1 + plan.unit_count(), |place| {
        let Some(index) = place.checked_sub(1) else {
            let path = directory.join(SEGMENTS_NAME);
            return File::create(&path)
                .and_then(|file| write_segments(&segments::of_program(plan, sealed_policy), file))
                .with_context(|| format!("cannot write {}", path.display()));
        };
        let unit = plan.unit(index)?;
        write(&unit.name, unit.text.as_bytes())?;
        names.lock().expect("no thread panics with this lock")[index] = unit.name;
        vectors.fetch_or(unit.needs.vectors, Ordering::Relaxed);
        Ok(())
    })?;
    let names = names.into_inner().expect("no thread panics with this lock");

    for (name, text) in runtime_library::HEADERS {
        write(name, text.as_bytes())?;
    }
    write(runtime_library::LIBRARY_NAME, runtime_library::LIBRARY)?;
    let cpu = flags::for_cpu(target_cpu, vectors.into_inner());
    write("Makefile", makefile(&names, &cpu).as_bytes())
}

const SEGMENTS_NAME: &str = "segments.c";

fn write_segments(segments: &[Segment<'_>], file: File) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    // There are tens of millions of bytes: to spell each anew would take longer than the C of the functions.
    let spelled: Vec<String> = (0..=u8::MAX).map(|byte| format!("{byte},")).collect();
    writeln!(out, "/* The data of the program. */")?;
    writeln!(out, "#include \"{}\"", runtime_library::HEADERS[0].0)?;
    writeln!(out, "\n/* Where backtraces look for names; here there are none. */")?;
    writeln!(
        out,
        "extern const u32 {0}[2];\nconst u32 {0}[2] = {{0, 0}};",
        wastrel_runtime::function_table::SYMBOL
    )?;
    for Segment { symbol, bytes } in segments {
        let size = bytes.len().max(1);
        writeln!(out, "\nextern const u8 {symbol}[{size}];\nconst u8 {symbol}[{size}] = {{")?;
        for line in bytes.chunks(24) {
            line.iter().try_for_each(|&byte| out.write_all(spelled[usize::from(byte)].as_bytes()))?;
            out.write_all(b"\n")?;
        }
        writeln!(out, "{}}};", if bytes.is_empty() { "0" } else { "" })?;
    }
    out.flush()
}

fn makefile(units: &[String], cpu: &[String]) -> String {
    let objects: Vec<String> = units
        .iter()
        .map(String::as_str)
        .chain([SEGMENTS_NAME])
        .map(|name| name.replace(".c", ".o"))
        .collect();
    let (always, wanted) = flags::for_any_compiler();
    format!(
        "# Builds the program with gcc or clang; the flags matter, all of them.\n\
         CFLAGS = -O2\n\
         NEEDED = {flags}\n\
         CPU = {cpu}\n\
         # Not every compiler has all of these; gcc needs all.\n\
         WANTED = {wanted}\n\
         takes = $(shell $(CC) -Werror $(1) -E -x c /dev/null >/dev/null 2>&1 && echo $(1))\n\
         NEEDED += $(foreach flag,$(WANTED),$(call takes,$(flag)))\n\n\
         program: {objects} {library}\n\
         \t$(CC) -static-pie -nostdlib -nostartfiles -Wl,--gc-sections -o $@ $^\n\n\
         %.o: %.c {header}\n\
         \t$(CC) $(CFLAGS) $(NEEDED) $(CPU) -c -o $@ $<\n",
        flags = always.join(" "),
        cpu = cpu.join(" "),
        wanted = wanted.join(" "),
        objects = objects.join(" "),
        library = runtime_library::LIBRARY_NAME,
        header = runtime_library::HEADERS.map(|(name, _)| name).join(" "),
    )
}
