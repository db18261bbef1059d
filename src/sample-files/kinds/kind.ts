// What a kind of known sample file is, and how its fields are looked at.

import type { Row } from '../../files/record-sink';
import { isArrayLike, valueAt } from '../paths';
import { isMissing, isPlainNumber, numberIn, type Pass, type Steps } from '../scoring';
import { isCalledScore, mayBeScore } from './score-names';

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
  /** What writes such a file and where it lies, for the pages: the beginning of a sentence without its capital and its full stop, in Markdown. */
  where: string;
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

/** The names of all fields, in the order in which they are first seen. */
export function fieldsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** Whether the rows have a field of this name. */
export function hasField(rows: readonly Row[], name: string): boolean {
  return rows.some((row) => Object.hasOwn(row, name));
}

/**
 * The fields that hold numbers, true or false wherever they hold anything. Text counts in fields that are called like a score, and where there is
 * nothing else, as in CSV: elsewhere "42" is an answer.
 */
export function numberFields(rows: readonly Row[]): string[] {
  const textual = rows.every((row) => Object.values(row).every((value) => typeof value === 'string' || value === null));
  return fieldsOf(rows).filter((name) => {
    const values = valuesOf(rows, name).filter((value) => !isMissing(value));
    const takesText = textual || isCalledScore(name);
    return (
      values.length > 0 &&
      values.every((value) => (typeof value === 'string' ? takesText && isNumberText(value) : isPlainNumber(value)))
    );
  });
}

/**
 * The fields that are called like a score and hold more numbers than words: a word among them, or a number that is infinite, is a fault of its record, as
 * whoever reads it says with its place.
 */
export function fieldsWithNumbers(rows: readonly Row[]): string[] {
  return fieldsOf(rows).filter((name) => {
    const values = isCalledScore(name) ? valuesOf(rows, name).filter((value) => !isMissing(value)) : [];
    const numbers = values.filter((value) => (typeof value === 'string' ? isNumberText(value) : isPlainNumber(value)));
    const isPlain = values.every((value) => typeof value === 'string' || isPlainNumber(value));
    return isPlain && 2 * numbers.length > values.length;
  });
}

const isNumberText = (text: string) => /^\s*(true|false)\s*$/i.test(text) || Number.isFinite(numberIn(text));

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
