// Cuts the text of a CSV file into records and these into cells, as RFC 4180 has it. A quote opens a cell only at its beginning; anywhere else in a
// cell it is a character. The time is linear in the text, however long a record is and however many cells it has.

import { MAX_RECORD_BYTES } from './limits';
import { tooLong } from './lines';
import { RecordError } from './record-error';

const QUOTE = '"';

/** A quoted cell that has not ended: what there is of it, unless nobody wants it, and where its quote is. */
interface Quoted {
  pieces: string[] | undefined;
  length: number;
  line: number;
}

/** Called with a record, the line that it begins at, and how many lines it has. */
export type OnCells = (cells: string[], at: number, lines: number) => void;

export class CsvRecords {
  readonly #delimiter: string;
  readonly #onCells: OnCells;
  /** The line that is read, from 1. */
  #line = 1;
  /** The line that the record begins at. */
  #begin = 1;
  /** The cells of the record that are complete. */
  #cells: string[] = [];
  #quoted: Quoted | undefined;
  /** Which cells are wanted, if not all. */
  #wanted: ReadonlySet<number> | undefined;
  /** Whether lines end in a carriage return alone, as they did on old Macs. */
  #oldMac: boolean | undefined;

  constructor(delimiter: string, onCells: OnCells) {
    this.#delimiter = delimiter;
    this.#onCells = onCells;
  }

  /** The line that comes next, from 1. */
  get line(): number {
    return this.#line;
  }

  /** Tells which cells are wanted, by their places in a record. What is quoted in others, but for the first one, is given as an empty text. */
  want(cells: ReadonlySet<number>): void {
    this.#wanted = cells;
  }

  /** Whether what comes next begins a record. */
  get isBetween(): boolean {
    return this.#quoted === undefined;
  }

  /** Counts lines that are read elsewhere, up to the beginning of a record. */
  pass(lines: number): void {
    this.#line += lines;
    this.#begin = this.#line;
  }

  /**
   * Takes a text of whole lines; only the last line of the file may have no end.
   *
   * @throws RecordError where a quote makes it uncertain where records end, or a record is too long.
   */
  add(lines: string): void {
    this.#oldMac ??= !lines.includes('\n');
    const text = this.#oldMac ? lines.replaceAll('\r', '\n') : lines;
    const quotes = new Finder(text, QUOTE);
    const newlines = new Finder(text, '\n');
    const delimiters = new Finder(text, this.#delimiter);
    let at = this.#quoted ? this.#afterQuoted(text, 0, newlines) : 0;
    while (at < text.length) {
      const newline = newlines.from(at);
      if (this.#cells.length === 0 && quotes.from(at) > newline) {
        this.#cells = withoutReturn(text.slice(at, newline)).split(this.#delimiter);
        at = this.#endRecord(newline);
      } else if (text[at] === QUOTE) {
        // whether a record with a single cell is blank, that cell tells
        const isWanted = this.#wanted?.has(this.#cells.length) !== false || this.#cells.length === 0;
        this.#quoted = { pieces: isWanted ? [] : undefined, length: 0, line: this.#line };
        at = this.#afterQuoted(text, at + 1, newlines);
      } else {
        const delimiter = delimiters.from(at);
        if (delimiter < newline) {
          this.#cells.push(text.slice(at, delimiter));
          at = this.#afterDelimiter(text, delimiter);
        } else {
          this.#cells.push(withoutReturn(text.slice(at, newline)));
          at = this.#endRecord(newline);
        }
      }
    }
  }

  /** @throws RecordError if the last quote is not closed. */
  end(): void {
    if (this.#quoted) throw uncertain(this.#quoted.line);
  }

  /** Reads on in a quoted cell; returns where the next cell or record begins, or the length of the text if the cell goes on after it. */
  #afterQuoted(text: string, from: number, newlines: Finder): number {
    const quoted = this.#quoted as Quoted;
    const take = (from: number, to: number) => {
      quoted.pieces?.push(text.slice(from, to));
      quoted.length += to - from;
      if (quoted.length > MAX_RECORD_BYTES) throw tooLong('the record with the quote that opens here', quoted.line);
      for (let i = newlines.from(from); i < to; i = newlines.from(i + 1)) this.#line++;
    };
    let at = from;
    for (;;) {
      const quote = text.indexOf(QUOTE, at);
      if (quote < 0) {
        take(at, text.length);
        return text.length;
      }
      const doubled = text[quote + 1] === QUOTE;
      take(at, doubled ? quote + 1 : quote);
      at = quote + (doubled ? 2 : 1);
      if (!doubled) break;
    }
    this.#cells.push(quoted.pieces?.join('') ?? '');
    this.#quoted = undefined;
    // blanks between the quote and the end of the cell are let pass
    while (text[at] === ' ' || (text[at] === '\t' && this.#delimiter !== '\t')) at++;
    if (text[at] === this.#delimiter) return this.#afterDelimiter(text, at);
    if (text[at] === '\r') at++;
    if (at < text.length && text[at] !== '\n') throw uncertain(quoted.line);
    return this.#endRecord(at);
  }

  /** A delimiter that ends the file has an empty cell behind it. */
  #afterDelimiter(text: string, delimiter: number): number {
    const next = delimiter + 1;
    if (next < text.length) return next;
    this.#cells.push('');
    return this.#endRecord(next);
  }

  #endRecord(newline: number): number {
    const cells = this.#cells;
    const begin = this.#begin;
    const lines = this.#line - begin + 1;
    this.#cells = [];
    this.#line++;
    this.#begin = this.#line;
    this.#onCells(cells, begin, lines);
    return newline + 1;
  }
}

/** The next place of a character; each part of the text is searched once. */
class Finder {
  #at = -1;

  constructor(
    readonly text: string,
    readonly what: string
  ) {}

  /** The first place at or after `from`; the length of the text if there is none. */
  from(from: number): number {
    if (this.#at < from) {
      const found = this.text.indexOf(this.what, from);
      this.#at = found < 0 ? this.text.length : found;
    }
    return this.#at;
  }
}

function withoutReturn(cell: string): string {
  return cell.endsWith('\r') ? cell.slice(0, -1) : cell;
}

/** Once a quote is in the wrong place nobody can say which of the newlines after it end a record: this is never passed over. */
function uncertain(line: number): RecordError {
  const message =
    'not CSV: a quote is not closed, or text follows it; where the records after this quote begin cannot be told, so none of them can be left out';
  return new RecordError(message, { at: line });
}
