// npm run bench:lanes: how many operations on two lanes this machine does in a nanosecond, how fast it reads, and so the least time that all metrics of
// one n can take with the formulas of the kernel, beside the time that they take.
import asc from 'assemblyscript/asc';
import { Support, useEngine } from '../dist/index.js';
import { N_SAMPLES, randomData } from './contender.mjs';

const SIZE = 151_936;
const ROUNDS = 300;

/** Additions and multiplications for a pair of outcomes whose steps and probabilities are small, as nearly all are, counted in assembly/: of a
 *  square root, which takes as long as several, as one. Loads, stores and the choice of a form are not counted. */
const OPERATIONS = {
  'masses and ratios (cell.ts)': 25,
  'KL, win rate, mean (metrics.ts)': 8,
  'gaps (gaps.ts)': 18,
  'other divergences (divergences.ts)': 18,
  'estimator (estimates.ts)': 16,
  'variance (rewards.ts)': 5,
};
/** Doubles that are read of an outcome: P, delta, mid, the CDF, the reward and, a second time, P; and the mass, which is written and read twice. */
const BYTES = 8 * 9;

/** Chains that do not wait for one another; polynomials of degree 12, each in two halves, as exp has them; and sums of what is in memory. */
const SOURCE = `
export const data: usize = memory.data(8 * ${SIZE * 6}, 16);
export function chains(rounds: i32): f64 {
  const c = f64x2.splat(1.0000001), d = f64x2.splat(1e-9);
  ${list(12, (k) => `let x${k} = f64x2.splat(${k}.5);`)}
  for (let i = 0; i < rounds; i++) {
    ${list(12, (k) => `x${k} = f64x2.add(f64x2.mul(x${k}, c), d);`)}
  }
  return f64x2.extract_lane(${Array.from({ length: 12 }, (_, k) => `x${k}`).reduce((sum, x) => `f64x2.add(${sum}, ${x})`)}, 0);
}
const table: usize = memory.data<f64>([${list(13, (k) => `1.0 / ${k + 1}.0,`)}]);
// @ts-ignore: decorator
@inline function c(k: usize): v128 { return v128.load64_splat(table + (k << 3)); }
export function polynomials(pairs: i32): f64 {
  let sum = f64x2.splat(0);
  for (let i = 0; i < pairs; i++) {
    const x = v128.load(data + (<usize>i << 4));
    const s = f64x2.mul(x, x);
    let even = c(12), odd = c(11);
    ${list(6, (k) => `even = f64x2.add(f64x2.mul(even, s), c(${10 - 2 * k}));`)}
    ${list(5, (k) => `odd = f64x2.add(f64x2.mul(odd, s), c(${9 - 2 * k}));`)}
    sum = f64x2.add(sum, f64x2.add(even, f64x2.mul(x, odd)));
  }
  return f64x2.extract_lane(sum, 0);
}
export function reads(pairs: i32): f64 {
  ${list(6, (k) => `let s${k} = f64x2.splat(0);`)}
  for (let i = 0; i < pairs; i++) {
    const p = data + (<usize>i << 4) * 6;
    ${list(6, (k) => `s${k} = f64x2.add(s${k}, v128.load(p, ${16 * k}));`)}
  }
  return f64x2.extract_lane(f64x2.add(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)), f64x2.add(s4, s5)), 0);
}`;

function list(count, text) {
  return Array.from({ length: count }, (_, k) => text(k)).join('\n');
}

const { binary, stderr } = await asc.compileString(SOURCE, {
  optimizeLevel: 3,
  runtime: 'stub',
  enable: ['simd'],
  noAssert: true,
});
if (!binary) throw new Error(String(stderr));
const { chains, polynomials, reads } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { abort() {} } }).exports;

useEngine('wasm');
const support = Support.from(randomData(SIZE, 12345));
const pairs = SIZE / 2;
const stages = {
  chains: () => chains(100_000),
  polynomials: () => polynomials(pairs),
  reads: () => reads(pairs),
  all: () => support.metrics(N_SAMPLES),
};
// the shortest of many runs, in turn, since what else the machine does only adds to the time
const times = Object.fromEntries(Object.keys(stages).map((name) => [name, Infinity]));
for (let round = 0; round < ROUNDS; round++) {
  for (const name in stages) {
    const start = process.hrtime.bigint();
    stages[name]();
    times[name] = Math.min(times[name], Number(process.hrtime.bigint() - start));
  }
}

const operations = Object.values(OPERATIONS).reduce((a, b) => a + b);
const rate = { chains: (24 * 100_000) / times.chains, polynomials: (26 * pairs) / times.polynomials };
const bandwidth = (48 * SIZE) / times.reads;
const ns = times.all / SIZE;
const shown = (x) => Number(x.toPrecision(3));
console.log(
  `operations a nanosecond: ${shown(rate.chains)} in chains, ${shown(rate.polynomials)} in polynomials; ${shown(bandwidth)} bytes read`
);
for (const [what, count] of Object.entries(OPERATIONS)) console.log(`${what}: ${count} operations for a pair`);
console.log(`all metrics of ${SIZE} outcomes, ns for each: ${shown(ns)}`);
for (const of in rate) console.log(`  ${operations / 2} operations at the rate of ${of}: ${shown(operations / 2 / rate[of])}`);
console.log(`  ${BYTES} bytes: ${shown(BYTES / bandwidth)}`);
