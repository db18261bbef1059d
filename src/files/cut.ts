// Files cut into parts.

import { open, stat } from 'node:fs/promises';
import type { FileFormat } from './format';
import type { Part } from './part';

/** Small enough to share among threads and to repeat after a crash, large enough that a task's own costs vanish. */
export const PART_BYTES = 16 * 2 ** 20;

/**
 * Cuts a file into parts: JSON lines by bytes, Parquet by row groups. A CSV file stays whole, since whether a newline ends a record is known
 * only from the quotes before it; so does a compressed or an Arrow file.
 */
export async function cut(file: string, format: FileFormat, partBytes = PART_BYTES): Promise<Part[]> {
  const { size } = await stat(file);
  const whole: Part = { file, ...format, bytes: size };
  if (format.format === 'parquet') return cutParquet(whole, partBytes);
  if (format.format !== 'jsonl' || format.gzip) return [whole];
  const parts: Part[] = [];
  for (let from = 0; from < size; from += partBytes) {
    const to = Math.min(from + partBytes, size);
    parts.push({ ...whole, range: { from, to }, bytes: to - from });
  }
  return parts.length > 0 ? parts : [whole];
}

async function cutParquet(whole: Part, partBytes: number): Promise<Part[]> {
  const { groupsOf } = await import('./parquet');
  const groups = await groupsOf(whole.file);
  const parts: Part[] = [];
  let from = 0;
  let bytes = 0;
  groups.forEach((size, i) => {
    bytes += size;
    if (bytes < partBytes && i + 1 < groups.length) return;
    parts.push({ ...whole, range: { from, to: i + 1 }, bytes });
    from = i + 1;
    bytes = 0;
  });
  return parts.length > 0 ? parts : [whole];
}

/** How many lines of a text come before the part that begins at a byte: see `readLines`. */
export async function linesBefore(file: string, from: number): Promise<number> {
  if (from === 0) return 0;
  const handle = await open(file);
  // the newline at or after from - 1
  let lines = 1;
  try {
    const buffer = Buffer.alloc(1 << 20);
    for (let at = 0; at < from - 1; ) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, from - 1 - at), at);
      if (bytesRead === 0) break;
      for (let i = buffer.indexOf(10); i >= 0 && i < bytesRead; i = buffer.indexOf(10, i + 1)) lines++;
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return lines;
}
