// Both engines against the definitions in decimal.js, where golden values are few: n next to 1, dominant outcomes, 250 decades of
// weights. The allowed error is promise 2's.

import { describe, expect, it } from 'vitest';
import { Support, useEngine } from '../../src/index';
import { exactly } from '../helpers/exact';
import { lcg } from '../helpers/recipes';

const SHAPES: Record<string, (size: number) => number[]> = {
  uniform: (size) => Array(size).fill(1),
  random: (size) => lcg(size + 17, size).map((v) => v + 1),
  top: (size) => lcg(size + 18, size).map((v, i) => (i === size - 1 ? 1e12 : v / 2 ** 32 + 1e-3)),
  bottom: (size) => lcg(size + 19, size).map((v, i) => (i === 0 ? 1e12 : v / 2 ** 32 + 1e-3)),
  middle: (size) => lcg(size + 20, size).map((v, i) => (i === size >> 1 ? 1e12 : v / 2 ** 32 + 1e-3)),
  wide: (size) => lcg(size + 21, size).map((v) => (v + 1) * 10 ** -(v % 250)),
};

const NEAR_ONE = [1 + 2 ** -52, 1.0000001, 1.01, 1.42, 1.999];
const LARGER_NS = [2, 2.999, 7.3, 60, 1e5, 1e15, 1e40];

const worst = { share: 0, text: '' };

function compare(shape: string, size: number, n: number): void {
  const weights = SHAPES[shape](size);
  const input = { weights, rewards: weights.map((_, i) => ((i * 13) % size) - 3.5) };
  const digits = shape === 'wide' ? 330 : 120;
  const { policy, ...exact } = exactly(input, n, digits);
  // what cancels in the definitions leaves noise behind
  const noise = Math.max(10 ** (30 - digits), 1e-290);
  for (const kind of ['wasm', 'js'] as const) {
    useEngine(kind);
    const support = Support.from(input);
    const metrics = support.metrics(n);
    for (const [name, value] of Object.entries(exact)) {
      const target = value.toNumber();
      if (Math.abs(target) < noise) continue;
      const error = Math.abs(
        value
          .minus(metrics[name as keyof typeof exact])
          .div(value)
          .toNumber()
      );
      const share = error / Math.max(1e-13, 2 ** -51 * Math.abs(Math.log(Math.abs(target))));
      const text = `${name} of ${shape} ${size} at n = ${n} in ${kind}: ${metrics[name as keyof typeof exact]}, exactly ${target}`;
      if (share > worst.share) Object.assign(worst, { share, text });
      expect(share, text).toBeLessThanOrEqual(1);
    }
    support.policy(n).forEach((mass, i) => {
      const target = policy[i].toNumber();
      if (target < 1e-290) return;
      const error = Math.abs(policy[i].minus(mass).div(policy[i]).toNumber());
      expect(error, `policy[${i}] of ${shape} ${size} at n = ${n}`).toBeLessThanOrEqual(
        Math.max(1e-13, 2 ** -51 * Math.abs(Math.log(target)))
      );
    });
    support.dispose();
  }
}

describe.each(Object.keys(SHAPES))('%s weights', (shape) => {
  it.each([2, 3, 7])('%i outcomes', (size) => {
    for (const n of [...NEAR_ONE, ...LARGER_NS]) compare(shape, size, n);
  });
  it('40 outcomes', () => {
    for (const n of [1 + 2 ** -52, 1.42, 2.999]) compare(shape, 40, n);
  });
});

it('where many small blocks make a cell', () => {
  for (const n of [1 + 2 ** -52, 1.3, 4, 16]) compare('random', 220, n);
  console.log(`worst error: ${worst.share.toFixed(3)} of the allowed one, ${worst.text}`);
});
