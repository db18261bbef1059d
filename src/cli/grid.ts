// Numbers of samples as people write them: 1,2,4 or 1 2 4, 1..64 or 1-64, and inf for the limit.

import { InvalidArgumentError } from 'commander';
import { ListOption } from './list-option';

interface Grid {
  /** Only whole numbers are allowed. */
  whole?: boolean;
  /** The numbers that are taken if the option is not given. */
  values?: readonly number[];
  /** What is taken then, in words, if it depends on the input. */
  byDefault?: string;
}

/** The most rows that one range may stand for. */
const MAX_RANGE = 100_000;

const RANGE = /^(\d+)(?:\.\.|-)(\d+)$/;
const INFINITE = /^\+?(inf|infinity|∞)$/i;
/** What may follow the first word of the list. A file of such a name is given as `./64`. */
const ENTRY = /^(\d+(\.\d+)?(e\+?\d+)?|inf|infinity|∞|\d+(\.\.|-)\d+|,)+,?$/i;

/** The option `-n`, also known as `-k`. */
export function gridOption({ whole = false, values, byDefault }: Grid = {}): ListOption {
  const what = `numbers of samples${whole ? ' (whole)' : ', inf included'}, such as 1,2,4 or 1..64; -k is the same option`;
  const description = byDefault === undefined ? what : `${what}; by default ${byDefault}`;
  const option = new ListOption('-n, --n <list>', description, (word) => ENTRY.test(word), parser(whole)).alias('-k', '--k');
  return values ? option.default(values, values.join(',')) : option;
}

const parser = (whole: boolean) => (word: string) => {
  const parts = word.split(',').map((part) => part.trim());
  // a comma at the end of a word, as in `-n 1, 2, 4`
  if (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.flatMap((part) => numbersOf(part, whole));
};

function numbersOf(part: string, whole: boolean): number[] {
  const range = RANGE.exec(part);
  if (range) return rangeOf(part, Number(range[1]), Number(range[2]));
  const n = INFINITE.test(part) ? Infinity : part === '' ? Number.NaN : Number(part);
  if (!(n >= 1)) throw new InvalidArgumentError(`${JSON.stringify(part)} is not a number >= 1. ${HOW}`);
  if (whole && n === Infinity) throw new InvalidArgumentError(NO_LIMIT);
  if (whole && !Number.isSafeInteger(n)) throw new InvalidArgumentError(`${JSON.stringify(part)} is not a whole number. ${HOW}`);
  return [n];
}

const HOW = 'A list is written 1,2,4 or 1 2 4, a range 1..64 or 1-64.';
const NO_LIMIT =
  'Samples tell nothing beyond their own number. The limit inf needs the whole reference policy: see best-of-n support.';

function rangeOf(part: string, first: number, last: number): number[] {
  if (first < 1) throw new InvalidArgumentError(`${JSON.stringify(part)} begins below 1.`);
  if (last < first) throw new InvalidArgumentError(`${JSON.stringify(part)} ends before it begins.`);
  const length = last - first + 1;
  if (length > MAX_RANGE || !Number.isSafeInteger(last))
    throw new InvalidArgumentError(
      `${JSON.stringify(part)} is a range of more than ${MAX_RANGE.toLocaleString('en-US')} numbers.`
    );
  return Array.from({ length }, (_, i) => first + i);
}
