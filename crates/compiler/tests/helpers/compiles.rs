//! Every helper compiles, alone and with all the others, and none drags in what it doesn't use.

use std::collections::HashSet;

use crate::cc::{compilers, one_of_each};
use crate::helpers::{self, Helper, Memory};
use crate::{WASTREL_H, program};

fn memory(prefix: &str) -> Memory {
    Memory {
        prefix: prefix.to_owned(),
        base: "((u8 *)0x10000000)".to_owned(),
        size: "memory.size".to_owned(),
        minimum: 65536,
        outlives_traps: false,
        descriptor: "memory".to_owned(),
        shared: false,
    }
}

/// What helpers refer to that is no helper.
const DECLARATIONS: &str = "\nextern struct wastrel_memory memory;\nextern exnref exception;\n";

/// C that refers to a helper, so that it counts as used.
fn reference(helper: &Helper, memory: &Memory) -> String {
    let name = helper.name.replacen("MEMORY_", &memory.prefix, 1);
    let text = helper.text(Some(memory));
    if text.contains("#define") {
        return String::new();
    }
    let is_function = text.contains(&format!("{name}("));
    let (star, value) = if is_function { ("", format!("&{name}")) } else { ("*", "0".to_owned()) };
    format!(
        "extern __typeof__({name}) *{star}const use_{name};\n__typeof__({name}) *{star}const use_{name} = {value};\n"
    )
}

#[test]
fn needs_stand_before() {
    let mut seen = HashSet::new();
    for helper in helpers::all() {
        for need in &helper.needs {
            assert!(seen.contains(need), "{} needs {need}, which is not above it", helper.name);
        }
        assert!(seen.insert(helper.name), "{} is there twice", helper.name);
    }
}

#[test]
fn closure_is_what_is_needed_in_order() {
    let names: Vec<&str> =
        helpers::closure(["MEMORY_i32_load16_s", "i32_div_s"].into_iter()).iter().map(|h| h.name).collect();
    assert_eq!(names, ["i32_div_s", "unaligned_s16", "force_u32", "MEMORY_at", "MEMORY_i32_load16_s"]);
}

#[test]
fn templates_are_rewritten_for_each_memory() {
    let second = Memory { prefix: "heap_".to_owned(), base: "heap".to_owned(), shared: true, ..memory("") };
    let text = helpers::print(
        ["i32_clz"].into_iter(),
        &[(&memory(""), vec!["MEMORY_f64_store"]), (&second, vec!["MEMORY_memory_size", "MEMORY_f64_store"])],
    );
    assert!(!text.contains("MEMORY_"), "{text}");
    assert_eq!(text.matches("unaligned_f64;").count(), 1, "{text}");
    assert_eq!(text.matches(" f64_store(u32").count(), 1, "{text}");
    assert_eq!(text.matches(" heap_f64_store(u32").count(), 1, "{text}");
    assert_eq!(text.matches("return heap + ").count(), 1, "{text}");
    assert!(!text.contains(" memory_size("), "{text}");
    assert_eq!(text.matches("*(unaligned_f64 *)at(").count(), 1, "{text}");
    assert_eq!(text.matches("*(unaligned_f64 volatile *)heap_at(").count(), 1, "{text}");
}

/// An access that isn't written so would not be volatile in a shared memory.
#[test]
fn accesses_are_written_alike() {
    for helper in helpers::all().iter().filter(|helper| helper.is_template()) {
        let text = helper.text(Some(&memory("")));
        for access in [" at(", " at_checked(", " at_64("].map(|call| text.matches(call).count()) {
            assert!(access == 0 || text.contains("static inline u8 *at"), "{}: {text}", helper.name);
        }
    }
}

/// Helpers that this compiler can compile.
fn usable(tcc: bool) -> impl Iterator<Item = &'static Helper> {
    helpers::all().iter().filter(move |helper| !tcc || !program::needs_vectors(helper))
}

/// All helpers compile together, and call nothing but the runtime: no compiler makes a library call of any.
#[test]
fn all_compile_together() {
    for compiler in compilers() {
        let memories = [memory(""), memory("other_")];
        let used: Vec<&Helper> = usable(compiler.is_tcc()).collect();
        let (templates, plain): (Vec<&Helper>, Vec<&Helper>) = used.iter().partition(|h| h.is_template());
        let templates: Vec<&str> = templates.iter().map(|helper| helper.name).collect();
        let of_memories: Vec<_> = memories.iter().map(|memory| (memory, templates.clone())).collect();
        let mut source = format!("{WASTREL_H}{DECLARATIONS}");
        source += &helpers::print(plain.iter().map(|helper| helper.name), &of_memories);
        source.extend(plain.iter().map(|helper| reference(helper, &memories[0])));
        for memory in &memories {
            source.extend(used.iter().filter(|h| h.is_template()).map(|helper| reference(helper, memory)));
        }
        let runtime = [
            "exception",
            "memory",
            "memcpy",
            "memmove",
            "memset",
            "wastrel_memory_grow",
            "wastrel_table_grow",
        ];
        let waiting = ["wastrel_memory_wait32", "wastrel_memory_wait64", "wastrel_memory_notify"];
        let collector =
            ["wastrel_gc_heap", "wastrel_gc_alloc_slow", "wastrel_gc_alloc_large", "wastrel_gc_log_store"];
        let all = runtime.into_iter().chain(waiting).chain(collector).chain(["wastrel_trap"]);
        let allowed = all.map(str::to_owned).collect();
        assert_eq!(compiler.undefined_symbols("all", &source), allowed, "{compiler:?}");
    }
}

/// Used alone, a helper compiles with what it says it needs, and nothing of that is unused, whatever the compiler has.
#[test]
fn each_compiles_alone() {
    let memory = memory("");
    let first = one_of_each();
    for compiler in compilers() {
        let is_first = first.contains(&compiler);
        let depends = |helper: &&Helper| is_first || helper.text(None).contains("\n#if");
        for helper in usable(compiler.is_tcc()).filter(depends) {
            let mut source = format!("{WASTREL_H}{DECLARATIONS}");
            let name = [helper.name];
            let (plain, templates) =
                if helper.is_template() { (&[][..], &name[..]) } else { (&name[..], &[][..]) };
            source += &helpers::print(plain.iter().copied(), &[(&memory, templates.to_vec())]);
            source += &reference(helper, &memory);
            compiler.check_syntax(helper.name, &source);
        }
    }
}
