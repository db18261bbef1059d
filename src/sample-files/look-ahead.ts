// The first records of a file, which tell its columns.

import { Readable } from 'node:stream';
import { unitOf } from '../files/format-of';
import { MAX_HELD_BYTES, MAX_RECORD_BYTES } from '../files/limits';
import { inFile, named } from '../files/named-error';
import type { Part } from '../files/part';
import { tooLargeForPipe } from '../files/random-access';
import { readAhead } from '../files/read-ahead';
import { readRecords } from '../files/read-records';
import type { RecordError } from '../files/record-error';
import { type FirstRecords, firstRecordsOf } from '../files/record-sink';

/** So many records decide what a file holds. */
export const LOOK_AHEAD_RECORDS = 1000;

/** No more is looked at than this, once there is a record. */
const LOOK_AHEAD_BYTES = 2 ** 24;

/** The first records of a file: at least one, unless the file holds none. */
export interface LookAhead extends FirstRecords {
  /** What reads a pipe from its beginning again. */
  stream?: Readable;
}

/**
 * The first records that can be read; bad ones among them are passed over, but one that is too long only with `skipBad`. For a pipe a stream comes
 * with them that begins at the beginning again.
 *
 * @throws Error with the place of the first record, if there are records and none can be read.
 */
export async function lookAhead(part: Part, pipe?: Readable, skipBad = false): Promise<LookAhead> {
  if (!pipe) return firstOf(part, skipBad);
  const asText = unitOf(part.format) === 'line' && part.compression !== 'zip';
  const firstIn = async (head: Buffer, ended: boolean) => {
    // most of what comes in one line would be read again with each further piece of it
    if (asText && !part.compression && !ended && !head.includes('\n')) return undefined;
    try {
      const found = await firstOf(part, skipBad, Readable.from([head]), !ended);
      const isEnough = found.rows.length >= LOOK_AHEAD_RECORDS || (found.rows.length > 0 && head.length >= LOOK_AHEAD_BYTES);
      return ended || isEnough || (!asText && found.rows.length > 0) ? found : undefined;
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
  return { ...answer, stream };
}

async function firstOf(part: Part, skipBad: boolean, standardInput?: Readable, isCutOff = false): Promise<LookAhead> {
  let read = 0;
  let bad: RecordError | undefined;
  const onBad = (error: RecordError) => {
    bad ??= error;
    // to find its end may take as long as to read the whole file
    if (error.code === 'RECORD_TOO_LONG' && !skipBad) throw error;
  };
  const onBytes = (bytes: number) => {
    read = bytes;
  };
  const options = { standardInput, onBad, onBytes, atMost: LOOK_AHEAD_RECORDS };
  const found = await firstRecordsOf(LOOK_AHEAD_RECORDS, (onRecord) => readRecords(part, onRecord, options), {
    isEnough: () => read > LOOK_AHEAD_BYTES,
    isCutOff,
  }).catch((error) => Promise.reject(inFile(part, error)));
  if (found.rows.length === 0 && bad) throw named(part, bad);
  return found;
}
