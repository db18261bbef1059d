// What a kind of known sample file is, and how its fields are looked at.

import type { Row } from '../../files/record-sink';
import { withDigits } from '../../format/value';
import { isArrayLike, valueAt } from '../paths';
import { numberIn, type Pass, type Steps } from '../scoring';

/** The columns that a kind of file tells. A column may be a path into structs and lists. */
export interface KindColumns {
  /** The columns that together name the prompt. */
  prompt: string[];
  /** The column of the reward; where its values are lists, a record is a prompt with many samples. Absent if the user has to name it. */
  reward?: string;
  /** What is said if there is no reward and the user names none. */
  noReward?: string;
  /** The columns of further scores. */
  scores: string[];
  /** Columns whose values are results of their own and no repeats of one another: each value gets a curve, also if there is only one. */
  by?: string[];
  /** Columns that say which run a sample is of: they get curves where they have several values, like those that are found by their names. */
  runs?: string[];
  /** A column by which the samples of a prompt differ: the same value twice for one prompt is an error. */
  sampleId?: string;
  /** What the values of the reward count, where they are labels. */
  pass?: Pass;
  /** How a list of step rewards becomes one. */
  steps?: Steps;
  /** Why the rows of a prompt cannot all be samples, so that the file is refused unless the user says what they are. */
  refusal?: string;
  /** What to tell the user of this file, in whole sentences without a full stop. */
  notices?: string[];
}

export interface Kind {
  /** The name of the kind, as messages say it: `taken for NAME`. It is sent to other machines, so no two kinds share one. */
  name: string;
  /** Where such files come from: the address of the program that writes them, or of the data. */
  source: string;
  /** The fields that a record of this kind has, each by its path or by what its name looks like. */
  needs: readonly (string | RegExp)[];
  /** The fields as the help shows them, if that is not simply a list of `needs`. */
  fields?: string;
  /** Whether the records are of this kind, where their fields do not tell. */
  fits?(rows: readonly Row[]): boolean;
  /**
   * The samples of a record, a row for each, where the record holds them in a way that no path reaches. Paths into the rows then name the columns.
   *
   * @throws RecordError if the record is not what the kind says.
   */
  unfold?(row: Row): Row[];
  /**
   * The columns of a file.
   *
   * @param rows - the first records, at least one, unfolded.
   * @throws RecordError if the records are not what the kind says.
   */
  columns(rows: readonly Row[]): KindColumns;
  /** Whether columns such as `model` and `step` are no runs here: they say where a candidate comes from. */
  hasNoRuns?: true;
}

/** One column that names the prompt, and one with the reward. */
export function twoColumns(prompt: string, reward: string): KindColumns & { reward: string } {
  return { prompt: [prompt], reward, scores: [] };
}

/** Numbers that nobody gave as a score: ids, times, counts, places, settings, and what a trainer makes of rewards. */
const NO_SCORE =
  /(^|_)(ids?|idx|index|uid|uuid|hash|ms|secs?|seconds|time|timestamp|date|created(_at)?|updated(_at)?|duration|latency|tokens?|chars|characters|words|lines|turns|length|len|count|seed|step|epoch|iteration|iter|rank|version|line|row|position|offset|cost|price|temperature|top_p|top_k|max_tokens|advantages?|loss|logprobs?|log_prob|kl)$|^(num|n)_|^$|^(__index_level|unnamed:)/i;

/** What is a score by its name, although it ends like a setting or a count: `length_reward`, `reward_len`. */
const SCORE = /(^|[_.\s-])(rewards?|scores?|ratings?)([_.\s-]|$)/i;

/** Ids, times and counts even of scores. */
const NEVER_SCORE = /(^|_)(ids?|idx|index|hash|ms|secs?|seconds|time|timestamp|count|model|fn|func_id)$|^(num|n)_/i;

/** What the answer is, or should have been, which may be a number. */
const NO_ANSWER =
  /^(answer|target|label|solution|ground_?truth|gold_answer|gts?|truth|reference|expected|response|completion|output|generation|prediction|pred)$/i;

/** Whether a column of this name may hold scores. */
export function mayBeScore(name: string): boolean {
  if (SCORE.test(name)) return !NEVER_SCORE.test(name);
  return !NO_SCORE.test(name) && !NO_ANSWER.test(name);
}

/** The names of all fields, in the order in which they are first seen. */
export function fieldsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** Whether the rows have a field of this name. */
export function hasField(rows: readonly Row[], name: string): boolean {
  return rows.some((row) => Object.hasOwn(row, name));
}

/**
 * The fields that hold numbers, true or false wherever they hold anything. Text counts only where there is nothing else, as in CSV: elsewhere "42"
 * is an answer.
 */
export function numberFields(rows: readonly Row[]): string[] {
  const textual = rows.every((row) => Object.values(row).every((value) => typeof value === 'string' || value === null));
  const isNumber = (value: unknown) => {
    if (typeof value !== 'string') return ['number', 'bigint', 'boolean'].includes(typeof value);
    return textual && (/^(true|false)$/i.test(value) || Number.isFinite(numberIn(value)));
  };
  return fieldsOf(rows).filter((name) => {
    const values = valuesOf(rows, name);
    return values.length > 0 && values.every(isNumber);
  });
}

/** The values that a path has in the rows, without those that are missing; the entries of lists one by one if it says so. */
export function valuesOf(rows: readonly Row[], path: string): unknown[] {
  const values = rows.map((row) => valueAt(row, path));
  const all = path.includes('[]') ? values.flatMap((value) => (isArrayLike(value) ? Array.from(value) : [])) : values;
  return all.filter((value) => value !== undefined && value !== null && value !== '');
}

/** The number fields that are scores, besides those named. */
export function scoreFields(rows: readonly Row[], without: readonly string[]): string[] {
  return numberFields(rows).filter((name) => !without.includes(name) && mayBeScore(name));
}

/** Names of fields that hold a prompt itself, and not its id. */
const PROMPT_TEXTS = ['prompt', 'question', 'input', 'instruction', 'problem', 'query', 'context', 'messages', 'conversation'];

/** Names of fields with the id of a prompt. */
const PROMPT_IDS = ['prompt_id', 'question_id', 'problem_id', 'example_id', 'task_id', 'query_id', 'instruction_id', 'group_id'];

/** The fields that are called so, in upper or lower case, and have values. */
function fieldsCalled(rows: readonly Row[], names: readonly string[]): string[] {
  const fields = fieldsOf(rows);
  const called = names.flatMap((name) => fields.find((field) => field.toLowerCase() === name) ?? []);
  return called.filter((name) => valuesOf(rows, name).length > 0);
}

/**
 * The field that tells prompts, of those that usually do: an id whose values repeat, always for the same text; else a text that repeats; else an id that
 * is called so, a text, or whatever is called `id`.
 *
 * @param more - further names of ids, which go first.
 */
export function promptOf(rows: readonly Row[], more: readonly string[] = []): string | undefined {
  const [ids, texts, bare] = [[...more, ...PROMPT_IDS], PROMPT_TEXTS, ['id']].map((names) => fieldsCalled(rows, names));
  const isRepeated = (name: string) => repeats(valuesOf(rows, name));
  // the number of a sample within its prompt repeats as well, but stands for many texts
  const isId = (name: string) => isRepeated(name) && (texts.length === 0 || tells(rows, name, texts[0]));
  return [...ids, ...bare].find(isId) ?? texts.find(isRepeated) ?? [...ids, ...texts, ...bare][0];
}

/** The field that tells prompts where each record is one: an id, whether or not its values repeat, or else a text. */
export function promptOfRecord(rows: readonly Row[]): string | undefined {
  return fieldsCalled(rows, [...PROMPT_IDS, 'id', ...PROMPT_TEXTS])[0];
}

/** Whether the values of a field always come with the same value of another. */
export function tells(rows: readonly Row[], name: string, other: string): boolean {
  const known = new Map<string, string>();
  return rows.every((row) => {
    const key = textOf(valueAt(row, name));
    const value = textOf(valueAt(row, other));
    const before = known.get(key);
    known.set(key, value);
    return before === undefined || before === value;
  });
}

/** The first of the names that is a field with values that repeat, so that it can tell prompts; else the first that is a field. */
export function promptField(rows: readonly Row[], names: readonly string[]): string | undefined {
  const there = names.filter((name) => valuesOf(rows, name).length > 0);
  return there.find((name) => repeats(valuesOf(rows, name))) ?? there[0];
}

/** Whether some value stands twice. */
export function repeats(values: readonly unknown[]): boolean {
  return new Set(values.map(textOf)).size < values.length;
}

const textOf = (value: unknown): string => (typeof value === 'object' ? withDigits(value) : undefined) ?? String(value);
