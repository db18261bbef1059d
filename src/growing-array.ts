// An array of numbers that grows at its end.

export type TypedNumbers = Float64Array | Uint32Array;

export class GrowingArray<T extends TypedNumbers> {
  #values: T;
  length = 0;

  constructor(readonly type: { new (length: number): T }) {
    this.#values = new type(8);
  }

  push(value: number): void {
    this.#grow(this.length + 1);
    this.#values[this.length++] = value;
  }

  /** Copies values to the end. */
  append(values: ArrayLike<number>): void {
    this.#grow(this.length + values.length);
    this.#values.set(values, this.length);
    this.length += values.length;
  }

  at(place: number): number {
    return this.#values[place];
  }

  /** Adds to the value at a place. */
  add(place: number, value: number): void {
    this.#values[place] += value;
  }

  /** The memory of the values, and of those to come behind them: without an array of its own for each look, as `values` makes. */
  get memory(): T {
    return this.#values;
  }

  /** The values as they are now, not copied. */
  get values(): T {
    return this.#values.subarray(0, this.length) as T;
  }

  #grow(least: number): void {
    if (least <= this.#values.length) return;
    const grown = new this.type(Math.max(least, this.#values.length * 2));
    grown.set(this.#values);
    this.#values = grown;
  }
}
