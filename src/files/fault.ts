// What is wrong with a file, and where.

/** A fault in the data of a file: `at` is a line or a row, from 1; `column` a character of the line, from 1. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly at: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, at?: number, column?: number) {
    super(message);
    this.at = at;
    this.column = column;
  }
}

/** What places in a file are counted in: lines of a text, rows of a table. */
export type Unit = 'line' | 'row';

/** The message that a user sees: `file:line:column: …`, or `file: row 7: …` where a file has no lines. */
export function describeFault(file: string, unit: Unit, fault: Pick<Fault, 'message' | 'at' | 'column'>): string {
  const name = file === '-' ? 'standard input' : file;
  if (fault.at === undefined) return `${name}: ${fault.message}`;
  if (unit === 'row') return `${name}: row ${fault.at}: ${fault.message}`;
  return `${name}:${fault.at}:${fault.column === undefined ? '' : `${fault.column}:`} ${fault.message}`;
}
