// A column of numbers that grows, by values that are copied and by whole arrays that are not.

import { GrowingArray, type TypedNumbers } from '../growing-array';

export class Column<T extends TypedNumbers> {
  /** Arrays that were taken as they are, before the values that are growing. */
  #taken: T[] = [];
  #takenLength = 0;
  #end: GrowingArray<T>;

  constructor(readonly type: { new (length: number): T }) {
    this.#end = new GrowingArray(type);
  }

  get length(): number {
    return this.#takenLength + this.#end.length;
  }

  push(value: number): void {
    this.#end.push(value);
  }

  /** Copies values to the end. */
  append(values: T): void {
    this.#end.append(values);
  }

  /** Takes an array as the end, which nobody else may change. */
  take(values: T): void {
    if (values.length === 0) return;
    if (this.#end.length > 0) {
      this.#hold(this.#end.values);
      this.#end = new GrowingArray(this.type);
    }
    this.#hold(values);
  }

  /** The values, not copied: those that are there do not change when others are added. */
  toArray(): T {
    const end = this.#end.values;
    if (this.#taken.length === 0) return end;
    if (this.#taken.length > 1 || end.length > 0) {
      const all = new this.type(this.length);
      let at = 0;
      for (const values of [...this.#taken, end]) {
        all.set(values, at);
        at += values.length;
      }
      this.#taken = [all];
      this.#takenLength = all.length;
      this.#end = new GrowingArray(this.type);
    }
    return this.#taken[0];
  }

  #hold(values: T): void {
    this.#taken.push(values);
    this.#takenLength += values.length;
  }
}
