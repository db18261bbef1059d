// A line of JSON as a record.

import { parse as parseLossless } from 'lossless-json';
import { repeatedKeyIn } from './json-keys';
import { syntaxErrorIn } from './json-syntax';
import { type PlainJson, withoutPythonNumbers } from './python-numbers';
import { RecordError } from './record-error';
import type { Row } from './record-sink';
import { columnOf } from './wanted-columns';

/**
 * The object that a line holds.
 *
 * @param exact - the columns that hold ids, whose digits are kept.
 * @throws RecordError without a line, with the character where it is known.
 */
export function recordOf(line: string, exact: readonly string[]): Row {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    const plain = withoutPythonNumbers(line);
    if (!plain) throw syntaxError(line, error as SyntaxError);
    return recordWith(line, plain, exact);
  }
  return exactIds(checked(row, line), line, exact);
}

/** The record of a line with numbers that JSON does not allow: what they are good for is said by who reads their columns. */
function recordWith(line: string, { text, revive }: PlainJson, exact: readonly string[]): Row {
  let row: unknown;
  try {
    row = JSON.parse(text, revive);
  } catch (error) {
    throw syntaxError(line, error as SyntaxError);
  }
  return exactIds(checked(row, line), text, exact, revive);
}

/** @throws RecordError unless it is an object whose keys are all different. */
function checked(row: unknown, line: string): Row {
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) {
    const repeated = repeatedKeyIn(line, row);
    if (!repeated) return row as Row;
    const { key, index } = repeated;
    const message = `the key ${JSON.stringify(key)} stands twice in one object, and JSON does not say which value counts`;
    throw new RecordError(message, { column: index + 1 });
  }
  throw new RecordError(
    `expected an object, got ${line.slice(0, 40)}; a record has names for its values, as in {"prompt": "a", "reward": 1}`
  );
}

function syntaxError(line: string, { message }: SyntaxError): RecordError {
  if (/^\s*\[\s*$/.test(line)) return new RecordError('a JSON array begins here, among lines that each hold a record');
  const index = syntaxErrorIn(line);
  const isEarly = line.slice(index).trim() === '';
  const what = isEarly
    ? 'the line ends too early'
    : /after JSON/.test(message)
      ? `expected the end of the line after the record, got ${JSON.stringify(line[index])}`
      : message.replace(/ in JSON at position .*| \(line .*|, .* is not valid JSON/s, '');
  const column = (isEarly ? line.trimEnd().length : index) + 1;
  return new RecordError(`not JSON: ${what}`, { column });
}

/** A number that may be too long for a double, or text that looks like one. */
const MANY_DIGITS = /[0-9]{16}/;

/** JSON.parse rounds whole numbers beyond 2^53, which would make two ids one: those are read again, digit by digit, at any depth of the columns. */
function exactIds(row: Row, text: string, exact: readonly string[], revive?: PlainJson['revive']): Row {
  const columns = exact
    .map((name) => columnOf(name, (column) => Object.hasOwn(row, column)) ?? name)
    .filter((name) => hasLarge(row[name]));
  if (columns.length === 0 || !MANY_DIGITS.test(text)) return row;
  const digits = parseLossless(text, revive, { parseNumber: numberWithDigits }) as Row;
  for (const name of columns) row[name] = digits[name];
  return row;
}

/** Whether a value is, or holds, a whole number that JSON.parse may have rounded. */
function hasLarge(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasLarge);
}

/** A number, or its text where it is whole and too large for a double to tell it from the next one. */
function numberWithDigits(text: string): unknown {
  const number = Number(text);
  if (!Number.isInteger(number) || Number.isSafeInteger(number)) return number;
  return text;
}
