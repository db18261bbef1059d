// Starts a worker that runs an Explorer (worker/explorer.ts), and calls it from the page.

import { type Remote, wrap } from 'comlink';
import type { Explorer } from './worker/explorer';

export interface ExplorerWorker {
  explorer: Remote<Explorer>;
  /** Ends the worker, whatever it is doing. */
  stop(): void;
}

export function startWorker(): ExplorerWorker {
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
  return { explorer: wrap<Explorer>(worker), stop: () => worker.terminate() };
}
