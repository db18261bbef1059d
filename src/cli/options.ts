// Options that several commands share, and the error of a command that was used incorrectly.

import { InvalidArgumentError, Option } from 'commander';
import type { Coded } from '../errors';
import { FORMAT_NAMES } from '../files/formats/index';
import { OUTPUT_FORMATS } from './output/output-format';

/** The command was used incorrectly; its exit code is 2. */
export class UsageError extends Error implements Coded {
  readonly code = 'BAD_USAGE';
}

/** @throws UsageError if an option is given a file whose name does not tell what is to be written. */
export function checkFileName(option: string, file: string | undefined, pattern: RegExp, expected: string): void {
  if (file !== undefined && !pattern.test(file))
    throw new UsageError(`${option} ${file}: expected a name that ends in ${expected}`);
}

export const inputOption = () =>
  new Option('-i, --input <format>', "the files' format, where their names do not tell").choices(FORMAT_NAMES);

export const formatOption = () =>
  new Option(
    '-f, --format <format>',
    'a table to read, or every digit as json, jsonl or csv; by default what the name after -o tells'
  ).choices(OUTPUT_FORMATS);

export const outputOption = () =>
  new Option('-o, --output <file>', 'write to a file, whole or not at all, instead of standard output (-)');

export const safeCsvOption = () =>
  new Option('--safe-csv', 'begin texts of a CSV that a spreadsheet would take for a formula with an apostrophe');

/** A parser of the value of an option that must not be empty; `what` completes the message: `expected …`. */
export function notEmpty(what: string) {
  return (text: string): string => {
    if (text.trim() === '') throw new InvalidArgumentError(`expected ${what}.`);
    return text;
  };
}

interface Grid {
  /** Only whole numbers are allowed. */
  whole?: boolean;
  /** The numbers that are taken if the option is not given. */
  values?: readonly number[];
  /** What is taken then, in words, if it depends on the input. */
  byDefault?: string;
}

/** Numbers of samples separated by commas. */
export function gridOption({ whole = false, values, byDefault }: Grid = {}): Option {
  const what = `numbers of samples, ${whole ? 'whole' : 'real'}, >= 1, separated by commas`;
  const option = new Option('-n, --n <list>', byDefault === undefined ? what : `${what}; by default ${byDefault}`);
  option.argParser((text) =>
    text.split(',').map((part) => {
      const n = part.trim() === '' ? Number.NaN : Number(part);
      if (!(n >= 1)) throw new InvalidArgumentError(`${JSON.stringify(part)} is not a number >= 1.`);
      if (whole && !Number.isSafeInteger(n)) throw new InvalidArgumentError(`${JSON.stringify(part)} is not a whole number.`);
      return n;
    })
  );
  return values ? option.default(values, values.join(',')) : option;
}

/** A parser of an option's value as a number from `least` to `most`; `what` completes the message: `expected …`. */
export function numberBetween(least: number, most: number, what: string) {
  return (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`expected ${what}.`);
    return value;
  };
}

/** The same for a whole number. */
export function wholeBetween(least: number, most: number, what: string) {
  const parse = numberBetween(least, most, what);
  return (text: string): number => {
    const value = parse(text);
    if (!Number.isSafeInteger(value)) throw new InvalidArgumentError(`expected ${what}.`);
    return value;
  };
}

export const threadsOption = (what: string) =>
  new Option('-t, --threads <number>', `${what}; by default one for each core, at most 8`).argParser(
    wholeBetween(1, 1024, 'a whole number, 1 to 1024')
  );
