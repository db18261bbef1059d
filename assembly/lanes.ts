// Short names for two-lane arithmetic, so that a formula reads like the mathematics. Every operation rounds each lane as a scalar f64
// would, and nothing is fused. tools/scalarise.mjs knows these names: it turns each into the operation on one number, and so makes
// the JavaScript engine of the same sources.

/** An array of doubles, or of 32-bit indices, as the address of its first entry. Arrays of doubles have room for one entry more than
 *  their length, so that the last pair can be read whole. */
export type Doubles = usize;
export type Indices = usize;
/** Two rows of numbers side by side, one in each lane, as the address of their first entries; and one of the two, as the address of its own first entry. */
export type Rows = usize;
export type Row = usize;

/** A number in both lanes. */
// @ts-ignore: decorator
@inline export function splat(x: f64): v128 { return f64x2.splat(x); }
/** Arithmetic, lane by lane. */
// @ts-ignore: decorator
@inline export function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline export function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline export function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
// @ts-ignore: decorator
@inline export function div(a: v128, b: v128): v128 { return f64x2.div(a, b); }
// @ts-ignore: decorator
@inline export function neg(a: v128): v128 { return f64x2.neg(a); }
// @ts-ignore: decorator
@inline export function abs(a: v128): v128 { return f64x2.abs(a); }
// @ts-ignore: decorator
@inline export function sqrt(a: v128): v128 { return f64x2.sqrt(a); }

/** The smaller and the larger of two numbers, neither of which is NaN. */
// @ts-ignore: decorator
@inline export function lesser(a: v128, b: v128): v128 { return f64x2.pmin(a, b); }
// @ts-ignore: decorator
@inline export function greater(a: v128, b: v128): v128 { return f64x2.pmax(a, b); }

/** One step of Horner's rule: `acc * x + c`, rounded twice. */
// @ts-ignore: decorator
@inline export function horner(acc: v128, x: v128, c: v128): v128 { return f64x2.add(f64x2.mul(acc, x), c); }

/** The k-th double of a table, in both lanes. A constant that is read from memory costs less than one in the code. */
// @ts-ignore: decorator
@inline export function entry(table: Doubles, k: u32): v128 { return v128.load64_splat(table + (<usize>k << 3)); }

/** What a comparison gives: all bits of a lane are set where it is true. */
export type Mask = v128;

/** Comparisons with a number, lane by lane; false where a lane is NaN. */
// @ts-ignore: decorator
@inline export function less(a: v128, b: f64): Mask { return f64x2.lt(a, f64x2.splat(b)); }
// @ts-ignore: decorator
@inline export function atLeast(a: v128, b: f64): Mask { return f64x2.ge(a, f64x2.splat(b)); }
/** `a < b` and `a == b`, lane by lane. */
// @ts-ignore: decorator
@inline export function same(a: v128, b: v128): Mask { return f64x2.eq(a, b); }
// @ts-ignore: decorator
@inline export function lessPair(a: v128, b: v128): Mask { return f64x2.lt(a, b); }
// @ts-ignore: decorator
@inline export function atMost(a: v128, b: f64): Mask { return f64x2.le(a, f64x2.splat(b)); }
// @ts-ignore: decorator
@inline export function above(a: v128, b: f64): Mask { return f64x2.gt(a, f64x2.splat(b)); }
/** Whether each of the indices j and j + 1 is below the limit. */
// @ts-ignore: decorator
@inline export function isBelow(j: u32, limit: u32): Mask { return f64x2.lt(f64x2(j, j + 1), f64x2.splat(limit)); }

/** Lanes of `a` where the mask is set, of `b` elsewhere. */
// @ts-ignore: decorator
@inline export function choose(mask: Mask, a: v128, b: v128): v128 { return v128.bitselect(a, b, mask); }
/** Lanes of `a` where the mask is set, 0 elsewhere. */
// @ts-ignore: decorator
@inline export function keep(mask: Mask, a: v128): v128 { return v128.and(mask, a); }
// @ts-ignore: decorator
@inline export function both(a: Mask, b: Mask): Mask { return v128.and(a, b); }
// @ts-ignore: decorator
@inline export function either(a: Mask, b: Mask): Mask { return v128.or(a, b); }
/** Lanes of `a`, 0 where they are NaN. */
// @ts-ignore: decorator
@inline export function zeroIfNaN(a: v128): v128 { return v128.and(a, f64x2.eq(a, a)); }
// @ts-ignore: decorator
@inline export function any(mask: Mask): bool { return v128.any_true(mask); }
// @ts-ignore: decorator
@inline export function all(mask: Mask): bool { return i64x2.all_true(mask); }

/** Entries j and j + 1; j need not be even. */
// @ts-ignore: decorator
@inline export function pair(p: Doubles, j: u32): v128 { return v128.load(p + (<usize>j << 3)); }
/** Writes entries j and j + 1. */
// @ts-ignore: decorator
@inline export function setPair(p: Doubles, j: u32, x: v128): void { v128.store(p + (<usize>j << 3), x); }
/** Entry j. */
// @ts-ignore: decorator
@inline export function at(p: Doubles, j: u32): f64 { return load<f64>(p + (<usize>j << 3)); }
/** Writes entry j. */
// @ts-ignore: decorator
@inline export function setAt(p: Doubles, j: u32, x: f64): void { store<f64>(p + (<usize>j << 3), x); }
/** Index k. */
// @ts-ignore: decorator
@inline export function indexAt(p: Indices, k: u32): u32 { return load<u32>(p + (<usize>k << 2)); }
/** Writes index k. */
// @ts-ignore: decorator
@inline export function setIndexAt(p: Indices, k: u32, i: u32): void { store<u32>(p + (<usize>k << 2), i); }
/** The entries of `p` that the k-th and the next index name. */
// @ts-ignore: decorator
@inline export function gather(p: Doubles, indices: Indices, k: u32): v128 { return f64x2(at(p, indexAt(indices, k)), at(p, indexAt(indices, k + 1))); }
/** Makes the first `length` entries 0. */
// @ts-ignore: decorator
@inline export function clearDoubles(p: Doubles, length: u32): void { memory.fill(p, 0, <usize>length << 3); }

/** Entry j of both rows. */
// @ts-ignore: decorator
@inline export function rowsAt(p: Rows, j: u32): v128 { return v128.load(p + (<usize>j << 4)); }
/** Writes entry j of both rows. */
// @ts-ignore: decorator
@inline export function setRowsAt(p: Rows, j: u32, x: v128): void { v128.store(p + (<usize>j << 4), x); }
/** Entry j of one of two rows. */
// @ts-ignore: decorator
@inline export function rowAt(p: Row, j: u32): f64 { return load<f64>(p + (<usize>j << 4)); }
/** Writes entry j of one of two rows. */
// @ts-ignore: decorator
@inline export function setRowAt(p: Row, j: u32, x: f64): void { store<f64>(p + (<usize>j << 4), x); }

/** A number in the first lane, 0 in the second. */
// @ts-ignore: decorator
@inline export function inFirstLane(x: f64): v128 { return f64x2(x, 0); }
/** The pair at j, its second lane 0 where j is the last entry before `end`. */
// @ts-ignore: decorator
@inline export function before(end: u32, j: u32, x: v128): v128 { return j + 1 == end ? f64x2.replace_lane(x, 1, 0) : x; }
/** Writes both lanes to entries 2k and 2k + 1. */
// @ts-ignore: decorator
@inline export function keepLanes(p: Doubles, k: u32, x: v128): void { v128.store(p + (<usize>k << 4), x); }
// @ts-ignore: decorator
@inline export function maxOfLanes(x: v128): f64 { return max(first(x), second(x)); }
// @ts-ignore: decorator
@inline export function first(x: v128): f64 { return f64x2.extract_lane(x, 0); }
// @ts-ignore: decorator
@inline export function second(x: v128): f64 { return f64x2.extract_lane(x, 1); }
