// The rules of selection by name, as `topFraction(4)` and `tilted(2,winRate)`: each gives a policy on a support. Command and service walk over this table.

import { coded } from './errors';
import { type Call, callOf, callsOf, type Family, type Parameter, patternsOf } from './input/call-names';
import type { PolicyMetrics, Tilt } from './policies';
import type { Support } from './support';

interface Law extends Family {
  of(support: Support, numbers: readonly number[], word: string | undefined): PolicyMetrics;
}

const number = (symbol: string, expected: string, allows: (x: number) => boolean): Parameter => ({ symbol, expected, allows });
const samples = (symbol: string) => number(symbol, 'a number >= 1', (x) => x >= 1);
const whole = (symbol: string) => number(symbol, 'a whole number >= 1', (x) => Number.isSafeInteger(x) && x >= 1);
const positive = (symbol: string) => number(symbol, 'a finite number > 0', (x) => x > 0 && x < Infinity);
const finite = (symbol: string) => number(symbol, 'a finite number', Number.isFinite);
const atLeast = (symbol: string, least: number) =>
  number(symbol, `a finite number >= ${least}`, (x) => x >= least && x < Infinity);
const TILT: Parameter = { words: ['reward', 'winRate'] };

const LAWS: Readonly<Record<string, Law>> = {
  bestOf: { parameters: [samples('N')], of: (support, [n]) => bestOf(support, n) },
  worstOf: { parameters: [samples('N')], of: (support, [n]) => support.worstOf(n) },
  topOf: { parameters: [whole('N'), whole('J')], of: (support, [n, j]) => support.topOf(n, j) },
  topFraction: { parameters: [atLeast('M', 1)], of: (support, [m]) => support.topFraction(m) },
  bestOfPoisson: { parameters: [atLeast('MU', 0)], of: (support, [mu]) => support.bestOfPoisson(mu) },
  softBestOf: {
    parameters: [samples('N'), positive('TEMPERATURE')],
    of: (support, [n, temperature]) => support.softBestOf(n, temperature),
  },
  pessimistic: { parameters: [positive('BETA')], of: (support, [beta]) => support.pessimistic(beta) },
  threshold: {
    parameters: [number('REWARD', 'a number', (x) => !Number.isNaN(x))],
    of: (support, [reward]) => support.threshold(reward),
  },
  tilted: { parameters: [finite('BETA'), TILT], of: (support, [beta], tilt) => support.tilted(beta, tilt as Tilt) },
  matchKl: { parameters: [atLeast('KL', 0), TILT], of: (support, [kl], tilt) => support.matchKl(kl, tilt as Tilt) },
};

/** How the names are written, for helps and messages. */
export const LAW_PATTERNS: readonly string[] = patternsOf(LAWS);

export type NamedLaw = Call<Law>;

/**
 * Reads the names of rules; each counts once.
 *
 * @param placeOf - what messages call a name of the list.
 * @throws RangeError (`UNKNOWN_NAME`, `OUT_OF_RANGE`) that names the first that is wrong; RangeError (`EMPTY`) where there is none.
 */
export function lawsOf(names: readonly unknown[], placeOf = (i: number) => `laws[${i}]`): NamedLaw[] {
  return callsOf(names, lawOf, placeOf, 'a rule');
}

/** @throws as `lawsOf`. */
export function lawOf(name: unknown, place = 'law', index?: number): NamedLaw {
  const law = callOf(name, LAWS, place, index);
  const [n, j] = law.numbers;
  if (law.family === LAWS.topOf && j > n)
    throw coded(
      RangeError,
      'OUT_OF_RANGE',
      `${place} is "${law.name}", where J is ${j}, expected a whole number from 1 to N`,
      index
    );
  return law;
}

/** The policy of a rule and its metrics. */
export const policyOfLaw = ({ family, numbers, word }: NamedLaw, support: Support): PolicyMetrics =>
  family.of(support, numbers, word);

function bestOf(support: Support, n: number): PolicyMetrics {
  return { ...support.metrics(n, ['kl', 'winRate', 'expectedReward']), policy: support.policy(n) };
}
