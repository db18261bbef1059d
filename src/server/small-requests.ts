// Small requests share the way to a thread: a message there and back takes ten times as long as their numerics. Those that come while all
// threads are busy go together once one is free.

import type { Threads } from '../pool/threads';
import type { RespondTask, Response } from './respond';

/** A body up to this is small, in bytes: it is computed faster than it is sent to a thread. */
export const SMALL = 4096;
/** So many share one task at most: the last waits for all before it. */
const TOGETHER = 32;

interface Waiting {
  task: RespondTask;
  signal: AbortSignal;
  resolve(response: Response): void;
  reject(error: unknown): void;
}

export class SmallRequests {
  readonly #threads: Threads;
  readonly #timeLimit: number;
  #waiting: Waiting[] = [];
  #underWay = 0;

  constructor(threads: Threads, timeLimit: number) {
    this.#threads = threads;
    this.#timeLimit = timeLimit;
  }

  /** @throws the signal's reason. */
  respond(task: RespondTask, signal: AbortSignal): Promise<Response> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.#waiting.push({ task, signal, resolve, reject });
      this.#send();
    });
  }

  #send(): void {
    while (this.#underWay < this.#threads.size && this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, TOGETHER).filter(({ signal }) => !signal.aborted);
      if (together.length > 0) this.#run(together);
    }
  }

  async #run(together: Waiting[]): Promise<void> {
    this.#underWay++;
    try {
      const tasks = together.map(({ task }) => task);
      const responses = await this.#threads.run<Response[]>('respondAll', tasks, {
        // one that goes away leaves the others; the thread is freed when the time of all is over
        signal: AbortSignal.timeout(this.#timeLimit),
      });
      together.forEach(({ resolve }, i) => {
        resolve(responses[i]);
      });
    } catch (error) {
      for (const { reject } of together) reject(error);
    } finally {
      this.#underWay--;
      this.#send();
    }
  }
}
