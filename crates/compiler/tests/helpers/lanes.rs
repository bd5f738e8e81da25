//! What the vector instructions give, lane by lane, written from the specification (section 4.3.5), independently of C.

use crate::reference::Outcome::{self, Bits};
use crate::reference::{Float, computed, extreme, truncate};

/// What one vector instruction gives.
pub(crate) struct Operation {
    /// The helper.
    pub(crate) name: String,
    /// A C expression for a v128 in `a`, `b` and `c`, which are such.
    pub(crate) expression: String,
    /// The same in Rust.
    pub(crate) reference: Reference,
}

type Reference = Box<dyn Fn(&[u128]) -> Lanes>;

/// The lanes of a result, the lowest first, all of this width.
pub(crate) struct Lanes {
    pub(crate) width: u32,
    pub(crate) lanes: Vec<Outcome>,
}

/// The lanes of a vector.
pub(crate) fn split(vector: u128, width: u32) -> Vec<u64> {
    let mask = u64::MAX >> (64 - width);
    (0..128 / width).map(|lane| (vector >> (lane * width)) as u64 & mask).collect()
}

/// The vector of these lanes.
pub(crate) fn join(lanes: &[u64], width: u32) -> u128 {
    lanes.iter().rev().fold(0, |vector, &lane| vector << width | u128::from(lane))
}

fn signed(value: u64, width: u32) -> i128 {
    i128::from((value << (64 - width)) as i64 >> (64 - width))
}

/// An integer, modulo two to the width.
fn wrapped(value: i128, width: u32) -> Outcome {
    Bits(value as u64 & u64::MAX >> (64 - width))
}

/// The nearest integer in range.
fn saturated(value: i128, width: u32, is_signed: bool) -> Outcome {
    let (low, high) =
        if is_signed { (-(1 << (width - 1)), (1 << (width - 1)) - 1) } else { (0, (1 << width) - 1) };
    wrapped(value.clamp(low, high), width)
}

fn whole(width: u32, outcome: Outcome) -> Lanes {
    Lanes { width, lanes: vec![outcome] }
}

/// The operations of one test.
#[derive(Default)]
pub(crate) struct Operations(pub(crate) Vec<Operation>);

impl Operations {
    fn add(&mut self, name: String, arguments: &str, reference: impl Fn(&[u128]) -> Lanes + 'static) {
        let expression = format!("{name}({arguments})");
        self.0.push(Operation { name, expression, reference: Box::new(reference) });
    }

    /// On each lane of a vector.
    fn unary(&mut self, name: String, width: u32, f: impl Fn(u64) -> Outcome + 'static) {
        self.add(name, "a", move |v| Lanes {
            width,
            lanes: split(v[0], width).into_iter().map(&f).collect(),
        });
    }

    /// On each pair of lanes of two vectors.
    fn binary(&mut self, name: String, width: u32, f: impl Fn(u64, u64) -> Outcome + 'static) {
        self.add(name, "a, b", move |v| {
            let pairs = split(v[0], width).into_iter().zip(split(v[1], width));
            Lanes { width, lanes: pairs.map(|(x, y)| f(x, y)).collect() }
        });
    }

    /// A number from a whole vector.
    fn summary(&mut self, name: String, width: u32, f: impl Fn(Vec<u64>) -> u64 + 'static) {
        self.add(name, "a", move |v| whole(64, Bits(f(split(v[0], width)))));
        let last = self.0.last_mut().expect("one was just added");
        last.expression = format!("((v128){{{}, 0}})", last.expression);
    }

    /// Lanes made of wider or narrower ones.
    fn reshape(
        &mut self,
        name: String,
        arguments: &str,
        width: u32,
        f: impl Fn(&[u128]) -> Vec<Outcome> + 'static,
    ) {
        self.add(name, arguments, move |v| Lanes { width, lanes: f(v) });
    }
}

/// Shape and mnemonic of an operation on integers of this width.
fn name(width: u32, operation: &str) -> String {
    format!("i{width}x{}_{operation}", 128 / width)
}

fn comparison(mnemonic: &str) -> fn(i128, i128) -> bool {
    match mnemonic {
        "eq" => |x, y| x == y,
        "ne" => |x, y| x != y,
        "lt" => |x, y| x < y,
        "gt" => |x, y| x > y,
        "le" => |x, y| x <= y,
        _ => |x, y| x >= y,
    }
}

/// All operations on integers of this width that give as many of the same width, or one number.
pub(crate) fn integer(width: u32) -> Operations {
    let mut all = Operations::default();
    let extend =
        move |value: u64, is_signed: bool| if is_signed { signed(value, width) } else { i128::from(value) };
    for mnemonic in ["eq", "ne", "lt", "gt", "le", "ge"] {
        let compare = comparison(mnemonic);
        for (is_signed, suffix) in [(true, "_s"), (false, "_u")] {
            let suffix = if matches!(mnemonic, "eq" | "ne") { "" } else { suffix };
            if (width == 64 || suffix.is_empty()) && !is_signed {
                continue;
            }
            all.binary(name(width, &format!("{mnemonic}{suffix}")), width, move |x, y| {
                wrapped(-i128::from(compare(extend(x, is_signed), extend(y, is_signed))), width)
            });
        }
    }
    all.unary(name(width, "neg"), width, move |x| wrapped(-i128::from(x), width));
    all.unary(name(width, "abs"), width, move |x| wrapped(signed(x, width).abs(), width));
    all.binary(name(width, "add"), width, move |x, y| wrapped(i128::from(x) + i128::from(y), width));
    all.binary(name(width, "sub"), width, move |x, y| wrapped(i128::from(x) - i128::from(y), width));
    all.summary(name(width, "all_true"), width, |lanes| lanes.iter().all(|&lane| lane != 0).into());
    all.summary(name(width, "bitmask"), width, move |lanes| {
        (0..).zip(lanes).map(|(at, lane)| (lane >> (width - 1)) << at).sum()
    });
    if width > 8 {
        all.binary(name(width, "mul"), width, move |x, y| Bits(x.wrapping_mul(y) & u64::MAX >> (64 - width)));
    }
    if width < 64 {
        for (is_signed, s) in [(true, "s"), (false, "u")] {
            let e = move |x| extend(x, is_signed);
            all.binary(name(width, &format!("min_{s}")), width, move |x, y| wrapped(e(x).min(e(y)), width));
            all.binary(name(width, &format!("max_{s}")), width, move |x, y| wrapped(e(x).max(e(y)), width));
        }
    }
    if width < 32 {
        for (is_signed, s) in [(true, "s"), (false, "u")] {
            let e = move |x| extend(x, is_signed);
            let saturated = move |value| saturated(value, width, is_signed);
            all.binary(name(width, &format!("add_sat_{s}")), width, move |x, y| saturated(e(x) + e(y)));
            all.binary(name(width, &format!("sub_sat_{s}")), width, move |x, y| saturated(e(x) - e(y)));
        }
        all.binary(name(width, "avgr_u"), width, |x, y| Bits((x + y).div_ceil(2)));
    }
    all
}

/// Shifts of integers of this width, by the lowest lane of the second vector.
pub(crate) fn shifts(width: u32) -> Operations {
    let mut all = Operations::default();
    let mut shift = |mnemonic: &str, f: fn(u64, u32, u32) -> i128| {
        all.add(name(width, mnemonic), "a, (u32)b[0]", move |v| {
            let by = v[1] as u32 % width;
            Lanes {
                width,
                lanes: split(v[0], width).iter().map(|&x| wrapped(f(x, by, width), width)).collect(),
            }
        });
    };
    shift("shl", |x, by, _| i128::from(x) << by);
    shift("shr_u", |x, by, _| i128::from(x) >> by);
    shift("shr_s", |x, by, width| signed(x, width) >> by);
    all
}

/// Access to single lanes, of integers of this width.
pub(crate) fn single(width: u32) -> Operations {
    let mut all = Operations::default();
    let c_type = if width == 64 { "u64" } else { "u32" };
    all.add(name(width, "splat"), &format!("({c_type})a[0]"), move |v| Lanes {
        width,
        lanes: vec![Bits(split(v[0], width)[0]); 128 / width as usize],
    });
    for lane in 0..128 / width as usize {
        let extracts: &[(bool, &str)] =
            if width < 32 { &[(true, "_s"), (false, "_u")] } else { &[(false, "")] };
        for &(is_signed, suffix) in extracts {
            all.add(name(width, &format!("extract_lane{suffix}")), &format!("a, {lane}"), move |v| {
                let value = split(v[0], width)[lane];
                whole(64, if is_signed { wrapped(signed(value, width), 32) } else { Bits(value) })
            });
            let last = all.0.last_mut().expect("one was just added");
            last.expression = format!("((v128){{{}, 0}})", last.expression);
        }
        all.add(name(width, "replace_lane"), &format!("a, {lane}, ({c_type})b[0]"), move |v| {
            let mut lanes = split(v[0], width);
            lanes[lane] = split(v[1], width)[0];
            Lanes { width, lanes: lanes.into_iter().map(Bits).collect() }
        });
    }
    all
}

/// Bytes of a vector by indices, 0 for those past the end.
fn swizzle(vector: u128, indices: u128) -> Vec<Outcome> {
    let bytes = split(vector, 8);
    split(indices, 8).iter().map(|&at| Bits(bytes.get(at as usize).copied().unwrap_or(0))).collect()
}

/// Operations on bits and bytes.
pub(crate) fn bits() -> Operations {
    let mut all = Operations::default();
    let both = |v: &[u128], f: fn(&[u128]) -> u128| {
        let bits = f(v);
        Lanes { width: 64, lanes: vec![Bits(bits as u64), Bits((bits >> 64) as u64)] }
    };
    all.add("v128_bitselect".to_owned(), "a, b, c", move |v| both(v, |v| v[0] & v[2] | v[1] & !v[2]));
    all.add("v128_not".to_owned(), "a", move |v| both(v, |v| !v[0]));
    all.add("v128_and".to_owned(), "a, b", move |v| both(v, |v| v[0] & v[1]));
    all.add("v128_andnot".to_owned(), "a, b", move |v| both(v, |v| v[0] & !v[1]));
    all.add("v128_or".to_owned(), "a, b", move |v| both(v, |v| v[0] | v[1]));
    all.add("v128_xor".to_owned(), "a, b", move |v| both(v, |v| v[0] ^ v[1]));
    all.add("v128_const".to_owned(), "a[0], b[1]", move |v| both(v, |v| v[0] << 64 >> 64 | v[1] >> 64 << 64));
    all.summary("v128_any_true".to_owned(), 64, |lanes| (lanes[0] | lanes[1] != 0).into());
    all.unary("i8x16_popcnt".to_owned(), 8, |x| Bits(x.count_ones().into()));
    all.reshape("i8x16_swizzle".to_owned(), "a, b", 8, |v| swizzle(v[0], v[1]));
    for indices in [
        "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15",
        "31, 0, 30, 1, 29, 2, 16, 16, 5, 6, 7, 8, 19, 18, 17, 16",
    ] {
        let lanes: Vec<usize> =
            indices.split(", ").map(|index| index.parse().expect("it is a number")).collect();
        all.reshape("i8x16_shuffle".to_owned(), &format!("a, b, {indices}"), 8, move |v| {
            let bytes = [split(v[0], 8), split(v[1], 8)].concat();
            lanes.iter().map(|&at| Bits(bytes[at])).collect()
        });
    }
    all
}

/// Operations that widen integers of this width to twice that, or narrow the others to them.
pub(crate) fn widths(width: u32) -> Operations {
    let mut all = Operations::default();
    let (wide, half) = (2 * width, 64 / width as usize);
    let narrow_shape = format!("i{width}x{}", 128 / width);
    for (is_signed, s) in [(true, "s"), (false, "u")] {
        let extend = move |value: &u64| if is_signed { signed(*value, width) } else { i128::from(*value) };
        for (skip, part) in [(0, "low"), (half, "high")] {
            all.reshape(name(wide, &format!("extend_{part}_{narrow_shape}_{s}")), "a", wide, move |v| {
                split(v[0], width)[skip..].iter().take(half).map(|x| wrapped(extend(x), wide)).collect()
            });
            all.reshape(name(wide, &format!("extmul_{part}_{narrow_shape}_{s}")), "a, b", wide, move |v| {
                let pairs = split(v[0], width).into_iter().zip(split(v[1], width)).skip(skip).take(half);
                pairs.map(|(x, y)| wrapped(extend(&x) * extend(&y), wide)).collect()
            });
        }
        if width < 32 {
            all.reshape(name(wide, &format!("extadd_pairwise_{narrow_shape}_{s}")), "a", wide, move |v| {
                split(v[0], width).chunks(2).map(|x| wrapped(extend(&x[0]) + extend(&x[1]), wide)).collect()
            });
            let wide_shape = format!("i{wide}x{}", 128 / wide);
            all.reshape(name(width, &format!("narrow_{wide_shape}_{s}")), "a, b", width, move |v| {
                let lanes = [split(v[0], wide), split(v[1], wide)].concat();
                lanes.into_iter().map(|x| saturated(signed(x, wide), width, is_signed)).collect()
            });
        }
    }
    all
}

/// Products of signed integers, summed or rounded.
pub(crate) fn products() -> Operations {
    let mut all = Operations::default();
    let sums = |v: &[u128], width| {
        let products = split(v[0], width).into_iter().zip(split(v[1], width));
        let products: Vec<i128> = products.map(|(x, y)| signed(x, width) * signed(y, width)).collect();
        products.chunks(2).map(|pair| pair[0] + pair[1]).collect::<Vec<_>>()
    };
    all.reshape("i32x4_dot_i16x8_s".to_owned(), "a, b", 32, move |v| {
        sums(v, 16).into_iter().map(|sum| wrapped(sum, 32)).collect()
    });
    all.reshape("i16x8_relaxed_dot_i8x16_i7x16_s_deterministic".to_owned(), "a, b", 16, move |v| {
        sums(v, 8).into_iter().map(|sum| saturated(sum, 16, true)).collect()
    });
    all.reshape("i32x4_relaxed_dot_i8x16_i7x16_add_s_deterministic".to_owned(), "a, b, c", 32, move |v| {
        let sums: Vec<i128> = sums(v, 8).into_iter().map(|sum| sum.min(0x7fff)).collect();
        let pairs = sums.chunks(2).zip(split(v[2], 32));
        pairs.map(|(pair, c)| wrapped(pair[0] + pair[1] + i128::from(c), 32)).collect()
    });
    // What a relaxed product gives where all machines agree: second operands of 7 bits, no -1 * -1.
    let small = move |v: &[u128]| sums(&[v[0], v[1] & u128::from_le_bytes([0x7f; 16])], 8);
    all.reshape("i16x8_relaxed_dot_i8x16_i7x16_s".to_owned(), "a, b & 0x7f7f7f7f7f7f7f7f", 16, move |v| {
        small(v).into_iter().map(|sum| wrapped(sum, 16)).collect()
    });
    let operands = "a, b & 0x7f7f7f7f7f7f7f7f, c";
    all.reshape("i32x4_relaxed_dot_i8x16_i7x16_add_s".to_owned(), operands, 32, move |v| {
        let sums = small(v);
        let pairs = sums.chunks(2).zip(split(v[2], 32));
        pairs.map(|(pair, c)| wrapped(pair[0] + pair[1] + i128::from(c), 32)).collect()
    });
    let q15mulr = |x, y| (signed(x, 16) * signed(y, 16) + 0x4000) >> 15;
    all.binary("i16x8_q15mulr_sat_s".to_owned(), 16, move |x, y| saturated(q15mulr(x, y), 16, true));
    all.binary("i16x8_relaxed_q15mulr_s".to_owned(), 16, move |x, y| wrapped(q15mulr(x, y), 16));
    all
}

/// The functions that Rust has for this float type.
pub(crate) struct Machine<F> {
    pub(crate) shape: &'static str,
    pub(crate) width: u32,
    /// sqrt, ceil, floor, trunc, nearest.
    pub(crate) unary: [fn(F) -> F; 5],
    /// add, sub, mul, div.
    pub(crate) binary: [fn(F, F) -> F; 4],
}

/// All operations on floats that give as many of the same type.
pub(crate) fn float<F: Float + 'static>(machine: &Machine<F>) -> Operations {
    let mut all = Operations::default();
    let width = machine.width;
    let name = |mnemonic: &str| format!("{}_{mnemonic}", machine.shape);
    for (mnemonic, f) in ["sqrt", "ceil", "floor", "trunc", "nearest"].into_iter().zip(machine.unary) {
        all.unary(name(mnemonic), width, move |x| computed::<F, F>(f(F::from_bits(x)), &[x]));
    }
    for (mnemonic, f) in ["add", "sub", "mul", "div"].into_iter().zip(machine.binary) {
        all.binary(name(mnemonic), width, move |x, y| {
            computed::<F, F>(f(F::from_bits(x), F::from_bits(y)), &[x, y])
        });
    }
    all.unary(name("abs"), width, |x| Bits(x & !F::SIGN));
    all.unary(name("neg"), width, |x| Bits(x ^ F::SIGN));
    all.binary(name("min"), width, |x, y| extreme::<F>(x, y, false));
    all.binary(name("max"), width, |x, y| extreme::<F>(x, y, true));
    all.binary(name("pmin"), width, |x, y| Bits(if F::from_bits(y) < F::from_bits(x) { y } else { x }));
    all.binary(name("pmax"), width, |x, y| Bits(if F::from_bits(x) < F::from_bits(y) { y } else { x }));
    let compare = [
        ("eq", (|x, y| x == y) as fn(F, F) -> bool),
        ("ne", |x, y| x != y),
        ("lt", |x, y| x < y),
        ("gt", |x, y| x > y),
        ("le", |x, y| x <= y),
        ("ge", |x, y| x >= y),
    ];
    for (mnemonic, f) in compare {
        all.binary(name(mnemonic), width, move |x, y| {
            wrapped(-i128::from(f(F::from_bits(x), F::from_bits(y))), width)
        });
    }
    let [add, _, mul, _] = machine.binary;
    for (mnemonic, sign) in [("relaxed_madd_deterministic", 0), ("relaxed_nmadd_deterministic", F::SIGN)] {
        all.reshape(name(mnemonic), "a, b, c", width, move |v| {
            let lanes = |at: usize| split(v[at], width);
            let operands = lanes(0).into_iter().zip(lanes(1)).zip(lanes(2));
            let f = |x: u64, y, z| add(mul(F::from_bits(x ^ sign), F::from_bits(y)), F::from_bits(z));
            operands.map(|((x, y), z)| computed::<F, F>(f(x, y, z), &[x, y, z])).collect()
        });
    }
    let opaque = name("opaque");
    for (mnemonic, one) in [("mul", "{0} + 1"), ("div", "{0} + 1"), ("add", "{0} * -1"), ("sub", "{0}")] {
        let arguments = format!("a, {opaque}((v128)(({}){one}))", machine.shape);
        all.reshape(name(mnemonic), &arguments, width, move |v| {
            split(v[0], width).iter().map(|&x| computed::<F, F>(F::from_bits(x), &[x])).collect()
        });
    }
    all
}

/// Conversions of floats.
pub(crate) fn conversions() -> Operations {
    let mut all = Operations::default();
    for (is_signed, s) in [(true, "s"), (false, "u")] {
        let truncate = move |x| truncate(x, 32, is_signed, true);
        // What a relaxed conversion gives where all machines agree: in range.
        for (kind, f32x4, f64x2) in [
            ("trunc_sat", "a", "a"),
            (
                "relaxed_trunc",
                "f32x4_pmax(f32x4_splat(-0x1p31f), f32x4_pmin(f32x4_splat(0x1.fffffep30f), a & f32x4_eq(a, a)))",
                "f64x2_pmax(f64x2_splat(-0x1p31), f64x2_pmin(f64x2_splat(0x1.fffffffcp30), a & f64x2_eq(a, a)))",
            ),
        ] {
            let clamp = move |x: f64, bound: f64| match (kind, is_signed) {
                ("relaxed_trunc", true) => x.clamp(-2_147_483_648.0, bound),
                ("relaxed_trunc", false) => x.clamp(0.0, bound),
                _ => x,
            };
            all.reshape(format!("i32x4_{kind}_f32x4_{s}"), f32x4, 32, move |v| {
                let lanes = split(v[0], 32).into_iter().map(|x| f32::from_bits(x as u32).into());
                lanes.map(|x| truncate(clamp(x, 2_147_483_520.0))).collect()
            });
            all.reshape(format!("i32x4_{kind}_f64x2_{s}_zero"), f64x2, 32, move |v| {
                let lanes =
                    split(v[0], 64).into_iter().map(|x| truncate(clamp(f64::from_bits(x), 2_147_483_647.0)));
                lanes.chain([Bits(0), Bits(0)]).collect()
            });
        }
        let extend = move |x| if is_signed { signed(x, 32) } else { i128::from(x) };
        all.unary(format!("f32x4_convert_i32x4_{s}"), 32, move |x| Bits((extend(x) as f32).bits()));
        all.reshape(format!("f64x2_convert_low_i32x4_{s}"), "a", 64, move |v| {
            split(v[0], 32)[..2].iter().map(|&x| Bits((extend(x) as f64).bits())).collect()
        });
    }
    all.reshape("f32x4_demote_f64x2_zero".to_owned(), "a", 32, |v| {
        let lanes = split(v[0], 64).into_iter().map(|x| computed::<f64, f32>(f64::from_bits(x) as f32, &[x]));
        lanes.chain([Bits(0), Bits(0)]).collect()
    });
    let promoted = |x: &u64| f64::from(f32::from_bits(*x as u32));
    all.reshape("f64x2_promote_low_f32x4".to_owned(), "a", 64, move |v| {
        split(v[0], 32)[..2].iter().map(|x| computed::<f32, f64>(promoted(x), &[*x])).collect()
    });
    all.reshape("f32x4_demote_f64x2_zero".to_owned(), "f64x2_promote_low_f32x4(a)", 32, |v| {
        let lanes = split(v[0], 32).into_iter().take(2);
        let quieted = lanes.map(|x| computed::<f32, f32>(f32::from_bits(x as u32), &[x]));
        quieted.chain([Bits(0), Bits(0)]).collect()
    });
    for (shape, width) in [("f32x4", 32), ("f64x2", 64)] {
        let single = format!("(({shape})a)[0]");
        all.add(format!("{shape}_splat"), &single, move |v| Lanes {
            width,
            lanes: vec![Bits(split(v[0], width)[0]); 128 / width as usize],
        });
        for lane in 0..128 / width as usize {
            let extract = format!("{shape}_splat({shape}_extract_lane(a, {lane}))");
            all.add(format!("{shape}_extract_lane"), "", move |v| Lanes {
                width,
                lanes: vec![Bits(split(v[0], width)[lane]); 128 / width as usize],
            });
            all.0.last_mut().expect("one was just added").expression = extract;
            all.add(format!("{shape}_replace_lane"), &format!("b, {lane}, {single}"), move |v| {
                let mut lanes = split(v[1], width);
                lanes[lane] = split(v[0], width)[0];
                Lanes { width, lanes: lanes.into_iter().map(Bits).collect() }
            });
        }
    }
    all
}

/// Relaxed operations where all machines agree: on whole lanes, on indices that are in range or far from it.
pub(crate) fn relaxed() -> Operations {
    let mut all = Operations::default();
    for width in [8, 16, 32, 64] {
        let mask = format!("a, b, {}(c, {})", name(width, "shr_s"), width - 1);
        all.add(name(width, "relaxed_laneselect"), &mask, move |v| {
            let lanes = split(v[0], width).into_iter().zip(split(v[1], width)).zip(split(v[2], width));
            Lanes {
                width,
                lanes: lanes.map(|((x, y), z)| Bits(if z >> (width - 1) == 1 { x } else { y })).collect(),
            }
        });
    }
    all.reshape("i8x16_relaxed_swizzle".to_owned(), "a, b & 0x8f8f8f8f8f8f8f8f", 8, |v| {
        swizzle(v[0], v[1] & u128::from_le_bytes([0x8f; 16]))
    });
    all
}

/// Relaxed operations on floats where all machines agree: on numbers that differ, or are so short that nothing is rounded.
pub(crate) fn relaxed_float<F: Float + 'static>(machine: &Machine<F>) -> Operations {
    let mut all = Operations::default();
    let (shape, width) = (machine.shape, machine.width);
    for (mnemonic, is_max) in [("relaxed_min", false), ("relaxed_max", true)] {
        let name = format!("{shape}_{mnemonic}");
        let differ = format!("{shape}_lt(a, b) | {shape}_gt(a, b)");
        all.binary(name.clone(), width, move |x, y| {
            let (a, b) = (F::from_bits(x), F::from_bits(y));
            Bits(if (a < b && is_max) || (a > b && !is_max) { y } else { x })
        });
        let last = all.0.last_mut().expect("one was just added");
        last.expression = format!("v128_bitselect({name}(a, b), a, {differ})");
    }
    let convert = if width == 32 { "f32x4_convert_i32x4_s" } else { "f64x2_convert_low_i32x4_s" };
    let short = |name: &str| format!("{convert}(i32x4_shr_s({name}, 24))");
    let arguments = [short("a"), short("b"), short("c")].join(", ");
    for (mnemonic, sign) in [("relaxed_madd", 1), ("relaxed_nmadd", -1)] {
        all.reshape(format!("{shape}_{mnemonic}"), &arguments, width, move |v| {
            let lanes = |at: usize| split(v[at], 32).into_iter().map(|x| signed(x, 32) >> 24);
            let operands = lanes(0).zip(lanes(1)).zip(lanes(2)).take(128 / width as usize);
            let of = |x: i128| if width == 32 { (x as f32).bits() } else { (x as f64).bits() };
            operands.map(|((x, y), z)| Bits(of(sign * x * y + z))).collect()
        });
    }
    all
}
