// JSON lines: an object on every line.

import { parse as parseLossless } from 'lossless-json';
import type { Source } from './bytes';
import { Fault } from './fault';
import { readLines } from './lines';
import type { Part } from './part';
import type { Reading, Row } from './reading';

export async function readJsonl(part: Part, reading: Reading, source: Source): Promise<number> {
  return readLines(
    part,
    (line, at) => {
      if (line?.trim() === '') return;
      reading.guard(at, () => {
        if (line === null) throw new Fault('the line is not UTF-8');
        reading.onRecord(exactIds(rowOf(line), line, reading.exact), at);
      });
    },
    source
  );
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
  const what = message
    .replace(/ in JSON at position .*| \(line .*/, '')
    .replace(/^(Unexpected end|Unterminated string).*/, 'the line ends too early');
  return new Fault(`not JSON: ${what}`, undefined, position ? Number(position[1]) + 1 : line.length + 1);
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
