//! Long functions take as much longer as they are longer, whatever they are made of.

use std::fs;
use wastrel_compiler::{Config, Entry, Module, Program, plan};

/// How large a body is in bytes, roughly: once, and four times that.
const SIZES: [usize; 2] = [1 << 16, 1 << 18];

/// The same, of one that is as large as any that people have seen.
const LARGE: [usize; 2] = [1 << 18, 1 << 20];

/// How many times as long the larger one may take: half of what it would if time grew with the square.
const LIMIT: u64 = 8;

/// A function whose body holds the `n`th piece, of so many bytes of WebAssembly, again and again.
fn function(
    size: usize,
    piece_size: usize,
    piece: impl Fn(usize) -> String,
    end: impl Fn(usize) -> String,
) -> Vec<u8> {
    let count = size / piece_size;
    let body: String = (0..count).map(piece).collect();
    let text = format!(
        "(module (memory 1) (global $g (mut i32) (i32.const 0))
           (func $callee (param i32) (result i32) (local.get 0))
           (func (export \"f\") (param $x i32) (result i32) (local $y i32) (local $z i64)
             {body} {} (local.get $x)))",
        end(count)
    );
    wat::parse_str(text).expect("a module")
}

/// The time, in nanoseconds, that this thread has had of a processor.
fn now() -> u64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").expect("procfs");
    stat.split_whitespace().next().and_then(|time| time.parse().ok()).expect("a number")
}

/// How long it takes to make C of a module.
fn time(bytes: &[u8]) -> u64 {
    let start = now();
    let module = Module::decode(bytes).expect("it is valid");
    let mut program = Program::new(&[]);
    program.instantiate("test", &module, &|_| None).expect("it imports nothing");
    let config = Config { entry: Entry::Script, ..Config::default() };
    let plan = plan(&program, &config).expect("a plan");
    let length: usize = (0..plan.unit_count()).map(|unit| plan.unit(unit).expect("C").text.len()).sum();
    assert!(length > bytes.len());
    now() - start
}

fn is_linear_at(
    sizes: [usize; 2],
    piece_size: usize,
    piece: impl Fn(usize) -> String,
    end: impl Fn(usize) -> String,
) {
    let [small, large] = sizes.map(|size| function(size, piece_size, &piece, &end));
    assert!(large.len() > sizes[1] * 3 / 4, "{} bytes", large.len());
    // What disturbs one measurement is over in the next.
    let mut times = Vec::new();
    for _ in 0..3 {
        let (small, large) = (time(&small), time(&large));
        if large < LIMIT * small {
            return;
        }
        times.push((small, large));
    }
    panic!("nanoseconds: {times:?}");
}

fn is_linear(piece_size: usize, piece: impl Fn(usize) -> String, end: impl Fn(usize) -> String) {
    is_linear_at(SIZES, piece_size, piece, end);
}

fn nothing(_: usize) -> String {
    String::new()
}

#[test]
fn a_megabyte_of_statements() {
    let piece = |n: usize| {
        format!(
            "(local.set $y (i32.add (i32.mul (local.get $x) (i32.const {n})) (local.get $y)))
             (if (i32.and (local.get $y) (i32.const 4)) (then (global.set $g (local.get $y))) (else (local.set $x (i32.const {n}))))
             (i32.store offset={n} (local.get $y) (i32.load offset=8 (local.get $x)))
             (local.set $x (call $callee (local.get $x)))"
        )
    };
    is_linear_at(LARGE, 45, piece, nothing);
}

#[test]
fn pending_values() {
    is_linear(
        4,
        |n| format!("(i32.add (local.get $x) (i32.const {}))", n % 64),
        |n| "(i32.xor)".repeat(n - 1) + "(local.set $x)",
    );
}

#[test]
fn values_that_a_write_flushes() {
    is_linear(
        6,
        |_| "(i32.load (local.get $x)) (global.set $g (i32.const 1))".to_owned(),
        |n| "(drop)".repeat(n),
    );
}

#[test]
fn branches_to_one_place() {
    let piece = |n: usize| format!("(br_if 0 (i32.eq (local.get $x) (i32.const {n})))");
    is_linear(9, |n| if n == 0 { "block ".to_owned() } else { piece(n) }, |_| "end".to_owned());
}

#[test]
fn blocks_one_in_another() {
    let piece = |n: usize| format!("block (br_if 0 (i32.eq (local.get $x) (i32.const {})))", n % 64);
    is_linear(15, piece, |n| "(global.set $g (i32.const 1)) end ".repeat(n));
}

#[test]
fn loops_one_after_another() {
    let piece = |n: usize| {
        format!(
            "(block (loop (br_if 1 (i32.eqz (local.get $x))) (local.set $x (i32.sub (local.get $x) (i32.const {n}))) (br 0)))"
        )
    };
    is_linear(22, piece, nothing);
}

#[test]
fn switches() {
    let piece = |n: usize| {
        format!(
            "(block (block (block (br_table 0 1 1 0 2 (i32.and (local.get $x) (i32.const 7))))
             (local.set $y (i32.const {n})) (br 1)) (local.set $x (i32.const {n})))"
        )
    };
    is_linear(32, piece, nothing);
}
