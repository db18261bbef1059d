// What the bootstrap of a mean comes to with ever more resamples, from the moments of the values: where there are many of them, drawing is the wrong
// tool. The quantiles are those of Cornish and Fisher (1938), whose error falls with the power 3/2 of the number of values (Hall, The Bootstrap and
// Edgeworth Expansion, 1992, section 2.5).

import { lowerNormalQuantile } from './normal-quantile';
import { scaleOf } from './weights';

/** With fewer values the resamples are drawn. */
export const LEAST_VALUES = 1000;

/** How much one value may weigh among all: the largest deviation from the mean, times z, or 1 where that is more, by the deviation of their sum. */
const MAX_LEVERAGE = 0.5;

/**
 * The middle `confidence` of the means of infinitely many resamples of the values that are there.
 *
 * @param values - NaN where there is none.
 * @returns undefined where the moments do not tell it: there are few values, one is infinite, or a few weigh more than all others.
 */
export function bootstrapLimit(values: Float64Array, confidence: number): [number, number] | undefined {
  const { count, low, high } = rangeOf(values);
  if (count < LEAST_VALUES || !Number.isFinite(low) || !Number.isFinite(high)) return undefined;
  if (low === high) return [low, high];
  const z = -lowerNormalQuantile((1 - confidence) / 2);
  // powers of the deviations, in units of the span, neither overflow nor vanish
  const scale = scaleOf(Math.max(-low, high));
  const span = high * scale - low * scale;
  let sum = 0;
  for (const x of values) if (!Number.isNaN(x)) sum += (x * scale - low * scale) / span;
  const mean = sum / count;
  let [second, third, fourth] = [0, 0, 0];
  for (const x of values) {
    if (Number.isNaN(x)) continue;
    const deviation = (x * scale - low * scale) / span - mean;
    const square = deviation * deviation;
    second += square;
    third += square * deviation;
    fourth += square * square;
  }
  const variance = second / count;
  const deviation = Math.sqrt(variance);
  const error = deviation / Math.sqrt(count);
  if (!(Math.max(mean, 1 - mean) * Math.max(z, 1) <= MAX_LEVERAGE * deviation * Math.sqrt(count))) return undefined;
  const skewness = third / count / (variance * deviation) / Math.sqrt(count);
  const kurtosis = (fourth / count / (variance * variance) - 3) / count;
  const at = (z: number) => {
    const bent =
      (skewness * (z * z - 1)) / 6 + (kurtosis * (z * z - 3) * z) / 24 - (skewness * skewness * (2 * z * z - 5) * z) / 36;
    const end = (low * scale + span * (mean + error * (z + bent))) / scale;
    return Math.min(Math.max(end, low), high);
  };
  return [at(-z), at(z)];
}

function rangeOf(values: Float64Array): { count: number; low: number; high: number } {
  let [count, low, high] = [0, Infinity, -Infinity];
  for (const x of values) {
    if (Number.isNaN(x)) continue;
    count++;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return { count, low, high };
}
