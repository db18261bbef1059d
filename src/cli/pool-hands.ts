// A pool of threads as the hands of a run.

import { importOptional } from '../node/optional-packages';
import { buffersOf } from '../node/transfer';
import { Threads } from '../pool/threads';
import type { Hands } from '../sample-files/run';
import { resultOf } from '../sample-files/task';

/** @throws Error with the line that installs it, if `piscina` is missing. */
export async function poolHands(size: number | undefined): Promise<{ hands: Hands; close(): Promise<void> }> {
  await importOptional('best-of-n/pool', 'piscina', () => import('piscina'));
  const threads = new Threads(size === undefined ? {} : { threads: size });
  const hands: Hands = {
    threads: threads.size,
    tasks: 2 * threads.size,
    readPart: async (part, shape, skipBad) => resultOf(await threads.run('readPart', { part, shape, skipBad })),
    estimate: (portion) => {
      const { offsets, rewards, logProbs, scores } = portion;
      const transfer = buffersOf([offsets, rewards, ...(logProbs ? [logProbs] : []), ...Object.values(scores)]);
      return threads.run('estimate', portion, { transfer });
    },
  };
  return { hands, close: () => threads.close({ force: true }) };
}
