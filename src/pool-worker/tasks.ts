// The tasks that a worker thread or process can be given, by name.

import { type Batch, evaluateBatch, type MetricName, type Numbers, Support, type SupportInput } from '../index';
import { disposeAfter } from '../node/dispose-after';
import { buffersOf, type TaskResult } from '../node/transfer';

interface SupportTask {
  input: SupportInput;
  fields?: readonly MetricName[];
}

export const TASKS = {
  batch(batch: Batch): TaskResult<Record<string, Float64Array>> {
    const value = evaluateBatch(batch);
    return { value, transfer: buffersOf(Object.values(value)) };
  },

  metrics({ input, n, fields }: SupportTask & { n: number }) {
    return disposeAfter(Support.from(input), (support) => ({
      value: support.metrics(n, fields as readonly MetricName[]),
      transfer: [],
    }));
  },

  curve({ input, ns, fields }: SupportTask & { ns: Numbers }) {
    return disposeAfter(Support.from(input), (support) => {
      const value = support.curve(ns, fields as readonly MetricName[]);
      return { value, transfer: buffersOf(Object.values(value)) };
    });
  },

  policy({ input, n }: SupportTask & { n: number }) {
    return disposeAfter(Support.from(input), (support) => {
      const value = support.policy(n);
      return { value, transfer: buffersOf([value]) };
    });
  },

  // The modules of the tasks below are imported with their first task: they read files and answer requests, which takes parsers that
  // would make every thread slower to start.
  readPart: async (input: Parameters<typeof import('../sample-files/task').readPartTask>[0]) =>
    (await import('../sample-files/task')).readPartTask(input),

  estimate: async (input: Parameters<typeof import('../sample-files/task').estimateTask>[0]) =>
    (await import('../sample-files/task')).estimateTask(input),

  readShared: async (input: Parameters<typeof import('../queue/read').readSharedTask>[0]) =>
    (await import('../queue/read')).readSharedTask(input),

  merge: async (input: Parameters<typeof import('../queue/merge').mergeTask>[0]) =>
    (await import('../queue/merge')).mergeTask(input),

  respond: async (input: Parameters<typeof import('../server/respond').respondTask>[0]) =>
    (await import('../server/respond')).respondTask(input),

  respondAll: async (input: Parameters<typeof import('../server/respond').respondAllTask>[0]) =>
    (await import('../server/respond')).respondAllTask(input),
};

export type TaskName = keyof typeof TASKS;
