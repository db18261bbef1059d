// A part of a file: what one task reads. A description, never the data, so that it can be sent to another thread or machine.

import type { FileFormat } from './format';

export interface Part extends FileFormat {
  file: string;
  /** Bytes of a text, or row groups of a Parquet file: from `from` up to `to`, which is left out. Absent: the whole file. */
  range?: { from: number; to: number };
  /** About how much is read, for a progress bar. */
  bytes: number;
}

export function bytesIn(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0);
}
