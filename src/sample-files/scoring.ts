// What the value of a reward or a score counts: as a number, by a list of labels, or by a threshold; and what one that is missing counts.

import { coded } from '../errors';
import { RecordError } from '../files/record-error';
import { showJson } from '../format/value';
import { entryOf, isArrayLike } from './paths';

/**
 * What labels count, or from which value on a reward counts 1. The option `pass` of `submitSamples` writes it as a text: `passed=1,failed=0`, or
 * `>=0.7`.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * // what a file of samples was taken for has it in this form
 * const pass = { threshold: { than: '>=', value: 0.5 } };
 * const { groups } = await submitSamples([file], { redis, pass: `${pass.threshold.than}${pass.threshold.value}` });
 * groups[0].result.rows[0].expectedReward.mean; // → 0.75
 * await worker.close();
 */
export interface Pass {
  /** What each label counts. */
  labels?: Record<string, number>;
  /** Whether numbers stand for themselves beside the labels. */
  numbers?: boolean;
  /** How a reward must compare with a value to count 1; else it counts 0. */
  threshold?: {
    /** How the reward must compare. */
    than: '>=' | '>' | '<=' | '<';
    /** With what. */
    value: number;
  };
}

type Threshold = NonNullable<Pass['threshold']>;

/**
 * What becomes of an answer without a score: it stops the run (`error`), is left out (`skip`), or counts 0 (`0`).
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { groups } = await submitSamples([file], { redis, missing: 'skip' });
 * groups[0].samples; // → 4
 * await worker.close();
 */
export type Missing = 'error' | 'skip' | '0';

/**
 * How a list with a reward for each step of an answer becomes the answer's reward: the last, the smallest, the mean, the product or the sum of them.
 *
 * @example
 * // an answer is as good as its worst step: [0.9, 0.2, 0.8] counts 0.2
 * const options = { redis, prompt: ['question'], reward: 'step_rewards', steps: 'min' };
 * options.steps; // → 'min'
 */
export type Steps = 'last' | 'min' | 'mean' | 'product' | 'sum';

export const MISSING: readonly Missing[] = ['error', 'skip', '0'];
export const STEPS: readonly Steps[] = ['last', 'min', 'mean', 'product', 'sum'];

const MET: Record<Threshold['than'], (x: number, limit: number) => boolean> = {
  '>=': (x, limit) => x >= limit,
  '>': (x, limit) => x > limit,
  '<=': (x, limit) => x <= limit,
  '<': (x, limit) => x < limit,
};

/**
 * Reads `C=1,I=0`, or a threshold such as `>=0.7`. A comma and an equals sign in a label are written `\,` and `\=`.
 *
 * @throws RangeError (`OUT_OF_RANGE`) that says what was expected.
 */
export function parsePass(text: string): Pass {
  const threshold = /^\s*(>=|>|<=|<)\s*(.+)$/.exec(text);
  if (threshold) return { threshold: { than: threshold[1] as Threshold['than'], value: countOf(threshold[2], text) } };
  const labels: [string, number][] = text.split(/(?<!\\),/).map((pair) => {
    const at = pair.search(/(?<!\\)=(?!.*(?<!\\)=)/);
    if (at === 0) throw badPass(text, `${JSON.stringify(pair)} has no label before "="`);
    if (at < 0) throw badPass(text, `${JSON.stringify(pair)} has no "="`);
    const label = pair
      .slice(0, at)
      .trim()
      .replace(/\\([,=])/g, '$1');
    return [label, countOf(pair.slice(at + 1), text)];
  });
  const names = labels.map(([label]) => label);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw badPass(text, `the label ${JSON.stringify(twice)} stands twice`);
  // what a missing score counts says nothing of the others
  const isOfMissing = names.length === 1 && names[0] === 'null';
  return { labels: Object.fromEntries(labels), ...(isOfMissing ? { numbers: true } : {}) };
}

function countOf(number: string, text: string): number {
  const value = Number(number);
  if (number.trim() === '' || !Number.isFinite(value)) throw badPass(text, `${JSON.stringify(number.trim())} is no number`);
  return value;
}

function badPass(text: string, why: string): RangeError {
  const expected = 'expected what labels count, such as passed=1,failed=0, or a threshold, such as ">=0.7"';
  return coded(RangeError, 'OUT_OF_RANGE', `${JSON.stringify(text)} is no rule: ${why}; ${expected}`);
}

/** How programs write that there is no value, where a table has only text. */
const MISSING_TEXT = /^\s*(nan|none|null|n\/?a|<na>)?\s*$/i;

/** Whether a record has no value here: the field is absent, null, an empty text, or the NaN or None that tables write for it. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || Number.isNaN(value) || (typeof value === 'string' && MISSING_TEXT.test(value));
}

/**
 * A value as a finite number; true and false are 1 and 0.
 *
 * @param name - the column, for messages.
 * @throws RecordError naming the column and the value.
 */
export function numberOf(value: unknown, name: string, pass?: Pass): number {
  if (pass?.labels && !(pass.numbers && isNumberBeside(value, pass.labels))) return countOfLabel(value, name, pass.labels);
  const number = plainNumberOf(value, name);
  if (!pass?.threshold) return number;
  const { than, value: limit } = pass.threshold;
  return MET[than](number, limit) ? 1 : 0;
}

/** Whether a value beside labels is a number, or is missing and no label. */
function isNumberBeside(value: unknown, labels: Record<string, number>): boolean {
  if (isMissing(value)) return !Object.hasOwn(labels, 'null');
  if (typeof value !== 'string') return isPlainNumber(value);
  return !Object.hasOwn(labels, value.trim()) && Number.isFinite(numberIn(value));
}

function countOfLabel(value: unknown, name: string, labels: Record<string, number>): number {
  const label =
    isMissing(value) && !Object.hasOwn(labels, String(value).trim())
      ? 'null'
      : typeof value === 'string'
        ? value.trim()
        : String(value);
  if (Object.hasOwn(labels, label)) return labels[label];
  const listed = Object.keys(labels).join(', ');
  throw new RecordError(`${name} is ${showJson(value)}, which --pass does not list; the labels are ${listed}`);
}

/** Whether a value is a number as it stands; true and false are 1 and 0. */
export const isPlainNumber = (value: unknown) => ['number', 'bigint', 'boolean'].includes(typeof value);

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The decimal number that a text is, as in CSV; NaN if it is none, which `0x10` is not either. */
export function numberIn(text: string): number {
  const trimmed = text.trim();
  return DECIMAL.test(trimmed) ? Number(trimmed) : Number.NaN;
}

function plainNumberOf(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') {
    const text = value.trim().toLowerCase();
    if (text === 'true') return 1;
    if (text === 'false') return 0;
    const number = numberIn(text);
    if (Number.isFinite(number)) return number;
  }
  throw new RecordError(`${name} is ${showJson(value)}, expected a finite number, true or false${hintFor(value)}`);
}

/** What to do about answers without a score. */
export const MISSING_HINT = '; --missing skip leaves such answers out, and --missing 0 counts them as 0';

/** What to do about a value that is no number. */
export function hintFor(value: unknown): string {
  if (isMissing(value)) return MISSING_HINT;
  if (isArrayLike(value)) return `; if these are the rewards of its steps, reduce them with --steps ${STEPS.join('|')}`;
  if (typeof value === 'string' && /^[^a-z]*\d[^a-z]*$/i.test(value)) return numberHint(value.trim());
  // it is a number, and no label
  if (typeof value === 'string' && /^\s*[+-]?inf(inity)?\s*$/i.test(value)) return '';
  return typeof value === 'string' ? '; --pass says what labels count, as in --pass passed=1,failed=0' : '';
}

/** What to do about a text of digits that is not written as numbers are. */
function numberHint(text: string): string {
  if (text.includes(','))
    return '; its comma is likely a decimal comma or stands between thousands: write a point before decimals, and nothing between thousands';
  if (text.includes('%')) return '; write it without the percent sign';
  if (/^[\u2010-\u2015\u2212]/.test(text)) return '; its minus is a character of its own: write a plain -';
  return '; write only digits, with a point before decimals';
}

const REDUCED: Record<Steps, (rewards: readonly number[]) => number> = {
  last: (rewards) => rewards[rewards.length - 1],
  min: (rewards) => rewards.reduce((least, x) => Math.min(least, x)),
  mean: (rewards) => rewards.reduce((sum, x) => sum + x, 0) / rewards.length,
  product: (rewards) => rewards.reduce((product, x) => product * x, 1),
  sum: (rewards) => rewards.reduce((sum, x) => sum + x, 0),
};

/**
 * The reward of an answer whose steps have rewards.
 *
 * @throws RecordError if the value is no list, or an empty one.
 */
export function reduceSteps(value: unknown, name: string, steps: Steps): number {
  if (!isArrayLike(value))
    throw new RecordError(
      `${name} is ${showJson(value)}, expected a list with a reward for each step; without --steps it is read as it is`
    );
  if (value.length === 0) throw new RecordError(`${name} is an empty list, expected a reward for each step`);
  return REDUCED[steps](Array.from(value, (step, i) => numberOf(step, entryOf(name, i))));
}
