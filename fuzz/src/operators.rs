//! The operators that take values and give values, with their types: those that wasmparser lists, asked of its validator.

use std::collections::HashMap;
use std::sync::LazyLock;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{Instruction, ValType};
use wasmparser::{
    FuncToValidate, MemArg, MemArgTarget, Operator, Parser, Payload, ValidPayload, Validator,
    ValidatorResources, WasmFeatures,
};

use crate::expressions::Features;

/// An operator.
pub(crate) struct Op {
    /// As in the text format, but with underscores.
    pub(crate) name: &'static str,
    operator: Operator<'static>,
    pub(crate) params: Vec<ValType>,
    pub(crate) results: Vec<ValType>,
    /// Whether it accesses a memory, and how.
    pub(crate) access: Option<Access>,
    pub(crate) is_division: bool,
    /// Whether it makes an integer of a float, and traps if there is none that is near.
    pub(crate) truncates: bool,
    /// Whether it multiplies and adds, rounding once or twice.
    pub(crate) is_fused: bool,
    /// Whether the specification leaves it open which bits a NaN that it makes has.
    pub(crate) may_be_nan: Option<Shape>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Access {
    Plain,
    Atomic,
}

/// Of what there may be a NaN in a value.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    F32,
    F64,
    F32x4,
    F64x2,
}

/// What immediates are where nothing else is asked for.
const MEMARG: MemArg =
    MemArg { align: 0, max_align: 4, offset: 0, target: MemArgTarget::Memory(0), ordering: None };

macro_rules! candidates {
    (@one $all:ident $op:ident $visit:ident) => {
        $all.push((stringify!($visit), Operator::$op));
    };
    (@one $all:ident $op:ident $visit:ident { memarg }) => {
        $all.push((stringify!($visit), Operator::$op { memarg: MEMARG }));
    };
    (@one $all:ident $op:ident $visit:ident { memarg lane }) => {
        $all.push((stringify!($visit), Operator::$op { memarg: MEMARG, lane: 1 }));
    };
    (@one $all:ident $op:ident $visit:ident { lane }) => {
        $all.push((stringify!($visit), Operator::$op { lane: 1 }));
    };
    (@one $all:ident $op:ident $visit:ident { lanes }) => {
        let lanes = [0, 16, 1, 17, 2, 18, 31, 30, 8, 8, 9, 20, 15, 5, 12, 3];
        $all.push((stringify!($visit), Operator::$op { lanes }));
    };
    (@one $($rest:tt)*) => {};
    ($( @$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*) )*) => {
        fn candidates() -> Vec<(&'static str, Operator<'static>)> {
            let mut all = Vec::new();
            $( candidates!(@one all $op $visit $({ $($arg)* })?); )*
            all
        }
    };
}
wasmparser::for_each_operator!(candidates);

const TYPES: [ValType; 5] = [ValType::I32, ValType::I64, ValType::F32, ValType::F64, ValType::V128];

/// Those that a module with some features may have, by the type of their one result; or those with any other number of
/// results.
pub(crate) fn fitting(features: Features, result: Option<ValType>) -> &'static [&'static Op] {
    type Key = (bool, bool, Option<ValType>);
    static FITTING: LazyLock<HashMap<Key, Vec<&Op>>> = LazyLock::new(|| {
        let mut all = HashMap::new();
        for set in 0..4 {
            let (vectors, atomics) = (set & 1 != 0, set & 2 != 0);
            for result in TYPES.map(Some).into_iter().chain([None]) {
                let fits = |op: &&Op| op.fits(vectors, atomics) && op.result() == result;
                all.insert((vectors, atomics, result), OPS.iter().filter(fits).collect());
            }
        }
        all
    });
    &FITTING[&(features.vectors, features.atomics, result)]
}

/// Atomic accesses, likewise by their result.
pub(crate) fn atomic(result: Option<ValType>) -> &'static [&'static Op] {
    static ATOMIC: LazyLock<HashMap<Option<ValType>, Vec<&Op>>> = LazyLock::new(|| {
        let of = |result| {
            let fits = move |op: &&Op| op.access == Some(Access::Atomic) && op.result() == result;
            OPS.iter().filter(fits).collect()
        };
        TYPES.map(Some).into_iter().chain([None]).map(|result| (result, of(result))).collect()
    });
    &ATOMIC[&result]
}

/// How two numbers compare.
pub(crate) fn comparisons() -> &'static [&'static Op] {
    static COMPARISONS: LazyLock<Vec<&Op>> = LazyLock::new(|| {
        let compares = |op: &&Op| {
            let kind = op.name.split('_').nth(1).unwrap_or_default();
            op.result() == Some(ValType::I32)
                && op.params.len() == 2
                && !op.has_vectors()
                && ["eq", "ne", "lt", "gt", "le", "ge"].contains(&kind)
        };
        OPS.iter().filter(compares).collect()
    });
    &COMPARISONS
}

/// Those that take or give vectors.
pub(crate) fn of_vectors() -> &'static [&'static Op] {
    static OF_VECTORS: LazyLock<Vec<&Op>> =
        LazyLock::new(|| OPS.iter().filter(|op| op.has_vectors()).collect());
    &OF_VECTORS
}

/// All of them.
static OPS: LazyLock<Vec<Op>> = LazyLock::new(|| {
    const STARTS: &[&str] = &[
        "i32_", "i64_", "f32_", "f64_", "v128_", "i8x16_", "i16x8_", "i32x4_", "i64x2_", "f32x4_", "f64x2_",
    ];
    let module = wat::parse_str("(module (memory 1) (func))").expect("our own text");
    let mut validator =
        Validator::new_with_features(WasmFeatures::all() - WasmFeatures::ACQUIRE_RELEASE_ATOMICS);
    let payloads = Parser::new(0).parse_all(&module).map(|payload| payload.expect("it is a module"));
    let function = payloads
        .filter(|payload| {
            !matches!(payload, Payload::Version { encoding: wasmparser::Encoding::Component, .. })
        })
        .find_map(|payload| match validator.payload(&payload).expect("it is valid") {
            ValidPayload::Func(function, _) => Some(function),
            _ => None,
        })
        .expect("it has a function");
    let all = candidates().into_iter().map(|(visit, operator)| (&visit["visit_".len()..], operator));
    all.filter(|(name, _)| STARTS.iter().any(|start| name.starts_with(start)))
        .filter_map(|(name, operator)| typed(&function, name, operator))
        .collect()
});

/// The operator with its types, if there are any that the validator lets it have.
fn typed(
    function: &FuncToValidate<ValidatorResources>,
    name: &'static str,
    operator: Operator<'static>,
) -> Option<Op> {
    let mut operator = operator;
    if let Some(memarg) = memarg(&mut operator) {
        memarg.align = alignment(name);
        memarg.max_align = if name.contains("atomic") { memarg.align } else { 4 };
    }
    // The fewest that suffice are all that it takes.
    for params in (0..=4).flat_map(tuples) {
        let resources = function.resources.clone();
        let function = FuncToValidate { resources, ..*function };
        let mut validator = function.into_validator(Default::default());
        let pushed = params.iter().all(|ty| validator.op(0, &constant(*ty)).is_ok());
        if pushed && validator.op(0, &operator).is_ok() {
            let height = validator.operand_stack_height() as usize;
            let results = (0..height).rev().filter_map(|at| validator.get_operand_type(at)?);
            let results = results.map(|ty| ty.try_into().expect("a type of numbers")).collect();
            return Some(Op {
                name,
                access: memarg(&mut operator)
                    .map(|_| if name.contains("atomic") { Access::Atomic } else { Access::Plain }),
                is_division: name.starts_with('i') && (name.contains("_div_") || name.contains("_rem_")),
                truncates: name.contains("_trunc_f") && !name.contains("_sat_") && !name.contains('x'),
                is_fused: name.contains("madd"),
                may_be_nan: may_be_nan(name),
                operator,
                params,
                results,
            });
        }
    }
    None
}

/// As a power of two: atomic accesses want what is theirs, others take any.
fn alignment(name: &str) -> u8 {
    if !name.contains("atomic") {
        return 0;
    }
    let has = |width: &str| name.contains(&format!("load{width}_")) || name.contains(&format!("rmw{width}_"));
    let stores = |width: &str| name.ends_with(&format!("store{width}"));
    match ["8", "16", "32"].iter().position(|width| has(width) || stores(width)) {
        Some(power) => power as u8,
        None => 2 + u8::from(name.starts_with("i64")),
    }
}

/// All lists of so many types.
fn tuples(count: usize) -> Vec<Vec<ValType>> {
    (0..count).fold(vec![Vec::new()], |shorter, _| {
        let longer = |list: &Vec<ValType>| TYPES.map(|ty| [&**list, &[ty]].concat());
        shorter.iter().flat_map(longer).collect()
    })
}

fn constant(ty: ValType) -> Operator<'static> {
    match ty {
        ValType::I32 => Operator::I32Const { value: 0 },
        ValType::I64 => Operator::I64Const { value: 0 },
        ValType::F32 => Operator::F32Const { value: 0.0.into() },
        ValType::F64 => Operator::F64Const { value: 0.0.into() },
        _ => Operator::V128Const { value: wasmparser::V128::from(0_i128) },
    }
}

fn lane<'o>(operator: &'o mut Operator<'static>) -> Option<&'o mut u8> {
    macro_rules! with_lane {
        (@one $operator:ident $op:ident { $(memarg)? lane }) => {
            if let Operator::$op { lane, .. } = $operator {
                return Some(lane);
            }
        };
        (@one $($rest:tt)*) => {};
        ($( @$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*) )*) => {
            $( with_lane!(@one operator $op $({ $($arg)* })?); )*
        };
    }
    wasmparser::for_each_operator!(with_lane);
    None
}

fn memarg<'o>(operator: &'o mut Operator<'static>) -> Option<&'o mut MemArg> {
    macro_rules! with_memarg {
        (@one $operator:ident $op:ident { memarg $($lane:ident)? }) => {
            if let Operator::$op { memarg, .. } = $operator {
                return Some(memarg);
            }
        };
        (@one $($rest:tt)*) => {};
        ($( @$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*) )*) => {
            $( with_memarg!(@one operator $op $({ $($arg)* })?); )*
        };
    }
    wasmparser::for_each_operator!(with_memarg);
    None
}

impl Op {
    /// The type of its one result, if it has one.
    pub(crate) fn result(&self) -> Option<ValType> {
        if let [one] = self.results[..] { Some(one) } else { None }
    }

    fn has_vectors(&self) -> bool {
        self.params.iter().chain(&self.results).any(|&ty| ty == ValType::V128)
    }

    fn fits(&self, vectors: bool, atomics: bool) -> bool {
        (vectors || !self.has_vectors()) && (atomics || self.access != Some(Access::Atomic))
    }

    /// The instruction; an access of this memory with this offset, and lanes that these bits say.
    pub(crate) fn instruction(&self, memory: u32, offset: u64, mut bits: u64) -> Instruction<'static> {
        let mut operator = self.operator.clone();
        if let Some(memarg) = memarg(&mut operator) {
            memarg.offset = offset;
            memarg.target = MemArgTarget::Memory(memory);
        }
        if let Some(lane) = lane(&mut operator) {
            *lane = bits as u8 % lanes(self.name);
        }
        if let Operator::I8x16Shuffle { lanes } = &mut operator {
            for lane in lanes {
                *lane = bits as u8 % 32;
                bits = bits.rotate_right(5);
            }
        }
        RoundtripReencoder.instruction(operator).expect("it has no index of anything")
    }
}

/// How many lanes there are to choose from.
fn lanes(name: &str) -> u8 {
    match name {
        _ if name.starts_with("i8x16") || name.contains("8_lane") => 16,
        _ if name.starts_with("i16x8") || name.contains("16_lane") => 8,
        _ if name.contains("32x4") || name.contains("32_lane") => 4,
        _ => 2,
    }
}

fn may_be_nan(name: &str) -> Option<Shape> {
    const COMPARISONS: [&str; 6] = ["_eq", "_ne", "_lt", "_gt", "_le", "_ge"];
    const EXACT: [&str; 8] = ["reinterpret", "load", "_abs", "_neg", "copysign", "splat", "lane", "_pm"];
    if COMPARISONS.iter().any(|end| name.ends_with(end)) || EXACT.iter().any(|part| name.contains(part)) {
        return None;
    }
    match name.split('_').next()? {
        "f32" => Some(Shape::F32),
        "f64" => Some(Shape::F64),
        "f32x4" => Some(Shape::F32x4),
        "f64x2" => Some(Shape::F64x2),
        _ => None,
    }
}
