// What a run waits for, so that nobody looks at a command that is silent: for a worker, for workers that do other jobs, or for memory in Redis.

import type { Queue } from 'bullmq';
import { count } from '../format/number';
import type { Connection } from './connection';

/** After so long without a sign of work a message is due; each further one after twice the time of the last. */
const FIRST_MESSAGE_MILLISECONDS = 5000;
const LONGEST_PAUSE_MILLISECONDS = 60_000;

/** The time between two looks: each is several commands. */
const LOOK_MILLISECONDS = 1000;

export class Waiting {
  readonly #queue: Queue;
  readonly #run: string;
  readonly #connection: Connection;
  #done = -1;
  #idleSince = performance.now();
  #pause = FIRST_MESSAGE_MILLISECONDS;
  #nextMessage = FIRST_MESSAGE_MILLISECONDS;
  #nextLook = 0;

  constructor(queue: Queue, run: string, connection: Connection) {
    this.#queue = queue;
    this.#run = run;
    this.#connection = connection;
  }

  /**
   * A message, if one is due.
   *
   * @param done - how many jobs of the run are done.
   * @throws the error of Redis, if it takes no more data: then no worker can give back a result.
   */
  async look(done: number): Promise<string | undefined> {
    const now = performance.now();
    if (now < this.#nextLook) return undefined;
    this.#nextLook = now + LOOK_MILLISECONDS;
    await this.#connection.tryToWrite(this.#queue.toKey('room'));
    const active = await this.#queue.getRanges(['active']);
    if (done !== this.#done || active.some((id) => String(id).startsWith(this.#run))) {
      this.#done = done;
      this.#idleSince = now;
      this.#nextMessage = this.#pause = FIRST_MESSAGE_MILLISECONDS;
      return undefined;
    }
    const idle = now - this.#idleSince;
    if (idle < this.#nextMessage) return undefined;
    this.#nextMessage += this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MILLISECONDS);
    return this.#message(Math.round(idle / 1000), await this.#queue.getWorkersCount());
  }

  #message(seconds: number, workers: number): string {
    const where = `${this.#connection.name}, queue ${this.#queue.name}`;
    if (workers === 0) return `no worker has answered for ${seconds} s: start \`best-of-n worker\` for ${where}`;
    return `no job of this run has been under way for ${seconds} s: ${count(workers, 'worker')} of ${where} ${workers === 1 ? 'is' : 'are'} busy with others, or will try one again`;
  }
}
