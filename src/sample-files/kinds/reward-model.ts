// Runs of a reward model over sampled answers.

import { type Kind, scoreFields, twoColumns } from './kind';

export const rewardModel: Kind = {
  name: 'reward-model run',
  source: 'https://github.com/OpenRLHF/OpenRLHF',
  needs: ['input', 'output', 'reward'],
  columns: (rows) => ({ ...twoColumns('input', 'reward'), scores: scoreFields(rows, ['input', 'reward']) }),
};
