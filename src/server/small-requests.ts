// Answers small requests: at once, in the thread that accepts them, since a message to another thread and back takes longer than most answers do. So
// that this thread goes on with other requests soon, it computes only a while in each turn of the event loop (`Turn`). Some may wait for the
// next turn; what comes beyond that is sent to the threads, several requests in one task, once a thread is free. One that takes long, or ends its thread, harms no other: it
// is told from them by its size or by where the task stood, and runs alone.

import type { Threads } from '../pool/threads';
import { MAX_STEPS_AT_ONCE, SHARED_TASK_MILLISECONDS } from './limits';
import { isAllJson, prepareToRespond, type RespondAllTask, type RespondTask, type Response, respondAtOnce } from './respond';
import type { TimeLimit } from './time-limit';
import { Turn } from './turn';

/** The requests of a task are answered together, so each waits for all others: few enough that this takes some milliseconds at most. */
const MAX_REQUESTS_PER_TASK = 32;

/** So many requests wait for the next turn; more than it can answer, where they take as long as such requests may. */
const MAX_WAITING_FOR_TURN = 32;

interface WaitingRequest {
  readonly task: RespondTask;
  readonly signal: AbortSignal;
  resolve(response: Response): void;
  reject(error: unknown): void;
}

export class SmallRequests {
  readonly #threads: Pick<Threads, 'run' | 'size'>;
  readonly #waiting = new Set<WaitingRequest>();
  readonly #turn: Turn;
  #runningTasks = 0;

  constructor(threads: Pick<Threads, 'run' | 'size'>, turn = new Turn()) {
    this.#threads = threads;
    this.#turn = turn;
    prepareToRespond();
  }

  /** @throws the reason of the time limit, as soon as it ends the request. */
  async respond(task: RespondTask, limit: TimeLimit): Promise<Response> {
    if (isAllJson(task)) {
      while (!this.#turn.hasTime && this.#turn.waiting < MAX_WAITING_FOR_TURN) await this.#turn.next();
      if (limit.reason) throw limit.reason;
      if (this.#turn.hasTime) {
        const response = this.#turn.spend(() => respondAtOnce(task, MAX_STEPS_AT_ONCE));
        if (response) return response;
      }
    }
    return this.#respondInThread(task, limit.signal);
  }

  #respondInThread(task: RespondTask, signal: AbortSignal): Promise<Response> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const request: WaitingRequest = { task, signal, resolve, reject };
      signal.addEventListener(
        'abort',
        () => {
          this.#waiting.delete(request);
          reject(signal.reason);
        },
        { once: true }
      );
      this.#waiting.add(request);
      this.#send();
    });
  }

  #send(): void {
    while (this.#runningTasks < this.#threads.size && this.#waiting.size > 0) {
      const requests: WaitingRequest[] = [];
      for (const request of this.#waiting) {
        if (requests.length === MAX_REQUESTS_PER_TASK) break;
        requests.push(request);
        this.#waiting.delete(request);
      }
      this.#run(requests);
    }
  }

  async #run(requests: WaitingRequest[]): Promise<void> {
    this.#runningTasks++;
    const task: RespondAllTask = {
      tasks: requests.map(({ task }) => task),
      current: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(-1),
    };
    const ended = new AbortController();
    let before = -1;
    const timer = setInterval(() => {
      const current = Atomics.load(task.current, 0);
      if (current >= 0 && current === before) ended.abort();
      before = current;
    }, SHARED_TASK_MILLISECONDS);
    try {
      const responses = await this.#threads.run<(Response | null)[]>('respondAll', task, { signal: ended.signal });
      for (const [i, response] of responses.entries()) this.#settle(requests[i], response);
    } catch (error) {
      this.#recover(requests, Atomics.load(task.current, 0), error, ended.signal.aborted);
    } finally {
      clearInterval(timer);
      this.#runningTasks--;
      this.#send();
    }
  }

  #settle(request: WaitingRequest, response: Response | null): void {
    if (response) request.resolve(response);
    else this.#runAlone(request);
  }

  /** After a task failed while it answered the request at `current`: all others wait again. */
  #recover(requests: readonly WaitingRequest[], current: number, error: unknown, isSlow: boolean): void {
    for (const [i, request] of requests.entries()) {
      if (i !== current) {
        // where no request had begun, each would fail for the same reason again
        if (current < 0) request.reject(error);
        else if (!request.signal.aborted) this.#waiting.add(request);
      } else if (isSlow) this.#runAlone(request);
      else request.reject(error);
    }
  }

  /** Runs a request as a task of its own, whose thread is ended with its signal. */
  #runAlone({ task, signal, resolve, reject }: WaitingRequest): void {
    this.#threads.run<Response>('respond', task, { signal }).then(resolve, reject);
  }
}
