// The rows of a CSV file as records, with the lines that they begin at.

import { CsvRecords } from './csv-records';
import { decoded, splitBytes, tooLong, withoutBom } from './lines';
import { RecordError } from './record-error';
import type { RecordSink, Row } from './record-sink';

export class CsvTable {
  /** How many lines have been read, up to the last one that is not blank. */
  lines = 0;
  readonly #sink: RecordSink;
  readonly #records: CsvRecords;
  #names: string[] | undefined;
  /** The columns that are used, and where in a row they stand. */
  #wanted: [string, number][] = [];

  constructor(sink: RecordSink, delimiter: string) {
    this.#sink = sink;
    this.#records = new CsvRecords(delimiter, (cells, at, lines) => this.#row(cells, at, lines));
  }

  /**
   * Takes a block of whole lines; null for a line that is too long.
   *
   * @throws RecordError at a row that cannot be read, unless the sink takes it; and where the rows cannot be told apart.
   */
  add(bytes: Uint8Array | null): void {
    const { line } = this.#records;
    if (bytes === null) throw tooLong('the line', line);
    const text = decoded(bytes);
    if (text === null) throw new RecordError('the text is not UTF-8', { at: line + badLineIn(bytes) });
    this.#records.add(line === 1 ? withoutBom(text) : text);
  }

  end(): void {
    this.#records.end();
  }

  #row(cells: string[], at: number, lines: number): void {
    if (cells.length === 1 && cells[0].trim() === '') return;
    this.lines = at + lines - 1;
    const names = this.#names;
    if (names && cells.length !== names.length && lines > 1) {
      // left out, it could be one record or as many as it has lines
      throw new RecordError(`${this.#wrongLength(cells)}; it has ${lines} lines, so that a quote may be in the wrong place`, {
        at,
      });
    }
    this.#sink.withPlace(at, () => {
      if (names) this.#sink.onRecord(this.#recordOf(cells, names), at);
      else this.#names = this.#header(cells);
    });
    if (!this.#names) throw new RecordError('the header line cannot be read', { at });
  }

  #header(cells: string[]): string[] {
    const names = cells.map((cell) => cell.trim());
    const known = new Set<string>();
    for (const name of names) {
      if (known.has(name)) throw new RecordError(`two columns are called ${JSON.stringify(name)}`);
      known.add(name);
    }
    const columns = this.#sink.columns;
    // the message about a column that is missing names all those that are there
    const all = columns === undefined || columns.some((name) => !known.has(name));
    this.#wanted = names.flatMap((name, i) => (all || columns.includes(name) ? [[name, i] as [string, number]] : []));
    return names;
  }

  #recordOf(cells: string[], names: string[]): Row {
    if (cells.length !== names.length) throw new RecordError(this.#wrongLength(cells));
    return Object.fromEntries(this.#wanted.map(([name, i]) => [name, cells[i]]));
  }

  #wrongLength(cells: string[]): string {
    return `not CSV: the row has ${cells.length} fields and the header line has ${this.#names?.length}`;
  }
}

/** The index of the first line that is not UTF-8. */
function badLineIn(bytes: Uint8Array): number {
  let index = 0;
  for (const line of splitBytes(bytes)) {
    if (decoded(line) === null) break;
    index++;
  }
  return index;
}
