// The elementary functions of both engines against decimal.js at 40 digits, over the intervals that their comment names.

import Decimal from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { exp, expm1, log, log1p } from '../../src/numerics/exp-log';
import { ofDouble } from '../helpers/exact';
import { kernel } from '../helpers/kernel';
import { lcg } from '../helpers/recipes';

const js = { exp, expm1, log, log1p };
const D = Decimal.clone({ precision: 40 });
type Name = 'exp' | 'expm1' | 'log' | 'log1p';

const EXACT: Record<Name, (x: Decimal) => Decimal> = {
  exp: (x) => x.exp(),
  expm1: (x) => (x.abs().lt('1e-10') ? x.plus(x.pow(2).div(2)).plus(x.pow(3).div(6)) : x.exp().minus(1)),
  log: (x) => x.ln(),
  log1p: (x) => (x.abs().lt('1e-10') ? x.minus(x.pow(2).div(2)).plus(x.pow(3).div(3)) : x.plus(1).ln()),
};

/** Points of one sign whose magnitudes run through decades, or evenly through an interval. */
function decades(seed: number, count: number, from: number, to: number, sign: 1 | -1 = 1): number[] {
  return lcg(seed, count).map((v, i) => sign * 10 ** (from + ((to - from) * i) / count) * (0.5 + v / 2 ** 32));
}
function evenly(seed: number, count: number, from: number, to: number): number[] {
  return lcg(seed, count).map((v) => from + (to - from) * (v / 2 ** 32));
}

const POINTS: Record<Name, number[]> = {
  exp: [...evenly(1, 1500, -708, 709.7), ...evenly(2, 1500, -1, 1), ...decades(3, 300, -20, 2), ...decades(4, 300, -20, 2, -1)],
  expm1: [
    ...evenly(5, 800, -745, 709.7),
    ...evenly(6, 2500, -3, 3),
    ...decades(7, 300, -300, 2),
    ...decades(8, 300, -300, 2, -1),
  ],
  log: [...decades(9, 1500, -323, 308), ...evenly(10, 2500, 0.3, 3), 5e-324, 2 ** -1022, 1 + 2 ** -52, 1 - 2 ** -53],
  log1p: [
    ...evenly(11, 2500, -0.999, 3),
    ...decades(12, 500, -300, 307),
    ...decades(13, 500, -300, -1, -1),
    2 ** -53 - 1,
    2 ** 53,
  ],
};

/** The limits promised in assembly/math.ts, in units in the last place. */
const LIMIT: Record<Name, number> = { exp: 1.5, expm1: 1.5, log: 1, log1p: 1 };

function ulpOf(x: Decimal): Decimal {
  const bits = x.abs().ln().div(new D(2).ln()).floor().toNumber();
  const ulp = (power: number) => new D(2).pow(Math.max(power, -1022) - 52);
  // the logarithm may round across a power of two
  if (x.abs().lt(new D(2).pow(bits))) return ulp(bits - 1);
  return x.abs().gte(new D(2).pow(bits + 1)) ? ulp(bits + 1) : ulp(bits);
}

describe.each(['exp', 'expm1', 'log', 'log1p'] as const)('%s', (name) => {
  const points = POINTS[name].filter((x) => x !== 0);

  it(`is within ${LIMIT[name]} ulp`, () => {
    let worst = { error: 0, x: 0 };
    for (const x of points) {
      const exact = EXACT[name](ofDouble(D, x));
      const error = ofDouble(D, js[name](x)).minus(exact).abs().div(ulpOf(exact)).toNumber();
      if (error > worst.error) worst = { error, x };
    }
    console.log(`${name}: largest error ${worst.error.toFixed(3)} ulp, at ${worst.x}`);
    expect(worst.error).toBeLessThanOrEqual(LIMIT[name]);
  });

  it('has the same bits in the kernel', () => {
    for (const x of points) expect(Object.is(kernel[name](x), js[name](x)), `${name}(${x})`).toBe(true);
  });
});

it('limits', () => {
  for (const { exp, expm1, log, log1p } of [js, kernel]) {
    expect([exp(0), exp(-0), exp(-Infinity), exp(-750), exp(710)]).toEqual([1, 1, 0, 0, Infinity]);
    expect([expm1(0), expm1(-Infinity), expm1(-800), expm1(710)]).toEqual([0, -1, -1, Infinity]);
    expect([log(1), log1p(0)]).toEqual([0, 0]);
    // the smallest results, subnormal: rounded once
    expect([exp(-745.1), exp(-740)]).toEqual([5e-324, 4.2e-322]);
  }
});
