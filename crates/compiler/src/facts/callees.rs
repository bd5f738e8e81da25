//! Which function a call by reference can only mean: where references are made of one function of a type, it is called by its name.
//!
//! A body may make references only of functions that are exported, or mentioned by a segment, a global or a table. So it is enough to
//! look at those.

use crate::index::*;
use crate::module::ElemItem;
use crate::program::{ImportedFunc, Program};
use wasmparser::{ConstExpr, ExternalKind, Operator};

/// By canonical type, what a reference of the type may refer to.
#[derive(Default)]
pub(crate) struct Callees {
    types: Vec<Callee>,
}

/// Functions of a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Callee {
    #[default]
    None,
    /// One, by where it is defined, whose type is exactly that.
    One(InstanceIdx, FuncIdx),
    Any,
}

impl Callees {
    /// Finds it out.
    pub(crate) fn of(program: &Program) -> Callees {
        let mut callees = Callees { types: vec![Callee::None; program.types.len()] };
        for index in 0..program.instances.len() as u32 {
            let at = InstanceIdx(index);
            let module = program.instance(at).module;
            let mut constant = |expr: &ConstExpr| {
                for operator in expr.get_operators_reader().into_iter().map_while(Result::ok) {
                    if let Operator::RefFunc { function_index } = operator {
                        callees.reference(program, at, FuncIdx(function_index));
                    }
                }
            };
            module.globals.iter().filter_map(|global| global.init.as_ref()).for_each(&mut constant);
            module.tables.iter().filter_map(|table| table.init.as_ref()).for_each(&mut constant);
            for item in module.elems.iter().flat_map(|elem| &elem.items) {
                if let ElemItem::Expr(expr) = item {
                    constant(expr);
                }
            }
            for item in module.elems.iter().flat_map(|elem| &elem.items) {
                if let ElemItem::Func(func) = item {
                    callees.reference(program, at, *func);
                }
            }
            for export in module.exports.iter().filter(|export| export.kind == ExternalKind::Func) {
                callees.reference(program, at, FuncIdx(export.index));
            }
        }
        callees
    }

    /// The function of this instance that a call by a reference of this type calls, if it calls any.
    pub(crate) fn only(&self, at: InstanceIdx, ty: CanonicalType) -> Option<FuncIdx> {
        match self.types.get(ty.at()) {
            Some(&Callee::One(owner, func)) if owner == at => Some(func),
            _ => None,
        }
    }

    /// A reference may be made of a function: one of its type, and of the supertypes.
    fn reference(&mut self, program: &Program, at: InstanceIdx, func: FuncIdx) {
        let instance = program.instance(at);
        let Some(ty) = instance.module.funcs.get(func.at()) else { return };
        let ty = instance.canonical[ty.at()];
        let callee = match instance.func(at, func) {
            ImportedFunc::Instance(owner, func) => Callee::One(owner, func),
            ImportedFunc::Host(_) | ImportedFunc::Unknown(_) => Callee::Any,
        };
        let known = &mut self.types[ty.at()];
        *known = if *known == Callee::None || *known == callee { callee } else { Callee::Any };
        let mut above = program.types.supertype(ty);
        while let Some(ty) = above {
            self.types[ty.at()] = Callee::Any;
            above = program.types.supertype(ty);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::Module;

    /// The only callees of a module's first types.
    fn only(text: &str, types: u32) -> Vec<Option<u32>> {
        let bytes = wat::parse_str(format!("(module {text})")).expect("valid text");
        let module = Module::decode(&bytes).expect("a valid module");
        let mut program = Program::new(&[]);
        let at = program.instantiate("test", &module, &|_| None).expect("it links");
        let callees = Callees::of(&program);
        let canonical = &program.instance(at).canonical;
        (0..types as usize).map(|ty| callees.only(at, canonical[ty]).map(|func| func.0)).collect()
    }

    #[test]
    fn references_are_made_where_functions_are_mentioned() {
        let types =
            "(type (func)) (type (func (param i32))) (type (func (param i64))) (type (func (param f32)))";
        let funcs = "(func (type 0)) (func (type 1)) (func (type 2)) (func (type 3))";
        assert_eq!(only(&format!("{types} {funcs}"), 4), [None; 4]);
        let mentions = "(elem declare func 0) (global funcref (ref.func 1)) (table 1 funcref (ref.func 2))
            (export \"f\" (func 3))";
        assert_eq!(only(&format!("{types} {funcs} {mentions}"), 4), [Some(0), Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn two_functions_of_a_type_are_not_one() {
        let module = "(type (func)) (func (type 0)) (func (type 0)) (elem declare func 0 0)";
        assert_eq!(only(module, 1), [Some(0)]);
        assert_eq!(only(&format!("{module} (elem declare funcref (ref.func 1))"), 1), [None]);
    }

    #[test]
    fn functions_of_subtypes_and_of_the_host_are_told_from_none() {
        let subtype = "(type (sub (func))) (type (sub 0 (func))) (func (type 1)) (elem declare func 0)";
        assert_eq!(only(subtype, 2), [None, Some(0)]);
        let import = "(type (func)) (import \"env\" \"f\" (func (type 0))) (elem declare func 0)";
        assert_eq!(only(import, 1), [None]);
    }
}
