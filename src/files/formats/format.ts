// What a format is: what is known of it before a file is opened, and how its files are read.

import type { FastColumns } from '../columns';
import type { FileBytes } from '../file-bytes';
import type { Layout } from '../layout';
import type { Unit } from '../record-error';
import type { RecordSink } from '../record-sink';

/** What is known of a format before a file is opened. */
export interface Format {
  /** The name of the format in sentences. */
  title: string;
  /** The extensions of its files, in lower case and without the dot. */
  extensions: readonly string[];
  /** What the places in its files are counted in. */
  unit: Unit;
  /** Whether files that are compressed as a whole are read too; those of a format that compresses its own columns are not. */
  compressed: boolean;
  /** A pattern for the first bytes, each as one character (Latin-1). Absent if they do not tell the format. */
  start?: RegExp;
}

/** Bytes of a text or row groups of a table, from `from` up to but not including `to`. */
export interface Range {
  from: number;
  to: number;
}

/** A range that one task reads, and about how many bytes it holds. */
export interface Slice {
  range: Range;
  bytes: number;
}

/** How the files of a format are read. */
export interface FormatReader {
  /**
   * Gives the records of a range, or of the whole file, to the sink, numbered from 1. Returns how many lines or rows there are, the blank
   * and the bad ones included.
   *
   * @throws RecordError at the first record that cannot be read, unless the sink takes it.
   */
  read(file: FileBytes, sink: RecordSink, range?: Range, layout?: Layout): Promise<number>;
  /**
   * As `read`, but gives records that hold no more than what the columns are wanted for as batches, and only the others to the sink, all in the order
   * of the file. Present where that is faster.
   */
  readColumns?(file: FileBytes, sink: RecordSink, fast: FastColumns, range?: Range, layout?: Layout): Promise<number>;
  /**
   * Cuts a file into slices of about `sliceBytes` that hold each record once. Absent where the files stay whole, as compressed ones always do.
   */
  cut?(file: FileBytes, size: number, sliceBytes: number): Promise<Slice[]>;
  /** How many lines or rows come before a slice that begins at `from`. Present where `cut` is. */
  lengthBefore?(file: FileBytes, from: number): Promise<number>;
}
