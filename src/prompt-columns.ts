// The estimates of prompts as columns: what an aggregate keeps, and what threads send each other. A few typed arrays, however many prompts there are.

import { coded } from './errors';
import { GrowingArray } from './growing-array';
import { powersOfTwo } from './numerics/grids';

/** Prompts that have the same kinds of estimates. */
export interface PromptColumns {
  /** How many samples each prompt has. */
  samples: Float64Array;
  /** By key, prompt after prompt an entry for every n, which is for one of the powers of two up to `samples` where `ns` is null; NaN where the
   *  prompt has no estimate. */
  estimates: Record<string, Float64Array>;
}

/** A partial result as another thread of this version takes it. */
export interface ColumnState {
  /** The version of this layout. */
  version: typeof COLUMN_VERSION;
  /** The numbers of samples that the estimates are for; null where they are the powers of two up to each prompt's number of samples. */
  ns: number[] | null;
  parts: PromptColumns[];
}

export const COLUMN_VERSION = 1;

/** @throws TypeError (`BAD_STATE`) if the state is of another version. */
export function checkColumnState({ version }: ColumnState): void {
  if (version !== COLUMN_VERSION)
    throw coded(TypeError, 'BAD_STATE', `the columns are of version ${version}, expected ${COLUMN_VERSION}`);
}

type Column = GrowingArray<Float64Array>;

/** Prompts one after another that have the same keys. */
interface Part {
  samples: Column;
  /** Keys may be any names of scores, `__proto__` too. */
  estimates: Map<string, Column>;
}

const NO_VALUES = /* @__PURE__ */ new Float64Array(0);

/** The estimates of any number of prompts, in order. */
export class PromptTable {
  readonly #parts: Part[] = [];
  readonly #ns: readonly number[] | null;
  /** The number of prompts. */
  count = 0;

  /** @param ns - as of `ColumnState`. */
  constructor(ns: readonly number[] | null) {
    this.#ns = ns;
  }

  /** The numbers of samples for which a prompt has entries. */
  nsOf(samples: number): readonly number[] {
    return this.#ns ?? powersOfTwo(samples);
  }

  /** Adds prompts after those that are there; their numbers are copied. */
  append(samples: ArrayLike<number>, estimates: readonly (readonly [key: string, values: ArrayLike<number>])[]): void {
    if (samples.length === 0) return;
    let part = this.#parts[this.#parts.length - 1];
    const keys = part === undefined ? [] : [...part.estimates.keys()];
    if (keys.length !== estimates.length || estimates.some(([key], i) => key !== keys[i])) {
      part = {
        samples: new GrowingArray(Float64Array),
        estimates: new Map(estimates.map(([key]) => [key, new GrowingArray(Float64Array)])),
      };
      this.#parts.push(part);
    }
    part.samples.append(samples);
    for (const [key, values] of estimates) part.estimates.get(key)?.append(values);
    this.count += samples.length;
  }

  /** Adds all prompts of another table for the same ns. */
  appendTable(other: PromptTable): void {
    for (const { samples, estimates } of other.#parts)
      this.append(
        samples.values,
        [...estimates].map(([key, { values }]) => [key, values] as const)
      );
  }

  /** The prompts as columns, copied. */
  parts(): PromptColumns[] {
    return this.#parts.map(({ samples, estimates }) => ({
      samples: samples.values.slice(),
      estimates: Object.fromEntries([...estimates].map(([key, { values }]) => [key, values.slice()])),
    }));
  }

  /** The keys of all estimates that any prompt has, in the order in which they came. */
  keys(): string[] {
    return [...new Set(this.#parts.flatMap(({ estimates }) => [...estimates.keys()]))];
  }

  /** How many samples each prompt has. */
  samples(): Float64Array {
    const all = new Float64Array(this.count);
    let at = 0;
    for (const { samples } of this.#parts) {
      const sizes = samples.memory;
      for (let i = 0; i < samples.length; i++) all[at++] = sizes[i];
    }
    return all;
  }

  /** The estimate of every prompt at the n of an index, NaN where there is none; empty if no prompt has such an estimate. */
  column(key: string, index: number): Float64Array {
    let column = NO_VALUES;
    let at = 0;
    for (const { samples, estimates } of this.#parts) {
      const values = estimates.get(key)?.memory;
      if (values) {
        if (column === NO_VALUES) column = new Float64Array(this.count).fill(Number.NaN);
        const sizes = samples.memory;
        for (let prompt = 0, from = 0; prompt < samples.length; prompt++) {
          const width = this.#widthOf(sizes[prompt]);
          if (index < width) column[at + prompt] = values[from + index];
          from += width;
        }
      }
      at += samples.length;
    }
    return column;
  }

  /** Whether every estimate with this key passes a test, at every n; NaN where a prompt has none is tested too. */
  every(key: string, test: (x: number) => boolean): boolean {
    return this.#parts.every(({ estimates }) => estimates.get(key)?.values.every(test) ?? true);
  }

  /** Every prompt by itself: its number of samples, and its estimates by key. */
  *prompts(): Generator<{ samples: number; estimates: [key: string, values: Float64Array][] }> {
    for (const { samples, estimates } of this.#parts) {
      let from = 0;
      for (const size of samples.values) {
        const to = from + this.#widthOf(size);
        const own = [...estimates].map(([key, { values }]): [string, Float64Array] => [key, values.subarray(from, to)]);
        yield { samples: size, estimates: own };
        from = to;
      }
    }
  }

  /** How many entries a prompt has. */
  #widthOf(samples: number): number {
    if (this.#ns !== null) return this.#ns.length;
    let width = 0;
    for (let n = 1; n <= samples; n *= 2) width++;
    return width;
  }
}
