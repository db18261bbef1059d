// The metrics from their definitions (the paper's sections 2 to 5), by brute force in decimal.js: slow, and sure of its digits.

import Decimal from 'decimal.js';
import type { SupportInput } from '../../src/index';
import { type DecimalFunctions, decimalFunctions } from './decimal-functions';

type Exact = Record<
  | 'kl'
  | 'klBound'
  | 'klGap'
  | 'reverseKl'
  | 'winRate'
  | 'winRateGap'
  | 'expectedReward'
  | 'rewardVariance'
  | 'totalVariation'
  | 'chiSquared'
  | 'squaredHellinger'
  | 'klEstimate',
  Decimal
> & { policy: Decimal[] };

/** The exact value of a double: `new Decimal(x)` takes the shortest decimal that reads back as x. */
export function ofDouble(D: typeof Decimal, x: number): Decimal {
  let shift = 0;
  let m = x;
  while (!Number.isInteger(m)) {
    m *= 2;
    shift++;
  }
  return new D(BigInt(m).toString()).div(new D(2).pow(shift));
}

type Arithmetic = DecimalFunctions & { D: typeof Decimal };

const arithmetics = new Map<number, Arithmetic>();

/** Decimal numbers of so many digits, and of any size, with their functions. */
export function arithmeticOf(digits: number): Arithmetic {
  const known = arithmetics.get(digits);
  if (known) return known;
  const D = Decimal.clone({ precision: digits, minE: -9e15, maxE: 9e15 });
  const made = { D, ...decimalFunctions(D) };
  arithmetics.set(digits, made);
  return made;
}

/** All metrics of a small support at a finite n > 1, to `digits` decimal digits before cancellation. */
export function exactly(input: SupportInput & { weights: ArrayLike<number> }, n: number, digits = 110): Exact {
  const { D, ln, exp: wholeExp } = arithmeticOf(digits);
  const N = ofDouble(D, n);
  const sum = (terms: Decimal[]) => terms.reduce((a, b) => a.plus(b), new D(0));
  /** e^x; far below any double, 0. */
  const exp = (x: Decimal) => (x.lt(-5000) ? new D(0) : wholeExp(x));
  const weights = Array.from(input.weights, (w) => ofDouble(D, w));
  const whole = sum(weights);
  const outcomes = weights
    .map((w, i) => ({ i, p: w.div(whole), reward: input.rewards[i] }))
    .filter(({ p }) => p.gt(0))
    .sort((a, b) => (a.reward === b.reward ? a.i - b.i : a.reward < b.reward ? -1 : 1));

  const blocks: { members: typeof outcomes; reward: number }[] = [];
  for (const outcome of outcomes) {
    const last = blocks.at(-1);
    if (last && last.reward === outcome.reward && input.ties !== 'index') last.members.push(outcome);
    else blocks.push({ members: [outcome], reward: outcome.reward });
  }
  let below: Decimal = new D(0);
  let logBelow = new D(0);
  const policy = weights.map(() => new D(0) as Decimal);
  const rows = blocks.map(({ members, reward }, j) => {
    const P = sum(members.map(({ p }) => p));
    const upTo = j === blocks.length - 1 ? new D(1) : below.plus(P);
    const logUpTo = ln(upTo);
    // log(F^n - F_-^n)
    const lower = j === 0 ? new D(0) : exp(N.times(logBelow.minus(logUpTo)));
    const logPi = N.times(logUpTo).plus(ln(new D(1).minus(lower)));
    const Pi = exp(logPi);
    const middle = below.plus(P.div(2));
    for (const { i, p } of members) policy[i] = Pi.times(p).div(P);
    below = upTo;
    logBelow = logUpTo;
    return { P, Pi, middle, r: ofDouble(D, reward), t: Pi.div(P), logT: logPi.minus(ln(P)) };
  });

  const klBound = ln(N).minus(N.minus(1).div(N));
  const kl = sum(rows.map(({ Pi, logT }) => Pi.times(logT)));
  const winRate = sum(rows.map(({ Pi, middle }) => Pi.times(middle)));
  const expectedReward = sum(rows.map(({ Pi, r }) => Pi.times(r)));
  const estimator = (e: Decimal) => {
    const log1m = e.eq(1) ? new D(-1e6) : ln(new D(1).minus(e));
    const unseen = exp(N.times(log1m));
    const seen = new D(1).minus(unseen);
    return unseen.times(klBound.plus(N.minus(1).times(log1m))).plus(seen.times(ln(seen.div(e))));
  };
  return {
    kl,
    klBound,
    klGap: klBound.minus(kl),
    reverseKl: sum(rows.map(({ P, logT }) => P.times(logT).neg())),
    winRate,
    winRateGap: N.div(N.plus(1)).minus(winRate),
    expectedReward,
    rewardVariance: sum(rows.map(({ Pi, r }) => Pi.times(r.minus(expectedReward).pow(2)))),
    totalVariation: sum(rows.map(({ P, Pi }) => Pi.minus(P).abs())).div(2),
    chiSquared: sum(rows.map(({ Pi, t }) => Pi.times(t))).minus(1),
    squaredHellinger: sum(rows.map(({ P, Pi }) => Pi.sqrt().minus(P.sqrt()).pow(2))).div(2),
    klEstimate: sum(outcomes.map(({ i, p }) => policy[i].times(estimator(p)))),
    policy,
  };
}

/** The blocks of a support of distinct rewards, given in rising order: mass, reward CDF, middle of it, best-of-n mass. */
export function blocksExactly(weights: ArrayLike<number>, n: number, digits = 80) {
  const { D, ln, exp } = arithmeticOf(digits);
  const N = ofDouble(D, n);
  const raw = Array.from(weights, (w) => ofDouble(D, w));
  const whole = raw.reduce((a, b) => a.plus(b));
  let below = new D(0);
  let powerBelow = new D(0);
  return raw.map((w, j) => {
    const P = w.div(whole);
    const F = j === raw.length - 1 ? new D(1) : below.plus(P);
    const power = N.eq(1) ? F : exp(N.times(ln(F)));
    const block = { P, F, middle: below.plus(P.div(2)), Pi: power.minus(powerBelow) };
    below = F;
    powerBelow = power;
    return block;
  });
}
