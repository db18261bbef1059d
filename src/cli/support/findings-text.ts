// The answers to what was asked of a support, as sentences to read.

import { percent, short } from '../../format/number';
import type { Findings, ReachedTarget } from './findings';

/** @param reward - the column of the reward that chooses. */
export function findingSentences({ gold, targets = [], stopping }: Findings, reward: string): string[] {
  return [
    ...(gold ? [goldText(gold, reward)] : []),
    ...targets.map((target) => targetText(target, gold)),
    ...(stopping ? [stoppingText(stopping, reward)] : []),
  ];
}

type Gold = NonNullable<Findings['gold']>;

function goldText({ score, peak, reference, limit, pairwiseDisagreement }: Gold, reward: string): string {
  const disagree = `Of two draws, ${reward} and ${score} put another one first in ${percentOf(pairwiseDisagreement)} of cases, a tie in one of them counting half.`;
  return `${peakText(score, reward, peak, reference, limit)} ${disagree}`;
}

function peakText(score: string, reward: string, { n, value }: Gold['peak'], reference: number, limit: number): string {
  if (reference === value && limit === value) return `${score} is ${short(value)} at n = 1 and never higher.`;
  if (n === 1)
    return `${score} is highest at n = 1, where its mean is ${short(value)}: choosing by ${reward} does it no good at any n; for ever larger n it tends to ${short(limit)}.`;
  if (n === Infinity)
    return `${score} is highest in the limit of ever larger n, where its mean is ${short(value)}, from ${short(reference)} at n = 1.`;
  return `${score} is highest at n = ${short(n)}, where its mean is ${short(value)}, from ${short(reference)} at n = 1; beyond, choosing by ${reward} harms it, and for ever larger n it tends to ${short(limit)}.`;
}

const percentOf = (part: number) => `${percent(Number(part.toPrecision(4)))} %`;

function targetText({ column, value, n, at }: ReachedTarget, gold: Gold | undefined): string {
  if (n < Infinity) return `${column} reaches ${value} at n = ${n}, where it is ${short(at)}.`;
  const isScore = column === 'expectedScore' || column === gold?.score;
  const where = isScore && gold ? placeOf(gold.peak.n) : placeOf(Infinity);
  return `${column} reaches ${value} at no n: its highest value is ${short(at)}, ${where}.`;
}

const placeOf = (n: number) => (n === Infinity ? 'in the limit of ever larger n' : `at n = ${short(n)}`);

function stoppingText(
  { cost, reservation, expectedDraws, bestFixedN, bestFixedValue }: NonNullable<Findings['stopping']>,
  reward: string
): string {
  return (
    `Where a draw costs ${cost}, stop at the first whose ${reward} is at least ${short(reservation)}: that takes ${short(expectedDraws)} draws on average, ` +
    `and what is left of the reward after their cost, ${short(reservation)}, is the most that any rule can reach. ` +
    `The best fixed n is ${bestFixedN}, which leaves ${short(bestFixedValue)}.`
  );
}
