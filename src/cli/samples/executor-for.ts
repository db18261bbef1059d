// Who reads and computes: this thread, or a pool where the input is worth it.

import { messageOf } from '../../errors';
import { bytesIn, type Part } from '../../files/part';
import { type Executor, inThisThread } from '../../sample-files/executor';
import { plainColumns } from '../../sample-files/plain-columns';
import type { SampleFiles } from '../../sample-files/run-files';
import type { SampleColumns } from '../../sample-files/sample-columns';
import { tell } from '../output/tell';

/** Smaller input is read faster than threads start: that of the scanner, which is as fast as memory, and any other. */
const MIN_BYTES_FOR_THREADS = { scanned: 2 ** 31, parsed: 32 * 2 ** 20 };

/** This thread, or a pool where the input is worth it or the user asks for it. Only this thread can read pipes. */
export async function executorFor({ parts, pipes, columns }: SampleFiles, threads: number | undefined): Promise<Executor> {
  const here = inThisThread(pipes);
  if (threads === 1 || pipes.size > 0 || (threads === undefined && !worthThreads(parts, columns))) return here;
  const { inPool } = await import('../../sample-files/pool-executor');
  try {
    return await inPool(threads);
  } catch (error) {
    if (threads !== undefined) throw error;
    tell(`one thread only: ${messageOf(error)}`);
    return here;
  }
}

function worthThreads(parts: readonly Part[], columns: SampleColumns): boolean {
  const isScanned = plainColumns(columns) !== undefined && parts.every(({ format }) => format === 'jsonl');
  return parts.length > 1 && bytesIn(parts) >= MIN_BYTES_FOR_THREADS[isScanned ? 'scanned' : 'parsed'];
}
