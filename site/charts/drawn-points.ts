// What a chart draws, as the rows of a table.

import type { Cell } from '../../src/cli/output/serialize';

/** A row of such a table. All rows of a chart have the same columns. */
export type DrawnPoint = Record<string, Cell>;

/** The points of a series against n; those without a finite value are not drawn. */
export function pointsOf(
  series: string,
  n: ArrayLike<number>,
  values: ArrayLike<number>,
  band?: { low: ArrayLike<number>; high: ArrayLike<number> }
): DrawnPoint[] {
  const end = (x: number | undefined) => (Number.isFinite(x) ? (x as number) : null);
  return Array.from(n, (at, i) => ({ series, n: at, value: values[i], low: end(band?.low[i]), high: end(band?.high[i]) })).filter(
    ({ value }) => Number.isFinite(value)
  );
}
