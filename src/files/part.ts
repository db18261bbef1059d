// A part of a file: what one task reads. A description, never the data, so that it can be sent to another thread or machine.

import type { FileFormat } from './format-of';
import type { Range } from './formats/format';

export interface Part extends FileFormat {
  file: string;
  /** Bytes of a text, or row groups of a table. Absent if the part is the whole file. */
  range?: Range;
  /** About how many bytes are read, for a progress bar; 0 if that is not known. */
  bytes: number;
}

export function bytesIn(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0);
}
