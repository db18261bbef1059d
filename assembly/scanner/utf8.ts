// Whether bytes are UTF-8, by what two neighbours may be, looked up for sixteen at once (Keiser and Lemire, Validating UTF-8 in less than one
// instruction per byte, 2020). Of each pair of bytes, three tables tell by half a byte each which errors are possible; an error is one in all three.

/** The errors that two bytes may show: a bit for each. */
const TOO_SHORT: u8 = 1 << 0;
const TOO_LONG: u8 = 1 << 1;
const OVERLONG_3: u8 = 1 << 2;
const TOO_LARGE: u8 = 1 << 3;
const SURROGATE: u8 = 1 << 4;
const OVERLONG_2: u8 = 1 << 5;
/** Longer than need be in four bytes, or beyond the last character. */
const OVERLONG_4_OR_TOO_LARGE: u8 = 1 << 6;
/** Two continuation bytes, which are an error unless they are the third or fourth byte of a character. */
const TWO_MORE: u8 = 1 << 7;
/** What depends on the high halves alone. */
const ANY_LOW: u8 = TOO_SHORT | TOO_LONG | TWO_MORE;

/** By the high half of the first byte. */
const FIRST_HIGH: usize = memory.data<u8>([
  TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
  TWO_MORE, TWO_MORE, TWO_MORE, TWO_MORE,
  TOO_SHORT | OVERLONG_2,
  TOO_SHORT,
  TOO_SHORT | OVERLONG_3 | SURROGATE,
  TOO_SHORT | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
]);

/** By the low half of the first byte. */
const FIRST_LOW: usize = memory.data<u8>([
  ANY_LOW | OVERLONG_3 | OVERLONG_2 | OVERLONG_4_OR_TOO_LARGE,
  ANY_LOW | OVERLONG_2,
  ANY_LOW,
  ANY_LOW,
  ANY_LOW | TOO_LARGE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE | SURROGATE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
  ANY_LOW | TOO_LARGE | OVERLONG_4_OR_TOO_LARGE,
]);

/** By the high half of the second byte. */
const SECOND_HIGH: usize = memory.data<u8>([
  TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
  TOO_LONG | OVERLONG_2 | TWO_MORE | OVERLONG_3 | OVERLONG_4_OR_TOO_LARGE,
  TOO_LONG | OVERLONG_2 | TWO_MORE | OVERLONG_3 | TOO_LARGE,
  TOO_LONG | OVERLONG_2 | TWO_MORE | SURROGATE | TOO_LARGE,
  TOO_LONG | OVERLONG_2 | TWO_MORE | SURROGATE | TOO_LARGE,
  TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
]);

/** Whether a text is UTF-8, whose last byte is a newline. */
export function isUtf8(begin: usize, end: usize): bool {
  let errors = i8x16.splat(0);
  let before = i8x16.splat(0);
  let p = begin;
  for (; p + 64 <= end; p += 64) {
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const d = v128.load(p, 48);
    // most texts are ASCII nearly everywhere
    if (i8x16.bitmask(v128.or(v128.or(v128.or(a, b), v128.or(c, d)), before)) == 0) continue;
    errors = v128.or(errors, v128.or(v128.or(errorsIn(before, a), errorsIn(a, b)), v128.or(errorsIn(b, c), errorsIn(c, d))));
    before = d;
  }
  for (; p < end; p += 16) {
    const rest = p + 16 <= end ? v128.load(p) : beginningOf(p, end - p);
    errors = v128.or(errors, errorsIn(before, rest));
    before = rest;
  }
  return !v128.any_true(errors);
}

/** The first bytes of sixteen, and zeros for the others. */
function beginningOf(p: usize, count: usize): v128 {
  const index = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return v128.and(v128.load(p), i8x16.lt_u(index, i8x16.splat(<i8>count)));
}

/** What is wrong with sixteen bytes, each with those before it. */
// @ts-ignore: decorator
@inline function errorsIn(before: v128, bytes: v128): v128 {
  const first = v128.shuffle<u8>(before, bytes, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
  const low = i8x16.splat(0x0f);
  const possible = v128.and(
    v128.and(
      i8x16.swizzle(v128.load(FIRST_HIGH), i8x16.shr_u(first, 4)),
      i8x16.swizzle(v128.load(FIRST_LOW), v128.and(first, low))
    ),
    i8x16.swizzle(v128.load(SECOND_HIGH), i8x16.shr_u(bytes, 4))
  );
  // the highest bit says that a byte is the third or the fourth of a character
  const second = v128.shuffle<u8>(before, bytes, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
  const third = v128.shuffle<u8>(before, bytes, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
  const isMore = v128.or(i8x16.sub_sat_u(second, i8x16.splat(<i8>(0xe0 - 0x80))), i8x16.sub_sat_u(third, i8x16.splat(<i8>(0xf0 - 0x80))));
  return v128.xor(v128.and(isMore, i8x16.splat(<i8>0x80)), possible);
}
