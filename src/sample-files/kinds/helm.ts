// Statistics of HELM for each instance: a record is an instance with a list of statistics under their names.

import type { Row } from '../../files/record-sink';
import { isStruct, structsIn } from '../structs';
import { fieldsOf, type Kind, numberFields, valuesOf } from './kind';

/** Statistics by which an answer is chosen: the first that there is. */
const METRICS =
  /^(exact_match|quasi_exact_match|prefix_exact_match|quasi_prefix_exact_match|(math_)?equiv.*|final_number_exact_match|f1_score|pass|.*_match(@\d+)?|accuracy|.*accuracy|.*(score|f1)|rouge_.|bleu.*|wildbench_score.*)$/;

export const helm: Kind = {
  name: 'HELM statistics of instances',
  source: 'https://github.com/stanford-crfm/helm',
  where: '`helm-run` writes `per_instance_stats.json` into `benchmark_output/runs/SUITE/RUN`',
  needs: ['instance_id', 'train_trial_index', 'stats'],
  fits: (rows) => rows.some((row) => statsOf(row).length > 0),
  unfold: (row) => [flat(row)],
  columns(rows) {
    const metrics = numberFields(rows).filter((name) => METRICS.test(name));
    const everywhere = metrics.filter((name) => valuesOf(rows, name).length === rows.length);
    const [reward, ...scores] = everywhere;
    const others = fieldsOf(rows).filter((name) => !OWN.includes(name));
    return {
      prompt: ['instance_id'],
      reward,
      scores,
      noReward: `none of the statistics of HELM is known as a metric: give --reward, one of ${others.join(', ')}`,
      // an instance that was changed, or that was asked with other examples, is no repeat of another
      runs: ['perturbation', 'train_trial_index'],
    };
  },
};

const OWN = ['instance_id', 'perturbation', 'train_trial_index'];

function statsOf({ stats }: Row): Row[] {
  return structsIn(stats).filter(({ name }) => isStruct(name) && typeof name.name === 'string');
}

/** The mean of each statistic under its name; without a value it has none. */
function flat(row: Row): Row {
  const { instance_id, perturbation, train_trial_index } = row;
  const stats = statsOf(row).map(({ name, mean, sum, count }) => {
    const value = mean ?? (Number(count) > 0 ? Number(sum) / Number(count) : null);
    return [(name as Row).name as string, value] as const;
  });
  const changed = isStruct(perturbation) ? perturbation.name : perturbation;
  return { ...Object.fromEntries(stats), instance_id, perturbation: changed ?? '', train_trial_index };
}
