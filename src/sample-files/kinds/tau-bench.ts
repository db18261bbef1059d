// Results of τ-bench and τ²-bench: trials of an agent at each task.

import type { Row } from '../../files/record-sink';
import { isStruct, structsIn } from '../structs';
import { type Kind, valuesOf } from './kind';

const SOURCE = 'https://github.com/sierra-research/tau2-bench';

export const tauBench: Kind = {
  name: 'τ-bench results',
  source: 'https://github.com/sierra-research/tau-bench',
  where: '`run.py` of τ-bench writes a JSON array for each run into `results`, or where `--log-dir` says',
  needs: ['task_id', 'trial', 'reward', 'traj'],
  columns: () => ({ prompt: ['task_id'], reward: 'reward', scores: [], sampleId: 'trial' }),
};

export const tau2Bench: Kind = {
  name: 'τ²-bench results',
  source: SOURCE,
  where: '`tau2 run` saves all simulations of a run in one JSON file, in the folder `simulations` of its data',
  needs: [],
  fields: 'task_id, trial, reward_info.reward, or simulations with those',
  fits: (rows) => rows.some((row) => simulationsOf(row).length > 0),
  unfold: (row) => simulationsOf(row).map((simulation) => ({ ...simulation, reward: rewardOf(simulation) })),
  columns: (rows) => ({
    prompt: ['task_id'],
    reward: 'reward',
    scores: [],
    sampleId: 'trial',
    notices:
      valuesOf(rows, 'reward_info.reward_breakdown').length > 0
        ? ['the parts in reward_info.reward_breakdown differ from task to task and are left out']
        : [],
  }),
};

function simulationsOf(row: Row): Row[] {
  const isSimulation = (value: Row) => 'task_id' in value && 'trial' in value && 'reward_info' in value;
  return isSimulation(row) ? [row] : structsIn(row.simulations).filter(isSimulation);
}

/** A simulation that was not judged has no reward. */
function rewardOf({ reward_info }: Row): unknown {
  return isStruct(reward_info) ? reward_info.reward : undefined;
}
