//! Modules from seeds.

use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use arbitrary::Unstructured;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, FunctionSection, Instruction, TypeSection,
};
use wasm_smith::{Config, Module};

use crate::expressions::{self, Features};
use crate::random::Random;

/// The module that others import from.
pub(crate) static HOST: LazyLock<Vec<u8>> = LazyLock::new(|| text(include_str!("host.wat")));

static HOST_IMPORTS: LazyLock<Vec<u8>> = LazyLock::new(|| text(include_str!("host_imports.wat")));

/// How that module is called in imports.
pub(crate) const HOST_NAME: &str = "host";

/// The export that fills a module's tank, so that calls end, but not all after the first that is long.
pub(crate) const REFUEL: &str = "refuel";

/// How many functions are entered and loops gone around before a call ends in a trap.
pub(crate) const FUEL: i32 = 400;

fn text(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("our own text")
}

/// The module of a seed: valid, and such that each call of it ends. With objects, if there have to be some.
pub(crate) fn module(seed: u64, objects: bool) -> Result<Vec<u8>> {
    let mut random = Random::new(seed);
    if !random.one_in(4) {
        let features = Features::random(&mut random);
        let features = Features { objects: features.objects || objects, ..features };
        return Ok(expressions::module(&mut random, features));
    }
    let mut config = config(&mut random);
    config.gc_enabled |= objects;
    let entropy = random.pick(&[2_000, 6_000, 10_000, 20_000]);
    let entropy = random.bytes(entropy);
    let smith =
        |config| Module::new(config, &mut Unstructured::new(&entropy)).context("wasm-smith has no module");
    let mut module = smith(config.clone())?;
    if has_shared_memory(&module.to_bytes())? {
        // Who waits for another thread waits for good.
        module = smith(Config { threads_enabled: false, ..config })?;
    }
    let fuel = module.ensure_termination(FUEL as u32)?;
    ensure!(has_functions(&module.to_bytes())?, "there is nothing to call");
    refuelled(&module.to_bytes(), fuel).context("cannot add to the module")
}

fn has_functions(module: &[u8]) -> Result<bool> {
    for payload in wasmparser::Parser::new(0).parse_all(module) {
        if let wasmparser::Payload::CodeSectionStart { .. } = payload? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn has_shared_memory(module: &[u8]) -> Result<bool> {
    for payload in wasmparser::Parser::new(0).parse_all(module) {
        if let wasmparser::Payload::MemorySection(section) = payload? {
            return Ok(section.into_iter().any(|memory| memory.is_ok_and(|memory| memory.shared)));
        }
    }
    Ok(false)
}

/// Each feature is in some modules and not in others: what is there too often hides what it stands before.
fn config(random: &mut Random) -> Config {
    let imports = random.one_in(3);
    // Atomic accesses are seldom aligned.
    let threads = random.one_in(5);
    let traps = random.one_in(6);
    let vectors = random.one_in(6);
    let tail_calls = random.one_in(if vectors { 8 } else { 2 });
    let mut often = || !random.one_in(4);
    let mut config = Config {
        bulk_memory_enabled: true,
        reference_types_enabled: true,
        disallow_traps: !traps,
        extended_const_enabled: often(),
        multi_value_enabled: often(),
        saturating_float_to_int_enabled: often(),
        sign_extension_ops_enabled: often(),
        tail_call_enabled: tail_calls,
        allow_floats: often(),
        memory64_enabled: often(),
        custom_page_sizes_enabled: often(),
        wide_arithmetic_enabled: often(),
        threads_enabled: threads,
        simd_enabled: vectors,
        exceptions_enabled: often(),
        gc_enabled: often(),
        ..Config::default()
    };
    // What Wastrel doesn't support.
    config.compact_imports_enabled = false;
    // What is left open by the specification; `expressions` has those that wasmtime and Wastrel decide alike.
    config.relaxed_simd_enabled = false;
    // Otherwise two engines may both be right and differ.
    config.canonicalize_nans = true;
    config.memory_max_size_required = true;
    config.table_max_size_required = true;
    // Memories are hashed after the calls.
    config.max_memory32_bytes = 4 << 16;
    config.max_memory64_bytes = 4 << 16;
    config.max_table_elements = 40;
    config.export_everything = true;
    config.available_imports = imports.then(|| HOST_IMPORTS.clone());
    config.max_imports = if imports { 8 } else { 0 };
    config.min_types = 2;
    config.max_types = 24;
    config.min_funcs = 3;
    config.max_funcs = 4 + random.below(8) as usize;
    config.max_instructions = random.pick(&[40, 100, 200, 500]);
    config.min_memories = u32::from(!random.one_in(8));
    config.max_memories = random.pick(&[1, 1, 2, 4]);
    config.min_tables = u32::from(random.one_in(2));
    config.max_tables = random.pick(&[1, 2, 4]);
    config.min_globals = 1;
    config.max_globals = 20;
    config.max_data_segments = 6;
    config.max_element_segments = 6;
    config
}

/// The module with one more function, exported as [`REFUEL`], that sets global `fuel` to [`FUEL`].
fn refuelled(module: &[u8], fuel: u32) -> Result<Vec<u8>, Error> {
    let mut result = wasm_encoder::Module::new();
    let mut refueller = Refueller { fuel, types: 0, functions: 0 };
    refueller.parse_core_module(&mut result, wasmparser::Parser::new(0), module)?;
    Ok(result.finish())
}

struct Refueller {
    fuel: u32,
    /// How many there are before ours.
    types: u32,
    functions: u32,
}

impl Reencode for Refueller {
    type Error = std::convert::Infallible;

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: wasmparser::TypeSectionReader<'_>,
    ) -> Result<(), Error> {
        for group in section.clone() {
            self.types += group?.types().len() as u32;
        }
        utils::parse_type_section(self, types, section)?;
        types.ty().function([], []);
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut wasm_encoder::ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in section.clone().into_imports() {
            self.functions += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
        }
        utils::parse_import_section(self, imports, section)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: wasmparser::FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        self.functions += section.count();
        utils::parse_function_section(self, functions, section)?;
        functions.function(self.types);
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_export_section(self, exports, section)?;
        exports.export(REFUEL, ExportKind::Func, self.functions);
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: wasmparser::CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_code_section(self, code, section)?;
        let mut function = Function::new([]);
        function.instruction(&Instruction::I32Const(FUEL));
        function.instruction(&Instruction::GlobalSet(self.fuel));
        function.instruction(&Instruction::End);
        code.function(&function);
        Ok(())
    }
}
