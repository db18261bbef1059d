// Puts the parts of files together again.

import { unitOf } from '../files/format-of';
import { named } from '../files/named-error';
import type { Part } from '../files/part';
import { describeError, fileName, type RecordError } from '../files/record-error';
import type { CountedPart } from './doubled-sample';
import { MAX_LISTED, type PartResult } from './read-part';
import type { SampleColumns } from './sample-columns';
import { SampleTable } from './table';

/**
 * What was read of one file.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { files } = await submitSamples([file], { redis, skipBad: true });
 * [files[0].length, files[0].samples, files[0].skipped]; // → [4, 4, 0]
 * await worker.close();
 */
export interface FileRead {
  /** The path of the file. */
  file: string;
  /** The number of lines or rows, the empty and the bad ones included. */
  length: number;
  /** What `length` counts. */
  unit: 'line' | 'row';
  /** The number of samples that count. */
  samples: number;
  /** The number of records that were left out. */
  skipped: number;
  /** What is wrong with the first records that were left out, with the place of each. */
  faults: string[];
  /** Why nothing of the file counts, where a cluster could not read it. */
  failed?: string;
}

/** Puts parts together in the order in which they are added, which must be that of the files. */
export class PartMerger {
  readonly table = new SampleTable();
  /** The folder that each file was found in, where only that was named. */
  readonly folders = new Map<string, string>();
  readonly files: FileRead[] = [];
  /** The parts in their order. */
  readonly parts: CountedPart[] = [];
  /** The time that reading took, summed over threads. */
  readingMilliseconds = 0;

  readonly #apart: boolean;

  /** @param columns - what the files were taken for. */
  constructor({ files }: Pick<SampleColumns, 'files'>) {
    this.#apart = files !== 'pooled';
  }

  add(part: Part, { table, length, bad, milliseconds }: PartResult): void {
    const unit = unitOf(part.format);
    let file = this.files[this.files.length - 1];
    if (file?.file !== part.file || !part.range || part.range.from === 0) {
      file = { file: part.file, length: 0, unit, samples: 0, skipped: 0, faults: [] };
      this.files.push(file);
    }
    for (const { at, column, message } of bad.first.slice(0, MAX_LISTED - file.faults.length)) {
      file.faults.push(describeError(part.file, unit, { at: at === undefined ? undefined : at + file.length, column, message }));
    }
    file.length += length;
    file.skipped += bad.count;
    file.samples += table.rows.length;
    this.parts.push({ part, samples: table.rows.length });
    try {
      this.table.append(table, this.#apart ? fileName(part.file) : '');
    } catch (error) {
      throw named(part, error as RecordError);
    }
    if (part.from !== undefined) this.folders.set(part.file, part.from);
    this.readingMilliseconds += milliseconds;
  }

  /** Adds a file of which nothing counts. */
  addFailed({ file, format }: Part, failed: string): void {
    this.files.push({ file, length: 0, unit: unitOf(format), samples: 0, skipped: 0, faults: [], failed });
  }
}
