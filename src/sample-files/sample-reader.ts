// Takes records apart into samples: ids as texts, rewards and scores as numbers.

import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { showJson } from '../format/value';
import { unfoldOf } from './kinds/index';
import { entryOf, isArrayLike, isList, noColumn, valueAt } from './paths';
import { numberColumns, type SampleColumns } from './sample-columns';
import { isMissing, MISSING_HINT, numberOf, reduceSteps } from './scoring';
import { idOf, textOf } from './values';

/** The samples of one prompt that a record holds. */
export interface PromptSamples {
  /** The values of the columns by which curves are kept apart. */
  labels: string[];
  /** The id of the prompt; of several columns a JSON list. */
  prompt: string;
  /** The name of the prompt's cluster, if a column tells it. */
  cluster?: string;
  /** The id of each sample, if a column tells it. */
  sampleIds?: string[];
  /** What each sample answered, null for none, if a column tells it. */
  answers?: (string | null)[];
  /** The values of each column of numbers, in the order of `numberColumns`: one for each sample. */
  values: number[][];
  /** How many answers were left out because they have no score. */
  missing: number;
  /** How many answers without a score count what the user says of them. */
  filled: number;
}

/** What goes wrong with a record whose prompt is known. */
export class SampleError extends RecordError {
  constructor(
    error: RecordError,
    readonly labels: string[],
    readonly prompt: string
  ) {
    super(error.message, error, error.code);
  }
}

/** Reads the records of a file with these columns. */
export class SampleReader {
  /** The columns of numbers. */
  readonly names: string[];
  readonly #columns: SampleColumns;
  readonly #unfold: ((row: Row) => Row[]) | undefined;
  readonly #apart: string[];

  constructor(columns: SampleColumns) {
    this.#columns = columns;
    this.#unfold = columns.unfolded ? unfoldOf(columns.kind) : undefined;
    this.#apart = [...(columns.by ?? []), ...(columns.runs ?? [])];
    this.names = numberColumns(columns);
  }

  /**
   * The samples of a record.
   *
   * @throws RecordError if a value is missing or is not what its column must hold; a SampleError if the prompt is known.
   */
  read(row: Row): PromptSamples[] {
    return this.#unfold ? this.#unfold(row).map((sample) => this.#readRow(sample)) : [this.#readRow(row)];
  }

  #readRow(row: Row): PromptSamples {
    const { prompt, by = [], cluster } = this.#columns;
    // a run column that a row lacks, or has null in, is no reason to lose the row
    const labels = this.#apart.map((name, i) => (i < by.length ? idAt(row, name) : labelAt(row, name)));
    const ids = prompt.map((name) => idAt(row, name));
    const id = ids.length === 1 ? ids[0] : JSON.stringify(ids);
    try {
      const own = cluster === undefined ? {} : { cluster: idAt(row, cluster) };
      return { labels, prompt: id, ...own, ...this.#numbersOf(row) };
    } catch (error) {
      throw error instanceof RecordError ? new SampleError(error, labels, id) : error;
    }
  }

  #numbersOf(row: Row): Omit<PromptSamples, 'labels' | 'prompt' | 'cluster'> {
    const { wide, missing = 'error', sampleId, answer } = this.#columns;
    const found = this.names.map((name) => (wide ? listAt(row, name) : [valueAt(row, name)]));
    if (!wide && missing === 'error') this.#checkThere(row, found);
    const count = found[0].length;
    if (count === 0) throw new RecordError(`${this.names[0]} is an empty list`);
    found.forEach(({ length }, i) => {
      if (length !== count) throw new RecordError(`${this.names[i]} has ${length} values and ${this.names[0]} has ${count}`);
    });
    const ids = sampleId === undefined ? undefined : this.#idsOf(row, sampleId, count);
    const answers = answer === undefined ? undefined : this.#answersOf(row, answer, count);
    const lacking =
      missing === 'skip' ? found[0].map((_, i) => found.some((values) => isMissing(values[i]) && !this.#isLabel())) : [];
    const kept = <T, U>(values: readonly T[], use: (value: T, i: number) => U): U[] => {
      const left: U[] = [];
      for (let i = 0; i < count; i++) if (!lacking[i]) left.push(use(values[i], i));
      return left;
    };
    const values = found.map((column, c) => kept(column, (value, i) => this.#numberOf(value, c, i)));
    const filled = missing === '0' || this.#isLabel() ? found[0].filter(isMissing).length : 0;
    return {
      values,
      missing: count - values[0].length,
      filled,
      ...(ids ? { sampleIds: kept(ids, (id) => id) } : {}),
      ...(answers ? { answers: kept(answers, (text) => text) } : {}),
    };
  }

  /** @throws RecordError that names the columns of the record, if it lacks one. */
  #checkThere(row: Row, found: readonly unknown[][]): void {
    const lacking = this.names.find((_, i) => found[i][0] === undefined);
    if (lacking === undefined || this.#isLabel()) return;
    const { message, code } = noColumn(lacking, Object.keys(row));
    throw new RecordError(`${message}${MISSING_HINT}`, {}, code);
  }

  #idsOf(row: Row, name: string, count: number): string[] {
    const value = valueAt(row, name);
    if (!this.#columns.wide) return [idOf(value, name)];
    if (!isArrayLike(value)) return Array.from({ length: count }, (_, i) => `${idOf(value, name)}[${i}]`);
    if (value.length !== count) throw new RecordError(`${name} has ${value.length} values and ${this.names[0]} has ${count}`);
    return Array.from(value, (id, i) => idOf(id, entryOf(name, i)));
  }

  #answersOf(row: Row, name: string, count: number): (string | null)[] {
    const value = valueAt(row, name);
    if (!this.#columns.wide) return [answerOf(value)];
    const answers = listAt(row, name);
    if (answers.length !== count) throw new RecordError(`${name} has ${answers.length} values and ${this.names[0]} has ${count}`);
    return answers.map(answerOf);
  }

  /** Whether null is a label, which then counts what is said of it. */
  #isLabel(): boolean {
    const { labels } = this.#columns.pass ?? {};
    return labels !== undefined && Object.hasOwn(labels, 'null');
  }

  #numberOf(value: unknown, column: number, i: number): number {
    const { reward, rewards = [reward], logProb, missing, pass, steps, wide } = this.#columns;
    const name = this.names[column];
    const place = wide ? entryOf(name, i) : name;
    const isReward = column < rewards.length;
    if (missing === '0' && name !== logProb && isMissing(value) && !this.#isLabel()) return 0;
    if (name === logProb) return logProbOf(value, place);
    if (isReward && steps) return reduceSteps(value, place, steps);
    // labels are taken wherever texts stand; a threshold is one of rewards
    return numberOf(value, place, isReward || (pass?.labels && typeof value === 'string') ? pass : undefined);
  }
}

/** The exact text of an answer; null where there is none: for null itself, for an empty text, as CSV writes it, and for NaN, as tables of numbers do. */
function answerOf(value: unknown): string | null {
  return value === undefined || value === null || value === '' || Number.isNaN(value) ? null : textOf(value);
}

function idAt(row: Row, name: string): string {
  return idOf(valueAt(row, name), name);
}

function labelAt(row: Row, name: string): string {
  const value = valueAt(row, name);
  return value === undefined || value === null ? '' : idOf(value, name);
}

function listAt(row: Row, name: string): unknown[] {
  const list = valueAt(row, name);
  if (isArrayLike(list)) return Array.from(list);
  const hint = isList(name) ? 'a path to a list' : 'a list, as in the first records';
  throw new RecordError(`${name} is ${showJson(list)}, expected ${hint}`);
}

function logProbOf(value: unknown, name: string): number {
  if (isArrayLike(value)) {
    const found = `${name} is a list of ${value.length}`;
    throw new RecordError(`${found}, expected one number: the sum of the log-probabilities of the answer's tokens`);
  }
  const logProb = numberOf(value, name);
  if (logProb > 0) throw new RecordError(`${name} is ${logProb}, expected the logarithm of a probability, at most 0`);
  return logProb;
}
