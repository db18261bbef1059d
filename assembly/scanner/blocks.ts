// 64 bytes at a time: a bit for each of them.

/** The places of a byte in a block. */
// @ts-ignore: decorator
@inline export function placesOf(byte: u32, a: v128, b: v128, c: v128, d: v128): u64 {
  const wanted = i8x16.splat(<i8>byte);
  return placesIn(i8x16.eq(a, wanted), i8x16.eq(b, wanted), i8x16.eq(c, wanted), i8x16.eq(d, wanted));
}

/** The places of the bytes whose highest bit is 1. */
// @ts-ignore: decorator
@inline export function placesIn(a: v128, b: v128, c: v128, d: v128): u64 {
  const low = <u64>(<u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16));
  return low | (<u64>(<u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16)) << 32);
}

/** The bits up to the lowest one of some, without it; all where there are none. */
// @ts-ignore: decorator
@inline export function below(places: u64): u64 { return (places & (0 - places)) - 1; }

/** For each place whether the number of bits up to it, its own included, is odd. */
// @ts-ignore: decorator
@inline export function oddUpTo(places: u64): u64 {
  let odd = places ^ (places << 1);
  odd ^= odd << 2;
  odd ^= odd << 4;
  odd ^= odd << 8;
  odd ^= odd << 16;
  return odd ^ (odd << 32);
}
