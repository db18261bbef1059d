// What a chart draws, as the rows of a table.

import type { Cell } from '../../src/cli/output/serialize';

/** A row of such a table. All rows of a chart have the same columns. */
export type DrawnPoint = Record<string, Cell>;

/** The points of a line against x, in ascending order. */
export interface Points {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** The points with that of the marker among them, which stands between two of them or is one of them. */
export function withMarked({ x, y }: Points, marked: { x: number; y: number | null } | undefined): { x: number[]; y: number[] } {
  const points = { x: Array.from(x), y: Array.from(y) };
  if (marked === undefined || marked.y === null || points.x.includes(marked.x)) return points;
  const next = points.x.findIndex((at) => at > marked.x);
  const place = next < 0 ? points.x.length : next;
  points.x.splice(place, 0, marked.x);
  points.y.splice(place, 0, marked.y);
  return points;
}

/** The points of a series against n, with that of the marker; those without a finite value are not drawn. */
export function pointsOf(
  series: string,
  n: ArrayLike<number>,
  values: ArrayLike<number>,
  band?: { low: ArrayLike<number>; high: ArrayLike<number> },
  marked?: { x: number; y: number | null }
): DrawnPoint[] {
  const { x, y } = withMarked({ x: n, y: values }, marked);
  const places = new Map(Array.from(n, (at, i) => [at, i]));
  // the interval at the marker is not known where the line has no point
  const end = (ends: ArrayLike<number> | undefined, at: number) => {
    const value = ends?.[places.get(at) ?? -1];
    return Number.isFinite(value) ? (value as number) : null;
  };
  const points = x.map((at, i) => ({ series, n: at, value: y[i], low: end(band?.low, at), high: end(band?.high, at) }));
  return points.filter(({ value }) => Number.isFinite(value));
}
