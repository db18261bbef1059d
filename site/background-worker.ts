// The worker for computations that take longer than a frame. Each reference gets a new one, and the one before is ended, so that nothing is
// computed for a reference that the reader has left.

import { type ExplorerWorker, startWorker } from './explorer-worker';
import type { ReferenceSpec } from './references';

/**
 * How long a choice must stand, in milliseconds, before the longer computations begin. Moves of a slider follow each other within some tens of
 * milliseconds, so that none are begun during a drag; a wait of a quarter of a second afterwards is hardly noticed.
 */
export const SETTLE_MILLISECONDS = 250;

export class BackgroundWorker {
  #worker: ExplorerWorker | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /**
   * Ends the present worker, and opens the reference in a new one once the choice has settled.
   *
   * @param use - called with the worker that has the reference open. What it asks of a worker that is ended meanwhile is never answered.
   * @param fail - called with what was thrown on the way.
   */
  restart(spec: ReferenceSpec, use: (worker: ExplorerWorker) => Promise<void>, fail: (error: unknown) => void): void {
    clearTimeout(this.#settling);
    this.#worker?.stop();
    this.#worker = undefined;
    this.#settling = setTimeout(async () => {
      const worker = startWorker();
      this.#worker = worker;
      try {
        await worker.explorer.open(spec);
        await use(worker);
      } catch (error) {
        fail(error);
      }
    }, SETTLE_MILLISECONDS);
  }
}
