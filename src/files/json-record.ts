// A line of JSON as a record.

import { parse as parseLossless } from 'lossless-json';
import { RecordError } from './record-error';
import type { Row } from './record-sink';

/**
 * The object that a line holds.
 *
 * @param exact - the columns that hold ids, whose digits are kept.
 * @throws RecordError without a line, with the character where it is known.
 */
export function recordOf(line: string, exact: readonly string[]): Row {
  return exactIds(rowOf(line), line, exact);
}

function rowOf(line: string): Row {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    throw syntaxError(line, error as SyntaxError);
  }
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as Row;
  throw new RecordError(`expected an object, got ${line.slice(0, 40)}`);
}

/** A number that JSON does not allow and Python's json module writes, with the key before it or the key and the list. */
const PYTHON_NUMBER = /"((?:[^"\\]|\\.)*)"\s*:\s*(?:\[[^\]"{}]*?)?(-?(?:NaN|Infinity))\b/;

function syntaxError(line: string, { message }: SyntaxError): RecordError {
  const python = PYTHON_NUMBER.exec(line);
  if (python) {
    const column = python.index + python[0].length - python[2].length + 1;
    const hint = "which JSON does not allow; Python's json module writes it unless allow_nan=False";
    return new RecordError(`${python[1]} is ${python[2]}, ${hint}`, { column });
  }
  if (line.trim() === '[') return new RecordError('the file is one JSON array; write a record on each line: jq -c ".[]"');
  const position = /at position (\d+)/.exec(message);
  const column = position ? Number(position[1]) + 1 : line.length + 1;
  const early = column > line.length || /^(Unexpected end|Unterminated string)/.test(message);
  const what = early ? 'the line ends too early' : message.replace(/ in JSON at position .*| \(line .*/, '');
  return new RecordError(`not JSON: ${what}`, { column });
}

/** JSON.parse rounds whole numbers beyond 2^53, which would make two ids one: those are read again, digit by digit. */
function exactIds(row: Row, line: string, exact: readonly string[]): Row {
  for (const name of exact) {
    const value = row[name];
    if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isInteger(value)) continue;
    row[name] = String((parseLossless(line) as Row)[name]);
  }
  return row;
}
