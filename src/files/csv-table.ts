// The rows of a CSV file as records, with the lines that they begin at.

import { RecordError } from './record-error';
import type { RecordSink, Row } from './record-sink';

export class CsvTable {
  /** How many lines have been read, up to the last one that is not blank. */
  lines = 0;
  #blank = 0;
  readonly #sink: RecordSink;
  #names: string[] | undefined;
  /** The columns that are used, and where in a row they stand. */
  #wanted: [string, number][] = [];

  constructor(sink: RecordSink) {
    this.#sink = sink;
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
      this.#sink.withPlace(at, () => {
        if (i === unclosed) throw new RecordError('not CSV: a quote is not closed, or text follows it');
        if (this.#names) this.#sink.onRecord(this.#recordOf(cells, this.#names), at);
        else this.#names = this.#header(cells);
      });
      if (!this.#names) throw new RecordError('the header line cannot be read', { at });
    });
  }

  #header(cells: string[]): string[] {
    const names = cells.map((cell) => cell.trim());
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new RecordError(`two columns are called ${JSON.stringify(twice)}`);
    const columns = this.#sink.columns;
    // the message about a column that is missing names all those that are there
    const all = columns === undefined || columns.some((name) => !names.includes(name));
    this.#wanted = names.flatMap((name, i) => (all || columns.includes(name) ? [[name, i] as [string, number]] : []));
    return names;
  }

  #recordOf(cells: string[], names: string[]): Row {
    if (cells.length !== names.length) {
      throw new RecordError(`not CSV: the row has ${cells.length} fields and the header line has ${names.length}`);
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
