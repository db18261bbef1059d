// A part of a file: what one task reads. A description, never the data, so that it can be sent to another thread or machine.

import type { FileVersion } from './file-version';
import type { FileFormat } from './format-of';
import type { Range } from './formats/format';

export interface Part extends FileFormat {
  file: string;
  /** Bytes of a text, or row groups of a table. Absent if the part is the whole file. */
  range?: Range;
  /** About how many bytes are read, for a progress bar; 0 if that is not known. */
  bytes: number;
  /** What the file was when it was cut, which it must still be; absent for a pipe. */
  version?: FileVersion;
  /** Whether the file is a pipe or a device: it is read once, from its beginning, by the process that was given it. */
  pipe?: boolean;
  /** The folder that was given, as it was written, where the file was found in one. */
  from?: string;
  /** Columns that the names of folders tell, as in `step=10/part-0.parquet`: every record that lacks them has them. */
  folderColumns?: Record<string, string>;
}

export function bytesIn(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0);
}

/** Whether the part can be read only once: standard input, a pipe or a device. */
export function isPipe({ file, pipe }: Pick<Part, 'file' | 'pipe'>): boolean {
  return file === '-' || pipe === true;
}

/** Parts of a file that follow one another as one part: what is read by one thread gains nothing by being cut. */
export function joined(parts: readonly Part[]): Part[] {
  const whole: Part[] = [];
  for (const part of parts) {
    const before = whole[whole.length - 1];
    if (before?.file === part.file && before.range && part.range && before.range.to === part.range.from)
      whole[whole.length - 1] = {
        ...before,
        range: { from: before.range.from, to: part.range.to },
        bytes: before.bytes + part.bytes,
      };
    else whole.push(part);
  }
  return whole;
}
