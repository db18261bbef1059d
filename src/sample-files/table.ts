// The numbers of many samples, with the prompt of each: what is kept of a file.

import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { Column } from './column';
import type { SampleColumns } from './sample-columns';
import { idIn, numberIn, numbersIn } from './values';

/** The prompts of one group, in the order of their first samples, and the samples of each, in the order of the files. */
export interface Group {
  /** The value of the group's column; '' where there is none. */
  group: string;
  ids: string[];
  /** Samples of prompt i are those from `offsets[i]` to `offsets[i + 1]`. */
  offsets: Uint32Array;
  rewards: Float64Array;
  logProbs?: Float64Array;
  scores: Record<string, Float64Array>;
}

/** A table as plain arrays, to be handed to another thread or written as JSON. */
export interface TableState {
  groups: string[];
  /** The id of each prompt. */
  ids: string[];
  /** The group of each prompt, as an index into `groups`. */
  groupOf: Uint32Array;
  /** The prompt of each sample, as an index into `ids`. */
  rows: Uint32Array;
  columns: Record<string, Float64Array>;
}

const REWARD = 'reward';
const LOG_PROB = 'logProb';
const SCORE = 'score.';

export class SampleTable {
  /** For each group, where the prompt with an id stands. */
  readonly #index: Map<string, number>[] = [];
  readonly #groups: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #ids: string[] = [];
  readonly #groupOf = new Column(Uint32Array);
  readonly #rows = new Column(Uint32Array);
  readonly #columns = new Map<string, Column<Float64Array>>();

  get samples(): number {
    return this.#rows.length;
  }

  /**
   * Adds the sample, or in a wide file the samples, of a record: all or none.
   *
   * @throws RecordError if a value is missing or is not what its column must hold.
   */
  add(row: Row, columns: SampleColumns): void {
    const { prompt, reward, wide } = columns;
    const group = columns.group === undefined ? '' : idIn(row, columns.group);
    const ids = prompt.map((name) => idIn(row, name));
    const id = ids.length === 1 ? ids[0] : JSON.stringify(ids);
    const values = keyed(columns).map(([key, name]) => [key, name, wide ? numbersIn(row, name) : numberIn(row, name)] as const);
    const count = wide ? (values[0][2] as number[]).length : 1;
    if (count === 0) throw new RecordError(`${reward} is an empty list`);
    for (const [key, name, value] of values) {
      if (Array.isArray(value) && value.length !== count)
        throw new RecordError(`${name} has ${value.length} values and ${reward} has ${count}`);
      if (key === LOG_PROB) checkLogProbs(name, value);
    }
    const place = this.#promptOf(this.#groupAt(group), id);
    for (let i = 0; i < count; i++) this.#rows.push(place);
    for (const [key, , value] of values) {
      const column = this.#column(key);
      if (Array.isArray(value)) for (const x of value) column.push(x);
      else column.push(value);
    }
  }

  /** Adds the samples of another table after those of this one. */
  append({ groups, ids, groupOf, rows, columns }: TableState): void {
    const places = groups.map((group) => this.#groupAt(group));
    const map = new Uint32Array(ids.length);
    for (let i = 0; i < ids.length; i++) map[i] = this.#promptOf(places[groupOf[i]], ids[i]);
    this.#rows.append(rows.map((prompt) => map[prompt]));
    for (const [key, values] of Object.entries(columns)) this.#column(key).append(values);
  }

  toState(): TableState {
    const columns = Object.fromEntries([...this.#columns].map(([key, column]) => [key, column.toArray()]));
    const [rows, groupOf] = [this.#rows.toArray(), this.#groupOf.toArray()];
    return { groups: this.#groups, ids: this.#ids, groupOf, rows, columns };
  }

  /** The samples sorted by prompt, group by group. */
  groups(): Group[] {
    const rows = this.#rows.toArray();
    const groupOf = this.#groupOf.toArray();
    const sizes = new Uint32Array(this.#ids.length);
    for (const prompt of rows) sizes[prompt]++;
    const members: number[][] = this.#groups.map(() => []);
    groupOf.forEach((group, prompt) => {
      members[group].push(prompt);
    });

    // where the next sample of each prompt goes: groups one after another, in each its prompts one after another
    const next = new Uint32Array(this.#ids.length);
    const starts = [0];
    for (const prompts of members) {
      let at = starts[starts.length - 1];
      for (const prompt of prompts) {
        next[prompt] = at;
        at += sizes[prompt];
      }
      starts.push(at);
    }
    const places = rows.map((prompt) => next[prompt]++);
    const sorted = new Map([...this.#columns].map(([key, column]) => [key, sortedBy(places, column.toArray())]));

    return this.#groups.map((group, g) => {
      const cut = (key: string) => (sorted.get(key) as Float64Array).subarray(starts[g], starts[g + 1]);
      const offsets = new Uint32Array(members[g].length + 1);
      members[g].forEach((prompt, i) => {
        offsets[i + 1] = offsets[i] + sizes[prompt];
      });
      const scores = [...sorted.keys()].filter((key) => key.startsWith(SCORE));
      return {
        group,
        ids: members[g].map((prompt) => this.#ids[prompt]),
        offsets,
        rewards: cut(REWARD),
        ...(sorted.has(LOG_PROB) ? { logProbs: cut(LOG_PROB) } : {}),
        scores: Object.fromEntries(scores.map((key) => [key.slice(SCORE.length), cut(key)])),
      };
    });
  }

  #groupAt(group: string): number {
    let place = this.#places.get(group);
    if (place === undefined) {
      place = this.#groups.push(group) - 1;
      this.#places.set(group, place);
      this.#index.push(new Map());
    }
    return place;
  }

  #promptOf(group: number, id: string): number {
    let prompt = this.#index[group].get(id);
    if (prompt === undefined) {
      prompt = this.#ids.push(id) - 1;
      this.#index[group].set(id, prompt);
      this.#groupOf.push(group);
    }
    return prompt;
  }

  #column(key: string): Column<Float64Array> {
    let column = this.#columns.get(key);
    if (!column) this.#columns.set(key, (column = new Column(Float64Array)));
    return column;
  }
}

function sortedBy(places: Uint32Array, values: Float64Array): Float64Array {
  const sorted = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) sorted[places[i]] = values[i];
  return sorted;
}

/** The key of each column that is kept, with its name in the file; the reward comes first. */
function keyed({ reward, logProb, scores }: SampleColumns): [string, string][] {
  return [
    [REWARD, reward],
    ...(logProb ? [[LOG_PROB, logProb] as [string, string]] : []),
    ...scores.map((name): [string, string] => [SCORE + name, name]),
  ];
}

function checkLogProbs(name: string, value: number | number[]): void {
  const above = [value].flat().find((x) => x > 0);
  if (above !== undefined) throw new RecordError(`${name} is ${above}, expected the logarithm of a probability, at most 0`);
}
