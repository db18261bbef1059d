// The first record of a file, by which its shape is known.

import { Readable } from 'node:stream';
import { describeFault, Fault } from '../files/fault';
import { unitOf } from '../files/format';
import type { Part } from '../files/part';
import { readAhead } from '../files/read-ahead';
import type { Row } from '../files/reading';
import { readRecords } from '../files/records';

interface First {
  row: Row;
  /** Its line or row. */
  at: number;
}

class Found extends Error {
  constructor(readonly first: First) {
    super();
  }
}

/**
 * The first record that can be read. Of standard input it comes with a stream that begins at the beginning again.
 *
 * @throws Error if there is none.
 */
export async function firstRecord(part: Part, standardInput?: Readable): Promise<{ first: First; stream?: Readable }> {
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

async function firstOf(part: Part, standardInput?: Readable): Promise<First> {
  let fault: Fault | undefined;
  const onBad = (bad: Fault) => {
    fault ??= bad;
  };
  try {
    const onRecord = (row: Row, at: number) => {
      throw new Found({ row, at });
    };
    await readRecords(part, onRecord, { standardInput, onBad, firstOnly: true });
  } catch (error) {
    if (error instanceof Found) return error.first;
    if (error instanceof Fault) throw new Error(describeFault(part.file, unitOf(part.format), error));
    throw error;
  }
  const { file, format } = part;
  throw new Error(describeFault(file, unitOf(format), fault ?? new Fault('the file holds no records')));
}
