// Turns errors of records into errors that a user sees, with the name of the file.

import { type Coded, coded, messageOf } from '../errors';
import { unitOf } from './format-of';
import type { Part } from './part';
import { describeError, fileName, RecordError } from './record-error';

/** An error of a record, or of the file as a whole, with the name of its file and its line or row. */
export function named({ file, format }: Pick<Part, 'file' | 'format'>, error: RecordError): Error & Coded {
  return coded(Error, error.code, describeError(file, unitOf(format), error));
}

/** Any error that reading a file ended in, so that its message names the file: those of the system do not always, those of libraries never. */
export function inFile(part: Pick<Part, 'file' | 'format'>, error: unknown): unknown {
  if (error instanceof RecordError) return named(part, error);
  const name = fileName(part.file);
  if (!(error instanceof Error) || error.message.includes(name)) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  // other codes are those of our own errors
  if (code !== undefined && !/^ERR_/.test(code) && syscall === undefined) return error;
  return coded(Error, 'BAD_FILE', `${name}: it cannot be read: ${messageOf(error)}`, undefined, { cause: error });
}
