// Rollouts in an environment, scored by one or more reward functions.

import { type Kind, numberFields, twoColumns } from './kind';

/** Numbers of a rollout that no reward function gave: ids, times, counts, and what the answer should be. */
const NO_SCORE = /(^|_)(id|ids|ms|seconds|time|tokens|index|idx|seed|step|answer|target|label|solution|truth)$/i;

export const rolloutsByExample: Kind = rollouts('example_id');
export const rolloutsById: Kind = rollouts('id');

function rollouts(id: string): Kind {
  return {
    name: 'environment rollouts',
    needs: [id, 'reward'],
    fields: 'example_id or id, reward',
    columns(row) {
      const scores = numberFields(row).filter((name) => name !== 'reward' && !NO_SCORE.test(name));
      return { ...twoColumns(id, 'reward'), scores };
    },
  };
}
