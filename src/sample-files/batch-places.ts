// Where the samples of a batch belong: the prompt of each, in the numbers of a table.

import { type ColumnBatch, NO_CODE } from '../files/columns';
import { Combinations } from './combinations';
import type { SampleColumns } from './sample-columns';

const NO_LABELS: readonly string[] = [];

export class BatchPlaces {
  readonly #labelCount: number;
  readonly #idCount: number;
  readonly #combinations: Combinations;
  readonly #promptOf: (labels: readonly string[], prompt: string, isNew: boolean) => number;
  /** The prompt of each combination of labels and ids. */
  readonly #places: number[] = [];

  /**
   * @param promptOf - the number of a prompt in the table, which is new if its labels and id are; `isNew` says that they are, where that is sure.
   */
  constructor(
    { by = [], runs = [], prompt }: SampleColumns,
    promptOf: (labels: readonly string[], prompt: string, isNew: boolean) => number
  ) {
    this.#labelCount = by.length + runs.length;
    this.#idCount = this.#labelCount + prompt.length;
    this.#combinations = new Combinations(this.#idCount);
    this.#promptOf = promptOf;
  }

  /** How many of the first columns tell the prompt. */
  get columns(): number {
    return this.#idCount;
  }

  /** The prompt of each sample. */
  of(batch: ColumnBatch) {
    const ids = batch.columns.slice(0, this.#idCount) as Uint32Array[];
    if (ids.length === 1) return this.#ofSingle(batch, ids);
    const places = new Uint32Array(batch.length);
    for (let i = 0; i < places.length; i++) {
      // the samples of a prompt most often follow one another
      if (i > 0 && isSame(ids, i - 1, i)) {
        places[i] = places[i - 1];
        continue;
      }
      places[i] = this.#find(batch, ids, i);
    }
    return places;
  }

  /** The same for a single column, as most files have it. */
  #ofSingle(batch: ColumnBatch, ids: readonly Uint32Array[]) {
    const [codes] = ids;
    const places = new Uint32Array(codes.length);
    for (let i = 0, place = 0; i < codes.length; i++) {
      if (i === 0 || codes[i] !== codes[i - 1]) place = this.#find(batch, ids, i);
      places[i] = place;
    }
    return places;
  }

  #find(batch: ColumnBatch, ids: readonly Uint32Array[], i: number): number {
    const known = this.#combinations.size;
    const number = this.#combinations.at(ids, i);
    if (number === known) this.#places.push(this.#placeAt(batch, ids, i));
    return this.#places[number];
  }

  #placeAt({ textOf, isDistinct }: ColumnBatch, ids: readonly Uint32Array[], i: number): number {
    if (ids.length === 1 && this.#labelCount === 0) return this.#promptOf(NO_LABELS, textOf(ids[0][i]), isDistinct());
    const texts = ids.map((codes) => (codes[i] === NO_CODE ? '' : textOf(codes[i])));
    const labels = texts.slice(0, this.#labelCount);
    const prompt = texts.slice(this.#labelCount);
    // a label that is absent is an empty text as well
    const isNew = isDistinct() && this.#labelCount === 0;
    return this.#promptOf(labels, prompt.length === 1 ? prompt[0] : JSON.stringify(prompt), isNew);
  }
}

function isSame(ids: readonly Uint32Array[], i: number, k: number): boolean {
  for (const codes of ids) if (codes[i] !== codes[k]) return false;
  return true;
}
