// Parquet, which is cut between row groups.

import type { FastColumns } from '../columns';
import type { FileBytes, RandomAccess } from '../file-bytes';
import type { RecordSink } from '../record-sink';
import type { Format, FormatReader, Range, Slice } from './format';

export const parquet: Format = { title: 'Parquet', extensions: ['parquet'], unit: 'row', compressed: false, start: /^PAR1/ };

export const parquetReader: FormatReader = {
  read: (file, sink, range) => readFile(file, sink, range),
  readColumns: (file, sink, fast, range) => readFile(file, sink, range, fast),
  cut,
  async lengthBefore(file, group) {
    const groups = await groupsOf(file);
    return groups.slice(0, group).reduce((sum, { rows }) => sum + rows, 0);
  },
};

async function readFile(file: FileBytes, sink: RecordSink, range?: Range, fast?: FastColumns): Promise<number> {
  // the reader is large: it is loaded with the first file
  const { readRows } = await import('../parquet-rows');
  return opened(file, (buffer) => readRows(buffer, sink, { range, fast, onBytes: file.onBytes, codecs: file.codecs }));
}

async function groupsOf(file: FileBytes) {
  const { footerOf } = await import('../parquet/footer');
  return (await opened(file, footerOf)).groups;
}

/** Whole row groups, as many together as make a slice. */
async function cut(file: FileBytes, _: number, sliceBytes: number): Promise<Slice[]> {
  const groups = await groupsOf(file);
  const slices: Slice[] = [];
  let from = 0;
  let all = 0;
  groups.forEach(({ bytes }, i) => {
    all += bytes;
    if (all < sliceBytes && i + 1 < groups.length) return;
    slices.push({ range: { from, to: i + 1 }, bytes: all });
    from = i + 1;
    all = 0;
  });
  return slices;
}

async function opened<T>(file: FileBytes, use: (buffer: RandomAccess) => Promise<T>): Promise<T> {
  const buffer = await file.open();
  try {
    return await use(buffer);
  } finally {
    await buffer.close();
  }
}
