// The error that says what is wrong in a file, and where.

import type { Coded, ErrorCode } from '../errors';

/** Where in a file something is wrong. */
export interface Place {
  /** The line or the row, from 1. */
  at?: number;
  /** The character of the line, from 1. */
  column?: number;
}

/** The error of a record that cannot be read or, without `at`, of a file that cannot be read as a whole. */
export class RecordError extends Error implements Coded {
  override readonly name = 'RecordError';
  readonly code: ErrorCode;
  readonly at: number | undefined;
  readonly column: number | undefined;

  /** @param code - 'BAD_RECORD', or 'BAD_FILE' without a line or row, unless another is given. */
  constructor(message: string, { at, column }: Place = {}, code?: ErrorCode) {
    super(message);
    this.at = at;
    this.column = column;
    this.code = code ?? (at === undefined ? 'BAD_FILE' : 'BAD_RECORD');
  }
}

/** What places in a file are counted in: lines of a text, rows of a table. */
export type Unit = 'line' | 'row';

/** The name of a file in messages: `-` is standard input. */
export function fileName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/** The message that a user sees: `file:line:column: …`, or `file: row 7: …` where a file has no lines. */
export function describeError(file: string, unit: Unit, { message, at, column }: Place & { message: string }): string {
  const name = fileName(file);
  if (at === undefined) return `${name}: ${message}`;
  if (unit === 'row') return `${name}: row ${at}: ${message}`;
  return `${name}:${at}:${column === undefined ? '' : `${column}:`} ${message}`;
}
