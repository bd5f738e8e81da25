//! What the operators of a function do, one after the other.

use crate::ir::{Trap, VarId};
use crate::module::Module;
use crate::ops::{AtomicOp, LaneAccess, MemoryOp, NumericOp, VectorOp, WideOp};
use std::collections::HashMap;
use wasmparser::{CompositeInnerType, Operator};

/// What an operator does besides giving a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) reads: bool,
    pub(super) writes: bool,
    pub(super) trap: Option<Trap>,
    /// It needn't be evaluated: the types say that it doesn't trap, or it is a throw that may be a branch.
    pub(super) may_be_proven: bool,
}

impl Class {
    const READ: Class = Class { reads: true, writes: false, trap: None, may_be_proven: false };
    /// What writes is in order with everything, so how it traps doesn't matter.
    const WRITE: Class = Class { reads: true, writes: true, trap: None, may_be_proven: false };

    fn trapping(self, trap: Option<Trap>) -> Class {
        Class { trap, ..self }
    }

    pub(super) fn must_happen(self) -> bool {
        self.writes || self.trap.is_some()
    }
}

/// What an operator does; none if that isn't known here. `nullable` says which of its operands may be null, the last first.
fn class(operator: &Operator, module: &Module, nullable: [bool; 3]) -> Option<Class> {
    use Operator::*;
    if let Some(op) = NumericOp::of(operator) {
        return Some(Class::default().trapping(op.trap()));
    }
    if VectorOp::of(operator).is_some() || WideOp::of(operator).is_some() {
        return Some(Class::default());
    }
    if let Some((op, _)) = MemoryOp::of(operator) {
        let load = Class::READ.trapping(Some(Trap::MemoryBounds));
        return Some(if op.is_store() { Class::WRITE } else { load });
    }
    if let Some((op, _)) = AtomicOp::of(operator) {
        let load = Class::READ.trapping(Some(Trap::Arithmetic));
        return Some(if op.is_load() { load } else { Class::WRITE });
    }
    if let Some((op, ..)) = LaneAccess::of(operator) {
        let load = Class::READ.trapping(Some(Trap::MemoryBounds));
        return Some(if op.is_store() { Class::WRITE } else { load });
    }
    Some(match operator {
        Nop
        | Block { .. }
        | Loop { .. }
        | If { .. }
        | Else
        | End
        | Br { .. }
        | BrIf { .. }
        | BrTable { .. }
        | BrOnNull { .. }
        | BrOnNonNull { .. }
        | BrOnCast { .. }
        | BrOnCastFail { .. }
        | Return
        | TryTable { .. }
        | Drop
        | Select
        | TypedSelect { .. }
        | I32Const { .. }
        | I64Const { .. }
        | F32Const { .. }
        | F64Const { .. }
        | V128Const { .. }
        | LocalGet { .. }
        | LocalSet { .. }
        | LocalTee { .. }
        | RefNull { .. }
        | RefIsNull
        | RefFunc { .. } => Class::default(),
        GlobalGet { global_index } if !module.globals[*global_index as usize].ty.mutable => Class::default(),
        GlobalGet { .. } | MemorySize { .. } | TableSize { .. } => Class::READ,
        TableGet { .. } => Class::READ.trapping(Some(Trap::TableBounds)),
        RefAsNonNull => Class::default().trapping(Some(Trap::Null)),
        // A trap like no other: what was read before it may be read behind an arm that ends so.
        Unreachable => Class::default().trapping(Some(Trap::Arithmetic)),
        Throw { .. }
        | ThrowRef
        | Call { .. }
        | CallIndirect { .. }
        | CallRef { .. }
        | ReturnCall { .. }
        | ReturnCallIndirect { .. }
        | ReturnCallRef { .. }
        | GlobalSet { .. }
        | MemoryGrow { .. }
        | MemoryFill { .. }
        | MemoryCopy { .. }
        | MemoryInit { .. }
        | DataDrop { .. }
        | TableSet { .. }
        | TableGrow { .. }
        | TableFill { .. }
        | TableCopy { .. }
        | TableInit { .. }
        | ElemDrop { .. } => Class::WRITE,
        AtomicFence { .. } if module.memories.iter().any(|memory| memory.shared) => Class::WRITE,
        AtomicFence { .. } => Class::default(),
        I8x16Shuffle { .. } => Class::default(),
        _ => return object_class(operator, module, nullable),
    })
}

/// What an instruction on objects does. When an object is made, nobody can see.
fn object_class(operator: &Operator, module: &Module, nullable: [bool; 3]) -> Option<Class> {
    use Operator::*;
    let null = nullable[0].then_some(Trap::Null);
    let reading = |mutable| if mutable { Class::READ } else { Class::default() };
    Some(match *operator {
        StructNew { .. }
        | StructNewDefault { .. }
        | ArrayNew { .. }
        | ArrayNewDefault { .. }
        | ArrayNewFixed { .. }
        | RefI31
        | RefEq
        | RefTestNonNull { .. }
        | RefTestNullable { .. }
        | AnyConvertExtern
        | ExternConvertAny => Class::default(),
        RefCastNonNull { .. } | RefCastNullable { .. } => {
            Class { may_be_proven: true, ..Class::default().trapping(Some(Trap::Cast)) }
        }
        ArrayLen | I31GetS | I31GetU => Class::default().trapping(null),
        ArrayNewData { .. } => Class::READ.trapping(Some(Trap::MemoryBounds)),
        ArrayNewElem { .. } => Class::READ.trapping(Some(Trap::TableBounds)),
        StructGet { struct_type_index, field_index }
        | StructGetS { struct_type_index, field_index }
        | StructGetU { struct_type_index, field_index } => match type_at(module, struct_type_index)? {
            CompositeInnerType::Struct(ty) => {
                reading(ty.fields.get(field_index as usize)?.mutable).trapping(null)
            }
            _ => return None,
        },
        ArrayGet { array_type_index } | ArrayGetS { array_type_index } | ArrayGetU { array_type_index } => {
            match type_at(module, array_type_index)? {
                CompositeInnerType::Array(ty) => {
                    let trap = if nullable[1] { Trap::Arithmetic } else { Trap::ArrayBounds };
                    reading(ty.0.mutable).trapping(Some(trap))
                }
                _ => return None,
            }
        }
        StructSet { .. }
        | ArraySet { .. }
        | ArrayFill { .. }
        | ArrayCopy { .. }
        | ArrayInitData { .. }
        | ArrayInitElem { .. } => Class::WRITE,
        _ => return None,
    })
}

fn type_at<'m>(module: &'m Module, at: u32) -> Option<&'m CompositeInnerType> {
    Some(&module.types.get(at as usize)?.composite_type.inner)
}

/// A block that is open.
struct Frame {
    start: u32,
    is_loop: bool,
    /// Whether it can be entered; whether its end can be reached, by a branch or the arm that is done.
    entered: bool,
    joined: bool,
    /// The arm around it.
    arm: u32,
    is_if: bool,
    /// Whether it is a `try_table` that catches something.
    catches: bool,
}

/// What is known of the operators so far.
pub(crate) struct Replay<'m> {
    module: &'m Module<'m>,
    /// Of each operator; [`Class::default`] of those that can't be reached.
    pub(super) classes: Vec<Class>,
    /// For operators that begin a block or an arm, where it ends; for others, themselves.
    pub(super) ends: Vec<u32>,
    /// The `if` or `else` of the arm that each operator is in, counted from 1; 0 outside of all.
    pub(super) arms: Vec<u32>,
    /// Whether it is an `end`, and a `ref.as_non_null`.
    pub(super) is_end: Vec<bool>,
    pub(super) is_null_check: Vec<bool>,
    /// The operators that assign each local, in order.
    pub(super) sets: HashMap<VarId, Vec<u32>>,
    /// An operator that isn't known came up: nothing is claimed.
    pub(super) unknown: bool,
    frames: Vec<Frame>,
    unreachable: bool,
    /// There are handlers of exceptions, so that ends may be reached by what nobody sees here.
    handlers: bool,
    arm: u32,
    /// The last operator, as what is divided by.
    divisor: Divisor,
}

/// What is divided by: not every division may trap.
enum Divisor {
    Constant(i64),
    Variable,
    /// It may be a constant that isn't the last operator, or what the types say is one.
    Unknown,
}

impl<'m> Replay<'m> {
    pub(crate) fn new(module: &'m Module<'m>) -> Replay<'m> {
        Replay {
            module,
            classes: Vec::new(),
            ends: Vec::new(),
            arms: Vec::new(),
            is_end: Vec::new(),
            is_null_check: Vec::new(),
            sets: HashMap::new(),
            unknown: false,
            frames: Vec::new(),
            unreachable: false,
            handlers: false,
            arm: 0,
            divisor: Divisor::Unknown,
        }
    }

    /// Takes in the next operator. `nullable` says which of its operands may be null, the last first; `followed`, whether what
    /// follows it can be reached, for which the lowering's word is taken where exceptions may lead there.
    pub(crate) fn operator(&mut self, operator: &Operator, nullable: [bool; 3], followed: bool) {
        // Behind an operator that isn't known, not even blocks are.
        let known = if self.unknown { None } else { class(operator, self.module, nullable) };
        let Some(mut class) = known else {
            self.unknown = true;
            return;
        };
        let at = self.classes.len() as u32;
        let may_be_safe = match (NumericOp::of(operator).and_then(|op| op.division()), &self.divisor) {
            (Some((_, signed)), &Divisor::Constant(divisor)) => divisor != 0 && !(signed && divisor == -1),
            (Some(_), Divisor::Unknown) => true,
            _ => false,
        };
        if self.unreachable || may_be_safe {
            class = Class::default();
        }
        if let Operator::Throw { .. } = operator {
            class.may_be_proven = self.frames.iter().any(|frame| frame.catches);
        }
        self.classes.push(class);
        self.ends.push(at);
        self.arms.push(self.arm);
        self.is_end.push(matches!(operator, Operator::End));
        self.is_null_check.push(matches!(operator, Operator::RefAsNonNull));
        self.divisor = match operator {
            Operator::I32Const { value } => Divisor::Constant(i64::from(*value)),
            Operator::I64Const { value } => Divisor::Constant(*value),
            Operator::LocalGet { .. } | Operator::GlobalGet { .. } => Divisor::Variable,
            _ if NumericOp::of(operator).is_some() => Divisor::Variable,
            _ if MemoryOp::of(operator).is_some_and(|(op, _)| !op.is_store()) => Divisor::Variable,
            _ => Divisor::Unknown,
        };
        match operator {
            Operator::LocalSet { local_index } | Operator::LocalTee { local_index } if !self.unreachable => {
                self.sets.entry(VarId(*local_index)).or_default().push(at);
            }
            _ => self.control(operator, at),
        }
        if self.handlers && followed && matches!(operator, Operator::End) {
            self.unreachable = false;
        }
    }

    fn control(&mut self, operator: &Operator, at: u32) {
        match operator {
            Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::TryTable { .. } => {
                self.handlers |= matches!(operator, Operator::TryTable { .. });
                let is_if = matches!(operator, Operator::If { .. });
                self.frames.push(Frame {
                    start: at,
                    is_loop: matches!(operator, Operator::Loop { .. }),
                    entered: !self.unreachable,
                    joined: false,
                    arm: self.arm,
                    is_if,
                    catches: matches!(operator, Operator::TryTable { try_table } if !try_table.catches.is_empty()),
                });
                if is_if {
                    self.arm = at + 1;
                }
            }
            Operator::Else => {
                let frame = self.frames.last_mut().expect("inside an if");
                self.ends[frame.start as usize] = at;
                frame.joined |= !self.unreachable;
                (frame.start, frame.is_if) = (at, false);
                self.unreachable = !frame.entered;
                self.arm = at + 1;
            }
            Operator::End => {
                if let Some(frame) = self.frames.pop() {
                    self.ends[frame.start as usize] = at;
                    let skipped = frame.is_if && frame.entered;
                    self.unreachable &= !(frame.joined || skipped);
                    self.arm = frame.arm;
                }
            }
            Operator::Br { relative_depth } => {
                self.branch(*relative_depth);
                self.unreachable = true;
            }
            Operator::BrIf { relative_depth }
            | Operator::BrOnNull { relative_depth }
            | Operator::BrOnNonNull { relative_depth }
            | Operator::BrOnCast { relative_depth, .. }
            | Operator::BrOnCastFail { relative_depth, .. } => self.branch(*relative_depth),
            Operator::BrTable { targets } => {
                for depth in targets.targets().flatten().chain([targets.default()]) {
                    self.branch(depth);
                }
                self.unreachable = true;
            }
            Operator::Return
            | Operator::Unreachable
            | Operator::Throw { .. }
            | Operator::ThrowRef
            | Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::ReturnCallRef { .. } => self.unreachable = true,
            _ => {}
        }
    }

    fn branch(&mut self, depth: u32) {
        let frame = self.frames.len().checked_sub(1 + depth as usize).map(|at| &mut self.frames[at]);
        if let Some(frame) = frame {
            frame.joined |= !self.unreachable && !frame.is_loop;
        }
    }
}
