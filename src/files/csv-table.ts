// The rows of a CSV file as records, with the lines that they begin at.

import { count } from '../format/number';
import { showJson } from '../format/value';
import { decimalPointIn, SEPARATOR_LINE } from './csv-dialect';
import { CsvRecords } from './csv-records';
import type { CsvDialect } from './layout';
import { decoded, tooLong } from './lines';
import { RecordError } from './record-error';
import type { RecordSink, Row } from './record-sink';
import { badByteIn, notUtf8 } from './utf8';
import { checkDistinct, wantedColumns } from './wanted-columns';

const NEWLINE = 10;
const MARK = '\ufeff';
/** A mark stands at the beginning of the file, and of each file that was put behind it. */
const MARKED_LINES = /(^|\n)\ufeff/g;

export class CsvTable {
  /** How many lines have been read, up to the last one that is not blank. */
  lines = 0;
  readonly #sink: RecordSink;
  readonly #records: CsvRecords;
  #names: string[] | undefined;
  /** The columns that are used, and where in a row they stand. */
  #wanted: [string, number][] = [];
  /** Where those of them stand whose numbers have a decimal comma. */
  #withComma: [string, number][] = [];
  readonly #dialect: CsvDialect;

  constructor(sink: RecordSink, dialect: CsvDialect) {
    this.#sink = sink;
    this.#dialect = dialect;
    this.#records = new CsvRecords(dialect.delimiter, (cells, at, lines) => this.#row(cells, at, lines));
  }

  /** The names of the fields, once the header line is read. */
  get names(): readonly string[] | undefined {
    return this.#names;
  }

  /** The columns whose numbers have a decimal comma, once the header line is read. */
  get withComma(): readonly string[] {
    return this.#withComma.map(([name]) => name);
  }

  /** Whether what comes next begins a record. */
  get isBetween(): boolean {
    return this.#records.isBetween;
  }

  /**
   * Counts records that are read elsewhere.
   *
   * @param lines - how many lines were passed, up to the beginning of a record.
   * @param last - which of them, from 1, is the last one that is not blank; 0 if all are.
   */
  pass(lines: number, last: number): void {
    if (last > 0) this.lines = this.#records.line - 1 + last;
    this.#records.pass(lines);
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
    if (text === null) {
      // what is wrong before it comes first, however the file is cut into blocks
      const lines = bytes.subarray(0, bytes.lastIndexOf(NEWLINE, Math.max(0, badByteIn(bytes))) + 1);
      if (lines.length > 0) this.add(lines);
      throw notUtf8('the text', bytes, line);
    }
    // a mark before a quote would make it one within a cell
    this.#records.add(text.includes(MARK) ? text.replace(MARKED_LINES, '$1') : text);
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
    if (!names && SEPARATOR_LINE.test(cells.join(this.#dialect.delimiter))) return;
    if (!names) this.#names = this.#header(cells, at);
    else this.#sink.withPlace(at, () => this.#sink.onRecord(this.#recordOf(cells, names), at));
  }

  /** @throws RecordError that is never passed over: without the names no row can be read. */
  #header(cells: string[], at: number): string[] {
    const names = namesOf(cells.map((cell) => cell.trim()));
    checkDistinct(names, { at });
    const { columns, exact } = this.#sink;
    const { read, ids, named } = wantedColumns(names, columns, exact);
    this.#wanted = names.flatMap((name, i) => (named.length > 0 || read.has(name) ? [[name, i] as [string, number]] : []));
    this.#records.want(new Set(this.#wanted.map(([, i]) => i)));
    const { decimalComma } = this.#dialect;
    this.#withComma = this.#wanted.filter(([name]) => decimalComma.includes(name) && !ids.has(name));
    return names;
  }

  #recordOf(cells: string[], names: string[]): Row {
    if (cells.length !== names.length) throw new RecordError(this.#wrongLength(cells));
    const row: Row = Object.fromEntries(this.#wanted.map(([name, i]) => [name, cells[i]]));
    for (const [name, i] of this.#withComma) row[name] = decimalPointIn(cells[i], name);
    return row;
  }

  #wrongLength(cells: string[]): string {
    const names = this.#names as string[];
    const shown = names.length === 1 ? `, ${showJson(names[0])}, which should name all columns` : '';
    return `not CSV: the row has ${count(cells.length, 'field')} and the header line has ${names.length}${shown}`;
  }
}

/** The names of a header line; where several are empty, as a spreadsheet writes them, each gets one by its place. */
function namesOf(names: string[]): string[] {
  const several = names.filter((name) => name === '').length > 1;
  return several ? names.map((name, i) => (name === '' ? `unnamed: ${i + 1}` : name)) : names;
}
