// Processes that each do one task at a time. A thread that hangs cannot always be ended, and one that aborts takes its process along; a
// process of its own is ended by SIGKILL whatever it does, and what it dies of harms nobody else.

import { type ChildProcess, fork } from 'node:child_process';
import type { Coded } from '../errors';
import { type TaskOutcome, unpackError } from '../node/transfer';
import { workerFile } from '../node/worker-file';

export interface ProcessOptions {
  /** The number of processes, each of which starts when it is first needed. */
  size: number;
  /** Options of Node.js for each process, after those of this one. */
  execArgv?: readonly string[];
  /** The file that each process runs; by default the one beside the entry. */
  workerUrl?: string | URL;
}

export interface TaskLimits {
  /** After so many milliseconds the task's process is ended. */
  milliseconds: number;
  /** Ends the task's process when it aborts. */
  signal?: AbortSignal;
}

/** The process of a task died, or took too long and was ended; the message says which, as the end of a sentence about it. */
export class ProcessLostError extends Error implements Coded {
  readonly code = 'PROCESS_LOST';
}

/** What a process sends before its first answer. */
export const STARTED = 'started';

/** The processes that have sent it. */
const started = new WeakSet<ChildProcess>();

/** The longest start of a process; half a second is usual. */
const START_MILLISECONDS = 60_000;

/** What is kept of the end of what a process says, which holds the reason of an abort; more would only fill the memory. */
const KEPT_CHARACTERS = 1 << 14;

export class Processes {
  readonly size: number;
  readonly #file: string;
  readonly #execArgv: string[];
  readonly #idle: ChildProcess[] = [];
  readonly #all = new Set<ChildProcess>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  /** @throws Error (`THREAD_FAILED`) if the file that a process runs is not there. */
  constructor({ size, execArgv = [], workerUrl }: ProcessOptions) {
    this.size = size;
    this.#file = workerFile('pool-process', workerUrl);
    // a debugger listens for this process, and its port is taken
    this.#execArgv = [...process.execArgv.filter((flag) => !flag.startsWith('--inspect')), ...execArgv];
  }

  /**
   * Runs one task, which waits for a process if all are busy.
   *
   * @throws the task's error; ProcessLostError; the reason of the signal.
   */
  async run<T>(task: string, input: unknown, { milliseconds, signal }: TaskLimits): Promise<T> {
    while (this.#busy >= this.size) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy++;
    try {
      signal?.throwIfAborted();
      const child = this.#idle.pop() ?? this.#start();
      const outcome = await outcomeOf<T>(child, { task, input }, { milliseconds, signal });
      this.#idle.push(child);
      if ('error' in outcome) throw unpackError(outcome);
      return outcome.value;
    } finally {
      this.#busy--;
      this.#waiting.shift()?.();
    }
  }

  #start(): ChildProcess {
    const child = fork(this.#file, [String(process.pid)], {
      execArgv: this.#execArgv,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#all.add(child);
    child.once('close', () => {
      this.#all.delete(child);
      const place = this.#idle.indexOf(child);
      if (place >= 0) this.#idle.splice(place, 1);
    });
    return child;
  }

  /** Ends every process at once; tasks under way are rejected with ProcessLostError. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map(ended));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
}

/** What the process answers; it is ended if it does not in time, and the promise settles only once it has. */
function outcomeOf<T>(child: ChildProcess, message: object, { milliseconds, signal }: TaskLimits): Promise<TaskOutcome<T>> {
  return new Promise((resolve, reject) => {
    let reason: unknown;
    const end = (why: unknown) => {
      reason ??= why;
      child.kill('SIGKILL');
    };
    const limit = (time: number, what: string) =>
      setTimeout(() => end(new ProcessLostError(`${what} ${time / 1000} s`)), time).unref();
    // a process that starts slowly takes nothing from the time of its first task
    const inTime = () => limit(milliseconds, 'took longer than its time limit of');
    let timer = started.has(child) ? inTime() : limit(START_MILLISECONDS, 'had a process that did not start within');
    const onAbort = () => end(signal?.reason);
    let said = '';
    const onText = (text: Buffer) => {
      said = (said + text.toString('latin1')).slice(-KEPT_CHARACTERS);
    };
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      child.stderr?.off('data', onText);
      child.off('close', onClose).off('message', onMessage).off('error', end);
    };
    const onClose = (code: number | null, killer: NodeJS.Signals | null) => {
      settle();
      reject(reason ?? new ProcessLostError(`ended its process ${howItEnded(code, killer, said)}`));
    };
    const onMessage = (outcome: TaskOutcome<T> | typeof STARTED) => {
      if (outcome === STARTED) {
        started.add(child);
        clearTimeout(timer);
        timer = inTime();
        return;
      }
      // the answer of a process that is being ended would leave it among the idle ones
      if (reason !== undefined) return;
      settle();
      resolve(outcome);
    };
    child.on('close', onClose).on('message', onMessage).on('error', end);
    child.stderr?.on('data', onText);
    signal?.addEventListener('abort', onAbort, { once: true });
    child.send(message, (error) => error && end(error));
  });
}

/** With the reason that V8 gives before it aborts, such as a heap that is full. */
function howItEnded(code: number | null, signal: string | null, said: string): string {
  const reason =
    /FATAL ERROR: .*? ((?:\w+ )*out of memory|Allocation failed.*)$/im.exec(said)?.[1] ?? /FATAL ERROR: (.*)/.exec(said)?.[1];
  return `${signal ? `by ${signal}` : `with the exit code ${code}`}${reason ? `: ${reason}` : ''}`;
}
