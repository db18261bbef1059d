// The rows of a CSV file as records, with the lines that they begin at.

import { Fault } from './fault';
import type { Reading, Row } from './reading';

export class CsvTable {
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
