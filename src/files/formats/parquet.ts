// Parquet, which is cut between row groups.

import type { FileBytes, RandomAccess } from '../file-bytes';
import type { Format, FormatReader, Slice } from './format';

export const parquet: Format = { title: 'Parquet', extensions: ['parquet'], unit: 'row', gzip: false, start: /^PAR1/ };

export const parquetReader: FormatReader = {
  async read(file, sink, range) {
    const { readRows } = await rows();
    return opened(file, (buffer) => readRows(buffer, sink, range, file.onBytes));
  },
  cut,
  async lengthBefore(file, group) {
    const { metadataOf } = await rows();
    const { row_groups } = await opened(file, metadataOf);
    return row_groups.slice(0, group).reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
  },
};

/** The reader is large: it is loaded with the first file. */
const rows = () => import('../parquet-rows');

/** Whole row groups, as many together as make a slice. */
async function cut(file: FileBytes, _: number, sliceBytes: number): Promise<Slice[]> {
  const { groupBytes, metadataOf } = await rows();
  const sizes = (await opened(file, metadataOf)).row_groups.map(groupBytes);
  const slices: Slice[] = [];
  let from = 0;
  let bytes = 0;
  sizes.forEach((size, i) => {
    bytes += size;
    if (bytes < sliceBytes && i + 1 < sizes.length) return;
    slices.push({ range: { from, to: i + 1 }, bytes });
    from = i + 1;
    bytes = 0;
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
