// Results of Terminal-Bench: trials of an agent at each task, all of a run or one in each file.

import type { Row } from '../../files/record-sink';
import { structsIn } from '../structs';
import { type Kind, valuesOf } from './kind';

export const terminalBench: Kind = {
  name: 'Terminal-Bench results',
  source: 'https://github.com/laude-institute/terminal-bench',
  where: '`tb run` writes `runs/RUN/results.json`, and a `results.json` of each trial below it',
  needs: [],
  fields: 'trial_name, task_id, is_resolved, or results with those',
  fits: (rows) => rows.some((row) => trialsOf(row).length > 0),
  unfold: (row) => trialsOf(row).map((trial) => ({ ...trial, resolved: trial.is_resolved === true || trial.is_resolved === 1 })),
  columns(rows) {
    const failed = rows.length - valuesOf(rows, 'is_resolved').length;
    return {
      prompt: ['task_id'],
      reward: 'resolved',
      scores: [],
      sampleId: 'trial_name',
      notices:
        failed > 0
          ? [
              `trials that came to no result (${failed} in the first records) count as not resolved, as Terminal-Bench counts them`,
            ]
          : [],
    };
  },
};

function trialsOf(row: Row): Row[] {
  const isTrial = (value: Row) => 'trial_name' in value && 'task_id' in value && 'is_resolved' in value;
  return isTrial(row) ? [row] : structsIn(row.results).filter(isTrial);
}
