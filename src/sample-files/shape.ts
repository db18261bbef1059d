// Which columns of a sample file hold what, told by the fields of its first record.

import { Fault } from '../files/fault';
import type { Row } from '../files/reading';

/**
 * What is read of a record: what a sample file was taken for.
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
export interface Shape {
  /** What the file was taken for. */
  kind: string;
  /** The columns that together name the prompt. */
  prompt: string[];
  /** The column of the reward; in a wide file, of the list of rewards. */
  reward: string;
  /** The column of the log-probability under the reference. */
  logProb?: string;
  /** The columns of further scores. */
  scores: string[];
  /** A column whose values are results of their own, not repeats of one another: each gets a curve. */
  group?: string;
  /** A record is a prompt with a list of samples, not one sample. */
  wide: boolean;
}

/** What the user says of the columns; the rest is told by the fields. */
export interface ShapeFlags {
  /** The columns that together name the prompt. */
  prompt?: string[];
  /** The column of the reward. */
  reward?: string;
  /** The column of the log-probability under the reference. */
  logprob?: string;
  /** The columns of further scores. */
  score?: string[];
  /** The column whose values get a curve each. */
  group?: string;
}

interface Kind {
  kind: string;
  needs: readonly (string | RegExp)[];
  shape(row: Row): Omit<Shape, 'kind' | 'wide'>;
}

/** The ratings of an attribute-rating file, the one that is taken as reward first. */
const RATINGS = [
  'overall_score',
  'overall',
  'helpfulness',
  'correctness',
  'coherence',
  'complexity',
  'verbosity',
  'rating',
  'score',
];

/** What an evaluation harness writes of a sample besides its metrics. */
const HARNESS_FIELDS = new Set(['doc_id', 'doc', 'target', 'arguments', 'resps', 'filtered_resps', 'filter', 'metrics']);

/** From the most telling fields to the least. */
const KINDS: readonly Kind[] = [
  {
    kind: 'evaluation-harness log',
    needs: ['doc_id', 'resps', 'filtered_resps'],
    shape(row) {
      const named = Array.isArray(row.metrics) ? row.metrics.map(String) : [];
      const found = numbersOf(row).filter((name) => !HARNESS_FIELDS.has(name) && !/_hash$/.test(name));
      const [reward, ...scores] = named.length > 0 ? named : found;
      if (reward === undefined) throw new Fault('this evaluation-harness log has no key of a metric: give --reward COLUMN');
      // documents of different tasks share their numbers, not their hashes
      const prompt = 'doc_hash' in row ? ['doc_id', 'doc_hash'] : ['doc_id'];
      return { prompt, reward, scores, ...('filter' in row ? { group: 'filter' } : {}) };
    },
  },
  { kind: 'code-generation samples', needs: ['task_id', 'passed'], shape: () => columns('task_id', 'passed') },
  {
    kind: 'wide best-of-k file',
    needs: ['question_id', /^response_\d+$/, 'scores'],
    shape: () => columns('question_id', 'scores'),
  },
  { kind: 'reward-model run', needs: ['input', 'output', 'reward'], shape: () => columns('input', 'reward') },
  { kind: 'environment rollouts', needs: ['example_id', 'reward'], shape: (row) => rollouts('example_id', row) },
  { kind: 'environment rollouts', needs: ['id', 'reward'], shape: (row) => rollouts('id', row) },
  {
    kind: 'attribute ratings',
    needs: ['prompt', 'response', new RegExp(`^(${RATINGS.join('|')})$`)],
    shape(row) {
      const numbers = numbersOf(row);
      const [reward, ...scores] = RATINGS.filter((name) => numbers.includes(name));
      if (reward === undefined)
        throw new Fault('this file of attribute ratings has no number to take as reward: give --reward COLUMN');
      return { ...columns('prompt', reward), scores };
    },
  },
];

function columns(prompt: string, reward: string) {
  return { prompt: [prompt], reward, scores: [] as string[] };
}

/** Numbers of a rollout that no reward function gave: ids, times, counts, and what the answer should be. */
const NO_SCORE = /(^|_)(id|ids|ms|seconds|time|tokens|index|idx|seed|step|answer|target|label|solution|truth)$/i;

function rollouts(id: string, row: Row) {
  return { ...columns(id, 'reward'), scores: numbersOf(row).filter((name) => name !== 'reward' && !NO_SCORE.test(name)) };
}

/**
 * The shape of a file whose first record is `row`: what the flags say, and for the rest what its fields tell.
 *
 * @throws Fault if neither tells it, or a column that a flag names is not there.
 */
export function shapeOf(row: Row, flags: ShapeFlags = {}): Shape {
  const has = (need: string | RegExp) =>
    typeof need === 'string' ? need in row : Object.keys(row).some((name) => need.test(name));
  const kind = flags.prompt && flags.reward ? undefined : KINDS.find(({ needs }) => needs.every(has));
  if (!kind && !(flags.prompt && flags.reward)) {
    throw new Fault(
      `the fields ${Object.keys(row).join(', ')} are of no kind of sample file that is known: give --prompt COLUMN and --reward COLUMN`
    );
  }
  const told: ReturnType<Kind['shape']> = kind?.shape(row) ?? columns('', '');
  const reward = flags.reward ?? told.reward;
  const shape: Shape = {
    kind: kind?.kind ?? 'samples',
    prompt: flags.prompt ?? told.prompt,
    reward,
    logProb: flags.logprob,
    scores: flags.score ?? told.scores.filter((name) => name !== reward),
    group: flags.group ?? told.group,
    wide: Array.isArray(row[reward]),
  };
  for (const name of columnsOf(shape)) {
    if (!(name in row))
      throw new Fault(`there is no column ${JSON.stringify(name)}; the columns are ${Object.keys(row).join(', ')}`);
  }
  return shape;
}

/** Every column that is read. */
export function columnsOf(shape: Shape): string[] {
  return [...new Set([...idsOf(shape), shape.reward, ...(shape.logProb ? [shape.logProb] : []), ...shape.scores])];
}

/** The columns whose values name something. */
export function idsOf({ prompt, group }: Shape): string[] {
  return group === undefined ? prompt : [group, ...prompt];
}

/** One line on what a file was taken for. */
export function describeShape({ kind, prompt, reward, logProb, scores, group, wide }: Shape): string {
  const parts = [`prompt ${prompt.join(' + ')}`, `${wide ? 'list of rewards' : 'reward'} ${reward}`];
  if (logProb) parts.push(`log-probability ${logProb}`);
  if (scores.length > 0) parts.push(`${scores.length > 1 ? 'scores' : 'score'} ${scores.join(', ')}`);
  if (group) parts.push(`a curve for each ${group}`);
  return `${kind}: ${parts.join(', ')}`;
}

/** The fields that hold numbers, true or false. Text counts only where there is nothing else, as in CSV: elsewhere "42" is an answer. */
function numbersOf(row: Row): string[] {
  const textual = Object.values(row).every((value) => typeof value === 'string');
  return Object.keys(row).filter((name) => {
    const value = row[name];
    if (typeof value !== 'string') return ['number', 'bigint', 'boolean'].includes(typeof value);
    return textual && value.trim() !== '' && (/^(true|false)$/i.test(value) || Number.isFinite(Number(value)));
  });
}
