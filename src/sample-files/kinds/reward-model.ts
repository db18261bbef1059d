// Runs of a reward model over sampled answers.

import { type Kind, twoColumns } from './kind';

export const rewardModel: Kind = {
  name: 'reward-model run',
  needs: ['input', 'output', 'reward'],
  columns: () => twoColumns('input', 'reward'),
};
