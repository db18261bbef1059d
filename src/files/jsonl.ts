// JSON lines: an object on every line.

import type { Source } from './bytes';
import { recordOf } from './json-record';
import { readLines } from './lines';
import type { Part } from './part';
import type { Reading } from './reading';

export async function readJsonl(part: Part, reading: Reading, source: Source): Promise<number> {
  return readLines(
    part,
    (line, at) => {
      if (line?.trim() === '') return;
      reading.guard(at, () => reading.onRecord(recordOf(line, reading.exact), at));
    },
    source
  );
}
