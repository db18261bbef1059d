// The rollouts that NeMo Gym collects.

import { type Kind, scoreFields } from './kind';

export const nemoGym: Kind = {
  name: 'NeMo Gym rollouts',
  source: 'https://github.com/NVIDIA-NeMo/Gym',
  where: '`ng_collect_rollouts` writes the file that `+output_jsonl_fpath` names',
  needs: ['_ng_task_index', '_ng_rollout_index', 'reward'],
  columns: (rows) => ({
    prompt: ['_ng_task_index'],
    reward: 'reward',
    scores: scoreFields(rows, ['reward']),
    // a run that was resumed may hold a rollout twice
    sampleId: '_ng_rollout_index',
  }),
};
