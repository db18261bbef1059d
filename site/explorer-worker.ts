// Starts a worker that runs an Explorer (worker/explorer.ts), and calls it from the page. A worker can fail: its script is not there, it breaks off, its
// memory is used up. Then every call is answered with an error instead of never.

import { type Remote, wrap } from 'comlink';
import type { Explorer } from './worker/explorer';

/** The worker of a call was ended because nobody wants the answer any more. This is nothing to tell the reader. */
export class Stopped extends Error {}

/** The worker could not be started, or broke off: a new one may be better. */
export class WorkerFailed extends Error {}

export class ExplorerWorker {
  readonly #worker: Worker;
  readonly #explorer: Remote<Explorer>;
  /** What rejects the calls that wait for an answer. */
  readonly #waiting = new Set<(reason: Error) => void>();
  #ended: Error | undefined;

  constructor() {
    this.#worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
    this.#explorer = wrap<Explorer>(this.#worker);
    this.#worker.addEventListener('error', (event) => {
      // the page says it, so that the browser need not say it on the console once more
      event.preventDefault();
      const { message } = event as Partial<ErrorEvent>;
      const why = message ? `: ${message}` : '. A part of the page could not be loaded';
      this.#end(new WorkerFailed(`The computations of this page have stopped${why}.`));
    });
  }

  /** @throws Stopped or WorkerFailed if the worker ends before it has answered. */
  call<R>(run: (explorer: Remote<Explorer>) => Promise<R>): Promise<R> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      this.#waiting.add(reject);
      run(this.#explorer)
        .then(resolve, reject)
        .finally(() => this.#waiting.delete(reject));
    });
  }

  /** Ends the worker, whatever it is doing. */
  stop(): void {
    this.#end(new Stopped('the worker was stopped'));
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    this.#worker.terminate();
    for (const reject of this.#waiting) reject(reason);
    this.#waiting.clear();
  }
}
