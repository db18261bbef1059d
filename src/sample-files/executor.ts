// Who carries out the tasks of a run: this thread or a pool.

import type { Readable } from 'node:stream';
import type { Part } from '../files/part';
import type { ColumnState } from '../prompt-columns';
import { estimate, type Portion } from './estimate';
import { type PartResult, readPart } from './read-part';
import type { SampleColumns } from './sample-columns';

/**
 * Runs the tasks of a run over files: in this thread or in a pool. Results must not depend on which (tested to the bit), so a run puts
 * them together in the order of the tasks, not in that in which they are done.
 */
export interface Executor {
  threads: number;
  /** How many tasks should be under way at once: in a pool more than it has threads, so that no thread waits for this one. */
  tasks: number;
  /** Calls back with the bytes that have been read, where it can. */
  readPart(part: Part, columns: SampleColumns, skipBad: boolean, onBytes?: (read: number) => void): Promise<PartResult>;
  estimate(portion: Portion): Promise<ColumnState>;
  close(): Promise<void>;
}

/** This thread, which alone can read standard input and other pipes: those of the parts, by their names. */
export function inThisThread(pipes?: ReadonlyMap<string, Readable>): Executor {
  return {
    threads: 1,
    tasks: 1,
    readPart: (part, columns, skipBad, onBytes) =>
      readPart(part, columns, { skipBad, standardInput: pipes?.get(part.file), onBytes }),
    estimate: async (portion) => estimate(portion),
    close: async () => {},
  };
}
