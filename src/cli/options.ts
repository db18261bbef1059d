// Options that several commands share.

import { InvalidArgumentError, Option } from 'commander';
import { FORMAT_NAMES } from '../files/formats/index';
import { OUTPUT_FORMATS } from './output/output-format';
import { UsageError } from './usage-error';

export { UsageError };

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
    'a table to read, or every digit as json, jsonl or csv; by default what the ending of the name after -o tells'
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
