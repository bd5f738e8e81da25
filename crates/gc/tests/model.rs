//! Random programs against a reference heap: objects that are never freed, in vectors.
//!
//! All roots are handles, so the reference heap knows exactly what must be alive: what it reaches must be intact after every
//! collection, and what it doesn't reach must be gone after a full one, as weak references, ephemerons and finalizers tell.

use std::collections::HashMap;

use wastrel_gc::object::{Kind, Object, TypeInfo};
use wastrel_gc::{Collection, Handle, Heap, Options, Stress, WeakId};

/// Words 100 to 199 of a struct of 200 words are references.
static LARGE_MAP: [u64; 4] = [0, !0 << 36, !0, 0xff];

const PAIR: u32 = 1;
const SCATTERED: u32 = 2;
const LARGE: u32 = 3;
const REFS: u32 = 4;
const BYTES: u32 = 5;
const EMPTY: u32 = 6;
const ROOTS: usize = 40;

/// The type table: word 1 of each struct is data and holds the object's number.
fn types() -> &'static [TypeInfo] {
    let large =
        TypeInfo { kind: Kind::LargeStruct, size: 1600, map: LARGE_MAP.as_ptr().expose_provenance() as u64 };
    Box::leak(Box::new([
        TypeInfo::structure(8, 0),
        TypeInfo::structure(32, 0b1100),
        TypeInfo::structure(80, 0b10_0100_1000),
        large,
        TypeInfo::ref_array(),
        TypeInfo::data_array(1),
        TypeInfo::structure(16, 0),
    ]))
}

/// The words of an object that hold references.
fn ref_words(type_index: u32, length: u32) -> Vec<usize> {
    match type_index {
        PAIR => vec![2, 3],
        SCATTERED => vec![3, 6, 9],
        LARGE => (100..200).collect(),
        REFS => (1..=length as usize).collect(),
        _ => vec![],
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % bound
    }
}

/// A reference: null, an i31, or the number of an object.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Value {
    Null,
    Small(i32),
    Object(usize),
}

struct Model {
    object: Object,
    type_index: u32,
    length: u32,
    /// By word.
    references: HashMap<usize, Value>,
}

struct Weak {
    id: WeakId,
    target: usize,
}

struct Ephemeron {
    id: WeakId,
    key: usize,
    value: usize,
}

struct Test {
    heap: Heap,
    random: Random,
    models: Vec<Model>,
    roots: Vec<(Handle, Value)>,
    weak: Vec<Weak>,
    ephemerons: Vec<Ephemeron>,
    /// Objects that have a finalizer, by what is held for it: their number.
    finalizable: Vec<usize>,
}

impl Test {
    fn new(seed: u64, options: Options) -> Test {
        let mut heap = Heap::new();
        heap.initialize(types(), &options).expect("address space");
        let roots = (0..ROOTS).map(|_| (heap.handle_new(0).expect("memory"), Value::Null)).collect();
        let random = Random(seed);
        let (models, weak, ephemerons, finalizable) = (vec![], vec![], vec![], vec![]);
        Test { heap, random, models, roots, weak, ephemerons, finalizable }
    }

    fn word(&self, value: Value) -> usize {
        match value {
            Value::Null => 0,
            Value::Small(number) => (number as u32 as usize) << 1 | 1,
            Value::Object(number) => self.models[number].object.0,
        }
    }

    /// A value that the program can still reach: from a root, some steps along.
    fn reachable_value(&mut self) -> Value {
        let mut value = self.roots[self.random.below(ROOTS)].1;
        for _ in 0..self.random.below(6) {
            let Value::Object(number) = value else { break };
            let model = &self.models[number];
            let words = ref_words(model.type_index, model.length);
            if words.is_empty() {
                break;
            }
            value = model.references[&words[self.random.below(words.len())]];
        }
        if self.random.below(10) == 0 { Value::Small(self.random.below(1 << 20) as i32) } else { value }
    }

    fn reachable_object(&mut self) -> Option<usize> {
        match self.reachable_value() {
            Value::Object(number) => Some(number),
            _ => None,
        }
    }

    fn allocate(&mut self) {
        let type_index = 1 + self.random.below(6) as u32;
        let length = match (type_index, self.random.below(40)) {
            (REFS, 0) => 1000 + self.random.below(9000) as u32,
            (REFS, 1..10) => self.random.below(1000) as u32,
            (BYTES, 0) => self.random.below(300_000) as u32,
            (BYTES, 1..10) => 300 + self.random.below(6000) as u32,
            (REFS | BYTES, _) => self.random.below(20) as u32,
            _ => 0,
        };
        // A new object's fields are chosen before it is allocated and written before anything else is.
        let object = if matches!(type_index, REFS | BYTES) {
            self.heap.alloc_array(type_index, length, true)
        } else {
            self.heap.alloc_struct(type_index)
        };
        let object = object.expect("memory");
        let number = self.models.len();
        for word in 1..object.size(types()) / 8 {
            self.heap.store(
                object,
                word,
                if matches!(type_index, REFS | BYTES) { 0 } else { number << 1 | 1 },
            );
        }
        if type_index == BYTES && length >= 8 {
            self.heap.store(object, 1, number);
        }
        let mut references = HashMap::new();
        for word in ref_words(type_index, length) {
            self.heap.store(object, word, 0);
            references.insert(word, Value::Null);
        }
        self.models.push(Model { object, type_index, length, references });
        for _ in 0..3 {
            self.mutate(number);
        }
        let root = self.random.below(ROOTS);
        self.set_root(root, Value::Object(number));
    }

    fn set_root(&mut self, root: usize, value: Value) {
        let word = self.word(value);
        self.roots[root].1 = value;
        self.heap.handle_set(self.roots[root].0, word);
    }

    fn mutate(&mut self, number: usize) {
        let words = ref_words(self.models[number].type_index, self.models[number].length);
        if words.is_empty() {
            return;
        }
        let index = words[self.random.below(words.len())];
        let value = self.reachable_value();
        let word = self.word(value);
        self.heap.store(self.models[number].object, index, word);
        self.models[number].references.insert(index, value);
    }

    /// array.copy between arrays of references.
    fn copy(&mut self) {
        let (Some(to), Some(from)) = (self.reachable_object(), self.reachable_object()) else { return };
        let (target, source) = (&self.models[to], &self.models[from]);
        if target.type_index != REFS || source.type_index != REFS {
            return;
        }
        let count = self.random.below(1 + target.length.min(source.length) as usize);
        let at = 1 + self.random.below(1 + target.length as usize - count);
        let start = 1 + self.random.below(1 + source.length as usize - count);
        self.heap.copy_references(target.object, at, source.object, start, count);
        let copied: Vec<Value> = (start..start + count).map(|word| source.references[&word]).collect();
        for (offset, value) in copied.into_iter().enumerate() {
            self.models[to].references.insert(at + offset, value);
        }
    }

    fn add_weak(&mut self) {
        let (Some(first), Some(second)) = (self.reachable_object(), self.reachable_object()) else { return };
        let (key, value) = (self.models[first].object.0, self.models[second].object.0);
        match self.random.below(3) {
            0 => {
                let id = self.heap.weak_new(key).expect("memory");
                self.weak.push(Weak { id, target: first });
            }
            1 => {
                let id = self.heap.ephemeron_new(0, key, value).expect("memory");
                self.ephemerons.push(Ephemeron { id, key: first, value: second });
            }
            _ if !self.finalizable.contains(&first) => {
                self.heap.finalizer_new(key, first << 1 | 1).expect("memory");
                self.finalizable.push(first);
            }
            _ => {}
        }
    }

    fn drop_weak(&mut self) {
        if !self.weak.is_empty() {
            let weak = self.weak.swap_remove(self.random.below(self.weak.len()));
            self.heap.weak_drop(weak.id);
        }
        if !self.ephemerons.is_empty() {
            let ephemeron = self.ephemerons.swap_remove(self.random.below(self.ephemerons.len()));
            self.heap.ephemeron_drop(ephemeron.id);
        }
    }

    fn mark(&self, reached: &mut [bool], value: Value) {
        let mut stack = vec![value];
        while let Some(value) = stack.pop() {
            if let Value::Object(number) = value
                && !std::mem::replace(&mut reached[number], true)
            {
                stack.extend(self.models[number].references.values());
            }
        }
    }

    /// What must be alive: roots, and ephemerons to a fixed point.
    fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.models.len()];
        for &(_, value) in &self.roots {
            self.mark(&mut reached, value);
        }
        self.mark_ephemerons(&mut reached);
        reached
    }

    fn mark_ephemerons(&self, reached: &mut [bool]) {
        loop {
            let next = self.ephemerons.iter().find(|e| reached[e.key] && !reached[e.value]);
            match next {
                Some(ephemeron) => self.mark(reached, Value::Object(ephemeron.value)),
                None => return,
            }
        }
    }

    fn check(&self, reached: &[bool]) {
        for (number, model) in self.models.iter().enumerate().filter(|&(number, _)| reached[number]) {
            let object = model.object;
            assert_eq!((object.type_index(), number), (model.type_index, number));
            match model.type_index {
                REFS => assert_eq!(object.length(), model.length),
                BYTES => {
                    assert_eq!(object.length(), model.length);
                    assert!(model.length < 8 || object.word(1) == number);
                }
                _ => assert_eq!(object.word(1), number << 1 | 1),
            }
            for (&word, &value) in &model.references {
                assert_eq!(object.word(word), self.word(value), "word {word} of object {number}");
            }
        }
    }

    /// Collects fully and checks that exactly what should be dead is.
    fn collect_and_check(&mut self) {
        let alive = self.reached();
        self.heap.collect(Collection::Full);
        for weak in &self.weak {
            let expected = if alive[weak.target] { self.models[weak.target].object.0 } else { 0 };
            assert_eq!(self.heap.weak_get(weak.id), expected);
        }
        self.weak.retain(|weak| alive[weak.target]);

        // Objects with finalizers come back, and keep ephemerons alive again.
        let mut resurrected = alive.clone();
        for &number in &self.finalizable {
            self.mark(&mut resurrected, Value::Object(number));
        }
        self.mark_ephemerons(&mut resurrected);
        for ephemeron in &self.ephemerons {
            let expected = if resurrected[ephemeron.key] { self.models[ephemeron.value].object.0 } else { 0 };
            assert_eq!(self.heap.ephemeron_value(ephemeron.id), expected);
        }
        self.check(&resurrected);
        self.ephemerons.retain(|ephemeron| resurrected[ephemeron.key]);
        self.run_finalizers();
    }

    fn run_finalizers(&mut self) {
        let alive = self.reached();
        while let Some(finalizer) = self.heap.finalizer_ready() {
            let number = finalizer.held >> 1;
            assert!(!alive[number], "an object that is alive was finalized");
            assert_eq!(finalizer.object, self.models[number].object.0);
            self.finalizable.retain(|&other| other != number);
        }
    }

    fn step(&mut self) {
        match self.random.below(100) {
            0..50 => self.allocate(),
            50..80 => {
                if let Some(number) = self.reachable_object() {
                    self.mutate(number);
                }
            }
            80..85 => self.copy(),
            85..90 => self.add_weak(),
            90..92 => self.drop_weak(),
            92..98 => {
                let root = self.random.below(ROOTS);
                let value = self.reachable_value();
                self.set_root(root, value);
            }
            98 => {
                let root = self.random.below(ROOTS);
                self.set_root(root, Value::Null);
            }
            _ => {
                self.heap.collect(Collection::Minor);
            }
        }
    }

    fn run(&mut self, steps: usize) {
        for step in 1..=steps {
            self.step();
            if step % (steps / 8) == 0 {
                self.collect_and_check();
            }
        }
        let dead_at_last = self.reached().iter().filter(|&&reached| !reached).count();
        assert!(dead_at_last > steps / 10, "hardly any garbage: {dead_at_last} of {}", self.models.len());
        assert!(self.heap.stats().minor > 0 && self.heap.stats().major >= 8);
    }
}

/// Miri takes its time.
const SCALE: usize = if cfg!(miri) { 100 } else { 1 };

/// Dead finalizable objects may become ready in any minor collection, so steps must not reach them again: they can't, since
/// only roots lead to objects.
fn run(seed: u64, steps: usize, options: Options) {
    Test::new(seed, options).run(steps / SCALE);
}

fn options() -> Options {
    Options {
        limit: if cfg!(miri) { 1 << 20 } else { 256 << 20 },
        verify: true,
        poison: true,
        ..Options::DEFAULT
    }
}

#[test]
fn at_ease() {
    (0..4).for_each(|seed| run(seed, 20_000, options()));
}

#[test]
fn collecting_at_every_slow_path() {
    (10..12).for_each(|seed| run(seed, 4_000, Options { stress: Stress::SlowPaths, ..options() }));
}

#[test]
fn collecting_before_every_allocation() {
    (20..22).for_each(|seed| run(seed, 1_000, Options { stress: Stress::Allocations, ..options() }));
}

#[test]
fn with_a_mark_stack_that_overflows() {
    (30..32).for_each(|seed| run(seed, 8_000, Options { mark_stack: 1, ..options() }));
}

#[test]
fn without_poison_memory_is_reused_and_given_back() {
    (40..42).for_each(|seed| run(seed, 20_000, Options { poison: false, ..options() }));
}

#[test]
fn an_empty_struct_may_share_its_header_with_a_field() {
    let mut test = Test::new(50, options());
    let object = test.heap.alloc_struct(EMPTY).expect("memory");
    assert_eq!(object.length(), 0);
    let handle = test.heap.handle_new(object.0).expect("memory");
    // The upper half of a struct's header is the program's: the collector neither reads nor writes it.
    test.heap.store(object, 0, object.word(0) | 0x1234_5678 << 32);
    test.heap.collect(Collection::Full);
    assert_eq!((object.length(), object.type_index()), (0x1234_5678, EMPTY));
    test.heap.handle_drop(handle);
}
