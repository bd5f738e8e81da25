//! Values on which operations are tested: the bounds of everything, the most peculiar first.

use std::collections::HashSet;

/// Bits of f32 and f64 values: zeros, infinities, NaNs of all kinds, halves, denormals, and both neighbours of every
/// power of two at which some operation changes its mind.
pub(crate) fn f32s() -> Vec<u32> {
    let mut bits =
        vec![0x7f80_0000, 0x7fc0_0000, 0x7fa0_0000, 0x7f80_0001, 0x7fff_ffff, 0x7fc1_2345, 1, 0x007f_ffff];
    for value in [0f32, 0.25, 0.5, 0.75, 1.5, 2.5, 3.5, 1e10, 1e-10, 0.1, f32::MIN_POSITIVE, f32::MAX] {
        bits.push(value.to_bits());
    }
    for power in [-1, 0, 1, 7, 8, 15, 16, 22, 23, 24, 31, 32, 62, 63, 64] {
        let two = (power as f32).exp2().to_bits();
        bits.extend([two - 1, two, two + 1]);
    }
    for whole in [8_388_606.5f32, 8_388_607.5, 4_194_303.8, 4_194_302.2] {
        bits.push(whole.to_bits());
    }
    let sign = 1 << 31;
    bits.into_iter().flat_map(|value| [value, value ^ sign]).collect()
}

/// See [`f32s`].
pub(crate) fn f64s() -> Vec<u64> {
    let mut bits: Vec<u64> = vec![
        0x7ff0_0000_0000_0000,
        0x7ff8_0000_0000_0000,
        0x7ff4_0000_0000_0000,
        0x7ff0_0000_0000_0001,
        0x7fff_ffff_ffff_ffff,
        0x7ff8_1234_5678_9abc,
        1,
        0x000f_ffff_ffff_ffff,
    ];
    let odd = [
        0f64,
        0.25,
        0.5,
        0.75,
        1.5,
        2.5,
        3.5,
        1e10,
        1e-10,
        0.1,
        1e300,
        1e-300,
        f64::MIN_POSITIVE,
        f64::MAX,
        // Neighbours of what f32 has, for demotion.
        1.000_000_059_604_644_8,
        1.000_000_059_604_645,
        3.402_823_567_797_336_6e38,
        1.401_298_464_324_817e-45,
        7.006_492_321_624_085e-46,
        7.006_492_321_624_086e-46,
        1.175_494_280_757_364_3e-38,
        // Either side of the ranges of integers.
        2_147_483_647.5,
        2_147_483_648.9,
        4_294_967_295.5,
        4_503_599_627_370_495.5,
        4_503_599_627_370_494.5,
        2_251_799_813_685_247.8,
    ];
    bits.extend(odd.map(f64::to_bits));
    for power in [-1, 0, 1, 7, 8, 15, 16, 31, 32, 51, 52, 53, 62, 63, 64, 127, 128] {
        let two = f64::from(power).exp2().to_bits();
        bits.extend([two - 1, two, two + 1]);
    }
    let sign = 1 << 63;
    bits.into_iter().flat_map(|value| [value, value ^ sign]).collect()
}

/// Integers of this many bits: small ones, powers of two with their neighbours, patterns.
pub(crate) fn integers(width: u32) -> Vec<u64> {
    let mask = u64::MAX >> (64 - width);
    let mut values = vec![3, 5, 10, 100];
    for shift in [0, width - 1, width / 2, width / 2 - 1, 31, 63, 1, 5, 6, 8, 16, 24, 32, 53] {
        let power = 1u64 << shift;
        values.extend([power - 1, power, power + 1]);
    }
    values.extend([0x5555_5555_5555_5555, 0x1234_5678_9abc_def0, 0x00ff_00ff_00ff_00ff]);
    // Halfway between two f32 or f64 values, and just beside it.
    values.extend([39, 10].map(|shift| 1 << 63 | 1 << shift));
    values.extend([39, 10].map(|shift| 1 << 63 | 1 << shift | 1));
    let mut seen = HashSet::new();
    let signed = values.into_iter().flat_map(|value: u64| [value, value.wrapping_neg()]);
    signed.map(|value| value & mask).filter(|value| seen.insert(*value)).collect()
}
