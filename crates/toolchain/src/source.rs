//! The C itself, with all that is needed to compile it without Wastrel.

use std::ffi::CStr;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use wastrel_compiler::{Plan, Segment};

use crate::build::SEGMENTS_NAME;
use crate::jobs::Jobs;
use crate::{flags, runtime_library, segments};

/// Writes the C files, the header, the data as an object file, the runtime's library and a Makefile into a directory, which is created
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
    Jobs::new().in_parallel(jobs, plan.unit_count(), |index| {
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
    // As in any build, and because a C compiler needs gigabytes for the data of a big program.
    let mut data = segments::of_program(plan, sealed_policy);
    data.push(Segment { symbol: wastrel_runtime::function_table::SYMBOL, bytes: &NO_NAMES });
    write(SEGMENTS_NAME, &segments::object_file(&data)?)?;
    write("Makefile", makefile(&names, &cpu).as_bytes())
}

/// Where backtraces look for names; here there are none.
const NO_NAMES: [u8; 8] = [0; 8];

fn makefile(units: &[String], cpu: &[String]) -> String {
    let objects: Vec<String> = units
        .iter()
        .map(String::as_str)
        .map(|name| name.replace(".c", ".o"))
        .chain([SEGMENTS_NAME.to_owned()])
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
