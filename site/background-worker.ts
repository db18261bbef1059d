// The worker for computations that take longer than a frame. Each reference gets a new one, and the one before is ended, so that nothing is
// computed for a reference that the reader has left.

import { transfer } from 'comlink';
import { ExplorerWorker } from './explorer-worker';

/**
 * How long a choice must stand, in milliseconds, before the longer computations begin. Moves of a slider follow each other within some tens of
 * milliseconds, so that none are begun during a drag; a wait of a quarter of a second afterwards is hardly noticed.
 */
export const SETTLE_MILLISECONDS = 250;

export class BackgroundWorker {
  #worker: ExplorerWorker | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /**
   * Ends the present worker. Once the choice has settled, a new one gets the numbers of the reference from the worker that has it open, so that nothing is
   * read or fetched twice.
   *
   * @param from - has the reference open.
   * @param use - called with the worker that has the reference open too.
   * @param fail - called with what was thrown on the way.
   */
  restart(from: ExplorerWorker, use: (worker: ExplorerWorker) => Promise<void>, fail: (error: unknown) => void): void {
    this.stop();
    this.#settling = setTimeout(async () => {
      const worker = new ExplorerWorker();
      this.#worker = worker;
      const { port1, port2 } = new MessageChannel();
      try {
        await Promise.all([
          from.call((explorer) => explorer.handOver(transfer(port1, [port1]))),
          worker.call((explorer) => explorer.takeOver(transfer(port2, [port2]))),
        ]);
        await use(worker);
      } catch (error) {
        fail(error);
      }
    }, SETTLE_MILLISECONDS);
  }

  /** Ends what is being computed. */
  stop(): void {
    clearTimeout(this.#settling);
    this.#worker?.stop();
    this.#worker = undefined;
  }
}
