// Sends small requests to the threads, several in one task: a message there and back takes ten times as long as computing the answer. Requests
// that come while all threads are busy are sent together once a thread is free.

import type { Threads } from '../pool/threads';
import type { RespondTask, Response } from './respond';

/** A body of up to this size is answered faster than it is sent to a thread. */
export const MAX_SMALL_BODY_BYTES = 4096;

/** The requests of a task are answered together, so each waits for all others: few enough that this takes some milliseconds at most. */
const MAX_REQUESTS_PER_TASK = 32;

interface WaitingRequest {
  task: RespondTask;
  signal: AbortSignal;
  resolve(response: Response): void;
  reject(error: unknown): void;
}

export class SmallRequests {
  readonly #threads: Threads;
  readonly #timeLimit: number;
  #waiting: WaitingRequest[] = [];
  #runningTasks = 0;

  /** @param timeLimit - of a task, in milliseconds. */
  constructor(threads: Threads, timeLimit: number) {
    this.#threads = threads;
    this.#timeLimit = timeLimit;
  }

  /** @throws the reason of the signal, as soon as it aborts. */
  respond(task: RespondTask, signal: AbortSignal): Promise<Response> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.#waiting.push({ task, signal, resolve, reject });
      this.#send();
    });
  }

  #send(): void {
    while (this.#runningTasks < this.#threads.size && this.#waiting.length > 0) {
      const requests = this.#waiting.splice(0, MAX_REQUESTS_PER_TASK).filter(({ signal }) => !signal.aborted);
      if (requests.length > 0) this.#run(requests);
    }
  }

  async #run(requests: WaitingRequest[]): Promise<void> {
    this.#runningTasks++;
    try {
      const tasks = requests.map(({ task }) => task);
      const responses = await this.#threads.run<Response[]>('respondAll', tasks, {
        // a client that goes away must not abort the requests of others, so only the time limit ends the task
        signal: AbortSignal.timeout(this.#timeLimit),
      });
      requests.forEach(({ resolve }, i) => {
        resolve(responses[i]);
      });
    } catch (error) {
      for (const { reject } of requests) reject(error);
    } finally {
      this.#runningTasks--;
      this.#send();
    }
  }
}
