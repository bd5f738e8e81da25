//! helper: u128
/* 128 bits, in halves. */
typedef struct {
  u64 low, high;
} u128;

//! helper: i64_add128; needs: u128
/* i64.add128 (wide arithmetic). */
static inline u128 i64_add128(u64 a_low, u64 a_high, u64 b_low, u64 b_high) {
#ifdef __TINYC__
  u128 sum = {a_low + b_low, a_high + b_high};
  sum.high += sum.low < a_low;
#else
  unsigned __int128 value = ((unsigned __int128)a_high << 64 | a_low) + ((unsigned __int128)b_high << 64 | b_low);
  u128 sum = {(u64)value, (u64)(value >> 64)};
#endif
  return sum;
}

//! helper: i64_sub128; needs: u128
/* i64.sub128 (wide arithmetic). */
static inline u128 i64_sub128(u64 a_low, u64 a_high, u64 b_low, u64 b_high) {
#ifdef __TINYC__
  u128 difference = {a_low - b_low, a_high - b_high};
  difference.high -= a_low < b_low;
#else
  unsigned __int128 value = ((unsigned __int128)a_high << 64 | a_low) - ((unsigned __int128)b_high << 64 | b_low);
  u128 difference = {(u64)value, (u64)(value >> 64)};
#endif
  return difference;
}

//! helper: i64_mul_wide_u; needs: u128
/* i64.mul_wide_u: all bits of the product (wide arithmetic). */
static inline u128 i64_mul_wide_u(u64 a, u64 b) {
#ifdef __TINYC__
  u64 low = (a & 0xffffffff) * (b & 0xffffffff);
  u64 middle = (a >> 32) * (b & 0xffffffff) + (low >> 32);
  u64 other = (a & 0xffffffff) * (b >> 32) + (middle & 0xffffffff);
  u128 product = {other << 32 | (low & 0xffffffff), (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32)};
#else
  unsigned __int128 value = (unsigned __int128)a * b;
  u128 product = {(u64)value, (u64)(value >> 64)};
#endif
  return product;
}

//! helper: i64_mul_wide_s; needs: u128
/* i64.mul_wide_s: all bits of the product of signed factors (wide arithmetic). */
static inline u128 i64_mul_wide_s(u64 a, u64 b) {
#ifdef __TINYC__
  u64 low = (a & 0xffffffff) * (b & 0xffffffff);
  u64 middle = (a >> 32) * (b & 0xffffffff) + (low >> 32);
  u64 other = (a & 0xffffffff) * (b >> 32) + (middle & 0xffffffff);
  u128 product = {other << 32 | (low & 0xffffffff), (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32)};
  /* A negative factor is 2^64 less than its bits say. */
  product.high -= ((s64)a < 0 ? b : 0) + ((s64)b < 0 ? a : 0);
#else
  __int128 value = (__int128)(s64)a * (s64)b;
  u128 product = {(u64)value, (u64)(value >> 64)};
#endif
  return product;
}
