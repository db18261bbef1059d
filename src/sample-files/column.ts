// A column of numbers that grows.

type Numbers = Float64Array | Uint32Array;

export class Column<T extends Numbers> {
  #values: T;
  length = 0;

  constructor(readonly type: { new (length: number): T }) {
    this.#values = new type(64);
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#grow(this.length + 1);
    this.#values[this.length++] = value;
  }

  at(place: number): number {
    return this.#values[place];
  }

  /** Adds to the value at a place. */
  add(place: number, value: number): void {
    this.#values[place] += value;
  }

  append(values: T): void {
    this.#grow(this.length + values.length);
    this.#values.set(values, this.length);
    this.length += values.length;
  }

  /** The values, copied. */
  toArray(): T {
    return this.#values.slice(0, this.length) as T;
  }

  #grow(least: number): void {
    if (least <= this.#values.length) return;
    const grown = new this.type(Math.max(least, this.#values.length * 2));
    grown.set(this.#values);
    this.#values = grown;
  }
}
