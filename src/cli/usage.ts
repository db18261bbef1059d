// Options that several commands share, and what is wrong with how a command was called.

import { InvalidArgumentError, Option } from 'commander';
import { FORMATS } from '../files/format';
import { OUTPUT_FORMATS } from './output';

/** The command was called in a way that makes no sense; exit code 2. */
export class UsageError extends Error {}

export const inputOption = () =>
  new Option('-i, --input <format>', "the files' format, where their names do not tell").choices([...FORMATS]);

export const formatOption = () =>
  new Option(
    '-f, --format <format>',
    'a table to read, or every digit as json, jsonl or csv; by default what the name after -o tells'
  ).choices([...OUTPUT_FORMATS]);

export const outputOption = () =>
  new Option('-o, --output <file>', 'write to a file, whole or not at all, instead of standard output');

/** Numbers of samples separated by commas. */
export function gridOption(whole: boolean, byDefault?: readonly number[]): Option {
  const option = new Option(
    '-n, --n <list>',
    `numbers of samples, ${whole ? 'whole' : 'real'}, >= 1, separated by commas${
      whole ? '; by default the powers of two up to the most samples of a prompt' : ''
    }`
  );
  option.argParser((text) =>
    text.split(',').map((part) => {
      const n = part.trim() === '' ? Number.NaN : Number(part);
      if (!(n >= 1)) throw new InvalidArgumentError(`${JSON.stringify(part)} is not a number >= 1.`);
      if (whole && !Number.isSafeInteger(n)) throw new InvalidArgumentError(`${JSON.stringify(part)} is not a whole number.`);
      return n;
    })
  );
  return byDefault ? option.default(byDefault, byDefault.join(',')) : option;
}

/** A parser of a number of an option. */
export function numberBetween(least: number, most: number, what: string) {
  return (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`expected ${what}.`);
    return value;
  };
}

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
