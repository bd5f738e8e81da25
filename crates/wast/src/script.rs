//! From the directives of a script to one closed program and the commands that its executable is given.
//!
//! Which instance an import means is known from the text alone, so all instances of a script become one program. What
//! can be said without running anything (a module that must be invalid, an import that must not fit) is said here.

use std::cell::Cell;
use std::collections::HashMap;

use wast::parser::{self, ParseBuffer};
use wast::token::Id;
use wast::{Wast, WastDirective, WastExecute, WastInvoke, WastRet, Wat};
use wastrel_compiler::{InstanceIdx, Module, Program};

use crate::{FailureKind, value};

/// What scripts call the host's module.
const SPECTEST: &str = "spectest";

/// The binaries of a script's modules.
pub(crate) struct Binaries {
    /// The host's module, if another imports from it.
    spectest: Option<Result<Vec<u8>, String>>,
    /// By directive.
    modules: Vec<Option<Result<Vec<u8>, String>>>,
}

impl Binaries {
    /// Encodes every module of a script, whatever the directive wants of it.
    pub(crate) fn encode(script: &mut Wast<'_>) -> Binaries {
        let modules: Vec<_> = script.directives.iter_mut().map(encode).collect();
        let imports =
            |binary: &[u8]| binary.windows(SPECTEST.len()).any(|bytes| bytes == SPECTEST.as_bytes());
        let spectest = modules.iter().flatten().flatten().any(|binary| imports(binary)).then(|| {
            let buffer = ParseBuffer::new(include_str!("spectest.wat")).map_err(|error| error.message())?;
            let mut module: Wat<'_> = parser::parse(&buffer).map_err(|error| error.message())?;
            module.encode().map_err(|error| error.message())
        });
        Binaries { spectest, modules }
    }

    /// Decodes and validates them.
    pub(crate) fn decode(&self) -> Modules<'_> {
        Modules {
            spectest: self.spectest.as_ref().map(decode),
            modules: self.modules.iter().map(|binary| binary.as_ref().map(decode)).collect(),
        }
    }
}

fn decode(binary: &Result<Vec<u8>, String>) -> Decoded<'_> {
    let module =
        Module::decode(binary.as_ref().map_err(String::clone)?).map_err(|error| error.to_string())?;
    module.validate_bodies().map_err(|error| error.to_string())?;
    Ok(module)
}

fn encode(directive: &mut WastDirective<'_>) -> Option<Result<Vec<u8>, String>> {
    let encoded = match directive {
        WastDirective::Module(module)
        | WastDirective::ModuleDefinition(module)
        | WastDirective::AssertMalformed { module, .. }
        | WastDirective::AssertInvalid { module, .. } => module.encode(),
        WastDirective::AssertUnlinkable { module, .. }
        | WastDirective::AssertTrap { exec: WastExecute::Wat(module), .. }
        | WastDirective::AssertException { exec: WastExecute::Wat(module), .. } => module.encode(),
        _ => return None,
    };
    Some(encoded.map_err(|error| error.message()))
}

/// A decoded module, or why it is none.
type Decoded<'a> = Result<Module<'a>, String>;

/// The decoded modules of a script.
pub(crate) struct Modules<'a> {
    spectest: Option<Decoded<'a>>,
    /// By directive.
    modules: Vec<Option<Decoded<'a>>>,
}

/// What a script wants of an execution.
#[derive(Clone, Copy)]
pub(crate) enum Expect<'a> {
    /// It ends.
    End,
    /// It ends with these results.
    Return(&'a [WastRet<'a>]),
    /// It traps with a message that begins so.
    Trap(&'a str),
    /// It throws an exception that nobody catches.
    Exception,
    /// An import turns out not to fit.
    Unlinkable,
}

/// A command for the executable, and what the script wants of it.
pub(crate) struct Step<'a> {
    pub(crate) command: String,
    pub(crate) expect: Expect<'a>,
}

/// What is known of a directive before anything runs: it holds, the executable decides, or it fails.
pub(crate) type Checked<'a> = Result<Option<Step<'a>>, Problem>;

/// A script that is ready to run.
pub(crate) struct Linked<'a> {
    pub(crate) program: Program<'a>,
    /// What comes before the first directive.
    pub(crate) prelude: Option<Step<'a>>,
    pub(crate) directives: Vec<Checked<'a>>,
}

/// Why a directive fails.
pub(crate) struct Problem {
    pub(crate) kind: FailureKind,
    pub(crate) message: String,
}

impl Problem {
    fn wrong(message: impl Into<String>) -> Problem {
        Problem { kind: FailureKind::Wrong, message: message.into() }
    }

    fn rejected(message: &str) -> Problem {
        Problem { kind: FailureKind::Rejected, message: format!("the module is rejected: {message}") }
    }

    fn not_run() -> Problem {
        let message = "not run: it needs an instance of a module that was rejected".to_owned();
        Problem { kind: FailureKind::NotRun, message }
    }
}

/// An instance that is part of the program.
#[derive(Clone, Copy)]
struct Instance<'a> {
    index: InstanceIdx,
    module: &'a Module<'a>,
}

impl<'a> Instance<'a> {
    /// Which of the exports has this name.
    fn export(self, name: &str) -> Result<usize, Problem> {
        let missing = || Problem::wrong(format!("the instance has no export {name:?}"));
        self.module.export_names().position(|export| export == name).ok_or_else(missing)
    }
}

/// Why a module can't be instantiated, before anything runs.
enum Unlinked {
    /// Its own fault or that of the modules it imports from.
    Problem(Problem),
    /// An import doesn't fit.
    Link(String),
}

impl Unlinked {
    fn into_problem(self) -> Problem {
        match self {
            Unlinked::Problem(problem) => problem,
            Unlinked::Link(message) => Problem::wrong(format!("the module doesn't link: {message}")),
        }
    }
}

/// The linker: what a script's names stand for at the directive that is looked at.
pub(crate) struct Linker<'a> {
    program: Program<'a>,
    definitions: HashMap<&'a str, &'a Decoded<'a>>,
    latest_definition: Option<&'a Decoded<'a>>,
    /// By name; none where the module was rejected.
    instances: HashMap<&'a str, Option<Instance<'a>>>,
    latest: Option<Option<Instance<'a>>>,
    registered: HashMap<&'a str, Option<Instance<'a>>>,
}

impl<'a> Linker<'a> {
    /// Links a script: the program, and what is known of each directive.
    ///
    /// # Errors
    /// The host's module isn't accepted.
    pub(crate) fn link(script: &'a Wast<'a>, modules: &'a Modules<'a>) -> anyhow::Result<Linked<'a>> {
        let mut linker = Linker {
            program: Program::new(&[]),
            definitions: HashMap::new(),
            latest_definition: None,
            instances: HashMap::new(),
            latest: None,
            registered: HashMap::new(),
        };
        let mut prelude = None;
        if let Some(module) = &modules.spectest {
            let instance = linker
                .instantiate(SPECTEST, module)
                .map_err(|unlinked| anyhow::anyhow!("{SPECTEST}: {}", unlinked.into_problem().message))?;
            linker.registered.insert(SPECTEST, Some(instance));
            prelude = Some(instantiate(instance, Expect::End));
        }
        let directives = std::iter::zip(&script.directives, &modules.modules)
            .map(|(directive, module)| linker.directive(directive, module.as_ref()))
            .collect();
        Ok(Linked { program: linker.program, prelude, directives })
    }

    fn directive(
        &mut self,
        directive: &'a WastDirective<'a>,
        module: Option<&'a Decoded<'a>>,
    ) -> Checked<'a> {
        match (directive, module) {
            (WastDirective::Module(text), Some(module)) => {
                self.define(text.name(), module);
                self.instance(text.name(), module)
            }
            (WastDirective::ModuleDefinition(text), Some(module)) => {
                self.define(text.name(), module);
                module.as_ref().map(|_| None).map_err(|message| Problem::rejected(message))
            }
            (WastDirective::ModuleInstance { instance, module, .. }, _) => {
                let module = match module {
                    Some(name) => self.definitions.get(name.name()).copied(),
                    None => self.latest_definition,
                };
                let module = module.ok_or_else(|| Problem::wrong("there is no such module"))?;
                self.instance(*instance, module)
            }
            (WastDirective::Register { name, module, .. }, _) => {
                let instance = self.named(*module)?;
                self.registered.insert(name, instance);
                instance.map(|_| None).ok_or_else(Problem::not_run)
            }
            (WastDirective::AssertMalformed { message, .. }, Some(module)) => {
                refused(module, "malformed", message)
            }
            (WastDirective::AssertInvalid { message, .. }, Some(module)) => {
                refused(module, "invalid", message)
            }
            (WastDirective::AssertUnlinkable { .. }, Some(module)) => {
                match self.instantiate("unlinkable", module) {
                    Ok(instance) => Ok(Some(instantiate(instance, Expect::Unlinkable))),
                    Err(Unlinked::Link(_)) => Ok(None),
                    Err(Unlinked::Problem(problem)) => Err(problem),
                }
            }
            (WastDirective::Invoke(invoke), _) => self.invoke(invoke, Expect::End),
            (WastDirective::AssertReturn { exec, results, .. }, _) => {
                self.execute(exec, module, Expect::Return(results))
            }
            (WastDirective::AssertTrap { exec, message, .. }, _) => {
                self.execute(exec, module, Expect::Trap(message))
            }
            (WastDirective::AssertExhaustion { call, message, .. }, _) => {
                self.invoke(call, Expect::Trap(message))
            }
            (WastDirective::AssertException { exec, .. }, _) => self.execute(exec, module, Expect::Exception),
            _ => Err(Problem::wrong("this directive is not supported")),
        }
    }

    fn define(&mut self, name: Option<Id<'a>>, module: &'a Decoded<'a>) {
        self.latest_definition = Some(module);
        if let Some(name) = name {
            self.definitions.insert(name.name(), module);
        }
    }

    /// Makes a module's instance the latest, with or without a name.
    fn instance(&mut self, name: Option<Id<'a>>, module: &'a Decoded<'a>) -> Checked<'a> {
        let instance = self.instantiate(name.map_or("module", |name| name.name()), module);
        let known = instance.as_ref().ok().copied();
        self.latest = Some(known);
        if let Some(name) = name {
            self.instances.insert(name.name(), known);
        }
        instance.map(|instance| Some(instantiate(instance, Expect::End))).map_err(Unlinked::into_problem)
    }

    /// Adds an instance to the program.
    fn instantiate(&mut self, name: &str, module: &'a Decoded<'a>) -> Result<Instance<'a>, Unlinked> {
        let module = module.as_ref().map_err(|message| Unlinked::Problem(Problem::rejected(message)))?;
        let needs_rejected = Cell::new(false);
        let unknown_imports = self.program.unknown_imports().len();
        let registered = &self.registered;
        let resolve = |name: &str| {
            let instance = *registered.get(name)?;
            needs_rejected.set(needs_rejected.get() || instance.is_none());
            Some(instance?.index)
        };
        let linked = self.program.instantiate(name, module, &resolve);
        if needs_rejected.get() {
            return Err(Unlinked::Problem(Problem::not_run()));
        }
        let index = linked.map_err(|error| Unlinked::Link(error.to_string()))?;
        // What is a warning elsewhere is a failure to link in a script.
        match self.program.unknown_imports().get(unknown_imports) {
            Some(import) => {
                Err(Unlinked::Link(format!("unknown import {:?} {:?}", import.module, import.name)))
            }
            None => Ok(Instance { index, module }),
        }
    }

    fn named(&self, name: Option<Id<'_>>) -> Result<Option<Instance<'a>>, Problem> {
        match name {
            Some(name) => self.instances.get(name.name()).copied(),
            None => self.latest,
        }
        .ok_or_else(|| Problem::wrong("there is no such instance"))
    }

    fn execute(
        &mut self,
        execute: &'a WastExecute<'a>,
        module: Option<&'a Decoded<'a>>,
        expect: Expect<'a>,
    ) -> Checked<'a> {
        match (execute, module) {
            (WastExecute::Invoke(invoke), _) => self.invoke(invoke, expect),
            (WastExecute::Get { module, global, .. }, _) => {
                let instance = self.named(*module)?.ok_or_else(Problem::not_run)?;
                let command = format!("get {} {}", instance.index.0, instance.export(global)?);
                Ok(Some(Step { command, expect }))
            }
            (WastExecute::Wat(_), Some(module)) => {
                let instance = self.instantiate("module", module).map_err(Unlinked::into_problem)?;
                Ok(Some(instantiate(instance, expect)))
            }
            (WastExecute::Wat(_), None) => Err(Problem::wrong("a module has no results")),
        }
    }

    fn invoke(&self, invoke: &'a WastInvoke<'a>, expect: Expect<'a>) -> Checked<'a> {
        let instance = self.named(invoke.module)?.ok_or_else(Problem::not_run)?;
        let mut command = format!("invoke {} {}", instance.index.0, instance.export(invoke.name)?);
        for argument in &invoke.args {
            let argument = value::argument(argument).map_err(|error| Problem::wrong(error.to_string()))?;
            command.extend([" ", &argument]);
        }
        Ok(Some(Step { command, expect }))
    }
}

fn instantiate<'a>(instance: Instance<'_>, expect: Expect<'a>) -> Step<'a> {
    Step { command: format!("instantiate {}", instance.index.0), expect }
}

/// A module that must not decode or validate.
fn refused<'a>(module: &Decoded<'_>, what: &str, message: &str) -> Checked<'a> {
    match module {
        Err(_) => Ok(None),
        Ok(_) => {
            Err(Problem::wrong(format!("expected the module to be {what} ({message}), but it is accepted")))
        }
    }
}
