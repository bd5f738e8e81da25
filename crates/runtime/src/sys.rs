//! System calls that rustix has no function for.
//!
//! # Safety
//! A system call does to the process what its arguments say: each wrapper takes what makes it sound, and callers of
//! [`syscall`] vouch for the rest.

use core::arch::asm;
use rustix::io::Errno;

/// A system call with up to six arguments.
///
/// # Safety
/// As the system call.
pub(crate) unsafe fn syscall(number: usize, arguments: [usize; 6]) -> Result<usize, Errno> {
    let result: isize;
    // SAFETY: the kernel keeps all registers but rax, rcx and r11; the caller vouches for what the call does.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") number => result,
            in("rdi") arguments[0],
            in("rsi") arguments[1],
            in("rdx") arguments[2],
            in("r10") arguments[3],
            in("r8") arguments[4],
            in("r9") arguments[5],
            lateout("rcx") _,
            lateout("r11") _,
            options(nostack),
        );
    }
    if (-4095..0).contains(&result) {
        Err(Errno::from_raw_os_error(-result as i32))
    } else {
        Ok(result as usize)
    }
}

/// Ends the process, flushing nothing.
pub(crate) fn exit(status: u32) -> ! {
    const EXIT_GROUP: usize = 231;
    #[cfg(feature = "freestanding")]
    crate::process::end();
    loop {
        // SAFETY: it doesn't return, so there is nothing to break.
        let _ = unsafe { syscall(EXIT_GROUP, [status as usize, 0, 0, 0, 0, 0]) };
    }
}
