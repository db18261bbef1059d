// A uniform choice among the best j of n draws, as a law of ranks. Of n draws, X are above a rank of the upper tail q, with X binomial; the best j hold min(X, j)
// of those, so a block between the upper tails S and S + P has `j Q = M(S + P) - M(S)`, `M(q) = E min(X, j)`.
//
// Two forms give that without cancelling. With D = E max(j - X, 0) and U = E max(X - j, 0), `M = j - D = n q - U`, and of D and U one is small:
// a block that is large against the scale on which they change is a difference of these. For any other, the density `(n/j) P(X' < j)`, X' of n - 1 draws,
// is averaged over the block by Gauss's rule.

import { chanceBelow, chanceFrom, meanAbove, meanBelow } from './binomial-excess';
import { type Ratio, ratioFrom, ratioFromExcess } from './block-ratio';

/** Gauss's rules on (0, 1): how far their points are from the middle, on both sides, with the weight of each. */
const TWO_POINTS = [[0.28867513459481287, 0.5]];
const SIX_POINTS = [
  [0.11930959304159845, 0.23395696728634552],
  [0.33060469323313224, 0.1803807865240693],
  [0.466234757101576, 0.08566224618958518],
];

/** Up to this change of the logarithm of the tail over a block, each rule leaves less than 1e-15 of its mean. */
const MAX_TWO_POINTS = 2 ** -11;
const MAX_SIX_POINTS = 1;

/** Writes the ratio of a block of mass p; `lower` and `above` are the masses below and above it, each with its own digits. */
export type LawOfRank = (p: number, lower: number, above: number, ratio: Ratio) => void;

/** For whole 1 < j < n. */
export function topOfLaw(n: number, j: number): LawOfRank {
  const below = chanceBelow(n - 1, j);
  const from = chanceFrom(n - 1, j);
  const lack = meanBelow(n, j);
  const excess = meanAbove(n, j);
  const rest = n - j;

  return (p, lower, above, ratio) => {
    const upTo = Math.min(above + p, 1);
    const isLow = n * (above + p / 2) > j;
    // |d log P(X' < j) / d log F| is at most n - j, and |d log P(X' >= j) / d log q| at most j
    const change = isLow ? (rest * p) / (lower + p) : (j * p) / upTo;
    if (change > MAX_SIX_POINTS) return asDifference(p, lower, above, upTo, ratio);
    const points = change > MAX_TWO_POINTS ? SIX_POINTS : TWO_POINTS;
    const tail = isLow ? below : from;
    let mean = 0;
    for (const [offset, weight] of points) {
      const [less, more] = [p * (0.5 - offset), p * (0.5 + offset)];
      mean += weight * (tail(above + less, lower + more) + tail(above + more, lower + less));
    }
    if (isLow) ratioFrom((n / j) * mean, ratio);
    else ratioFromExcess((rest - n * mean) / j, ratio);
  };

  function asDifference(p: number, lower: number, above: number, upTo: number, ratio: Ratio): void {
    const startsHigh = n * above <= j;
    const endsHigh = n * upTo <= j;
    const atStart = above === 0 ? 0 : (startsHigh ? excess : lack)(above, lower + p);
    const atEnd = lower === 0 ? 0 : (endsHigh ? excess : lack)(upTo, lower);
    if (!startsHigh) ratioFrom((atStart - atEnd) / (j * p), ratio);
    else if (endsHigh) ratioFromExcess((rest - (atEnd - atStart) / p) / j, ratio);
    // next to the reference F and S decide; elsewhere j - n S is what the best j lack
    else if (rest <= j) ratioFromExcess((j * lower - rest * above + (atStart - atEnd)) / (j * p), ratio);
    else ratioFrom((j - n * above + (atStart - atEnd)) / (j * p), ratio);
  }
}
