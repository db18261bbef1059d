// The test of a kernel that was handed over as a compiled module, whose bytes cannot be seen: a digest of its answers to known cases. The cases
// walk through every call of the wrapper, every kind of sort, and every form in which a sum is taken. A test holds the digest to be that of the
// JavaScript engine's answers, which would take too long to compute wherever a kernel is loaded.

import {
  BEST_OF_POISSON,
  BEST_VALUE,
  BLOCKS,
  EXPECTED_BEST,
  EXPECTED_WORST,
  GAPS,
  KL_OF_BEST,
  RESULT_COUNT,
  TOP_FRACTION,
  WIN_RATE_OF_BEST,
  WORST_OF,
  WORST_VALUE,
} from '../../../assembly/layout';
import { coded } from '../../errors';
import { cleanInput, type SupportInput } from '../../input/support';
import { coefficientsAt } from '../../numerics/coefficients';
import type { CleanBatch, CleanSampleRows, Engine } from '../interface';

/** The digest of every right engine: a change of the bits of any answer changes it. */
const DIGEST = 3458146149;

const ALL_GROUPS = 63;

/** Next to 1, fractions, up to the largest powers, and infinity. */
const NS = [1, 1 + 2 ** -52, 1.001, 1.5, 7.25, 300, 1e7, 1e300, Infinity];

/** Tilts either way, gentle and strong. */
const BETAS = [-1e5, -7, 1e-9, 3];

/** Orders of Rényi divergences on both sides of 1, and rates of the laws of ranks from gentle to strong. */
const ORDERS = [0.25, 3, 40];
const RATES = [1e-12, 0.5, 9, 1e7];

/** @throws Error (`NO_KERNEL`) if the answers are not those of the kernel. */
export function testKernel(kernel: Engine): void {
  if (digestOf(kernel) !== DIGEST) throw coded(Error, 'NO_KERNEL', 'this module is not the kernel of this version');
}

/** The digest of an engine's answers to the known cases, a whole number of 32 bits. */
export function digestOf(engine: Engine): number {
  let digest = 0;
  // FNV-1a by words, and a shift that brings high bits down; NaN is given one form first, in place, whatever its bits are
  const add = (values: Float64Array, length = values.length) => {
    for (let i = 0; i < length; i++) if (Number.isNaN(values[i])) values[i] = Number.NaN;
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * length);
    for (const word of words) digest = Math.imul(digest ^ word, 0x01000193) ^ (digest >>> 15);
  };
  const all = numbers();
  for (const input of supports(all)) {
    const support = engine.prepare(cleanInput(input));
    add(support.results);
    const policy = new Float64Array(input.rewards.length);
    for (const n of NS) {
      const c = coefficientsAt(n);
      add(support.metrics(c, ALL_GROUPS));
      // the other sums mean nothing where they are not asked for
      add(support.metrics(c, 0), 3);
      if (n < Infinity) add(support.curve(c, GAPS), 5);
      support.policy(c, policy);
      add(policy);
      if (n > 1 && n < Infinity) for (const order of ORDERS) add(Float64Array.of(support.renyi(c, order)));
    }
    for (const beta of BETAS) {
      for (const byWinRate of [true, false]) {
        add(support.tilt(byWinRate, beta, 0.5), 5);
        add(support.means(), 5);
        support.spread(policy);
        add(policy);
      }
    }
    for (const law of [WORST_OF, BEST_OF_POISSON, TOP_FRACTION]) {
      for (const rate of RATES) {
        add(support.rankLaw(law, rate), 1);
        add(support.means(), 3);
        support.spread(policy);
        add(policy);
      }
    }
    add(support.bestOfMasses(coefficientsAt(1.5)).slice());
    add(support.outcomes().prob.slice());
    const half = support.firstAtLeast(0);
    if (half < support.results[BLOCKS]) add(support.keepFrom(half), 6);
    add(Float64Array.of(half, support.rewardAt(0)));
    support.dispose();
  }
  for (const batch of batches(all)) add(engine.batch(batch));
  for (const rows of sampleRows(all)) add(engine.sampleRows(rows));
  return digest >>> 0;
}

/** Numbers in [0, 1) that are the same everywhere. */
function numbers(): Float64Array {
  let s = 1;
  return new Float64Array(300).map(() => {
    s = (Math.imul(1664525, s) + 1013904223) >>> 0;
    return s / 2 ** 32;
  });
}

/** A support of each shape. */
function supports(all: Float64Array): SupportInput[] {
  const u = all.slice(0, 70);
  const v = all.slice(70, 140);
  const many = Float64Array.from({ length: 1050 }, (_, i) => all[i % 300] + Math.floor(i / 300));
  const odd = [-Infinity, -1e300, -0, 0, 5e-324, 1, 1e300, Infinity];
  return [
    { rewards: u.map((x) => x - 0.5), weights: v },
    // ties, infinities, and weights over hundreds of decades
    { rewards: u.map((x) => odd[Math.floor(9 * x)] ?? x), weights: v.map((x, i) => [0, 1e-200, 1e30, 1][i % 4] * x) },
    { rewards: Float32Array.from(u), logits: Float32Array.from(v, (x) => -90 * x), ties: 'index' },
    // one outcome has nearly all mass
    { rewards: u.map((x) => Math.floor(20 * x)), logProbs: u.map((_, i) => (i === 7 ? -1e-16 : -40 - i)) },
    // two outcomes have nine tenths of it: between them L varies so little that a curve is summed by slices
    { rewards: all.map((x, i) => (i < 2 ? 2 * i - 1 : x - 0.4)), weights: all.map((_, i) => (i < 2 ? 1490 - 298 * i : 1)) },
    // so many blocks that a tilt takes them by cells
    { rewards: many, weights: many.slice().reverse() },
    // rewards that agree in the leading bits of their keys
    { rewards: all.map((x, i) => 1 + Math.floor(x * 64) * 2 ** -52 + (i & 1)), weights: all },
  ];
}

/** Rows of each length, with and without weights and ties. */
function batches(rewards: Float64Array): CleanBatch[] {
  const batch = {
    rewards,
    weights: undefined,
    starts: Uint32Array.of(0, 1, 3, 6, 11, 20, 37, 70, 300),
    longest: 230,
    coefficients: [1.5, 16].map(coefficientsAt),
    groups: ALL_GROUPS,
    wanted: Array.from({ length: RESULT_COUNT }, (_, k) => k),
  };
  const narrow = Float32Array.from(rewards);
  return [
    batch,
    { ...batch, rewards: narrow, weights: narrow },
    { ...batch, rewards: rewards.map((x) => Math.floor(30 * x)), weights: rewards },
  ];
}

/** Rows of samples of several lengths, without ties and with some, with every estimate; in the last, some rows have values that are not plain. */
function sampleRows(all: Float64Array): CleanSampleRows[] {
  const logProbs = all.map((x, i) => (i % 5 === 0 ? -x / 1e9 : -30 * x));
  const flags = all.map((x) => Math.floor(3 * x));
  const wide = all.map((x, i) => (i % 20 === 0 ? x * 1e-200 : i === 7 ? Infinity : flags[i]));
  const rows = {
    ns: [1, 2, 3, 16, 60],
    wanted: [
      { estimate: EXPECTED_BEST, column: 0 },
      { estimate: EXPECTED_WORST, column: 0 },
      { estimate: WIN_RATE_OF_BEST, column: 0 },
      { estimate: KL_OF_BEST, column: 1 },
      { estimate: BEST_VALUE, column: 2 },
      { estimate: WORST_VALUE, column: 2 },
    ],
  };
  return [
    { ...rows, length: 4, columns: [all, logProbs, flags] },
    { ...rows, length: 60, columns: [all.slice().reverse(), logProbs, all] },
    { ...rows, length: 12, columns: [flags, logProbs, all] },
    { ...rows, length: 5, columns: [wide, logProbs, all] },
  ];
}
