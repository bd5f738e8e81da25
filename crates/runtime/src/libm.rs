//! Rounding and square roots, for compilers that call functions for them.
//!
//! Each is exact, keeps the sign of zero, and makes NaNs quiet.
//!
//! # Safety
//! The functions have the names and types that C gives them.

/// The functions of one type: its name, the float whose unit is one.
macro_rules! rounding {
    ($float:ident, $one_unit:expr, $rint:ident, $nearbyint:ident, $floor:ident, $ceil:ident, $trunc:ident) => {
        /// Rounds to the nearest integer, ties to even.
        #[unsafe(no_mangle)]
        extern "C" fn $rint(x: $float) -> $float {
            if x.is_nan() || x.abs() >= $one_unit {
                return x + 0.0; // an integer already, or not a number, which the addition makes quiet
            }
            let shift = <$float>::copysign($one_unit, x);
            ((x + shift) - shift).copysign(x)
        }

        /// The same without raising "inexact", which nobody can see.
        #[unsafe(no_mangle)]
        extern "C" fn $nearbyint(x: $float) -> $float {
            $rint(x)
        }

        /// Rounds down.
        #[unsafe(no_mangle)]
        extern "C" fn $floor(x: $float) -> $float {
            let nearest = $rint(x);
            if nearest > x { nearest - 1.0 } else { nearest }
        }

        /// Rounds up.
        #[unsafe(no_mangle)]
        extern "C" fn $ceil(x: $float) -> $float {
            let nearest = $rint(x);
            if nearest < x { (nearest + 1.0).copysign(x) } else { nearest }
        }

        /// Rounds towards zero.
        #[unsafe(no_mangle)]
        extern "C" fn $trunc(x: $float) -> $float {
            $floor(x.abs()).copysign(x)
        }
    };
}

rounding!(f32, 8_388_608.0, rintf, nearbyintf, floorf, ceilf, truncf);
rounding!(f64, 4_503_599_627_370_496.0, rint, nearbyint, floor, ceil, trunc);

/// The square root.
#[unsafe(no_mangle)]
#[unsafe(naked)]
extern "C" fn sqrt(x: f64) -> f64 {
    core::arch::naked_asm!("sqrtsd xmm0, xmm0", "ret")
}

/// The square root.
#[unsafe(no_mangle)]
#[unsafe(naked)]
extern "C" fn sqrtf(x: f32) -> f32 {
    core::arch::naked_asm!("sqrtss xmm0, xmm0", "ret")
}
