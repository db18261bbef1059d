// The numbers of a file that holds nothing else.

import { inFile } from '../../src/files/named-error';
import type { NumberText } from './number-layouts';
import { MAX_NUMBER_TEXT, numbersIn } from './number-text';

/** So much of a file tells whether it may begin with numbers, or with names of them. */
const HEAD = 256;

/**
 * The numbers; undefined if the file holds something else.
 *
 * @throws Error with the file's name and the line, if a text that begins with numbers goes on with something else.
 */
export async function numbersOfFile(file: File): Promise<NumberText | undefined> {
  if (file.size > MAX_NUMBER_TEXT) return undefined;
  // what cannot be read is said by whoever opens the file next
  const head = await file
    .slice(0, HEAD)
    .text()
    .catch(() => '');
  // a zero byte stands in no text of this encoding
  if (head.includes('\0') || !/\d|inf|∞/i.test(head)) return undefined;
  const text = await file.text();
  try {
    return numbersIn(text);
  } catch (error) {
    throw inFile({ file: file.name, format: 'csv' }, error);
  }
}
