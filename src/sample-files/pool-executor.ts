// Several threads that carry out the tasks of a run: this one, and those of a pool.

import { importOptional } from '../node/optional-packages';
import { buffersOf } from '../node/transfer';
import { defaultThreads, Threads } from '../pool/threads';
import { type Executor, inThisThread } from './executor';
import { resultOf } from './task';

/**
 * This thread and `size - 1` others; by default one for each core, at most 8. This one begins while the others are still starting.
 *
 * @throws Error with the line that installs it, if `piscina` is missing.
 */
export async function inPool(size = defaultThreads()): Promise<Executor> {
  const here = inThisThread();
  if (size === 1) return here;
  await importOptional('best-of-n/pool', 'piscina', () => import('piscina'));
  const threads = new Threads({ threads: size - 1 });
  let isBusy = false;
  /** Does a task here if nothing is done here, else elsewhere. */
  const share = async <T>(own: () => Promise<T>, send: () => Promise<T>): Promise<T> => {
    if (isBusy) return send();
    isBusy = true;
    try {
      return await own();
    } finally {
      isBusy = false;
    }
  };
  return {
    threads: size,
    // each of the others has one in hand and one that waits
    tasks: 1 + 2 * (size - 1),
    readPart: (part, columns, skipBad, onBytes) =>
      share(
        () => here.readPart(part, columns, skipBad, onBytes),
        async () => resultOf(await threads.run('readPart', { part, columns, skipBad }))
      ),
    estimate: (portion) =>
      share(
        () => here.estimate(portion),
        () => {
          const { offsets, rewards, logProbs, scores, answers } = portion;
          const transfer = buffersOf([
            offsets,
            rewards,
            ...(logProbs ? [logProbs] : []),
            ...Object.values(scores),
            ...(answers ? [answers] : []),
          ]);
          return threads.run('estimate', portion, { transfer });
        }
      ),
    close: () => threads.close({ force: true }),
  };
}
