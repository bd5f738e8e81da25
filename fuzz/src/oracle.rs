//! The engine that is trusted: wasmtime. It says what a module's executable must answer.
//!
//! wasmtime, since it has all of Wasm 3.0 and the proposals beside it, and is itself fuzzed day and night.

use std::thread;
use std::time::Duration;

use anyhow::anyhow;
use wasmtime::error::Context;
use wasmtime::{
    AnyRef, Collector, Engine, Extern, ExternRef, ExternType, Func, GcHeapOutOfMemory, HeapType, Instance,
    Module, OptLevel, RegallocAlgorithm, Result, Rooted, Store, ThrownException, Trap, Val, ValType,
};

use crate::generate::{HOST, HOST_NAME, REFUEL};
use crate::random::Random;

/// How often each function is called, each time with other arguments.
const ROUNDS: usize = 2;

/// Stack for what wasmtime runs; a thread that calls it needs more.
const WASM_STACK: usize = 64 << 20;

/// All that a module allocates: there is no collection.
const HEAP: u64 = 32 << 20;

/// Stack for a thread that runs wasmtime.
pub(crate) const THREAD_STACK: usize = WASM_STACK + (32 << 20);

/// How long what a module does may take. Each call ends, but what a call does may be much: all elements of a large array, in a
/// loop.
const MUCH_TIME: Duration = Duration::from_secs(20);

/// What modules do that nobody vouches for, such as those in the middle of being made smaller, before it is too much.
const MUCH_FUEL: u64 = 20_000_000;

/// Something that an executable is told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    /// The command; `{}` stands for the instance.
    pub(crate) command: String,
    /// The export's name, for people.
    pub(crate) name: String,
    /// The answer.
    pub(crate) answer: String,
}

/// What a module must do.
pub(crate) struct Expected {
    /// Whether the module imports from the host's, an instance of which then comes before its own.
    pub(crate) host: bool,
    pub(crate) steps: Vec<Step>,
    /// The stack was exhausted, or the heap: how much of it there is and how much is used isn't the specification's
    /// business, so nothing after that is expected.
    pub(crate) exhausted: bool,
    /// For each global that counts, by [`crate::coverage`], how far it has counted.
    pub(crate) counts: Vec<u32>,
}

/// wasmtime, set up.
pub(crate) struct Oracle {
    engine: Engine,
    host: Module,
    limited: bool,
}

impl Oracle {
    /// With a limit to how many steps a module may take if `limited`; otherwise they must end by themselves.
    ///
    /// # Errors
    /// The machine is none of wasmtime's.
    pub(crate) fn new(limited: bool) -> anyhow::Result<Oracle> {
        Oracle::set_up(limited).map_err(|error| anyhow!("{error:?}"))
    }

    fn set_up(limited: bool) -> Result<Oracle> {
        let mut config = wasmtime::Config::new();
        config.cranelift_opt_level(OptLevel::None);
        config.cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass);
        config.wasm_backtrace_max_frames(None);
        config.generate_address_map(false);
        config.max_wasm_stack(WASM_STACK);
        // Not used, but no smaller.
        config.async_stack_size(WASM_STACK);
        config.consume_fuel(limited);
        config.epoch_interruption(true);
        config.memory_init_cow(false);
        config.wasm_memory64(true);
        config.wasm_custom_page_sizes(true);
        config.wasm_wide_arithmetic(true);
        config.wasm_gc(true);
        // Of its collectors the simplest, which never collects.
        config.collector(Collector::Null);
        config.gc_heap_reservation(HEAP);
        config.gc_heap_reservation_for_growth(0);
        config.gc_heap_may_move(false);
        config.wasm_function_references(true);
        config.wasm_exceptions(true);
        config.wasm_threads(true);
        config.shared_memory(true);
        config.relaxed_simd_deterministic(true);
        let engine = Engine::new(&config)?;
        let host = Module::new(&engine, &*HOST)?;
        let weak = engine.weak();
        thread::spawn(move || {
            while let Some(engine) = weak.upgrade() {
                engine.increment_epoch();
                thread::sleep(MUCH_TIME / 4);
            }
        });
        Ok(Oracle { engine, host, limited })
    }

    /// Instantiates a module and calls all it exports with arguments that depend on `seed` and the export's name alone.
    /// Nothing if it is too much.
    ///
    /// # Errors
    /// It is no module, or it doesn't link.
    pub(crate) fn run(&self, module: &[u8], seed: u64) -> anyhow::Result<Option<Expected>> {
        self.try_run(module, seed).map_err(|error| anyhow!("{error:?}"))
    }

    fn try_run(&self, module: &[u8], seed: u64) -> Result<Option<Expected>> {
        let module = Module::new(&self.engine, module)?;
        let mut run = Run {
            store: Store::new(&self.engine, ()),
            expected: Expected { host: false, steps: Vec::new(), exhausted: false, counts: Vec::new() },
            too_much: false,
        };
        run.store.set_epoch_deadline(4);
        if self.limited {
            run.store.set_fuel(MUCH_FUEL)?;
        }
        run.module(&self.host, &module, seed)?;
        Ok((!run.too_much).then_some(run.expected))
    }
}

/// One module's run.
struct Run {
    store: Store<()>,
    expected: Expected,
    too_much: bool,
}

impl Run {
    fn module(&mut self, host: &Module, module: &Module, seed: u64) -> Result<()> {
        self.expected.host = module.imports().any(|import| import.module() == HOST_NAME);
        let mut imports = Vec::new();
        if self.expected.host {
            let host = Instance::new(&mut self.store, host, &[])?;
            for import in module.imports() {
                let export = host.get_export(&mut self.store, import.name());
                imports.push(export.with_context(|| format!("the host has no {}", import.name()))?);
            }
        }
        let instance = match Instance::new(&mut self.store, module, &imports) {
            Ok(instance) => {
                self.step("instantiate {}".to_owned(), "", "ok".to_owned());
                instance
            }
            Err(error) => {
                let answer = self.trap(error)?;
                self.step("instantiate {}".to_owned(), "", answer);
                return Ok(());
            }
        };
        let exports: Vec<_> = module.exports().map(|export| export.name().to_owned()).collect();
        let refuel = exports.iter().position(|name| name == REFUEL);
        for round in 0..ROUNDS {
            for (index, export) in module.exports().enumerate() {
                let ExternType::Func(ty) = export.ty() else { continue };
                if Some(index) == refuel {
                    continue;
                }
                if let Some(refuel) = refuel {
                    self.call(&instance, refuel, REFUEL, &[])?;
                }
                let mut random = Random::named(seed ^ (round as u64) << 32, export.name());
                let arguments: Result<Option<Vec<_>>> =
                    ty.params().map(|ty| argument(&mut self.store, &ty, &mut random)).collect();
                if let Some(arguments) = arguments? {
                    self.call(&instance, index, export.name(), &arguments)?;
                }
                if self.expected.exhausted || self.too_much {
                    return Ok(());
                }
            }
            self.look(&instance, &exports)?;
        }
        let mut count = 0;
        while let Some(global) = instance.get_global(&mut self.store, &crate::coverage::name(count)) {
            self.expected.counts.push(global.get(&mut self.store).i32().unwrap_or_default() as u32);
            count += 1;
        }
        Ok(())
    }

    fn step(&mut self, command: String, name: &str, answer: String) {
        self.expected.steps.push(Step { command, name: name.to_owned(), answer });
    }

    fn call(&mut self, instance: &Instance, index: usize, name: &str, arguments: &[Val]) -> Result<()> {
        let function: Func = instance.get_func(&mut self.store, name).context("an export is missing")?;
        let mut command = format!("invoke {{}} {index}");
        for argument in arguments {
            let word = self.word(argument)?;
            command.push(' ');
            command += &match argument {
                Val::AnyRef(Some(_)) => word.replace("extern:", "host:"),
                _ => word,
            };
        }
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        let answer = match function.call(&mut self.store, arguments, &mut results) {
            Ok(()) => {
                let mut answer = "ok".to_owned();
                for result in &results {
                    answer.push(' ');
                    answer += &self.word(result)?;
                }
                answer
            }
            Err(error) => self.trap(error)?,
        };
        self.step(command, name, answer);
        Ok(())
    }

    /// What globals and memories have become.
    fn look(&mut self, instance: &Instance, exports: &[String]) -> Result<()> {
        for (index, name) in exports.iter().enumerate() {
            let command = match instance.get_export(&mut self.store, name) {
                Some(Extern::Global(global)) if !name.starts_with(crate::coverage::PREFIX) => {
                    let value = global.get(&mut self.store);
                    (format!("get {{}} {index}"), format!("ok {}", self.word(&value)?))
                }
                Some(Extern::Memory(memory)) => {
                    let bytes = memory.data(&self.store).iter().copied();
                    (format!("memory {{}} {index}"), contents(bytes))
                }
                _ => continue,
            };
            self.step(command.0, name, command.1);
        }
        Ok(())
    }

    /// A value as a word of the dialogue.
    fn word(&mut self, value: &Val) -> Result<String> {
        Ok(match value {
            Val::I32(value) => format!("i32:{value:08x}"),
            Val::I64(value) => format!("i64:{value:016x}"),
            Val::F32(bits) => format!("f32:{bits:08x}"),
            Val::F64(bits) => format!("f64:{bits:016x}"),
            Val::V128(value) => format!("v128:{:032x}", value.as_u128()),
            value if value.ref_().is_some_and(|reference| reference.is_null()) => "null".to_owned(),
            Val::FuncRef(_) => "func".to_owned(),
            Val::ExternRef(Some(reference)) => self.reference(*reference)?,
            Val::AnyRef(Some(reference)) => {
                let reference = ExternRef::convert_any(&mut self.store, *reference)?;
                self.reference(reference)?
            }
            _ => "ref".to_owned(),
        })
    }

    /// What a reference of the host's or to an object is to.
    fn reference(&mut self, reference: Rooted<ExternRef>) -> Result<String> {
        if let Some(data) = reference.data(&self.store)? {
            return Ok(format!("extern:{}", data.downcast_ref::<u32>().context("a number")?));
        }
        let object = AnyRef::convert_extern(&mut self.store, reference)?;
        Ok(match () {
            () if object.is_i31(&self.store)? => "i31",
            () if object.is_struct(&self.store)? => "struct",
            () if object.is_array(&self.store)? => "array",
            () => "ref",
        }
        .to_owned())
    }

    /// The answer for what ended a call.
    fn trap(&mut self, error: wasmtime::Error) -> Result<String> {
        if error.is::<ThrownException>() {
            return Ok("trap 15".to_owned());
        }
        // What is larger than any heap has no type of its own.
        let too_large = "unrecoverable error when allocating";
        if error.is::<GcHeapOutOfMemory<()>>() || error.to_string().starts_with(too_large) {
            self.expected.exhausted = true;
            return Ok("trap 17".to_owned());
        }
        let Some(trap) = error.downcast_ref::<Trap>() else { return Err(error) };
        let number = match trap {
            Trap::UnreachableCodeReached => 0,
            Trap::MemoryOutOfBounds => 1,
            Trap::TableOutOfBounds => 2,
            Trap::IndirectCallToNull => 4,
            Trap::BadSignature => 5,
            Trap::IntegerOverflow => 6,
            Trap::IntegerDivisionByZero => 7,
            Trap::BadConversionToInteger => 8,
            Trap::NullReference => 9,
            Trap::StackOverflow => {
                self.expected.exhausted = true;
                10
            }
            Trap::HeapMisaligned => 11,
            Trap::AtomicWaitNonSharedMemory => 18,
            Trap::ArrayOutOfBounds => 12,
            Trap::CastFailure => 13,
            Trap::AllocationTooLarge => {
                self.expected.exhausted = true;
                14
            }
            Trap::OutOfFuel | Trap::Interrupt => {
                self.too_much = true;
                0
            }
            trap => wasmtime::bail!("wasmtime trapped in a way that nobody thought of: {trap}"),
        };
        Ok(format!("trap {number}"))
    }
}

/// The answer for a memory with these bytes.
fn contents(bytes: impl ExactSizeIterator<Item = u8>) -> String {
    let length = bytes.len();
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("ok i64:{length:016x} i64:{hash:016x}")
}

/// An argument of this type; none where only the module itself could make one.
fn argument(store: &mut Store<()>, ty: &ValType, random: &mut Random) -> Result<Option<Val>> {
    const INTEGERS: &[u64] = &[
        0,
        1,
        2,
        7,
        8,
        31,
        32,
        63,
        64,
        255,
        65_535,
        65_536,
        0x7fff_ffff,
        0x8000_0000,
        u64::MAX,
        1 << 63,
        (1 << 63) - 1,
    ];
    const FLOATS: &[f64] =
        &[0.0, -0.0, 1.0, -1.5, 0.5, 1e10, -3e18, 1e300, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e-310];
    let mut integer =
        || if random.one_in(2) { random.pick(INTEGERS) } else { random.next() >> random.below(64) };
    Ok(Some(match ty {
        ValType::I32 => Val::I32(integer() as i32),
        ValType::I64 => Val::I64(integer().cast_signed()),
        ValType::F32 => Val::F32((random.pick(FLOATS) as f32).to_bits()),
        ValType::F64 => Val::F64(random.pick(FLOATS).to_bits()),
        ValType::V128 => Val::V128((u128::from(integer()) << 64 | u128::from(integer())).into()),
        ValType::Ref(ty)
            if matches!(ty.heap_type(), HeapType::Extern) && !(ty.is_nullable() && random.one_in(4)) =>
        {
            Val::ExternRef(Some(ExternRef::new(store, random.below(1000) as u32)?))
        }
        ValType::Ref(ty) if matches!(ty.heap_type(), HeapType::Any) && !random.one_in(4) => {
            let host = ExternRef::new(&mut *store, random.below(1000) as u32)?;
            Val::AnyRef(Some(AnyRef::convert_extern(store, host)?))
        }
        ValType::Ref(ty) if ty.is_nullable() => Val::null_ref(ty.heap_type()),
        ValType::Ref(_) => return Ok(None),
    }))
}
