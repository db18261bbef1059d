// What a worker does with a job: refuses what it must not do, has the rest done in a process, and gives up what costs one process after
// another.

import type { Job } from 'bullmq';
import { coded, messageOf } from '../errors';
import { type Processes, ProcessLostError } from '../pool/processes';
import { MAX_LOST } from './limits';
import type { MergeTask } from './merge';
import { type JobData, MADE_BY, type MergeJob, otherVersion, type ReadJob } from './protocol';
import type { SharedAnswer, SharedReadTask } from './read';

export interface Work {
  processes: Processes;
  roots: readonly string[];
  /** For each job. */
  milliseconds: number;
  /** Aborts when the jobs under way are to be given back. */
  stop: AbortSignal;
  bullmq: Pick<typeof import('bullmq'), 'UnrecoverableError' | 'WaitingError'>;
}

/** The processor of BullMQ's worker: returns the job's result, encoded. */
export function doJob({ processes, roots, milliseconds, stop, bullmq }: Work): (job: Job, token?: string) => Promise<string> {
  const { UnrecoverableError, WaitingError } = bullmq;
  const limits = { milliseconds, signal: stop };

  async function read({ part, columns, skipBad }: ReadJob): Promise<string> {
    const task: SharedReadTask = { part, columns, skipBad, roots };
    const answer = await processes.run<SharedAnswer>('readShared', task, limits);
    if ('refused' in answer) throw new UnrecoverableError(answer.refused);
    return answer.result;
  }

  async function merge(job: Job): Promise<string> {
    const task: MergeTask = {
      job: job.data as MergeJob,
      prefix: `${job.queueQualifiedName}:`,
      values: await job.getChildrenValues<string>(),
      failures: await job.getIgnoredChildrenFailures(),
    };
    return processes.run<string>('merge', task, limits).catch((error) => {
      // what else goes wrong would go wrong again
      throw error instanceof ProcessLostError || stop.aborted ? error : new UnrecoverableError(messageOf(error));
    });
  }

  return async (job, token) => {
    const data = job.data as JobData | null;
    if (data?.madeBy !== MADE_BY) throw new UnrecoverableError(otherVersion(data?.madeBy));
    try {
      return job.name === 'merge' ? await merge(job) : await read(data as ReadJob);
    } catch (error) {
      if (stop.aborted) {
        // another worker does it at once, instead of after the lock has expired
        await job.moveToWait(token);
        throw new WaitingError();
      }
      if (error instanceof UnrecoverableError) throw error;
      throw await afterFailure(job, error, data);
    }
  };

  /** The error to fail with; BullMQ tries the job again unless that is an UnrecoverableError. */
  async function afterFailure(job: Job, error: unknown, data: JobData): Promise<Error> {
    const lost = data.lost ?? 0;
    if (error instanceof ProcessLostError) {
      const what = `the job ${error.message}`;
      if (lost + 1 >= MAX_LOST) return new UnrecoverableError(`${what}; given up after ${MAX_LOST} tries`);
      await job.updateData({ ...data, lost: lost + 1 });
      return coded(Error, 'PROCESS_LOST', what);
    }
    const last = job.attemptsMade - lost + 1 >= data.attempts;
    return last ? new UnrecoverableError(messageOf(error)) : (error as Error);
  }
}

/** The job in a message: its file and range. */
export function describe(job: Pick<Job, 'id' | 'name' | 'data'>): string {
  const part = (job.data as Partial<ReadJob> | null)?.part;
  if (job.name === 'merge' || !part) return `${job.name} ${job.id}`;
  return part.range ? `${part.file} ${part.range.from} to ${part.range.to}` : String(part.file);
}
