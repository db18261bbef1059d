// The jobs in Redis: what is sent, and what comes back.

import type { Part } from '../files/part';
import { importPeer } from '../peer';
import type { EstimateOptions } from '../sample-files/run-files';
import type { SampleColumns } from '../sample-files/sample-columns';

export const QUEUE = 'best-of-n';

/** A part as the machine that cut it saw it: another version of the file must not be read for it. */
export type SharedPart = Part & { size: number };

/** To be read; the answer is a `PartResult`, encoded. */
export interface ReadJob {
  part: SharedPart;
  shape: SampleColumns;
  skipBad: boolean;
}

/** The parent, which waits for all of them; the answer is an `Estimated`, encoded. */
export interface MergeJob {
  run: string;
  parts: SharedPart[];
  options: EstimateOptions;
  perPrompt: boolean;
}

export const readId = (run: string, part: number) => `${run}-${part}`;

/** The key under which a parent finds a child's answer. */
export const readKey = (run: string, part: number) => `bull:${QUEUE}:${readId(run, part)}`;

/** Waits for Redis for as long as it takes. */
export const connectionTo = (url: string) => ({ url, maxRetriesPerRequest: null });

/** BullMQ and the client that it needs. */
export async function importBullmq(): Promise<typeof import('bullmq')> {
  const bullmq = await importPeer('best-of-n/queue', 'bullmq', () => import('bullmq'));
  await importPeer('best-of-n/queue', 'ioredis', () => import('ioredis'));
  return bullmq;
}
