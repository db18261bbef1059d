// The means of a curve as flat records, one for each n.

import { type AggregateResult, type AggregateRow, klBound, type PromptMean } from '../index';

/** Each mean comes with its standard error, its interval and how many prompts it is of; `answered` prompts have n samples. */
export function flatAggregate(result: AggregateResult): Record<string, number | null>[] {
  return result.rows.map((row) => {
    const flat: Record<string, number | null> = { n: row.n, answered: row.answered, klBound: klBound(row.n) };
    for (const [name, { mean, standardError, interval, prompts }] of meansOf(row, hasKl(result))) {
      flat[name] = mean;
      flat[`${name}Error`] = standardError;
      flat[`${name}Low`] = interval?.[0] ?? null;
      flat[`${name}High`] = interval?.[1] ?? null;
      flat[`${name}Prompts`] = prompts;
    }
    return flat;
  });
}

/** Whether any prompt has an estimate of the KL divergence. */
export function hasKl({ rows }: AggregateResult): boolean {
  return rows.some(({ klEstimate }) => klEstimate.prompts > 0);
}

function meansOf({ expectedReward, winRate, klEstimate, scores }: AggregateRow, withKl: boolean): [string, PromptMean][] {
  return [
    ['expectedReward', expectedReward],
    ['winRate', winRate],
    ...(withKl ? [['klEstimate', klEstimate] as [string, PromptMean]] : []),
    ...Object.entries(scores).map(([name, mean]): [string, PromptMean] => [`score.${name}`, mean]),
  ];
}
