// The completions that TRL's trainers log, a column for each reward function.

import { type Kind, numberFields } from './kind';

/** Numbers of a row that no reward function gave. */
const OTHERS = /^(step|advantages?|__index_level_.*)$/;

export const trl: Kind = {
  name: 'TRL completions',
  source: 'https://huggingface.co/docs/trl/grpo_trainer',
  needs: ['step', 'prompt', 'completion', /^(advantages?|reward)$/],
  fields: 'step, prompt, completion, a column for each reward function, advantage',
  columns(rows) {
    const numbers = numberFields(rows).filter((name) => !OTHERS.test(name) && name !== 'prompt' && name !== 'completion');
    const reward = numbers.includes('reward') ? 'reward' : numbers[0];
    const scores = numbers.filter((name) => name !== reward);
    const isOneOfMany = reward !== 'reward' && reward !== undefined && scores.length > 0;
    return {
      prompt: ['prompt'],
      reward,
      scores,
      noReward: 'these TRL completions have no reward: give --reward COLUMN',
      notices: isOneOfMany
        ? [
            `the sum that the trainer makes of its ${numbers.length} rewards is not in the file: --reward names the one that chooses`,
          ]
        : [],
    };
  },
};
