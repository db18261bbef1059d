// Options that name one or more columns.

import { existsSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { isDynamicPattern } from 'tinyglobby';
import { FORMATS } from '../files/formats/index';
import { ListOption } from './list-option';

/** Columns: `-p a -p b`, `-p a,b` and `-p a b` are the same. */
export function columnsOption(flags: string, description: string): ListOption {
  return new ListOption(flags, description, (word) => !looksLikeFile(word), columnNames);
}

/**
 * The columns, or other names (messages call them `what`), in a word. A comma separates two, unless a backslash stands before it.
 *
 * @throws InvalidArgumentError for a name without a character.
 */
export function columnNames(word: string, what = 'the name of a column'): string[] {
  const names = word.split(/(?<!\\),/).map((name) => name.replaceAll('\\,', ','));
  if (names.includes('')) throw new InvalidArgumentError(`expected ${what}, or several with commas between them.`);
  return names;
}

const EXTENSIONS: readonly string[] = Object.values(FORMATS).flatMap(({ extensions }) => extensions);
const FILE_ENDING = new RegExp(String.raw`\.(${EXTENSIONS.join('|')}|gz|zst|zip|eval)$`, 'i');

/** Whether a word after the name of a column is a file: one that is there, or that is written like one. */
function looksLikeFile(word: string): boolean {
  return word === '-' || existsSync(word) || FILE_ENDING.test(word) || /^(~|\.{1,2})?\//.test(word) || isGlob(word);
}

/** A path into a list, as in `scores[0]`, is no glob. */
const isGlob = (word: string) => /[*?{]/.test(word) && isDynamicPattern(word);
