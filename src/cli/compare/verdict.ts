// What a comparison found, in a sentence.

import type { Compared } from '../../comparison';
import { nameOfKey, scoreOf } from '../../estimate-fields';
import { count, decimalsFor, percent, short } from '../../format/number';
import { ROUNDING } from '../../numerics/rounding';
import type { ComparedPair } from '../../sample-files/compare-groups';
import { commandName } from '../../sample-files/estimate-words';
import { minimumDetectableEffect, requiredPrompts } from '../../sample-size';

const TESTS: Record<NonNullable<Compared['test']>, string> = {
  mcnemar: "McNemar's test",
  'sign-flip': 'sign-flip test',
  t: "Student's t",
};

/** A p-value with two digits. */
export function shortP(p: number | null): string {
  if (p === null) return '';
  return p < 1e-4 ? '< 0.0001' : String(Number(p.toPrecision(2)));
}

/** What a sentence calls an estimate. */
const estimateText = (key: string) => (key === 'expectedReward' ? 'the reward' : (scoreOf(key) ?? commandName(nameOfKey(key))));

/** A finding at one n. */
export interface Headline {
  n: number;
  compared: Compared;
}

/** The largest n that all common prompts can answer or, where there is none, the largest of those that the most can answer. */
export function headlineOf(rows: readonly Headline[]): Headline {
  const rank = ({ n, compared }: Headline, other: Headline) => compared.prompts - other.compared.prompts || n - other.n;
  return rows.reduce((best, row) => (rank(row, best) > 0 ? row : best));
}

/**
 * The verdict on one estimate, as `B is better than A at n = 8 by 3.1 points, 95 % interval 0.4 to 5.8, 164 prompts (p = 0.024, Student's t)`.
 *
 * @param key - the estimate.
 * @param by - the label that tells the runs apart.
 */
export function verdictOf(pair: ComparedPair, { n, compared }: Headline, key: string, by: string): string {
  const { first, second, comparison, shares } = pair;
  const { difference, prompts, pValue, test } = compared;
  const what = `${measureText(key)} at n = ${n}`;
  if (difference === null) return `${first} and ${second} have no prompt with ${count(n, 'sample')} in common`;
  const isShare = shares.includes(key);
  const size = pointsOf(amount(Math.abs(difference), compared, isShare), isShare);
  const error = compared.clusteredStandardError ?? compared.standardError;
  const p = pValue === null || test === null ? '' : ` (p ${equalTo(shortP(pValue))}, ${TESTS[test]})`;
  const how = `${intervalText(compared, isShare, percent(comparison.confidence))}, ${count(prompts, 'prompt')}${p}`;
  if (compared.tied === prompts) {
    const each = prompts === 1 ? 'the only prompt' : `each of ${count(prompts, 'prompt')}`;
    return `${first} and ${second} are equal${what} for ${each}${p}`;
  }
  const [higher, lower] = difference < 0 ? [second, first] : [first, second];
  const verb = by === 'reward' ? 'chooses better' : 'is better';
  const isCertain = pValue !== null && pValue <= 1 - comparison.confidence;
  const apart = intervalDiffers(compared, isCertain)
    ? '; the interval takes the differences to be normal, and the test does not'
    : '';
  if (isCertain) return `${higher} ${verb} than ${lower}${what} by ${size}${how}${apart}`;
  // a mean of differences that cancel is 0 but for rounding
  if (Math.abs(difference) <= ROUNDING * (error ?? 0)) return `${first} and ${second} are equal on average${what}${how}`;
  return `No difference between ${first} and ${second} is certain${what}: ${higher} is higher by ${size}${how}${apart}`;
}

/** Whether interval and p-value disagree on the difference being 0, as those of few prompts may. */
function intervalDiffers({ interval, pValue }: Compared, isCertain: boolean): boolean {
  return interval !== null && pValue !== null && (interval[0] > 0 || interval[1] < 0) !== isCertain;
}

/** By what the runs differ, where it is not the reward that chooses. */
const measureText = (key: string) => (key === 'expectedReward' ? '' : ` by ${estimateText(key)}`);

/** Of shares, a hundredth is a point. */
const pointsOf = (size: string, isShare: boolean) => (isShare ? `${size} ${size === '1' ? 'point' : 'points'}` : size);

const equalTo = (p: string) => (p.startsWith('<') ? p : `= ${p}`);

/** With as many digits as the error has, where there is one. */
function amount(x: number, { interval, difference, ...errors }: Compared, isShare: boolean): string {
  const scale = isShare ? 100 : 1;
  const error = errors.clusteredStandardError ?? errors.standardError;
  if (interval === null || error === null) return short(scale * x);
  return (scale * x).toFixed(decimalsFor(scale * error, scale * (difference ?? 0)));
}

/** The interval from the side of the run that is higher. */
function intervalText(compared: Compared, isShare: boolean, confidence: number): string {
  const { interval, difference, prompts } = compared;
  if (interval === null)
    return prompts === 1
      ? ', without an interval, which a single prompt does not have'
      : ', without an interval, since all prompts differ alike';
  const [low, high] = (difference ?? 0) < 0 ? [-interval[1], -interval[0]] : interval;
  return `, ${confidence} % interval ${amount(low, compared, isShare)} to ${amount(high, compared, isShare)}`;
}

/** The power of a comparison that its sentence speaks of, as `requiredPrompts` takes it. */
const POWER = 0.8;

/**
 * Which difference these prompts notice and, if one is wanted, how many prompts like these would notice that; '' where the prompts tell no error.
 *
 * @param wanted - a difference in the unit of the estimate.
 * @param isOneOfSeveral - whether it must say of which estimate it speaks.
 */
export function powerText(
  pair: ComparedPair,
  { n, compared }: Headline,
  key: string,
  { wanted, isOneOfSeveral = false }: { wanted?: number; isOneOfSeveral?: boolean }
): string {
  const { prompts, interval, standardError, clusteredStandardError } = compared;
  const error = clusteredStandardError ?? standardError;
  if (interval === null || error === null) return '';
  const alpha = 1 - pair.comparison.confidence;
  // what the prompts differ by holds the noise of their samples too
  const omegaSquared = prompts * error * error;
  const isShare = pair.shares.includes(key);
  const sized = (x: number) => pointsOf(String(Number(((isShare ? 100 : 1) * x).toPrecision(2))), isShare);
  const of = isOneOfSeveral ? ` in ${estimateText(key)}` : '';
  const noticed = minimumDetectableEffect({ prompts, omegaSquared, alpha, power: POWER });
  const own = `${count(prompts, 'prompt')} as different as these notice a difference of ${sized(noticed)}${of} at n = ${n} in 4 of 5 cases`;
  if (wanted === undefined) return own;
  const needed = requiredPrompts({ effect: wanted, omegaSquared, alpha, power: POWER });
  return `${own}; for ${sized(wanted)} it takes ${count(needed, 'prompt')}`;
}
