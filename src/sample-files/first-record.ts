// The first record of a file, which tells its columns.

import { Readable } from 'node:stream';
import { named } from '../files/named-error';
import type { Part } from '../files/part';
import { readAhead } from '../files/read-ahead';
import { readRecords } from '../files/read-records';
import { RecordError } from '../files/record-error';
import { type FirstRecord, firstRecordOf } from '../files/record-sink';

/**
 * The first record that can be read; bad ones before it are passed over. For standard input a stream comes with
 * it that begins at the beginning again.
 *
 * @throws Error with the place of the first record, if none can be read.
 */
export async function firstRecord(part: Part, standardInput?: Readable): Promise<{ first: FirstRecord; stream?: Readable }> {
  if (!standardInput) return { first: await firstOf(part) };
  const { answer, stream } = await readAhead(standardInput, async (head, ended) => {
    try {
      return await firstOf(part, Readable.from([head]));
    } catch (error) {
      if (ended) throw error;
      return undefined;
    }
  });
  return { first: answer, stream };
}

async function firstOf(part: Part, standardInput?: Readable): Promise<FirstRecord> {
  let bad: RecordError | undefined;
  const onBad = (error: RecordError) => {
    bad ??= error;
  };
  try {
    const first = await firstRecordOf((onRecord) => readRecords(part, onRecord, { standardInput, onBad, firstOnly: true }));
    if (first) return first;
  } catch (error) {
    if (error instanceof RecordError) throw named(part, error);
    throw error;
  }
  throw named(part, bad ?? new RecordError('the file holds no records', {}, 'NO_RECORDS'));
}
