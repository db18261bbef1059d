// The metrics of a support over a grid of n: rows, and the table that marks where the formula is far off.

import { NONE, short } from '../../format/number';
import type { Metrics, Support } from '../../index';
import { textTable } from '../output/text-table';

/** The metrics that are printed, from left to right. */
export const COLUMNS = ['n', 'kl', 'klBound', 'klGap', 'klEstimate', 'winRate', 'winRateBound', 'expectedReward'] as const;
export type Row = Pick<Metrics, (typeof COLUMNS)[number]>;

/** A row is marked where the formula is more than this multiple of the truth: the 10 % that the sentence below names. */
const MAX_RATIO = 1.1;

export function rowsOf(support: Support, ns: readonly number[]): Row[] {
  return ns.map((n) => {
    const metrics = support.metrics(n, COLUMNS);
    return Object.fromEntries(COLUMNS.map((name) => [name, metrics[name]])) as Row;
  });
}

/** A table with one more column: the formula as a multiple of the truth, marked where it is far off. */
export function tableOf(rows: readonly Row[], width: number): string {
  return textTable(
    [...COLUMNS.slice(0, 3), 'ratio', ...COLUMNS.slice(3)],
    rows.map((row) => {
      const [n, kl, bound, ...rest] = COLUMNS.map((name) => short(row[name]));
      return [n, kl, bound, timesOf(row), ...rest];
    }),
    { width }
  );
}

/** A sentence that says where the formula is far off. */
export function verdictOf(rows: readonly Row[]): string {
  const far = rows.filter(isFar);
  const last = rows[rows.length - 1];
  if (far.length === 0) return `The formula log n - (n-1)/n is within 10 % of the true KL at every n shown.`;
  return (
    `The formula log n - (n-1)/n is more than 10 % above the true KL at ${far.length} of ${rows.length} n, first at n = ${far[0].n}; ` +
    `at n = ${last.n} it says ${short(last.klBound)} nats where the truth is ${short(last.kl)}.`
  );
}

function isFar(row: Row): boolean {
  return row.klBound > MAX_RATIO * row.kl;
}

function timesOf(row: Row): string {
  if (row.klBound === 0) return NONE;
  const times = row.kl === 0 ? '∞' : (row.klBound / row.kl).toFixed(2);
  return isFar(row) ? `${times} !` : times;
}
