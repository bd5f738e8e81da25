//! The last wall: system calls that the program has no use for don't exist.
//!
//! The filter is made at compile time: a balanced tree of comparisons, since the kernel checks each instruction when it takes
//! the filter, and walks the tree at each call.
//!
//! # Safety
//! The kernel copies the filter.

use rustix::io::Errno;

use crate::sys::syscall;

/// What becomes of a system call.
#[derive(Clone, Copy, PartialEq)]
enum Action {
    Allow,
    /// Doesn't exist.
    Refuse,
    /// Kills: another ABI than ours, whose numbers mean other things.
    Kill,
    /// `mmap`, `mprotect`: but for code.
    AllowData,
    /// `fcntl`: `F_GETFL` and `F_SETFL`.
    AllowFlags,
    /// `ioctl`: `FIONREAD`.
    AllowAvailable,
}

use Action::*;

impl Action {
    /// Whether it looks at no argument.
    const fn is_plain(self) -> bool {
        matches!(self, Allow | Refuse | Kill)
    }
}

/// What the runtime needs in any program, by number, sorted.
const BASE: &[(u32, Action)] = &[
    (0, Allow),           // read
    (1, Allow),           // write
    (3, Allow),           // close
    (5, Allow),           // fstat
    (8, Allow),           // lseek
    (9, AllowData),       // mmap
    (10, AllowData),      // mprotect
    (11, Allow),          // munmap
    (13, Allow),          // rt_sigaction
    (15, Allow),          // rt_sigreturn
    (16, AllowAvailable), // ioctl
    (19, Allow),          // readv
    (20, Allow),          // writev
    (24, Allow),          // sched_yield
    (28, Allow),          // madvise
    (60, Allow),          // exit
    (72, AllowFlags),     // fcntl
    (74, Allow),          // fsync
    (75, Allow),          // fdatasync
    (77, Allow),          // ftruncate
    (202, Allow),         // futex
    (219, Allow),         // restart_syscall
    (221, Allow),         // fadvise64
    (228, Allow),         // clock_gettime
    (229, Allow),         // clock_getres
    (231, Allow),         // exit_group
    (271, Allow),         // ppoll
    (280, Allow),         // utimensat
    (285, Allow),         // fallocate
    (295, Allow),         // preadv
    (296, Allow),         // pwritev
    (318, Allow),         // getrandom
];

/// What it needs besides where the guest has directories.
const FILES: &[(u32, Action)] = &[
    (217, Allow), // getdents64
    (258, Allow), // mkdirat
    (262, Allow), // newfstatat
    (263, Allow), // unlinkat
    (265, Allow), // linkat
    (266, Allow), // symlinkat
    (267, Allow), // readlinkat
    (316, Allow), // renameat2
    (437, Allow), // openat2
];

/// What it needs besides where the guest has sockets.
const SOCKETS: &[(u32, Action)] = &[
    (46, Allow),  // sendmsg
    (47, Allow),  // recvmsg
    (48, Allow),  // shutdown
    (288, Allow), // accept4
];

/// The first number of the x32 ABI.
const X32: u32 = 0x4000_0000;

/// `struct sock_filter` of the kernel.
#[derive(Clone, Copy)]
#[repr(C)]
struct Instruction {
    code: u16,
    if_true: u8,
    if_false: u8,
    operand: u32,
}

const LOAD: u16 = 0x20;
const JUMP_IF_EQUAL: u16 = 0x15;
const JUMP_IF_NOT_BELOW: u16 = 0x35;
const JUMP_IF_ANY_BIT: u16 = 0x45;
const RETURN: u16 = 0x06;

const RETURN_ALLOW: u32 = 0x7fff_0000;
const RETURN_KILL: u32 = 0x8000_0000;
const RETURN_ERRNO: u32 = 0x0005_0000;

const EACCES: u32 = 13;
const ENOTTY: u32 = 25;
const ENOSYS: u32 = 38;

const AUDIT_ARCH_X86_64: u32 = 0xc000_003e;

/// Offsets in `struct seccomp_data`.
const DATA_NUMBER: u32 = 0;
const DATA_ARCHITECTURE: u32 = 4;

/// The lower half of an argument.
const fn data_argument(index: u32) -> u32 {
    16 + 8 * index
}

const PROT_EXEC: u32 = 4;
const F_GETFL: u32 = 3;
const F_SETFL: u32 = 4;
const FIONREAD: u32 = 0x541b;

const CAPACITY: usize = 256;

/// A filter in the making: numbers from each start on, up to the next, have one action; then instructions.
struct Builder {
    starts: [(u32, Action); CAPACITY],
    start_count: usize,
    instructions: [Instruction; CAPACITY],
    length: usize,
    /// Jumps to the end, where each plain action stands once.
    endings: [Ending; CAPACITY],
    ending_count: usize,
}

/// A jump whose target comes at the end.
#[derive(Clone, Copy)]
struct Ending {
    jump: usize,
    if_true: bool,
    action: Action,
}

impl Builder {
    /// The filter that allows what is in these lists.
    const fn build(lists: &[&[(u32, Action)]]) -> Builder {
        let mut builder = Builder {
            starts: [(0, Refuse); CAPACITY],
            start_count: 0,
            instructions: [Instruction { code: 0, if_true: 0, if_false: 0, operand: 0 }; CAPACITY],
            length: 0,
            endings: [Ending { jump: 0, if_true: false, action: Refuse }; CAPACITY],
            ending_count: 0,
        };
        builder.start(0, Refuse);
        let mut number = 0;
        while let Some(next) = next_number(lists, number) {
            let (allowed, action) = next;
            builder.start(allowed, action);
            builder.start(allowed + 1, Refuse);
            number = allowed + 1;
        }
        builder.start(X32, Kill);
        builder.emit(LOAD, 0, 0, DATA_ARCHITECTURE);
        builder.emit(JUMP_IF_EQUAL, 1, 0, AUDIT_ARCH_X86_64);
        builder.emit(RETURN, 0, 0, RETURN_KILL);
        builder.emit(LOAD, 0, 0, DATA_NUMBER);
        builder.tree(0, builder.start_count);
        builder.end();
        builder
    }

    /// Numbers from here on have this action.
    const fn start(&mut self, number: u32, action: Action) {
        if self.start_count > 0 {
            let (last, last_action) = self.starts[self.start_count - 1];
            if last == number {
                self.start_count -= 1;
                // The one before may have the same action already.
                return self.start(number, action);
            }
            if last_action as u32 == action as u32 {
                return;
            }
        }
        self.starts[self.start_count] = (number, action);
        self.start_count += 1;
    }

    const fn emit(&mut self, code: u16, if_true: u8, if_false: u8, operand: u32) {
        self.instructions[self.length] = Instruction { code, if_true, if_false, operand };
        self.length += 1;
    }

    /// Decides among the ranges `from..to`, of which there are at least two.
    const fn tree(&mut self, from: usize, to: usize) {
        let middle = from.midpoint(to);
        let jump = self.length;
        self.emit(JUMP_IF_NOT_BELOW, 0, 0, self.starts[middle].0);
        self.branch(jump, false, from, middle);
        self.branch(jump, true, middle, to);
    }

    /// What a jump leads to: the ranges `from..to`.
    const fn branch(&mut self, jump: usize, if_true: bool, from: usize, to: usize) {
        let action = self.starts[from].1;
        if to - from == 1 && action.is_plain() {
            self.endings[self.ending_count] = Ending { jump, if_true, action };
            self.ending_count += 1;
            return;
        }
        self.set_target(jump, if_true);
        if to - from == 1 { self.leaf(action) } else { self.tree(from, to) }
    }

    /// Has a jump lead to the next instruction.
    const fn set_target(&mut self, jump: usize, if_true: bool) {
        let skipped = self.length - jump - 1;
        assert!(skipped < 256, "a jump is too far");
        if if_true {
            self.instructions[jump].if_true = skipped as u8;
        } else {
            self.instructions[jump].if_false = skipped as u8;
        }
    }

    /// Writes the end, and has the jumps there lead to it.
    const fn end(&mut self) {
        let actions = [Allow, Refuse, Kill];
        let mut index = 0;
        while index < actions.len() {
            let mut ending = 0;
            while ending < self.ending_count {
                let Ending { jump, if_true, action } = self.endings[ending];
                if action as u32 == actions[index] as u32 {
                    self.set_target(jump, if_true);
                }
                ending += 1;
            }
            self.leaf(actions[index]);
            index += 1;
        }
    }

    const fn leaf(&mut self, action: Action) {
        match action {
            Allow => self.emit(RETURN, 0, 0, RETURN_ALLOW),
            Refuse => self.emit(RETURN, 0, 0, RETURN_ERRNO | ENOSYS),
            Kill => self.emit(RETURN, 0, 0, RETURN_KILL),
            AllowData => {
                self.emit(LOAD, 0, 0, data_argument(2));
                self.emit(JUMP_IF_ANY_BIT, 1, 0, PROT_EXEC);
                self.emit(RETURN, 0, 0, RETURN_ALLOW);
                self.emit(RETURN, 0, 0, RETURN_ERRNO | EACCES);
            }
            AllowFlags => {
                self.emit(LOAD, 0, 0, data_argument(1));
                self.emit(JUMP_IF_EQUAL, 1, 0, F_GETFL);
                self.emit(JUMP_IF_EQUAL, 0, 1, F_SETFL);
                self.emit(RETURN, 0, 0, RETURN_ALLOW);
                self.emit(RETURN, 0, 0, RETURN_ERRNO | ENOSYS);
            }
            AllowAvailable => {
                self.emit(LOAD, 0, 0, data_argument(1));
                self.emit(JUMP_IF_EQUAL, 0, 1, FIONREAD);
                self.emit(RETURN, 0, 0, RETURN_ALLOW);
                self.emit(RETURN, 0, 0, RETURN_ERRNO | ENOTTY);
            }
        }
    }

    const fn finish<const LENGTH: usize>(&self) -> [Instruction; LENGTH] {
        let mut instructions = [self.instructions[0]; LENGTH];
        let mut index = 0;
        while index < LENGTH {
            instructions[index] = self.instructions[index];
            index += 1;
        }
        instructions
    }
}

/// The smallest number in the lists that is not below `from`.
const fn next_number(lists: &[&[(u32, Action)]], from: u32) -> Option<(u32, Action)> {
    let mut best: Option<(u32, Action)> = None;
    let mut list = 0;
    while list < lists.len() {
        let mut index = 0;
        while index < lists[list].len() {
            let candidate = lists[list][index];
            let better = match best {
                Some((number, _)) => candidate.0 < number,
                None => true,
            };
            if candidate.0 >= from && better {
                best = Some(candidate);
            }
            index += 1;
        }
        list += 1;
    }
    best
}

/// A filter as the kernel takes it.
macro_rules! filter {
    ($name:ident, $($list:ident),*) => {
        static $name: [Instruction; Builder::build(&[$($list),*]).length] =
            const { Builder::build(&[$($list),*]) }.finish();
    };
}

filter!(NEITHER, BASE);
filter!(WITH_FILES, BASE, FILES);
filter!(WITH_SOCKETS, BASE, SOCKETS);
filter!(WITH_BOTH, BASE, FILES, SOCKETS);

/// What a program may do besides what any may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allowed {
    pub(crate) files: bool,
    pub(crate) sockets: bool,
}

impl Allowed {
    fn filter(self) -> &'static [Instruction] {
        match (self.files, self.sockets) {
            (false, false) => &NEITHER,
            (true, false) => &WITH_FILES,
            (false, true) => &WITH_SOCKETS,
            (true, true) => &WITH_BOTH,
        }
    }
}

/// `struct sock_fprog` of the kernel.
#[repr(C)]
struct Program {
    length: u16,
    instructions: *const Instruction,
}

/// From now on, only what is allowed exists.
pub(crate) fn install(allowed: Allowed) -> Result<(), Errno> {
    const SECCOMP: usize = 317;
    const SET_MODE_FILTER: usize = 1;
    /// Without it, older kernels slow down every load behind a store.
    const SPEC_ALLOW: usize = 4;
    let filter = allowed.filter();
    let program = Program { length: filter.len() as u16, instructions: filter.as_ptr() };
    // SAFETY: the kernel reads the filter, whose length is right.
    unsafe { syscall(SECCOMP, [SET_MODE_FILTER, SPEC_ALLOW, &raw const program as usize, 0, 0, 0]) }.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a filter says of a call.
    fn run(filter: &[Instruction], architecture: u32, number: u32, arguments: [u32; 3]) -> u32 {
        let (mut at, mut loaded) = (0, 0);
        loop {
            let Instruction { code, if_true, if_false, operand } = filter[at];
            let condition = match code {
                RETURN => return operand,
                LOAD => {
                    loaded = match operand {
                        DATA_NUMBER => number,
                        DATA_ARCHITECTURE => architecture,
                        offset => arguments[(offset as usize - 16) / 8],
                    };
                    at += 1;
                    continue;
                }
                JUMP_IF_EQUAL => loaded == operand,
                JUMP_IF_NOT_BELOW => loaded >= operand,
                JUMP_IF_ANY_BIT => loaded & operand != 0,
                code => panic!("instruction {code:#x}"),
            };
            at += 1 + usize::from(if condition { if_true } else { if_false });
        }
    }

    #[test]
    fn filters_allow_what_is_listed_and_nothing_else() {
        for (files, sockets, lists) in [
            (false, false, &[BASE][..]),
            (true, false, &[BASE, FILES]),
            (false, true, &[BASE, SOCKETS]),
            (true, true, &[BASE, FILES, SOCKETS]),
        ] {
            let allowed = Allowed { files, sockets };
            for number in 0..1000 {
                let listed = lists.iter().any(|list| list.iter().any(|&(other, _)| other == number));
                let says = run(allowed.filter(), AUDIT_ARCH_X86_64, number, [0, F_GETFL, 0]);
                let refused = [RETURN_ERRNO | ENOSYS, RETURN_ERRNO | ENOTTY].contains(&says);
                assert_eq!(!refused, listed && number != 16, "{allowed:?}: {number}");
            }
        }
    }

    #[test]
    fn arguments_count_where_they_must() {
        let says = |number, arguments| run(&NEITHER, AUDIT_ARCH_X86_64, number, arguments);
        for mapping in [9, 10] {
            assert_eq!(says(mapping, [0, 0, 3]), RETURN_ALLOW);
            assert_eq!(says(mapping, [0, 0, 3 | PROT_EXEC]), RETURN_ERRNO | EACCES);
        }
        assert_eq!(says(72, [0, F_SETFL, 0]), RETURN_ALLOW);
        assert_eq!(says(72, [0, 0, 0]), RETURN_ERRNO | ENOSYS);
        assert_eq!(says(16, [0, FIONREAD, 0]), RETURN_ALLOW);
        assert_eq!(says(16, [0, 0x5412, 0]), RETURN_ERRNO | ENOTTY);
    }

    #[test]
    fn other_abis_kill() {
        assert_eq!(run(&WITH_FILES, 0x4000_0003, 1, [0; 3]), RETURN_KILL);
        assert_eq!(run(&WITH_FILES, AUDIT_ARCH_X86_64, X32 | 1, [0; 3]), RETURN_KILL);
    }

    #[test]
    fn the_tree_is_shallow_and_small() {
        assert!(WITH_BOTH.len() < 110, "{}", WITH_BOTH.len());
    }
}
