// Records as columns: what a fast reader hands over instead of an object for each record.

/** What a column is wanted for. */
export type ColumnUse = 'id' | 'label' | 'number' | 'logProb';

/**
 * A field of the records that is wanted: an id (any text, whole number, true or false), a label (likewise, or absent), a number (true and false are 1
 * and 0), or a number of at most 0.
 */
export interface WantedColumn {
  name: string;
  use: ColumnUse;
}

/** The code of a label that a record lacks. */
export { NO_CODE } from '../../assembly/scanner/layout';

/** Records that follow one another. What it holds is overwritten after the call that it is given to. */
export interface ColumnBatch {
  length: number;
  /** For each wanted column its values: of an id or a label the codes of its texts, else the numbers. */
  columns: (Uint32Array | Float64Array)[];
  /** The text of a code: the same for all batches of a part. */
  textOf(code: number): string;
  /** Whether every text has one code only; otherwise two codes may stand for the same text, written in two ways. */
  isDistinct(): boolean;
}

export type OnBatch = (batch: ColumnBatch) => void;

/** The columns that are wanted where plain records need no object each, and what is called with batches of them. */
export interface FastColumns {
  wanted: readonly WantedColumn[];
  onBatch: OnBatch;
}
