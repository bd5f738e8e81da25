//! Mathematics and clocks.

use rustix::time::{ClockId, clock_gettime};

/// Makes functions of one float.
macro_rules! functions {
    ($($name:ident = $function:ident, $doc:literal;)*) => {
        $(
            #[doc = $doc]
            pub(super) fn $name(x: f64) -> f64 {
                libm::$function(x)
            }
        )*
    };
}

functions! {
    fsin = sin, "The sine.";
    fcos = cos, "The cosine.";
    ftan = tan, "The tangent.";
    fasin = asin, "The inverse sine.";
    facos = acos, "The inverse cosine.";
    fatan = atan, "The inverse tangent.";
    flog = log, "The natural logarithm.";
    fexp = exp, "The exponential.";
}

/// The angle of a point.
pub(super) fn fatan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// A jiffy is a microsecond.
pub(super) fn jiffies_per_second() -> u32 {
    1_000_000
}

fn seconds(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Jiffies on a clock that nobody sets: `clock_gettime`.
pub(super) fn current_jiffy() -> f64 {
    seconds(ClockId::Monotonic) * 1e6
}

/// Seconds since 1970: `clock_gettime`.
pub(super) fn current_second() -> f64 {
    seconds(ClockId::Realtime)
}
