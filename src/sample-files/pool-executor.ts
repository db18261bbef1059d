// A pool of threads that carries out the tasks of a run.

import { importOptional } from '../node/optional-packages';
import { buffersOf } from '../node/transfer';
import { Threads } from '../pool/threads';
import type { Executor } from './executor';
import { resultOf } from './task';

/**
 * A pool of `size` threads; by default one for each core, at most 8.
 *
 * @throws Error with the line that installs it, if `piscina` is missing.
 */
export async function inPool(size: number | undefined): Promise<Executor> {
  await importOptional('best-of-n/pool', 'piscina', () => import('piscina'));
  const threads = new Threads(size === undefined ? {} : { threads: size });
  return {
    threads: threads.size,
    tasks: 2 * threads.size,
    readPart: async (part, columns, skipBad) => resultOf(await threads.run('readPart', { part, columns, skipBad })),
    estimate: (portion) => {
      const { offsets, rewards, logProbs, scores } = portion;
      const transfer = buffersOf([offsets, rewards, ...(logProbs ? [logProbs] : []), ...Object.values(scores)]);
      return threads.run('estimate', portion, { transfer });
    },
    close: () => threads.close({ force: true }),
  };
}
