// The page's side of the workers.

import { type Remote, wrap } from 'comlink';
import type { Explorer } from './worker/explorer';

export interface Hand {
  explorer: Remote<Explorer>;
  /** Ends the worker, whatever it is doing. */
  stop(): void;
}

export function startWorker(): Hand {
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
  return { explorer: wrap<Explorer>(worker), stop: () => worker.terminate() };
}

/**
 * Runs one call at a time, and of what is asked meanwhile only the last: a slider moves on faster than answers come. Each frame shows the last
 * answer, while the next is already computed.
 */
export function latestOf<A, R>(
  run: (asked: A) => Promise<R>,
  show: (answer: R, asked: A) => void,
  fail: (error: unknown) => void
): (asked: A) => void {
  let busy = false;
  let next: { asked: A } | undefined;
  let answered: { answer: R; asked: A } | undefined;
  const atFrame = () => {
    if (answered === undefined) return;
    const { answer, asked } = answered;
    answered = undefined;
    show(answer, asked);
  };
  const start = async (asked: A) => {
    busy = true;
    try {
      const answer = await run(asked);
      if (answered === undefined) requestAnimationFrame(atFrame);
      answered = { answer, asked };
    } catch (error) {
      fail(error);
    }
    busy = false;
    if (next === undefined) return;
    const { asked: waiting } = next;
    next = undefined;
    start(waiting);
  };
  return (asked) => {
    if (busy) next = { asked };
    else start(asked);
  };
}
