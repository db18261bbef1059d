// The numbers of many samples, with the prompt of each: what is kept of a file.

import type { ColumnBatch } from '../files/columns';
import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { showJson } from '../format/value';
import { GrowingArray } from '../growing-array';
import { BatchPlaces } from './batch-places';
import { Column } from './column';
import { numberColumns, type SampleColumns } from './sample-columns';
import { SampleError, SampleReader } from './sample-reader';
import { numberOf } from './scoring';

/** A table as plain arrays, to be handed to another thread or written as JSON. */
export interface TableState {
  /** What the samples of a group share: the values of the columns by which curves are kept apart, as a JSON list. */
  groups: string[];
  /** The id of each prompt. */
  ids: string[];
  /** The group of each prompt, as an index into `groups`. */
  groupOf: Uint32Array;
  /** The name of each prompt's cluster, if a column tells it; null for a prompt of which every sample was left out. */
  clusters?: (string | null)[];
  /** How many samples of each prompt were left out. */
  lost: Uint32Array;
  /** The prompt of each sample, as an index into `ids`. */
  rows: Uint32Array;
  /** The id of each sample, if a column tells it. */
  sampleIds?: string[];
  /** What each sample answered, null for none, if a column tells it. */
  answers?: (string | null)[];
  /** How many answers without a score count what the user says of them. */
  filled: number;
  columns: Record<string, Float64Array>;
}

export class SampleTable {
  /** For each group, where the prompt with an id stands: those before `#indexed`, so that nothing is looked up before anybody asks. */
  readonly #index: Map<string, number>[] = [];
  #indexed = 0;
  /** Whether no prompt was looked up yet, so that batches alone know what is new. */
  #isOfBatches = true;
  readonly #groups: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #ids: string[] = [];
  readonly #groupOf = new GrowingArray(Uint32Array);
  readonly #lost = new GrowingArray(Uint32Array);
  readonly #rows: Column<Uint32Array> = new Column(Uint32Array);
  readonly #columns = new Map<string, Column<Float64Array>>();
  readonly #clusters: (string | null)[] = [];
  #sampleIds: string[] | undefined;
  #answers: (string | null)[] | undefined;
  #filled = 0;
  #batches: BatchPlaces | undefined;
  #reader: { columns: SampleColumns; reader: SampleReader } | undefined;

  get samples(): number {
    return this.#rows.length;
  }

  /**
   * Adds the samples of a record: all or none.
   *
   * @throws RecordError if a value is missing or is not what its column must hold.
   */
  add(row: Row, columns: SampleColumns): void {
    const reader = this.#readerFor(columns);
    let found: ReturnType<SampleReader['read']>;
    try {
      found = reader.read(row);
    } catch (error) {
      if (error instanceof SampleError) this.#lose(this.#promptOf(this.#groupAt(JSON.stringify(error.labels)), error.prompt), 1);
      throw error;
    }
    // every place is found, and every cluster checked, before a sample is added
    const places = found.map(({ labels, prompt, cluster }) => {
      const place = this.#promptOf(this.#groupAt(JSON.stringify(labels)), prompt);
      if (cluster !== undefined) this.#setCluster(place, cluster, columns.cluster);
      return place;
    });
    for (const [f, { sampleIds, answers, values, missing, filled }] of found.entries()) {
      this.#filled += filled;
      const place = places[f];
      if (missing > 0) this.#lose(place, missing);
      for (let i = 0; i < values[0].length; i++) this.#rows.push(place);
      if (sampleIds) for (const id of sampleIds) (this.#sampleIds ??= []).push(id);
      if (answers) for (const answer of answers) (this.#answers ??= []).push(answer);
      reader.names.forEach((name, c) => {
        const column = this.#column(name);
        for (const value of values[c]) column.push(value);
      });
    }
  }

  /** Adds samples that come as the columns of `plainColumns`, all of one part. */
  addBatch(batch: ColumnBatch, columns: SampleColumns): void {
    this.#batches ??= new BatchPlaces(columns, (labels, prompt, isNew) => {
      const group = this.#groupAt(labels.length === 0 ? '[]' : JSON.stringify(labels));
      return isNew && this.#isOfBatches ? this.#newPrompt(group, prompt) : this.#promptOf(group, prompt);
    });
    this.#rows.append(this.#batches.of(batch));
    const rest = batch.columns.slice(this.#batches.columns);
    if (columns.sampleId !== undefined) {
      const ids = (this.#sampleIds ??= []);
      for (const code of rest.shift() as Uint32Array) ids.push(batch.textOf(code));
    }
    const { reward, rewards = [reward], pass } = columns;
    numberColumns(columns).forEach((name, c) => {
      const values = rest[c] as Float64Array;
      this.#column(name).append(c < rewards.length && pass?.threshold ? values.map((x) => numberOf(x, name, pass)) : values);
    });
  }

  /**
   * Adds the samples of another table after those of this one, which takes its columns.
   *
   * @param file - what is put before the labels of its groups; '' where files are not kept apart.
   * @throws RecordError if the two name different clusters of a prompt.
   */
  append({ groups, ids, groupOf, clusters, lost, rows, sampleIds, answers, filled, columns }: TableState, file = ''): void {
    this.#filled += filled;
    const places = groups.map((group) => this.#groupAt(JSON.stringify([file, ...JSON.parse(group)])));
    const map = new Uint32Array(ids.length);
    // the prompts of one table are distinct, so that the first need not be looked up
    const isFirst = this.#ids.length === 0;
    for (let i = 0; i < ids.length; i++) {
      map[i] = isFirst ? this.#newPrompt(places[groupOf[i]], ids[i]) : this.#promptOf(places[groupOf[i]], ids[i]);
      if (lost[i] > 0) this.#lose(map[i], lost[i]);
      const cluster = clusters?.[i] ?? null;
      if (cluster !== null) this.#setCluster(map[i], cluster);
    }
    this.#rows.take(isFirst ? rows : rows.map((prompt) => map[prompt]));
    if (sampleIds) for (const id of sampleIds) (this.#sampleIds ??= []).push(id);
    if (answers) for (const answer of answers) (this.#answers ??= []).push(answer);
    for (const [key, values] of Object.entries(columns)) this.#column(key).take(values);
  }

  toState(): TableState {
    const columns = Object.fromEntries([...this.#columns].map(([key, column]) => [key, column.toArray()]));
    const [rows, groupOf, lost] = [this.#rows.toArray(), this.#groupOf.values.slice(), this.#lost.values.slice()];
    const sampleIds = this.#sampleIds ? { sampleIds: this.#sampleIds } : {};
    const answers = this.#answers ? { answers: this.#answers } : {};
    const clusters = this.#clusters.length > 0 ? { clusters: this.#ids.map((_, i) => this.#clusters[i] ?? null) } : {};
    return {
      groups: this.#groups,
      ids: this.#ids,
      groupOf,
      ...clusters,
      lost,
      rows,
      ...sampleIds,
      ...answers,
      filled: this.#filled,
      columns,
    };
  }

  #readerFor(columns: SampleColumns): SampleReader {
    if (this.#reader?.columns !== columns) this.#reader = { columns, reader: new SampleReader(columns) };
    return this.#reader.reader;
  }

  #lose(prompt: number, count: number): void {
    this.#lost.add(prompt, count);
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
    this.#isOfBatches = false;
    for (; this.#indexed < this.#ids.length; this.#indexed++)
      this.#index[this.#groupOf.at(this.#indexed)].set(this.#ids[this.#indexed], this.#indexed);
    return this.#index[group].get(id) ?? this.#newPrompt(group, id);
  }

  /** @throws RecordError if the prompt is of another cluster. */
  #setCluster(place: number, cluster: string, column = 'the cluster'): void {
    const known = this.#clusters[place] ?? cluster;
    if (known !== cluster)
      throw new RecordError(
        `${column} is ${showJson(cluster)}, and another sample of the prompt ${showJson(this.#ids[place])} has ${showJson(known)}; a prompt has one cluster`
      );
    this.#clusters[place] = cluster;
  }

  #newPrompt(group: number, id: string): number {
    this.#groupOf.push(group);
    this.#lost.push(0);
    return this.#ids.push(id) - 1;
  }

  #column(key: string): Column<Float64Array> {
    let column = this.#columns.get(key);
    if (!column) this.#columns.set(key, (column = new Column(Float64Array)));
    return column;
  }
}
