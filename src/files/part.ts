// A part of a file: what one task reads. A description, never the data, so that it can be sent to another thread or machine.

import type { FileFormat } from './format-of';
import type { Range } from './formats/format';

export interface Part extends FileFormat {
  file: string;
  /** Bytes of a text, or row groups of a table. Absent: the whole file. */
  range?: Range;
  /** About how much is read, for whoever shows progress; 0 where it is not known. */
  bytes: number;
}

export function bytesIn(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0);
}
