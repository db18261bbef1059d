// The first record of a file, which tells its columns.

import { Readable } from 'node:stream';
import { unitOf } from '../files/format-of';
import { MAX_HELD_BYTES, MAX_RECORD_BYTES } from '../files/limits';
import { inFile, named } from '../files/named-error';
import type { Part } from '../files/part';
import { tooLargeForPipe } from '../files/random-access';
import { readAhead } from '../files/read-ahead';
import { readRecords } from '../files/read-records';
import { RecordError } from '../files/record-error';
import { type FirstRecord, firstRecordOf } from '../files/record-sink';

/**
 * The first record that can be read; bad ones before it are passed over, but one that is too long only with `skipBad`. For a pipe a
 * stream comes with it that begins at the beginning again.
 *
 * @throws Error with the place of the first record, if none can be read.
 */
export async function firstRecord(
  part: Part,
  pipe?: Readable,
  skipBad = false
): Promise<{ first: FirstRecord; stream?: Readable }> {
  if (!pipe) return { first: await firstOf(part, skipBad) };
  const asText = unitOf(part.format) === 'line' && part.compression !== 'zip';
  const firstIn = async (head: Buffer, ended: boolean) => {
    // most of what comes in one line would be read again with each further piece of it
    if (asText && !part.compression && !ended && !head.includes('\n')) return undefined;
    try {
      return await firstOf(part, skipBad, Readable.from([head]));
    } catch (error) {
      // a table that is read from its end needs all of it
      if (!asText && head.length > MAX_HELD_BYTES) throw named(part, tooLargeForPipe());
      if (ended) throw error;
      return undefined;
    }
  };
  const { answer, stream } = await readAhead(pipe, firstIn, asText ? MAX_RECORD_BYTES : MAX_HELD_BYTES).catch((error) =>
    Promise.reject(inFile(part, error))
  );
  return { first: answer, stream };
}

async function firstOf(part: Part, skipBad: boolean, standardInput?: Readable): Promise<FirstRecord> {
  let bad: RecordError | undefined;
  const onBad = (error: RecordError) => {
    bad ??= error;
    // to find its end may take as long as to read the whole file
    if (error.code === 'RECORD_TOO_LONG' && !skipBad) throw error;
  };
  try {
    const first = await firstRecordOf((onRecord) => readRecords(part, onRecord, { standardInput, onBad, firstOnly: true }));
    if (first) return first;
  } catch (error) {
    throw inFile(part, error);
  }
  throw named(part, bad ?? new RecordError('the file holds no records', {}, 'NO_RECORDS'));
}
