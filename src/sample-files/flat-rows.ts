// The means of a curve as flat records, one for each n.

import { type AggregateResult, klBound } from '../index';
import { estimateColumns } from './estimate-columns';

/** Each mean comes with its standard error, its interval, and the number of prompts that it is a mean of; `answered` prompts have n samples. */
export function flatAggregate({ rows }: AggregateResult): Record<string, number | null>[] {
  const columns = estimateColumns(rows);
  return rows.map((row) => {
    const flat: Record<string, number | null> = { n: row.n, answered: row.answered, klBound: klBound(row.n) };
    for (const { name, meanIn } of columns) {
      const { mean, standardError, interval, prompts } = meanIn(row);
      flat[name] = mean;
      flat[`${name}Error`] = standardError;
      flat[`${name}Low`] = interval?.[0] ?? null;
      flat[`${name}High`] = interval?.[1] ?? null;
      flat[`${name}Prompts`] = prompts;
    }
    return flat;
  });
}
