// Rollouts in an environment, scored by one or more reward functions.

import { type Kind, promptField, scoreFields, twoColumns } from './kind';

export const rolloutsByExample: Kind = {
  name: 'environment rollouts',
  source: 'https://github.com/PrimeIntellect-ai/verifiers',
  needs: ['example_id', 'reward'],
  columns: (rows) => ({ ...twoColumns('example_id', 'reward'), scores: scoreFields(rows, ['example_id', 'reward']) }),
};

export const rolloutsById: Kind = {
  name: 'rollouts by id',
  source: 'https://github.com/PrimeIntellect-ai/verifiers',
  needs: ['id', 'reward'],
  columns(rows) {
    // an id may number the rows, while the prompt repeats
    const prompt = promptField(rows, ['id', 'prompt_id', 'question_id', 'prompt', 'question', 'input', 'instruction']) as string;
    return { ...twoColumns(prompt, 'reward'), scores: scoreFields(rows, ['id', prompt, 'reward']) };
  },
};
