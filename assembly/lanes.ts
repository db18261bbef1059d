// Short names for two-lane arithmetic, so that a formula here reads like its twin in src/engine/js.
// Every operation rounds each lane as a scalar f64 would; nothing is fused.

// @ts-ignore: decorator
@inline export function splat(x: f64): v128 { return f64x2.splat(x); }
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

/** One step of Horner's rule: `acc * x + c`, rounded twice. */
// @ts-ignore: decorator
@inline export function step(acc: v128, x: v128, c: f64): v128 { return f64x2.add(f64x2.mul(acc, x), f64x2.splat(c)); }

/** The same with a coefficient that is already in both lanes. */
// @ts-ignore: decorator
@inline export function stepBy(acc: v128, x: v128, c: v128): v128 { return f64x2.add(f64x2.mul(acc, x), c); }

/** The k-th double of a table, in both lanes. A constant read from memory costs less than one in the code. */
// @ts-ignore: decorator
@inline export function constant(table: usize, k: u32): v128 { return v128.load64_splat(table + (<usize>k << 3)); }

// @ts-ignore: decorator
@inline export function less(a: v128, b: f64): v128 { return f64x2.lt(a, f64x2.splat(b)); }
// @ts-ignore: decorator
@inline export function atMost(a: v128, b: f64): v128 { return f64x2.le(a, f64x2.splat(b)); }
// @ts-ignore: decorator
@inline export function above(a: v128, b: f64): v128 { return f64x2.gt(a, f64x2.splat(b)); }

/** Lanes of `a` where the mask is set, of `b` elsewhere. */
// @ts-ignore: decorator
@inline export function choose(mask: v128, a: v128, b: v128): v128 { return v128.bitselect(a, b, mask); }
// @ts-ignore: decorator
@inline export function any(mask: v128): bool { return v128.any_true(mask); }
// @ts-ignore: decorator
@inline export function all(mask: v128): bool { return i64x2.all_true(mask); }

// @ts-ignore: decorator
@inline export function pair(p: usize, j: u32): v128 { return v128.load(p + (<usize>j << 3)); }
// @ts-ignore: decorator
@inline export function setPair(p: usize, j: u32, x: v128): void { v128.store(p + (<usize>j << 3), x); }
// @ts-ignore: decorator
@inline export function at(p: usize, j: u32): f64 { return load<f64>(p + (<usize>j << 3)); }
// @ts-ignore: decorator
@inline export function setAt(p: usize, j: u32, x: f64): void { store<f64>(p + (<usize>j << 3), x); }
// @ts-ignore: decorator
@inline export function indexAt(p: usize, k: u32): u32 { return load<u32>(p + (<usize>k << 2)); }
// @ts-ignore: decorator
@inline export function setIndexAt(p: usize, k: u32, i: u32): void { store<u32>(p + (<usize>k << 2), i); }
// @ts-ignore: decorator
@inline export function first(x: v128): f64 { return f64x2.extract_lane(x, 0); }
// @ts-ignore: decorator
@inline export function second(x: v128): f64 { return f64x2.extract_lane(x, 1); }
