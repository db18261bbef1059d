// One worker thread, from its start to its end. Each has a Piscina of its own: a Piscina of several would keep a task for ever whose thread could not
// be made, and reject it when nobody waits for it any more.

import type { Piscina } from 'piscina';
import { coded, messageOf, withCode } from '../errors';
import { workerFile } from '../node/worker-file';

/** How a thread is started: a part of the options of a pool. */
interface StartOptions {
  workerUrl?: string | URL;
  execArgv?: string[];
  resourceLimits?: object;
}

export interface RunOptions {
  signal?: AbortSignal;
  /** Buffers of the input that are handed to the thread instead of copied. */
  transfer?: ArrayBuffer[];
}

/** A thread that waits stays, for the 25 days that a timer can wait: the first versions of Piscina 4 take Infinity for no time at all. */
const MAX_IDLE_MILLISECONDS = 2 ** 31 - 1;

export class Thread {
  readonly #piscina: Piscina;
  /** Whether it has done what comes before its first task. */
  #started = false;

  /** @throws Error (`THREAD_FAILED`) if the thread cannot be made. */
  constructor(Pool: typeof Piscina, { workerUrl, execArgv, resourceLimits }: StartOptions) {
    const filename = workerFile('pool-worker', workerUrl);
    try {
      this.#piscina = new Pool({
        filename,
        // made here, where an error of making it has somewhere to go
        minThreads: 1,
        maxThreads: 1,
        idleTimeout: MAX_IDLE_MILLISECONDS,
        recordTiming: false,
        ...(execArgv ? { execArgv } : {}),
        ...(resourceLimits ? { resourceLimits } : {}),
      });
    } catch (error) {
      throw notStarted(error);
    }
    // a thread that ended is not replaced: its task is rejected, and the next one makes a thread of its own
    this.#piscina.options.minThreads = 0;
    // the first thing that a thread says is that it is ready
    this.#piscina.threads[0].once('message', () => {
      this.#started = true;
    });
    // of a thread that does nothing at the moment: the next task sees that it is gone
    this.#piscina.on('error', () => {});
  }

  get isAlive(): boolean {
    return this.#piscina.threads.length > 0;
  }

  /** @throws Error (`THREAD_FAILED`, or a code of Node.js) if the thread crashed or did not start; Error if the signal aborts, which ends the thread. */
  async run<T>(message: unknown, { signal, transfer }: RunOptions): Promise<T> {
    try {
      return await this.#piscina.run(message, { signal, transferList: transfer });
    } catch (error) {
      if (signal?.aborted) throw error;
      if (!this.#started && !this.isAlive) throw notStarted(error);
      // where Node.js has a code of its own, as for a thread that ran out of memory, that one says more
      throw error instanceof Error && !('code' in error) ? withCode(error, 'THREAD_FAILED') : error;
    }
  }

  async end(): Promise<void> {
    await this.#piscina.destroy();
  }
}

function notStarted(error: unknown): Error {
  return coded(Error, 'THREAD_FAILED', `a worker thread did not start: ${messageOf(error)}`, undefined, { cause: error });
}
