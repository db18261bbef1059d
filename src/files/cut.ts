// Cuts files into parts.

import { stat } from 'node:fs/promises';
import { bytesOf } from './bytes';
import { localVersionOf } from './file-version';
import { READERS } from './formats/index';
import { checkRegular } from './local-file';
import type { Part } from './part';

/** The size of a part: small enough to share among threads and to repeat after a crash, large enough that the cost of a task does not count. */
export const PART_BYTES = 16 * 2 ** 20;

/**
 * Cuts a file into parts that hold each record once; where its format cannot be cut, or it is compressed, it stays whole.
 *
 * @throws RecordError if it is no regular file, or is damaged so that it cannot be cut.
 */
export async function cut(file: Omit<Part, 'range' | 'version'>, partBytes = PART_BYTES): Promise<Part[]> {
  const stats = await stat(file.file, { bigint: true });
  checkRegular(stats);
  const version = localVersionOf(stats);
  const { size } = version;
  const whole: Part = { ...file, bytes: size, version };
  const { cut } = READERS[file.format];
  const slices = cut && size > 0 && !file.compression && !file.encoding ? await cut(bytesOf(whole), size, partBytes) : [];
  return slices.length > 0 ? slices.map((slice) => ({ ...whole, ...slice })) : [whole];
}

/** How many lines or rows of the file come before the part. */
export async function lengthBefore(part: Part): Promise<number> {
  if (!part.range) return 0;
  return (await READERS[part.format].lengthBefore?.(bytesOf(part), part.range.from)) ?? 0;
}
