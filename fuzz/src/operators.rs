//! The operators that take values and give values, with their types: those that wasmparser lists, asked of its validator.

use std::sync::LazyLock;

use wasm_encoder::Instruction;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasmparser::{
    FuncToValidate, MemArg, MemArgTarget, Operator, Parser, Payload, ValType, ValidPayload, Validator,
    ValidatorResources, WasmFeatures,
};

/// An operator.
pub(crate) struct Op {
    /// As in the text format, but with underscores.
    pub(crate) name: &'static str,
    operator: Operator<'static>,
    pub(crate) params: Vec<ValType>,
    pub(crate) results: Vec<ValType>,
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

pub(crate) const TYPES: [ValType; 5] =
    [ValType::I32, ValType::I64, ValType::F32, ValType::F64, ValType::V128];

/// All of them.
pub(crate) static OPS: LazyLock<Vec<Op>> = LazyLock::new(|| {
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
            let results = (0..height).rev().filter_map(|at| validator.get_operand_type(at)?).collect();
            return Some(Op { name, operator, params, results });
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
    /// Whether it accesses a memory.
    pub(crate) fn is_access(&self) -> bool {
        memarg(&mut self.operator.clone()).is_some()
    }

    pub(crate) fn is_atomic(&self) -> bool {
        self.name.contains("atomic")
    }

    pub(crate) fn may_trap(&self) -> bool {
        self.is_division()
            || (self.name.contains("_trunc_f") && !self.name.contains("_sat_") && !self.name.contains('x'))
    }

    pub(crate) fn is_division(&self) -> bool {
        self.name.starts_with('i') && (self.name.contains("_div_") || self.name.contains("_rem_"))
    }

    /// The instruction; an access with this offset.
    pub(crate) fn instruction(&self, offset: u64) -> Instruction<'static> {
        let mut operator = self.operator.clone();
        if let Some(memarg) = memarg(&mut operator) {
            memarg.offset = offset;
        }
        RoundtripReencoder.instruction(operator).expect("it has no index of anything")
    }
}
