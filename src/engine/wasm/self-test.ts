// The test of a kernel that was handed over as a compiled module, whose bytes cannot be seen: a digest of its answers to known cases. The cases
// walk through every call of the wrapper, every kind of sort, and every form in which a sum is taken. A test holds the digest to be that of the
// JavaScript engine's answers, which would take too long to compute wherever a kernel is loaded.

import { GAPS, RESULT_COUNT } from '../../../assembly/layout';
import { coded } from '../../errors';
import { cleanInput, type SupportInput } from '../../input/support';
import { coefficientsAt } from '../../numerics/coefficients';
import type { CleanBatch, Engine } from '../interface';

/** The digest of every right engine: a change of the bits of any answer changes it. */
const DIGEST = 123329313;

const ALL_GROUPS = 15;

/** Next to 1, fractions, up to the largest powers, and infinity. */
const MANY_NS = [1, 1 + 2 ** -52, 1.001, 1.5, 7.25, 300, 1e7, 1e300, Infinity];

/** @throws Error (`NO_KERNEL`) if the answers are not those of the kernel. */
export function testKernel(kernel: Engine): void {
  if (digestOf(kernel) !== DIGEST)
    throw coded(Error, 'NO_KERNEL', 'this module is not the kernel of this version: it answers known cases otherwise');
}

/** The digest of an engine's answers to the known cases, a whole number of 32 bits. */
export function digestOf(engine: Engine): number {
  const digest = new Digest();
  for (const [input, ns] of supports()) addSupport(digest, engine, input, ns);
  for (const batch of batches()) digest.add(engine.batch(batch));
  return digest.value >>> 0;
}

class Digest {
  value = 0;

  /** FNV-1a by words, and a shift that brings high bits down. NaN is given one form first, in place, whatever its bits are. */
  add(values: Float64Array, length = values.length): void {
    for (let i = 0; i < length; i++) if (Number.isNaN(values[i])) values[i] = Number.NaN;
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * length);
    let value = this.value;
    for (let i = 0; i < words.length; i++) value = Math.imul(value ^ words[i], 0x01000193) ^ (value >>> 15);
    this.value = value;
  }
}

function addSupport(digest: Digest, engine: Engine, input: SupportInput, ns: readonly number[]): void {
  const support = engine.prepare(cleanInput(input));
  try {
    digest.add(support.results);
    const policy = new Float64Array(input.rewards.length);
    for (const n of ns) {
      const c = coefficientsAt(n);
      digest.add(support.metrics(c, ALL_GROUPS));
      // the other sums mean nothing where they are not asked for
      digest.add(support.metrics(c, 0), 3);
      if (n < Infinity) digest.add(support.curve(c, GAPS), 5);
      support.policy(c, policy);
      digest.add(policy);
    }
    const { mass, reward, midCdf } = support.blocks();
    for (const values of [mass, reward, midCdf]) digest.add(values);
    support.spread(midCdf, policy);
    digest.add(policy);
  } finally {
    support.dispose();
  }
}

/** Numbers in [0, 1) that are the same everywhere. */
function numbers(seed: number, length: number): Float64Array {
  let s = seed;
  return Float64Array.from({ length }, () => {
    s = (Math.imul(1664525, s) + 1013904223) >>> 0;
    return s / 2 ** 32;
  });
}

/** Two outcomes with nine tenths of the mass: between them L varies so little that a curve is summed by slices. */
const HEAVY = [
  { reward: -1, weight: 1490 },
  { reward: 1, weight: 1192 },
];

/** Supports of each shape, and the n that are asked of them. */
function supports(): [SupportInput, readonly number[]][] {
  const u = numbers(1, 70);
  const v = numbers(2, 70);
  const long = numbers(3, 300);
  const odd = [-Infinity, -1e300, -0, 0, 5e-324, 1, 1e300, Infinity];
  return [
    [{ rewards: u.map((x) => x - 0.5), weights: v }, MANY_NS],
    // ties, infinities, and weights over hundreds of decades
    [
      {
        rewards: u.map((x) => odd[Math.floor(9 * x)] ?? x),
        weights: v.map((x, i) => (i % 9 ? x * 1e-200 * (i % 4 ? 1 : 1e230) : 0)),
      },
      MANY_NS,
    ],
    [{ rewards: Float32Array.from(u), logits: Float32Array.from(v, (x) => -90 * x), ties: 'index' }, MANY_NS],
    // one outcome has nearly all mass
    [{ rewards: u.map((x) => Math.floor(20 * x)), logProbs: u.map((_, i) => (i === 7 ? -1e-16 : -40 - i)) }, MANY_NS],
    [{ rewards: [2], probs: [1] }, MANY_NS],
    [
      { rewards: long.map((x, i) => HEAVY[i]?.reward ?? x - 0.4), weights: long.map((_, i) => HEAVY[i]?.weight ?? 1) },
      [1.5, 30, 300],
    ],
    // rewards that agree in the leading bits of their keys
    [{ rewards: long.map((x, i) => 1 + Math.floor(x * 64) * 2 ** -52 + (i & 1)), weights: long }, [2]],
  ];
}

function batches(): CleanBatch[] {
  const rewards = numbers(4, 860);
  const batch = {
    rewards,
    weights: undefined,
    starts: Uint32Array.of(0, 1, 3, 6, 11, 20, 37, 70, 137, 266, 860),
    longest: 594,
    coefficients: [1.5, 16].map(coefficientsAt),
    groups: ALL_GROUPS,
    wanted: Array.from({ length: RESULT_COUNT }, (_, k) => k),
  };
  const narrow = { rewards: Float32Array.from(rewards), weights: Float32Array.from(numbers(5, 860)) };
  return [
    batch,
    { ...batch, ...narrow },
    { ...batch, rewards: rewards.map((x) => Math.floor(30 * x)), weights: numbers(6, 860) },
  ];
}
