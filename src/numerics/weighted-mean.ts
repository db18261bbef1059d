// Means under the weights of samples, rounded once: values and weights may lie any number of decades apart, and some values may be infinite.

import { LEVEL } from './binomial-weights';
import { LARGE_DRAW, SMALL_DRAW } from './choices';
import { accumulateProduct } from './double-double';
import { HIGH, LOW, withInfinite } from './infinities';
import { accumulate, SUM_SIZE, total } from './sum';

/** One sum for each power of LEVEL by which products are scaled: the first is for those of large values, the second for those not scaled. */
const SUMS = 6;

/** A mean whose weights sum to 1; infinite values make it infinite, or NaN if they are of both signs. */
export class WeightedMean {
  readonly #sums = new Float64Array(SUMS * SUM_SIZE);
  #infinite = 0;

  /** Adds a value of weight `(high + low) / LEVEL^level`. Values that are not plain are scaled by LEVEL. */
  add(high: number, low: number, level: number, value: number): void {
    const size = Math.abs(value);
    if (size === Infinity) this.#infinite |= value < 0 ? LOW : HIGH;
    else if (size > LARGE_DRAW) accumulateProduct(this.#sums, level, high, low, value / LEVEL);
    else if (size < SMALL_DRAW) accumulateProduct(this.#sums, level + 2, high, low, value * LEVEL);
    else accumulateProduct(this.#sums, level + 1, high, low, value);
  }

  value(): number {
    const sums = this.#sums;
    for (let k = SUMS - 1; k > 1; k--) accumulate(sums, k - 1, 0, total(sums, k) / LEVEL);
    const mean = total(sums, 1);
    if (total(sums, 0) === 0) return withInfinite(mean, this.#infinite);
    accumulate(sums, 0, 0, mean / LEVEL);
    return withInfinite(total(sums, 0) * LEVEL, this.#infinite);
  }
}
