//! The driver of [`wastrel_run_script`]: does what the lines of standard input say, and answers each with a line.
//!
//! Instances are numbered in the order of the program, exports in that of their module. A number is its type and its
//! bits in hexadecimal; a reference is `null`, `func`, `extern:N` for what is the host's, `i31`, `struct`, `array` or else `ref`.
//! Only `null`, `extern:N` and, as a reference of the any hierarchy, `host:N` can be given.
//!
//! ```text
//! instantiate 1                      ok, trap, unlinkable
//! invoke 1 0 i32:0000002a extern:7   ok f64:3ff0000000000000 func
//! get 1 3                            ok i64:0000000000000000       a global
//! memory 1 2                         ok i64:0000000000010000 i64:af63bd4c8601b7df   size in bytes, FNV-1a hash of them
//! ```
//!
//! `trap 7 integer divide by zero` is the trap's number in `wastrel.h` and its words. A line that makes no sense is
//! answered by `error` and why.
//!
//! # Safety
//! The emitted C defines the program whose pointers are followed here, as [`crate::abi`] says. A value is read from the
//! union by the type that the export declares.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::ffi::c_void;
use core::fmt::{self, Write};

use crate::abi::{Export, ExportKind, Instance, Memory, Value};
use crate::trap::Trap;

/// Calls a function; a trap inside ends the call.
type Catch = fn(unsafe extern "C" fn(*mut c_void), *mut c_void) -> Result<(), Trap>;

/// Why a line gets no other answer.
type Error = &'static str;

/// One script.
struct Script {
    instances: &'static [Instance],
    catch: Catch,
}

impl Script {
    /// Does what a line says: the answer.
    fn answer(&self, line: &str) -> String {
        let mut answer = String::new();
        if let Err(error) = self.command(line, &mut answer) {
            answer.clear();
            answer.push_str("error ");
            answer.push_str(error);
        }
        answer.push('\n');
        answer
    }

    fn command(&self, line: &str, answer: &mut String) -> Result<(), Error> {
        let mut words = line.split_ascii_whitespace();
        let verb = words.next().ok_or("the line is empty")?;
        let instance = words.next().and_then(|word| word.parse::<usize>().ok());
        let instance =
            instance.and_then(|index| self.instances.get(index)).ok_or("there is no such instance")?;
        let export = words.next().and_then(|word| word.parse::<usize>().ok());
        let export = export.and_then(|index| instance.exports().get(index)).ok_or("there is no such export");
        match verb {
            "instantiate" => self.instantiate(instance, answer),
            "invoke" => self.invoke(export?, words, answer),
            "get" => get(export?, answer),
            "memory" => memory(export?, answer),
            _ => Err("there is no such command"),
        }
    }

    fn instantiate(&self, instance: &Instance, answer: &mut String) -> Result<(), Error> {
        struct Call {
            instantiate: unsafe extern "C" fn() -> bool,
            linked: bool,
        }
        unsafe extern "C" fn call(call: *mut c_void) {
            // SAFETY: it is the `Call` below, which outlives this call.
            let call = unsafe { &mut *call.cast::<Call>() };
            // SAFETY: instantiate is emitted C with this type.
            call.linked = unsafe { (call.instantiate)() };
        }
        let instantiate = instance.instantiate.ok_or("the instance can't be instantiated")?;
        let mut state = Call { instantiate, linked: false };
        match (self.catch)(call, (&raw mut state).cast()) {
            Ok(()) if state.linked => answer.push_str("ok"),
            Ok(()) => answer.push_str("unlinkable"),
            Err(trap) => push(answer, trap_line(trap)),
        }
        Ok(())
    }

    fn invoke<'l>(
        &self,
        export: &Export,
        words: impl Iterator<Item = &'l str>,
        answer: &mut String,
    ) -> Result<(), Error> {
        struct Call {
            invoke: unsafe extern "C" fn(*const Value, *mut Value),
            arguments: *const Value,
            results: *mut Value,
        }
        unsafe extern "C" fn call(call: *mut c_void) {
            // SAFETY: it is the `Call` below, which outlives this call.
            let call = unsafe { &*call.cast::<Call>() };
            // SAFETY: invoke is emitted C that reads and writes as many values as the export's type says.
            unsafe { (call.invoke)(call.arguments, call.results) };
        }
        let invoke = export.invoke.ok_or("the export is no function")?;
        let mut letters = export.ty().split(|&letter| letter == b'>');
        let parameters = letters.next().unwrap_or_default();
        let results = letters.next().unwrap_or_default();
        let arguments = arguments(parameters, words)?;
        let mut values: Vec<Value> = results.iter().map(|_| Value { v128: [0; 2] }).collect();
        let mut state = Call { invoke, arguments: arguments.as_ptr(), results: values.as_mut_ptr() };
        match (self.catch)(call, (&raw mut state).cast()) {
            Ok(()) => {
                answer.push_str("ok");
                for (&letter, value) in results.iter().zip(&values) {
                    push(answer, format_args!(" {}", Typed { letter, value }));
                }
            }
            Err(trap) => push(answer, trap_line(trap)),
        }
        Ok(())
    }
}

/// Writes to a string, which can't fail.
fn push(answer: &mut String, text: impl fmt::Display) {
    let _ = write!(answer, "{text}");
}

fn trap_line(trap: Trap) -> impl fmt::Display {
    fmt::from_fn(move |f| write!(f, "trap {} {}", trap.kind as u32, trap.kind.message()))
}

/// The value of a global.
fn get(export: &Export, answer: &mut String) -> Result<(), Error> {
    let (ExportKind::GLOBAL, &[letter]) = (export.kind, export.ty()) else {
        return Err("the export is no global");
    };
    // SAFETY: the entity of a global is a C variable of its type. Only as many bytes as that has are read.
    let value = unsafe {
        match letter {
            b'i' | b'f' => Value { i32: *export.entity.cast::<u32>() },
            b'v' => Value { v128: export.entity.cast::<[u64; 2]>().read_unaligned() },
            _ => Value { i64: *export.entity.cast::<u64>() },
        }
    };
    push(answer, format_args!("ok {}", Typed { letter, value: &value }));
    Ok(())
}

/// The size of a memory and a hash of its bytes.
fn memory(export: &Export, answer: &mut String) -> Result<(), Error> {
    if export.kind != ExportKind::MEMORY {
        return Err("the export is no memory");
    }
    // SAFETY: the entity of a memory is its struct, and `size` bytes from `base` can be read.
    let bytes = unsafe {
        let memory = &*export.entity.cast::<Memory>();
        if memory.size == 0 { &[] } else { core::slice::from_raw_parts(memory.base, memory.size as usize) }
    };
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    push(answer, format_args!("ok i64:{:016x} i64:{hash:016x}", bytes.len()));
    Ok(())
}

/// Reads the arguments for these parameters.
fn arguments<'l>(parameters: &[u8], words: impl Iterator<Item = &'l str>) -> Result<Vec<Value>, Error> {
    let mut words = words.fuse();
    let arguments = parameters
        .iter()
        .map(|&letter| argument(letter, words.next().ok_or("an argument is missing")?))
        .collect();
    if words.next().is_some() { Err("there are too many arguments") } else { arguments }
}

fn argument(letter: u8, word: &str) -> Result<Value, Error> {
    const WRONG: Error = "an argument is not of its parameter's type";
    let (kind, digits) = word.split_once(':').unwrap_or((word, ""));
    let bits = || u128::from_str_radix(digits, 16).map_err(|_| WRONG);
    Ok(match (letter, kind) {
        (b'i', "i32") | (b'f', "f32") => Value { i32: bits()? as u32 },
        (b'I', "i64") | (b'F', "f64") => Value { i64: bits()? as u64 },
        (b'v', "v128") => {
            let bits = bits()?;
            Value { v128: [bits as u64, (bits >> 64) as u64] }
        }
        (b'c' | b'e' | b'a' | b'x', "null") => Value { reference: core::ptr::null() },
        (b'e', "extern") | (b'a', "host") => {
            let number: u32 = digits.parse().map_err(|_| WRONG)?;
            // The script is over when the process is.
            let object = Box::leak(Box::new(HostObject { header: HOST_HEADER, number }));
            Value { reference: (&raw const *object).cast() }
        }
        _ => return Err(WRONG),
    })
}

/// A value of the type with this letter.
struct Typed<'a> {
    letter: u8,
    value: &'a Value,
}

impl fmt::Display for Typed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: any bits are a value of each of the union's members.
        unsafe {
            match self.letter {
                b'i' => write!(f, "i32:{:08x}", self.value.i32),
                b'I' => write!(f, "i64:{:016x}", self.value.i64),
                b'f' => write!(f, "f32:{:08x}", self.value.i32),
                b'F' => write!(f, "f64:{:016x}", self.value.i64),
                b'v' => write!(f, "v128:{:016x}{:016x}", self.value.v128[1], self.value.v128[0]),
                _ if self.value.reference.is_null() => f.write_str("null"),
                b'c' => f.write_str("func"),
                b'e' | b'a' => write_reference(f, self.value.reference),
                _ => f.write_str("ref"),
            }
        }
    }
}

/// Something of the script's: looks like an object to whoever tests what a reference is of, but lies outside the heap.
#[repr(C)]
struct HostObject {
    header: u32,
    number: u32,
}

/// The header of what is the host's: twice the number that no type has.
const HOST_HEADER: u32 = 2;

/// Tells by its header what a reference of the any or the extern hierarchy is to.
///
/// # Safety
/// It must be one, and not null.
unsafe fn write_reference(f: &mut fmt::Formatter<'_>, reference: *const c_void) -> fmt::Result {
    if reference.addr() & 1 == 1 {
        return f.write_str("i31");
    }
    // SAFETY: what is no i31 begins with a header.
    let object = unsafe { &*reference.cast::<HostObject>() };
    match object.header {
        HOST_HEADER => write!(f, "extern:{}", object.number),
        header => f.write_str(object_kind(header)),
    }
}

/// Whether an object is a struct or an array.
fn object_kind(header: u32) -> &'static str {
    #[cfg(feature = "freestanding")]
    return crate::heap::kind(header >> 1);
    #[cfg(not(feature = "freestanding"))]
    return if header == 0 { "ref" } else { "struct" };
}

#[cfg(feature = "freestanding")]
mod machine {
    use super::*;
    use crate::abi::Program;
    use crate::report::{Output, Reason, fatal};
    use crate::sys;
    use rustix::io::Errno;
    use rustix::stdio::stdin;

    /// `wastrel_run_script`: answers the lines of standard input up to its end, then ends the process.
    #[unsafe(no_mangle)]
    extern "C" fn wastrel_run_script(program: &'static Program) {
        let script = Script { instances: program.instances(), catch: crate::trap::catch };
        let mut lines = Vec::new();
        while read_more(&mut lines) {
            // An answer goes out before the next line is looked at: it may end the process, or never end.
            while let Some(end) = lines.iter().position(|&byte| byte == b'\n') {
                let answer = match core::str::from_utf8(&lines[..end]) {
                    Ok(line) => script.answer(line),
                    Err(_) => String::from("error the line is not UTF-8\n"),
                };
                Output::stdout().push(answer.as_bytes());
                lines.drain(..=end);
            }
        }
        sys::exit(0);
    }

    /// Appends what there is on standard input; false at its end.
    fn read_more(lines: &mut Vec<u8>) -> bool {
        let mut buffer = [0; 4096];
        loop {
            // SAFETY: nobody closes standard input in a script.
            match rustix::io::read(unsafe { stdin() }, &mut buffer) {
                Ok(0) => return false,
                Ok(length) => {
                    lines.extend_from_slice(&buffer[..length]);
                    return true;
                }
                Err(Errno::INTR) => {}
                Err(error) => fatal(format_args!("cannot read the script: {}", Reason(error))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trap::TrapKind;
    use core::ffi::c_char;

    /// An export of a program written by hand.
    fn export(kind: ExportKind, ty: &'static core::ffi::CStr, entity: *mut c_void) -> Export {
        Export { name: c"e".as_ptr().cast(), name_length: 1, kind, ty: ty.as_ptr(), invoke: None, entity }
    }

    unsafe extern "C" fn add(arguments: *const Value, results: *mut Value) {
        // SAFETY: the export's type says that there are two arguments and a result.
        unsafe { *results = Value { i32: (*arguments).i32.wrapping_add((*arguments.add(1)).i32) } };
    }

    unsafe extern "C" fn swap(arguments: *const Value, results: *mut Value) {
        // SAFETY: the export's type says that there are two arguments and two results.
        unsafe {
            *results = *arguments.add(1);
            *results.add(1) = *arguments;
        }
    }

    unsafe extern "C" fn links() -> bool {
        true
    }

    unsafe extern "C" fn does_not_link() -> bool {
        false
    }

    /// A program of two instances: the first with exports, the second with an import that doesn't fit.
    fn instances() -> &'static [Instance] {
        let global: &mut f64 = Box::leak(Box::new(1.5));
        let bytes: &mut [u8] = Box::leak(vec![0; 3].into_boxed_slice());
        let memory = Box::leak(Box::new(Memory {
            base: bytes.as_mut_ptr(),
            size: 3,
            maximum: 3,
            reserved: 3,
            page_shift: 0,
        }));
        let exports = vec![
            Export { invoke: Some(add), ..export(ExportKind::FUNC, c"ii>i", core::ptr::null_mut()) },
            Export { invoke: Some(swap), ..export(ExportKind::FUNC, c"ev>ve", core::ptr::null_mut()) },
            Export { invoke: Some(swap), ..export(ExportKind::FUNC, c"cF>Fc", core::ptr::null_mut()) },
            export(ExportKind::GLOBAL, c"F", (global as *mut f64).cast()),
            export(ExportKind::MEMORY, c"", (memory as *mut Memory).cast()),
        ];
        let exports: &'static [Export] = exports.leak();
        let name: *const c_char = c"i".as_ptr();
        let instance = |instantiate: unsafe extern "C" fn() -> bool, exports: &'static [Export]| Instance {
            name,
            instantiate: Some(instantiate),
            exports: exports.as_ptr(),
            export_count: exports.len() as u64,
        };
        vec![instance(links, exports), instance(does_not_link, &[])].leak()
    }

    fn answer(line: &str) -> String {
        fn call(f: unsafe extern "C" fn(*mut c_void), argument: *mut c_void) -> Result<(), Trap> {
            // SAFETY: the driver passes a function with its argument.
            unsafe { f(argument) };
            Ok(())
        }
        Script { instances: instances(), catch: call }.answer(line)
    }

    #[test]
    fn instances_link_or_do_not() {
        assert_eq!(answer("instantiate 0"), "ok\n");
        assert_eq!(answer("instantiate 1"), "unlinkable\n");
    }

    #[test]
    fn a_trap_is_answered_with_its_number_and_words() {
        fn trap(_: unsafe extern "C" fn(*mut c_void), _: *mut c_void) -> Result<(), Trap> {
            Err(Trap::from(TrapKind::IntegerDivideByZero))
        }
        let script = Script { instances: instances(), catch: trap };
        assert_eq!(script.answer("instantiate 0"), "trap 7 integer divide by zero\n");
        assert_eq!(script.answer("invoke 0 0 i32:1 i32:2"), "trap 7 integer divide by zero\n");
    }

    #[test]
    fn values_go_in_and_out_by_type() {
        assert_eq!(answer("invoke 0 0 i32:ffffffff i32:00000003"), "ok i32:00000002\n");
        let vector = "v128:0f0e0d0c0b0a09080706050403020100";
        assert_eq!(answer(&format!("invoke 0 1 extern:7 {vector}")), format!("ok {vector} extern:7\n"));
        assert_eq!(answer(&format!("invoke 0 1 null {vector}")), format!("ok {vector} null\n"));
        assert_eq!(answer("invoke 0 2 null f64:8000000000000000"), "ok f64:8000000000000000 null\n");
    }

    #[test]
    fn globals_and_memories_are_read() {
        assert_eq!(answer("get 0 3"), "ok f64:3ff8000000000000\n");
        assert_eq!(answer("memory 0 4"), "ok i64:0000000000000003 i64:d94d12186c0f2fb7\n");
    }

    #[test]
    fn nonsense_is_an_error() {
        for line in [
            "",
            "jump 0",
            "instantiate",
            "instantiate 2",
            "instantiate x",
            "invoke 0",
            "invoke 0 9",
            "invoke 0 3",
            "invoke 0 0",
            "invoke 0 0 i32:1",
            "invoke 0 0 i32:1 i64:1",
            "invoke 0 0 i32:1 i32:1 i32:1",
            "invoke 0 0 i32:x i32:1",
            "get 0 0",
            "get 1 0",
            "memory 0 3",
        ] {
            assert!(answer(line).starts_with("error "), "{line}: {}", answer(line));
        }
    }
}
