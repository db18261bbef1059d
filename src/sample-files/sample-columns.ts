// Which columns of a sample file hold what, told by the fields of its first record.

import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { KINDS } from './kinds/index';
import type { Kind } from './kinds/kind';
import { noColumn } from './values';

/**
 * What a sample file was taken for: the columns that are read, and what each of them holds.
 *
 * @example
 * const shape = {
 *   kind: 'code-generation samples',
 *   prompt: ['task_id'],
 *   reward: 'passed',
 *   scores: [],
 *   wide: false,
 * };
 * shape.prompt.length; // → 1
 */
export interface SampleColumns {
  /** The kind of file. */
  kind: string;
  /** The columns that together name the prompt. */
  prompt: string[];
  /** The column of the reward or, in a wide file, of the list of rewards. */
  reward: string;
  /** The column of the log-probability under the reference, in nats. */
  logProb?: string;
  /** The columns of further scores. */
  scores: string[];
  /** A column whose values are results of their own, not repeats of one another: each gets a curve. */
  group?: string;
  /** Whether a record is a prompt with a list of samples, and not one sample. */
  wide: boolean;
}

/** The columns as far as the user names them; the fields of the file tell the others. */
export interface ColumnOptions {
  /** The columns that together name the prompt. */
  prompt?: string[];
  /** The column of the reward. */
  reward?: string;
  /** All columns of rewards, where there are several; the first of them is `reward`. */
  rewards?: string[];
  /** The column of the log-probability under the reference, in nats. */
  logprob?: string;
  /** The columns of further scores. */
  score?: string[];
  /** The column whose values get a curve each. */
  group?: string;
}

/**
 * The columns of a file whose first record is `row`: those that the user names, and for the rest those of the first kind in the table that
 * its fields fit.
 *
 * @throws RecordError if neither tells them, or a column that the user names is not there.
 */
export function inferColumns(row: Row, options: ColumnOptions = {}): SampleColumns {
  const { prompt, reward } = options;
  const kind = prompt && reward ? namedKind(prompt, reward) : kindOf(row);
  const found = kind.columns(row);
  const columns: SampleColumns = {
    kind: kind.name,
    prompt: prompt ?? found.prompt,
    reward: reward ?? found.reward,
    logProb: options.logprob,
    scores: options.score ?? found.scores.filter((name) => name !== (reward ?? found.reward)),
    group: options.group ?? found.group,
    wide: Array.isArray(row[reward ?? found.reward]),
  };
  for (const name of columnNames(columns)) {
    if (!(name in row)) throw noColumn(name, row);
  }
  return columns;
}

/** A file of any kind whose prompt and reward the user names. */
function namedKind(prompt: string[], reward: string): Kind {
  return { name: 'samples', needs: [], columns: () => ({ prompt, reward, scores: [] }) };
}

function kindOf(row: Row): Kind {
  const has = (need: string | RegExp) =>
    typeof need === 'string' ? need in row : Object.keys(row).some((name) => need.test(name));
  const kind = KINDS.find(({ needs }) => needs.every(has));
  if (kind) return kind;
  const fields = Object.keys(row).join(', ');
  const message = `the fields ${fields} are of no kind of sample file that is known: give --prompt COLUMN and --reward COLUMN`;
  throw new RecordError(message, {}, 'UNKNOWN_COLUMNS');
}

/** Every column that is read. */
export function columnNames(columns: SampleColumns): string[] {
  const { reward, logProb, scores } = columns;
  return [...new Set([...idColumns(columns), reward, ...(logProb ? [logProb] : []), ...scores])];
}

/** The columns whose values name something: their digits must all be kept. */
export function idColumns({ prompt, group }: Pick<SampleColumns, 'prompt' | 'group'>): string[] {
  return group === undefined ? prompt : [group, ...prompt];
}

/** One line on what a file was taken for. */
export function describeColumns({ kind, prompt, reward, logProb, scores, group, wide }: SampleColumns): string {
  const parts = [`prompt ${prompt.join(' + ')}`, `${wide ? 'list of rewards' : 'reward'} ${reward}`];
  if (logProb) parts.push(`log-probability ${logProb}`);
  if (scores.length > 0) parts.push(`${scores.length > 1 ? 'scores' : 'score'} ${scores.join(', ')}`);
  if (group) parts.push(`a curve for each ${group}`);
  return `${kind}: ${parts.join(', ')}`;
}
