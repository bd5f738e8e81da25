//! From a program to its C, one translation unit at a time.

use crate::c::{self, Names, Printer, Unit};
use crate::facts::{Callees, MayThrow};
use crate::heap::Layouts;
use crate::images::Image;
use crate::index::*;
use crate::ir::{Expr, Function, ObjectOp, Stmt};
use crate::lower::{self, Buffers, Lowering};
use crate::module::{ElemItem, Module};
use crate::partition::{self, Item};
use crate::program::{Config, Entry, Program};
use crate::structure::structure;
use crate::types::TypeInterval;
use crate::{Error, module};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use wasmparser::{DataKind, ElementKind, ExternalKind, MemoryType, ValType};

/// A C file.
#[derive(Clone, Debug)]
pub struct CFile {
    /// Its file name: "fib.c", or "fib_0.c", "fib_1.c"… where there are several.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What a C compiler must be able to do for it.
    pub needs: Needs,
}

/// What a C file needs beyond plain C.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Calls in it are tail calls: a compiler that optimises.
    pub tail_calls: bool,
    /// Vectors.
    pub vectors: bool,
    /// It works on objects of the collector's: optimisations that leave a pointer to each that is in use.
    pub objects: bool,
    /// It is one function, so large that some optimisations take time out of proportion.
    pub giant: bool,
}

impl Needs {
    fn add(&mut self, function: &Function) {
        self.tail_calls |= function.has_tail_calls();
        self.vectors |= function.has_vectors();
        self.objects |= function.has_objects();
    }
}

/// Read-only bytes that the C refers to by a symbol (`extern const u8 SYMBOL[]`): data segments.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    /// The C name.
    pub symbol: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// How a C function is called in a backtrace.
#[derive(Clone, Debug)]
pub struct FunctionName {
    /// The symbol in the object file.
    pub symbol: String,
    /// "module!function".
    pub name: String,
    /// Where its body begins in its module, in bytes.
    pub offset: u64,
}

/// All that is known of a program before its functions are lowered; the units can be made in any order, in parallel.
pub struct Plan<'a> {
    program: &'a Program<'a>,
    config: &'a Config,
    names: Names,
    intervals: Vec<TypeInterval>,
    objects: Layouts,
    may_throw: MayThrow,
    callees: Callees,
    layout: Layout,
    title: String,
    /// The functions that each unit defines, by place in [`Plan::defined`]; there is one more unit for the program.
    parts: Vec<Range<usize>>,
    defined: Vec<(InstanceIdx, FuncIdx)>,
}

/// Where things are, for the whole program.
pub(crate) struct Layout {
    /// All C is in one file.
    pub single: bool,
    pub memories: BTreeMap<(InstanceIdx, MemIdx), MemoryPlace>,
    /// The initial data of each instance.
    pub images: Vec<Image>,
    /// What the last instance runs, in order.
    pub entries: Vec<FuncIdx>,
}

/// Where a memory is and how large, in bytes.
pub(crate) struct MemoryPlace {
    pub base: Option<u64>,
    pub size: u64,
    pub maximum: u64,
    pub reserved: u64,
    pub page_shift: u32,
    pub bounds: Bounds,
    /// Other threads may see it.
    pub shared: bool,
}

/// How accesses out of a memory's bounds are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bounds {
    /// They fault: the reservation is as large as 32 bits of address and 32 bits of offset reach, and the memory ends
    /// where a page of the machine does.
    Guarded,
    /// By a comparison.
    Checked,
    /// By a comparison of 64-bit addresses.
    Checked64,
}

/// The size of the machine's pages, as a power of two: access is granted by these.
const MACHINE_PAGE_SHIFT: u32 = 12;

/// No 32-bit index plus 32-bit offset reaches beyond this, nor does an access there.
const GUARDED: u64 = (8 << 30) + (64 << 10);

/// Plans the C of a program.
///
/// # Errors
/// An entry that doesn't exist or has the wrong type.
pub fn plan<'a>(program: &'a Program<'a>, config: &'a Config) -> Result<Plan<'a>, Error> {
    let mut defined = Vec::new();
    for (index, instance) in program.instances.iter().enumerate() {
        let imported = instance.module.imported_funcs();
        defined.extend(
            (imported..instance.module.funcs.len() as u32).map(|f| (InstanceIdx(index as u32), FuncIdx(f))),
        );
    }
    let intervals = program.types.intervals();
    let objects = Layouts::new(program, &intervals);
    let mut plan = Plan {
        program,
        config,
        names: Names::new(program, &objects),
        intervals,
        objects,
        may_throw: MayThrow::of(program),
        callees: Callees::of(program),
        layout: Layout {
            single: true,
            memories: memories(program, config),
            images: (0..program.instances.len() as u32)
                .map(|index| Image::new(program, InstanceIdx(index)))
                .collect(),
            entries: entries(program, config)?,
        },
        title: program.instances.last().map_or("program", |instance| &instance.name).to_owned(),
        parts: Vec::new(),
        defined,
    };
    plan.partition();
    Ok(plan)
}

fn memories(program: &Program, config: &Config) -> BTreeMap<(InstanceIdx, MemIdx), MemoryPlace> {
    let mut places = BTreeMap::new();
    let mut base = config.memory_base;
    for (index, instance) in program.instances.iter().enumerate() {
        let this = InstanceIdx(index as u32);
        for &at in instance.memories.iter().filter(|at| at.0 == this) {
            let ty = program.memory(at);
            let page_shift = ty.page_size_log2.unwrap_or(16);
            let size = bytes(ty.initial, page_shift);
            let maximum = bytes(ty.maximum.unwrap_or(u64::MAX).min(most_pages(ty)), page_shift);
            let bounds = match ty.memory64 {
                true => Bounds::Checked64,
                false if config.signals_based_traps && page_shift >= MACHINE_PAGE_SHIFT => Bounds::Guarded,
                false => Bounds::Checked,
            };
            let guarded = bounds == Bounds::Guarded;
            let reserved = if guarded { GUARDED } else { maximum };
            let own_base = guarded.then_some(base);
            if guarded {
                base += (GUARDED + (1 << 30) - 1) >> 30 << 30;
            }
            let place = MemoryPlace {
                base: own_base,
                size,
                maximum,
                reserved,
                page_shift,
                bounds,
                shared: ty.shared,
            };
            places.insert(at, place);
        }
    }
    places
}

/// The size of pages; more than there are addresses if it is.
fn bytes(pages: u64, page_shift: u32) -> u64 {
    pages.saturating_mul(1 << page_shift)
}

/// How many pages a memory may have whose type has no maximum: an address, and the size in pages, have to fit its
/// address type.
fn most_pages(ty: &MemoryType) -> u64 {
    let bits = if ty.memory64 { 64 } else { 32 };
    let page_shift = ty.page_size_log2.unwrap_or(16);
    if page_shift == 0 { u64::MAX >> (64 - bits) } else { 1 << (bits - page_shift) }
}

/// The functions that the program runs, in order.
fn entries(program: &Program, config: &Config) -> Result<Vec<FuncIdx>, Error> {
    let Some(instance) = program.instances.last() else { return Ok(Vec::new()) };
    let module = instance.module;
    let exported = |name: &str| match module.export(name) {
        Some(export) if matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact) => {
            let ty = module.func_type(FuncIdx(export.index));
            // Virgil's `_start` has a result, which is nobody's.
            let fits = ty.params().is_empty() && (ty.results().is_empty() || name == "_start");
            fits.then_some(FuncIdx(export.index))
        }
        _ => None,
    };
    let initialize = exported("_initialize");
    match &config.entry {
        Entry::Script => Ok(Vec::new()),
        Entry::Command => {
            let main = exported("_start").or_else(|| exported("main"));
            Ok(initialize.into_iter().chain(main).collect())
        }
        Entry::Invoke(name) => match module.export(name) {
            Some(export) if matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact) => {
                Ok(initialize.into_iter().collect())
            }
            Some(_) => Err(Error::at(0, format!("export `{name}` is not a function"))),
            None => Err(Error::at(0, format!("the module has no export `{name}`"))),
        },
    }
}

impl Plan<'_> {
    /// Cuts the functions, in module order, into units.
    fn partition(&mut self) {
        let items: Vec<Item> = self
            .defined
            .iter()
            .map(|&(at, func)| Item {
                hash: partition::hash(&self.names.funcs[at.at()][func.at()]),
                cost: self.cost_of(at, func),
            })
            .collect();
        if items.iter().map(|item| item.cost).sum::<u64>() > self.config.unit_cost {
            self.parts = partition::partition(&items, self.config.unit_cost);
            self.layout.single = false;
        }
    }

    /// About what a function costs to compile.
    fn cost_of(&self, at: InstanceIdx, func: FuncIdx) -> u64 {
        let range = self.body(at, func).body.range();
        // A body has about one operator every two bytes.
        20 + (range.end - range.start) / 2
    }

    /// Whether a unit is a single function that is as large as several units.
    fn is_giant(&self, part: &Range<usize>) -> bool {
        let costs = || self.defined[part.clone()].iter().map(|&(at, func)| self.cost_of(at, func));
        part.len() == 1 && costs().any(|cost| cost >= self.config.unit_cost)
    }

    fn module(&self, at: InstanceIdx) -> &Module<'_> {
        self.program.instance(at).module
    }

    fn context(&self, at: InstanceIdx) -> lower::Context<'_, '_> {
        lower::Context {
            at,
            instance: self.program.instance(at),
            may_throw: &self.may_throw,
            callees: &self.callees,
            layouts: &self.objects,
        }
    }

    fn body(&self, at: InstanceIdx, func: FuncIdx) -> &module::Body<'_> {
        let module = self.module(at);
        &module.bodies[func.at() - module.imported_funcs() as usize]
    }

    /// How many translation units there are.
    pub fn unit_count(&self) -> usize {
        self.parts.len() + 1
    }

    /// About what the program costs to compile, as [`Config::unit_cost`] has it.
    pub fn cost(&self) -> u64 {
        self.defined.iter().map(|&(at, func)| self.cost_of(at, func)).sum()
    }

    /// The units, those that cost most to compile first.
    pub fn units_by_cost(&self) -> Vec<usize> {
        let cost =
            |part: Range<usize>| self.defined[part].iter().map(|&(at, func)| self.cost_of(at, func)).sum();
        let costs: Vec<u64> = self.parts.iter().cloned().map(cost).collect();
        let mut units: Vec<usize> = (0..self.unit_count()).collect();
        // The program's own unit has few functions, but may have long tables.
        units.sort_by_key(|&unit| {
            std::cmp::Reverse(costs.get(unit).copied().unwrap_or(self.config.unit_cost))
        });
        units
    }

    /// Lowers the functions of one unit and prints it.
    ///
    /// # Errors
    /// An invalid function body.
    pub fn unit(&self, index: usize) -> Result<CFile, Error> {
        let printer = Printer {
            program: self.program,
            config: self.config,
            names: &self.names,
            intervals: &self.intervals,
            objects: &self.objects,
            may_throw: &self.may_throw,
            layout: &self.layout,
        };
        // What begins with "-" is a flag to those that read the file.
        let is_plain = |at: usize, c: char| c.is_ascii_alphanumeric() || c == '-' && at > 0;
        let title = self.title.chars().enumerate();
        let stem: String = title.map(|(at, c)| if is_plain(at, c) { c } else { '_' }).collect();
        let name = if self.layout.single { format!("{stem}.c") } else { format!("{stem}_{index}.c") };
        let mut needs = Needs { vectors: self.declares_vectors(), ..Needs::default() };
        let text = match self.parts.get(index) {
            Some(part) => {
                needs.giant = self.is_giant(part);
                let mut unit = Unit::default();
                let mut buffers = Buffers::default();
                for &(at, func) in &self.defined[part.clone()] {
                    let function = self.lower(at, func, &mut buffers)?;
                    needs.add(&function);
                    printer.function(&mut unit, at, func, &function);
                    buffers.function = function;
                }
                printer.finish(unit, &self.title)
            }
            None => self.program_unit(&printer, &mut needs)?,
        };
        Ok(CFile { name, text, needs })
    }

    /// Whether a function's type or a global, which any file may declare, has to do with vectors.
    fn declares_vectors(&self) -> bool {
        self.program.instances.iter().any(|instance| {
            let module = instance.module;
            let in_types = module.types.iter().any(|ty| match &ty.composite_type.inner {
                wasmparser::CompositeInnerType::Func(ty) => {
                    ty.params().iter().chain(ty.results()).any(|&ty| ty == ValType::V128)
                }
                _ => false,
            });
            in_types || module.globals.iter().any(|global| global.ty.content_type == ValType::V128)
        })
    }

    fn program_unit(&self, printer: &Printer, needs: &mut Needs) -> Result<String, Error> {
        let initializers: Vec<Function> = (0..self.program.instances.len() as u32)
            .map(|i| self.initializer(InstanceIdx(i)))
            .collect::<Result<_, _>>()?;
        let mut unit = Unit::default();
        if self.layout.single {
            let mut functions = HashMap::new();
            let mut buffers = Buffers::default();
            for &(at, func) in &self.defined {
                functions.insert((at, func), self.lower(at, func, &mut buffers)?);
            }
            for (at, func) in self.reachable(&functions, &initializers) {
                let function = &functions[&(at, func)];
                needs.add(function);
                printer.function(&mut unit, at, func, function);
            }
        }
        Ok(printer.finish_program(unit, &initializers, &self.title))
    }

    fn lower(&self, at: InstanceIdx, func: FuncIdx, buffers: &mut Buffers) -> Result<Function, Error> {
        let mut function =
            lower::lower(self.context(at), func, self.body(at, func), buffers).map_err(|mut error| {
                error.function = Some(self.function_name(at, func));
                error
            })?;
        structure(&mut function);
        Ok(function)
    }

    /// The functions that can be called at all, in module order.
    fn reachable(
        &self,
        functions: &HashMap<(InstanceIdx, FuncIdx), Function>,
        initializers: &[Function],
    ) -> BTreeSet<(InstanceIdx, FuncIdx)> {
        let mut seen = BTreeSet::new();
        let mut work = Vec::new();
        let last = InstanceIdx(self.program.instances.len() as u32 - 1);
        work.extend(self.layout.entries.iter().map(|&func| (last, func)));
        for (index, instance) in self.program.instances.iter().enumerate() {
            let at = InstanceIdx(index as u32);
            for export in &instance.module.exports {
                let wanted = match &self.config.entry {
                    Entry::Script => true,
                    Entry::Invoke(name) => at == last && export.name == name,
                    Entry::Command => false,
                };
                if wanted && matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact) {
                    work.push((at, FuncIdx(export.index)));
                }
            }
            self.mentions(at, &initializers[index], &mut work);
        }
        while let Some((at, func)) = work.pop() {
            let crate::program::ImportedFunc::Instance(at, func) = self.program.instance(at).func(at, func)
            else {
                continue;
            };
            if seen.insert((at, func)) {
                self.mentions(at, &functions[&(at, func)], &mut work);
            }
        }
        seen
    }

    /// Adds the functions that a function mentions, itself or by an element segment.
    fn mentions(&self, at: InstanceIdx, function: &Function, work: &mut Vec<(InstanceIdx, FuncIdx)>) {
        for expr in &function.exprs {
            match expr {
                Expr::RefFunc(func) | Expr::Call { callee: crate::ir::Callee::Func(func), .. } => {
                    work.push((at, *func))
                }
                Expr::TableInit(_, elem, _)
                | Expr::ElemDrop(elem)
                | Expr::ElemSet(elem, ..)
                | Expr::Allocate(_, ObjectOp::NewElem(elem), _)
                | Expr::Object(ObjectOp::InitElem(elem), _) => {
                    for item in &self.module(at).elems[elem.at()].items {
                        let func = match item {
                            ElemItem::Func(func) => Some(*func),
                            ElemItem::Expr(expr) => c::literal_func(expr),
                        };
                        work.extend(func.map(|func| (at, func)));
                    }
                }
                _ => {}
            }
        }
    }

    /// What instantiates a module (spec 4.7.2), after the checks that its imports fit.
    fn initializer(&self, at: InstanceIdx) -> Result<Function, Error> {
        let instance = self.program.instance(at);
        let module = instance.module;
        let mut lowering = Lowering::initializer(self.context(at));
        for (index, global) in module.globals.iter().enumerate() {
            if let Some(init) = &global.init
                && c::literal(Some(init)).is_none()
            {
                let value = lowering.constant_as(init, instance.ctypes().of(global.ty.content_type))?;
                lowering.write(Expr::GlobalSet(GlobalIdx(index as u32), value));
            }
        }
        for (index, table) in module.tables.iter().enumerate() {
            if let Some(init) = &table.init {
                let to = lowering.int(0);
                let value = lowering.constant(init)?;
                let n = lowering.expr(Expr::Const(crate::ir::Const::I64(table.ty.initial)));
                lowering.write(Expr::TableFill(TableIdx(index as u32), [to, value, n]));
            }
        }
        for (index, elem) in module.elems.iter().enumerate() {
            let index = ElemIdx(index as u32);
            for (place, item) in elem.items.iter().enumerate() {
                if let ElemItem::Expr(expr) = item
                    && c::literal_func(expr).is_none()
                    && c::literal(Some(expr)).is_none()
                {
                    let value = lowering.constant(expr)?;
                    lowering.write(Expr::ElemSet(index, place as u32, value));
                }
            }
        }
        self.segments_of(&mut lowering, module, &self.layout.images[at.at()])?;
        if let Some(start) = module.start {
            lowering.write(Expr::Call { callee: crate::ir::Callee::Func(start), args: Vec::new() });
            if self.may_throw.func(at, start) {
                lowering.end_if_thrown();
            }
        }
        let mut function = lowering.finish();
        structure(&mut function);
        Ok(function)
    }

    fn segments_of<'m>(
        &self,
        lowering: &mut Lowering<'m, 'm>,
        module: &'m Module<'m>,
        image: &Image,
    ) -> Result<(), Error> {
        for (index, elem) in module.elems.iter().enumerate() {
            let index = ElemIdx(index as u32);
            if let ElementKind::Active { table_index, offset_expr } = &elem.kind {
                let table = TableIdx(table_index.unwrap_or(0));
                let to = lowering.constant(offset_expr)?;
                let (from, n) = (lowering.int(0), lowering.int(elem.items.len() as u32));
                lowering.write(Expr::TableInit(table, index, [to, from, n]));
            }
            // One that only declares is empty from the start.
            if matches!(elem.kind, ElementKind::Active { .. }) {
                lowering.write(Expr::ElemDrop(index));
            }
        }
        for run in image.runs() {
            lowering.write(Expr::DataPlace { first: run.start, count: run.len() as u32 });
        }
        for (index, data) in module.datas.iter().enumerate() {
            let index = DataIdx(index as u32);
            if let DataKind::Active { memory_index, offset_expr } = &data.kind
                && !image.has(index)
            {
                let to = lowering.constant(offset_expr)?;
                let (from, n) = (lowering.int(0), lowering.int(data.data.len() as u32));
                lowering.write(Expr::MemoryInit(MemIdx(*memory_index), index, [to, from, n]));
                lowering.write(Expr::DataDrop(index));
            }
        }
        Ok(())
    }

    /// The data segments.
    pub fn segments(&self) -> Vec<Segment<'_>> {
        let mut segments = Vec::new();
        for (index, instance) in self.program.instances.iter().enumerate() {
            let image = &self.layout.images[index];
            if !image.bytes.is_empty() {
                segments.push(Segment { symbol: &self.names.images[index].0, bytes: &image.bytes });
            }
            let datas = instance.module.datas.iter().zip(&self.names.datas[index]).enumerate();
            for (_, (data, name)) in datas.filter(|&(index, _)| !image.has(DataIdx(index as u32))) {
                segments.push(Segment { symbol: name, bytes: data.data });
            }
        }
        segments
    }

    /// The functions, for backtraces.
    pub fn function_names(&self) -> Vec<FunctionName> {
        let names = self.defined.iter().map(|&(at, func)| FunctionName {
            symbol: self.names.funcs[at.at()][func.at()].clone(),
            name: format!("{}!{}", self.program.instance(at).name, self.function_name(at, func)),
            offset: self.body(at, func).body.range().start,
        });
        names.collect()
    }

    /// What people call a function.
    fn function_name(&self, at: InstanceIdx, func: FuncIdx) -> String {
        let module = self.module(at);
        let export = || {
            let found = module.exports.iter().find(|e| e.kind == ExternalKind::Func && e.index == func.0);
            found.map(|export| export.name.to_owned())
        };
        let own = module.names.funcs.get(&func.0).map(|name| (*name).to_owned());
        own.or_else(export).unwrap_or_else(|| format!("<wasm function {}>", func.0))
    }
}

impl<'m, 'a> Lowering<'m, 'a> {
    /// An i32 constant.
    fn int(&mut self, value: u32) -> crate::ir::ExprId {
        self.expr(Expr::Const(crate::ir::Const::I32(value)))
    }

    /// A statement that evaluates an expression for its effect.
    fn write(&mut self, expr: Expr) {
        let expr = self.expr(expr);
        self.emit(Stmt::Do(expr));
    }
}
