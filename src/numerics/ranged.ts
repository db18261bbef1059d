// Numbers with a wider range than doubles, for products of so many factors that a double overflows or underflows on the way to a result that does neither.

/** A number is `value * RANGE^level`; a value that is not 0 is of a size from `1/HALF` to `HALF`. */
export const RANGE = 2 ** 600;
const HALF = 2 ** 300;

/** Numbers of wide range by index. */
export class Ranged {
  readonly #values: Float64Array;
  readonly #levels: Int32Array;

  /** @param length - how many numbers; all are 0. */
  constructor(length: number) {
    this.#values = new Float64Array(length);
    this.#levels = new Int32Array(length);
  }

  static of(numbers: ArrayLike<number>): Ranged {
    const ranged = new Ranged(numbers.length);
    for (let i = 0; i < numbers.length; i++) ranged.set(i, numbers[i]);
    return ranged;
  }

  /** Sets the i-th number to a finite one. */
  set(i: number, value: number, level = 0): void {
    let [x, at] = [value, level];
    for (; Math.abs(x) >= HALF; at++) x /= RANGE;
    for (; Math.abs(x) < 1 / HALF && x !== 0; at--) x *= RANGE;
    this.#values[i] = x;
    this.#levels[i] = at;
  }

  /** Sets the i-th number to the j-th of another list. */
  copy(i: number, from: Ranged, j: number): void {
    this.#values[i] = from.#values[j];
    this.#levels[i] = from.#levels[j];
  }

  /** Adds the product of numbers of two lists to the i-th number. */
  addProduct(i: number, x: Ranged, j: number, y: Ranged, k: number): void {
    const product = x.#values[j] * y.#values[k];
    if (product === 0) return;
    const level = x.#levels[j] + y.#levels[k];
    const own = this.#values[i];
    // the product's size is from 2^-600 to 2^600, so that beside it, or beside the number, what lies two levels lower is nothing
    const distance = own === 0 ? 2 : level - this.#levels[i];
    if (distance > 1) this.set(i, product, level);
    else if (distance === 1) this.set(i, product + own / RANGE, level);
    else if (distance === 0) this.set(i, product + own, level);
    else if (distance === -1) this.set(i, product / RANGE + own, this.#levels[i]);
  }

  /** The i-th number over the j-th of another list, as a double: 0 or infinite where it is out of range. */
  quotient(i: number, divisor: Ranged, j: number): number {
    let quotient = this.#values[i] / divisor.#values[j];
    let level = this.#levels[i] - divisor.#levels[j];
    for (; level > 0 && Number.isFinite(quotient) && quotient !== 0; level--) quotient *= RANGE;
    for (; level < 0 && quotient !== 0; level++) quotient /= RANGE;
    // without a sign where it is 0
    return quotient + 0;
  }
}
