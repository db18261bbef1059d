// Runs of a reward model over sampled answers.

import { type Kind, scoreFields, twoColumns } from './kind';

export const rewardModel: Kind = {
  name: 'reward-model run',
  source: 'https://github.com/OpenRLHF/OpenRLHF',
  where: '`openrlhf.cli.batch_inference --eval_task rm` writes the file that `--output_path` names',
  needs: ['input', 'output', 'reward'],
  columns: (rows) => ({ ...twoColumns('input', 'reward'), scores: scoreFields(rows, ['input', 'reward']) }),
};
