// The rollouts and validation samples that verl dumps, a file for each step.

import { type Kind, scoreFields, twoColumns } from './kind';

export const verl: Kind = {
  name: 'verl generations',
  source: 'https://github.com/volcengine/verl',
  where: 'verl with `trainer.validation_data_dir=DIR`, or `trainer.rollout_data_dir=DIR`, writes `DIR/STEP.jsonl`',
  needs: ['input', 'output', 'score', 'step'],
  columns: (rows) => ({ ...twoColumns('input', 'score'), scores: scoreFields(rows, ['input', 'output', 'score']) }),
};
