// Turns errors of records into errors that a user sees, with the name of the file.

import { type Coded, coded } from '../errors';
import { unitOf } from './format-of';
import type { Part } from './part';
import { describeError, type RecordError } from './record-error';

/** An error of a record, or of the file as a whole, with the name of its file and its line or row. */
export function named({ file, format }: Pick<Part, 'file' | 'format'>, error: RecordError): Error & Coded {
  return coded(Error, error.code, describeError(file, unitOf(format), error));
}
