// Rollouts in an environment, scored by one or more reward functions.

import type { Row } from '../../files/record-sink';
import { fieldsOf, type Kind, numberFields, scoreFields } from './kind';
import { withPlaces } from './prompt-names';
import { mayBeScore } from './score-names';

/** Metrics that stand in the struct alone, and not also as columns. */
function nestedMetrics(rows: readonly Row[]): string[] {
  const structs = rows.flatMap(({ metrics }) => (typeof metrics === 'object' && metrics !== null ? [metrics as Row] : []));
  const columns = fieldsOf(rows);
  return numberFields(structs)
    .filter((name) => mayBeScore(name) && !columns.includes(name))
    .map((name) => `metrics.${name}`);
}

export const rollouts: Kind = {
  name: 'environment rollouts',
  source: 'https://github.com/PrimeIntellect-ai/verifiers',
  where: '`vf-eval ENVIRONMENT` of verifiers with `--save-results` writes `results.jsonl` below `outputs/evals`',
  needs: ['example_id', 'reward'],
  columns: (rows) => ({
    // environments may count their examples each from the beginning
    prompt: withPlaces(rows, 'example_id'),
    reward: 'reward',
    scores: [...scoreFields(rows, ['example_id', 'reward']), ...nestedMetrics(rows)],
  }),
};
