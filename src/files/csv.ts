// CSV and TSV with a header line.

import { Readable } from 'node:stream';
import Papa from 'papaparse';
import { bytesOf, type Source } from './bytes';
import { Fault } from './fault';
import type { Part } from './part';
import type { Reading, Row } from './reading';

export async function readCsv(part: Part, reading: Reading, source: Source): Promise<number> {
  const table = new CsvTable(reading);
  await parse(part, source, (rows, unclosed) => table.add(rows, unclosed));
  return table.lines;
}

/** Rows of cells as records, with the lines that they begin at. */
class CsvTable {
  /** How many lines have been read, up to the last that is not blank. */
  lines = 0;
  #blank = 0;
  readonly #reading: Reading;
  #names: string[] | undefined;
  /** The columns that are used, and where in a row they stand. */
  #wanted: [string, number][] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** @param unclosed - the index of a row whose quote is not closed, which holds all that is left. */
  add(rows: string[][], unclosed: number | undefined): void {
    rows.forEach((cells, i) => {
      if (cells.length === 1 && cells[0].trim() === '') {
        this.#blank++;
        return;
      }
      const at = this.lines + this.#blank + 1;
      this.lines = at + newlinesIn(cells);
      this.#blank = 0;
      this.#reading.guard(at, () => {
        if (i === unclosed) throw new Fault('not CSV: a quote is not closed, or text follows it');
        if (this.#names) this.#reading.onRecord(this.#recordOf(cells, this.#names), at);
        else this.#names = this.#header(cells);
      });
      if (!this.#names) throw new Fault('the header line cannot be read', at);
    });
  }

  #header(cells: string[]): string[] {
    const names = cells.map((cell) => cell.trim());
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new Fault(`two columns are called ${JSON.stringify(twice)}`);
    const columns = this.#reading.columns;
    // of a column that is not there the message names those that are
    const all = columns === undefined || columns.some((name) => !names.includes(name));
    this.#wanted = names.flatMap((name, i) => (all || columns.includes(name) ? [[name, i] as [string, number]] : []));
    return names;
  }

  #recordOf(cells: string[], names: string[]): Row {
    if (cells.length !== names.length) {
      throw new Fault(`not CSV: the row has ${cells.length} fields and the header line has ${names.length}`);
    }
    return Object.fromEntries(this.#wanted.map(([name, i]) => [name, cells[i]]));
  }
}

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
  }
  return count;
}

function parse(part: Part, source: Source, onRows: (rows: string[][], unclosed: number | undefined) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const text = Readable.from(textOf(bytesOf(part, 0, source)), { objectMode: false, encoding: 'utf8' });
    // Papa listens too, but would not stop the promise
    text.once('error', reject);
    Papa.parse<string[]>(text, {
      delimiter: part.format === 'tsv' ? '\t' : ',',
      chunk({ data, errors }, parser) {
        try {
          onRows(data, errors.find(({ type }) => type === 'Quotes')?.row);
        } catch (error) {
          reject(error);
          parser.abort();
          text.destroy();
        }
      },
      complete: () => resolve(),
      error: reject,
    });
  });
}

async function* textOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Buffer) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new Fault('the text is not UTF-8');
    }
  };
  for await (const chunk of bytes) yield decode(chunk);
  yield decode();
}
