//! Which functions an exception may leave: only calls of these are followed by a test.
//!
//! A function may throw if it has a throw, or a call of what may throw, that no handler of its own for all exceptions is
//! around. An indirect call may call any function of its type that a reference is made of. Functions of the host don't throw.

use crate::index::*;
use crate::module::ElemItem;
use crate::program::{ImportedFunc, Program};
use wasmparser::{Catch, ConstExpr, Operator};

/// What may throw.
#[derive(Default)]
pub(crate) struct MayThrow {
    /// By instance and function, imported ones included; nothing at all in a program without tags.
    funcs: Vec<Vec<bool>>,
    /// By canonical type: what is called by a reference of the type.
    types: Vec<bool>,
}

impl MayThrow {
    /// Finds it out: a pass over the operators of the program, if it has tags.
    pub(crate) fn of(program: &Program) -> MayThrow {
        if program.instances.iter().all(|instance| instance.tags.is_empty()) {
            return MayThrow::default();
        }
        let mut graph = Graph::new(program);
        for index in 0..program.instances.len() as u32 {
            graph.instance(InstanceIdx(index));
        }
        graph.spread()
    }

    /// Whether a function of an instance does.
    pub(crate) fn func(&self, at: InstanceIdx, func: FuncIdx) -> bool {
        self.funcs.get(at.at()).is_some_and(|funcs| funcs[func.at()])
    }

    /// Whether a function that is called by a reference of this type does.
    pub(crate) fn func_type(&self, ty: CanonicalType) -> bool {
        self.types.get(ty.at()).is_some_and(|&throws| throws)
    }
}

/// Functions and types; an edge from what throws to what therefore throws too.
struct Graph<'p, 'a> {
    program: &'p Program<'a>,
    /// The first function of each instance among the nodes; types come before them.
    first: Vec<usize>,
    edges: Vec<Vec<u32>>,
    throws: Vec<bool>,
    work: Vec<usize>,
}

impl<'p, 'a> Graph<'p, 'a> {
    fn new(program: &'p Program<'a>) -> Graph<'p, 'a> {
        let mut nodes = program.types.len();
        let mut first = Vec::with_capacity(program.instances.len());
        for instance in &program.instances {
            first.push(nodes);
            nodes += instance.module.funcs.len();
        }
        let mut edges = vec![Vec::new(); nodes];
        for (ty, edges) in edges.iter_mut().enumerate().take(program.types.len()) {
            edges.extend(program.types.supertype(CanonicalType(ty as u32)).map(|supertype| supertype.0));
        }
        Graph { program, first, edges, throws: vec![false; nodes], work: Vec::new() }
    }

    /// The node of a function as an instance has it; none if the host provides it, or nobody.
    fn node(&self, at: InstanceIdx, func: FuncIdx) -> Option<usize> {
        let instance = self.program.instance(at);
        match instance.func(at, func) {
            ImportedFunc::Instance(owner, func) if owner != at || func.at() < instance.module.funcs.len() => {
                Some(self.first[owner.at()] + func.at())
            }
            _ => None,
        }
    }

    fn add(&mut self, from: usize, to: usize) {
        self.edges[from].push(to as u32);
    }

    fn mark(&mut self, node: usize) {
        if !std::mem::replace(&mut self.throws[node], true) {
            self.work.push(node);
        }
    }

    fn instance(&mut self, at: InstanceIdx) {
        let module = self.program.instance(at).module;
        for elem in &module.elems {
            for item in &elem.items {
                match item {
                    ElemItem::Func(func) => self.reference(at, *func),
                    ElemItem::Expr(expr) => self.constant(at, expr),
                }
            }
        }
        module.globals.iter().filter_map(|global| global.init.as_ref()).for_each(|e| self.constant(at, e));
        module.tables.iter().filter_map(|table| table.init.as_ref()).for_each(|e| self.constant(at, e));
        for (index, body) in module.bodies.iter().enumerate() {
            let func = FuncIdx(module.imported_funcs() + index as u32);
            let Ok(operators) = body.body.get_operators_reader() else { continue };
            // What can't be read is reported when the function is lowered.
            let mut scan = Scan::default();
            for operator in operators.into_iter().map_while(Result::ok) {
                if let Operator::RefFunc { function_index } = operator {
                    self.reference(at, FuncIdx(function_index));
                }
                scan.operator(&operator);
            }
            let node = self.first[at.at()] + func.at();
            for event in scan.escaped.into_iter().chain(scan.events) {
                match event {
                    Event::Throw => self.mark(node),
                    Event::Call(func) => {
                        if let Some(callee) = self.node(at, func) {
                            self.add(callee, node);
                        }
                    }
                    Event::Indirect(ty) => {
                        let ty = self.program.instance(at).canonical.get(ty.at()).copied();
                        ty.into_iter().for_each(|ty| self.add(ty.at(), node));
                    }
                }
            }
        }
    }

    fn constant(&mut self, at: InstanceIdx, expr: &ConstExpr) {
        for operator in expr.get_operators_reader().into_iter().map_while(Result::ok) {
            if let Operator::RefFunc { function_index } = operator {
                self.reference(at, FuncIdx(function_index));
            }
        }
    }

    /// A reference is made of a function: it may be called by its type.
    fn reference(&mut self, at: InstanceIdx, func: FuncIdx) {
        let Some(node) = self.node(at, func) else { return };
        // By the type that it has where it is defined: it may be imported as something more general.
        let ImportedFunc::Instance(owner, func) = self.program.instance(at).func(at, func) else { return };
        let owner = self.program.instance(owner);
        let ty = owner.module.funcs[func.at()];
        self.add(node, owner.canonical[ty.at()].at());
    }

    /// Everything that what throws leads to throws.
    fn spread(mut self) -> MayThrow {
        while let Some(node) = self.work.pop() {
            for to in std::mem::take(&mut self.edges[node]) {
                self.mark(to as usize);
            }
        }
        let funcs = (0..self.program.instances.len() as u32).map(InstanceIdx).map(|at| {
            let count = self.program.instance(at).module.funcs.len() as u32;
            let throws = |func| self.node(at, FuncIdx(func)).is_some_and(|node| self.throws[node]);
            (0..count).map(throws).collect()
        });
        MayThrow { funcs: funcs.collect(), types: self.throws[..self.program.types.len()].to_vec() }
    }
}

/// What an exception may come from.
enum Event {
    Throw,
    Call(FuncIdx),
    Indirect(TypeIdx),
}

/// What may leave a function, found in one pass over operators that needn't be valid.
#[derive(Default)]
struct Scan {
    frames: Vec<Frame>,
    /// So far, in order, without those that a handler is known to be around.
    events: Vec<Event>,
    /// Those that handlers around them don't see.
    escaped: Vec<Event>,
}

/// A block.
struct Frame {
    /// How many events there were when it began.
    start: usize,
    /// It is a `try_table` that catches everything.
    catches_all: bool,
    /// Of a legacy `try`: how many events there were at its first catch.
    body_end: Option<usize>,
}

impl Scan {
    fn operator(&mut self, operator: &Operator) {
        match operator {
            Operator::Throw { .. } | Operator::ThrowRef | Operator::Rethrow { .. } => {
                self.events.push(Event::Throw);
            }
            Operator::Call { function_index } => self.events.push(Event::Call(FuncIdx(*function_index))),
            Operator::CallIndirect { type_index, .. } | Operator::CallRef { type_index } => {
                self.events.push(Event::Indirect(TypeIdx(*type_index)));
            }
            // A call in tail position is made once the handlers are left.
            Operator::ReturnCall { function_index } => {
                self.escaped.push(Event::Call(FuncIdx(*function_index)));
            }
            Operator::ReturnCallIndirect { type_index, .. } | Operator::ReturnCallRef { type_index } => {
                self.escaped.push(Event::Indirect(TypeIdx(*type_index)));
            }
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } | Operator::Try { .. } => {
                self.enter(false);
            }
            Operator::TryTable { try_table } => {
                let all = |catch: &Catch| matches!(catch, Catch::All { .. } | Catch::AllRef { .. });
                self.enter(try_table.catches.iter().any(all));
            }
            Operator::Catch { .. } => {
                let now = self.events.len();
                if let Some(frame) = self.frames.last_mut() {
                    frame.body_end.get_or_insert(now);
                }
            }
            Operator::CatchAll => {
                if let Some(frame) = self.frames.last_mut() {
                    let end = frame.body_end.replace(frame.start).unwrap_or(self.events.len());
                    self.events.drain(frame.start..end);
                }
            }
            Operator::Delegate { .. } => {
                // It may pass by any handler that is around.
                if let Some(frame) = self.frames.pop() {
                    self.escaped.extend(self.events.drain(frame.start..));
                }
            }
            Operator::End => {
                if let Some(frame) = self.frames.pop()
                    && frame.catches_all
                {
                    self.events.truncate(frame.start);
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, catches_all: bool) {
        self.frames.push(Frame { start: self.events.len(), catches_all, body_end: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::Module;

    /// Which functions of a module may throw, by the order of their definitions; `host` is imported first.
    fn throwing(text: &str) -> Vec<bool> {
        let bytes =
            wat::parse_str(format!("(module (import \"env\" \"host\" (func $host)) (tag $e) {text})"))
                .expect("valid text");
        let module = Module::decode(&bytes).expect("a valid module");
        module.validate_bodies().expect("valid bodies");
        let mut program = Program::new(&[]);
        let at = program.instantiate("test", &module, &|_| None).expect("it links");
        let facts = MayThrow::of(&program);
        (0..module.bodies.len() as u32).map(|i| facts.func(at, FuncIdx(i + 1))).collect()
    }

    #[test]
    fn throws_spread_to_callers_and_host_functions_do_not_throw() {
        let functions = "(func $a (throw $e)) (func $b (call $a)) (func $c (call $b)) (func (call $host))";
        assert_eq!(throwing(functions), [true, true, true, false]);
    }

    #[test]
    fn recursion_by_itself_throws_nothing() {
        assert_eq!(
            throwing("(func $a (call $b)) (func $b (call $a)) (func (throw $e))"),
            [false, false, true]
        );
    }

    #[test]
    fn a_handler_of_everything_keeps_what_is_inside() {
        let caught = "(func $a (throw $e))
            (func (block $h (try_table (catch_all $h) (call $a) (throw $e))))
            (func (block $h (try_table (catch_all $h) (call $a))) (call $a))
            (func (block $h (try_table (catch $e $h) (call $a))))
            (func (drop (block $h (result exnref) (try_table (catch_all_ref $h) (call $a)) (ref.null exn))))";
        assert_eq!(throwing(caught), [true, false, true, true, false]);
    }

    #[test]
    fn a_call_in_tail_position_is_outside_of_handlers() {
        let tail = "(func $a (throw $e)) (func (block $h (try_table (catch_all $h) (return_call $a))))";
        assert_eq!(throwing(tail), [true, true]);
    }

    #[test]
    fn legacy_clauses_are_outside_of_their_own_handlers() {
        let legacy = "(func $a (throw $e))
            (func try call $a catch_all end)
            (func try call $a catch $e call $a catch_all end)
            (func try call $a catch $e catch_all call $a end)
            (func try nop catch_all rethrow 0 end)
            (func try call $a end)";
        assert_eq!(throwing(legacy), [true, false, true, true, true, true]);
    }

    #[test]
    fn a_delegate_may_pass_by_any_handler() {
        let legacy = "(func $a (throw $e)) (func try try call $a delegate 1 catch_all end)";
        assert_eq!(throwing(legacy), [true, true]);
    }

    #[test]
    fn indirect_calls_are_told_apart_by_type_and_by_who_is_referred_to() {
        let indirect = "(type $f (func)) (type $g (func (param i32))) (type $h (func (param i64)))
            (table $t funcref (elem $a $quiet))
            (func $a (type $f) (throw $e))
            (func $quiet (type $g))
            (func $unlisted (type $g) (throw $e))
            (func (call_indirect (type $f) (i32.const 0)))
            (func (call_indirect (type $g) (i32.const 0) (i32.const 1)))
            (func (param (ref $h)) (call_ref $h (i64.const 0) (local.get 0)))";
        assert_eq!(throwing(indirect), [true, false, true, true, false, false]);
    }

    #[test]
    fn a_call_by_a_type_may_be_of_its_subtypes() {
        let subtypes = "(type $f (sub (func))) (type $g (sub $f (func)))
            (elem declare func $a)
            (func $a (type $g) (throw $e))
            (func (param (ref $f)) (call_ref $f (local.get 0)))
            (func (param (ref $g)) (call_ref $g (local.get 0)))";
        assert_eq!(throwing(subtypes), [true, true, true]);
    }

    #[test]
    fn a_program_without_tags_is_not_looked_at() {
        assert!(MayThrow::of(&Program::new(&[])).funcs.is_empty());
    }
}
