// A column of numbers that grows.

type Numbers = Float64Array | Uint32Array;

export class Column<T extends Numbers> {
  /** Arrays that were taken as they are, before the values that are growing. */
  #taken: T[] = [];
  #takenLength = 0;
  #values: T;
  #count = 0;

  constructor(readonly type: { new (length: number): T }) {
    this.#values = new type(64);
  }

  get length(): number {
    return this.#takenLength + this.#count;
  }

  push(value: number): void {
    if (this.#count === this.#values.length) this.#grow(this.#count + 1);
    this.#values[this.#count++] = value;
  }

  /** The value at a place of a column that has taken no arrays. */
  at(place: number): number {
    return this.#values[place];
  }

  /** Adds to the value at a place of a column that has taken no arrays. */
  add(place: number, value: number): void {
    this.#values[place] += value;
  }

  /** Copies values to the end. */
  append(values: T): void {
    this.#grow(this.#count + values.length);
    this.#values.set(values, this.#count);
    this.#count += values.length;
  }

  /** Takes an array as the end, which nobody else may change. */
  take(values: T): void {
    if (values.length === 0) return;
    if (this.#count > 0) this.#hold(this.#values.slice(0, this.#count) as T);
    this.#count = 0;
    this.#hold(values);
  }

  /** The values: a copy, or of a column that has taken arrays what it holds itself. */
  toArray(): T {
    const own = this.#values.subarray(0, this.#count) as T;
    if (this.#taken.length === 0) return own.slice() as T;
    if (this.#taken.length === 1 && own.length === 0) return this.#taken[0];
    const all = new this.type(this.length);
    let at = 0;
    for (const values of [...this.#taken, own]) {
      all.set(values, at);
      at += values.length;
    }
    this.#taken = [all];
    this.#takenLength = all.length;
    this.#values = new this.type(64);
    this.#count = 0;
    return all;
  }

  #hold(values: T): void {
    this.#taken.push(values);
    this.#takenLength += values.length;
  }

  #grow(least: number): void {
    if (least <= this.#values.length) return;
    const grown = new this.type(Math.max(least, this.#values.length * 2));
    grown.set(this.#values);
    this.#values = grown;
  }
}
