// A line of JSON as a record.

import { parse as parseLossless } from 'lossless-json';
import { Fault } from './fault';
import type { Row } from './reading';

/**
 * The object that a line holds.
 *
 * @param line - null if it is not UTF-8.
 * @param exact - the columns that hold ids, whose digits are kept.
 */
export function recordOf(line: string | null, exact: readonly string[]): Row {
  if (line === null) throw new Fault('the line is not UTF-8');
  return exactIds(rowOf(line), line, exact);
}

function rowOf(line: string): Row {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    throw syntaxFault(line, error as SyntaxError);
  }
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as Row;
  throw new Fault(`expected an object, got ${line.slice(0, 40)}`);
}

/** What Python's json module writes for a number that JSON lacks, with the key or list before it. */
const PYTHON_NUMBER = /"((?:[^"\\]|\\.)*)"\s*:\s*(?:\[[^\]"{}]*?)?(-?(?:NaN|Infinity))\b/;

function syntaxFault(line: string, { message }: SyntaxError): Fault {
  const python = PYTHON_NUMBER.exec(line);
  if (python) {
    const column = python.index + python[0].length - python[2].length + 1;
    return new Fault(`${python[1]} is ${python[2]}, which is no number of JSON (Python writes it)`, undefined, column);
  }
  if (line.trim() === '[') return new Fault('the file is one JSON array; write a record on each line: jq -c ".[]"');
  const position = /at position (\d+)/.exec(message);
  const column = position ? Number(position[1]) + 1 : line.length + 1;
  const early = column > line.length || /^(Unexpected end|Unterminated string)/.test(message);
  const what = early ? 'the line ends too early' : message.replace(/ in JSON at position .*| \(line .*/, '');
  return new Fault(`not JSON: ${what}`, undefined, column);
}

/** JSON.parse rounds whole numbers beyond 2^53: as ids they are read again, digit by digit. */
function exactIds(row: Row, line: string, exact: readonly string[]): Row {
  for (const name of exact) {
    const value = row[name];
    if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isInteger(value)) continue;
    row[name] = String((parseLossless(line) as Row)[name]);
  }
  return row;
}
