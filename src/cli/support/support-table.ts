// The metrics of a support over a grid of n: rows, and the table that marks where the formula is far off.

import { NONE, short } from '../../format/number';
import type { Support } from '../../index';
import { quantitiesOf } from '../../metric-names';
import { textTable } from '../output/text-table';

/** The metrics that are printed, from left to right, where no others are asked for. */
export const METRICS_SHOWN = ['kl', 'klBound', 'klGap', 'klEstimate', 'winRate', 'winRateBound', 'expectedReward'] as const;

/** `n`, the metrics by name, and the mean of the second score as `score.NAME`. */
export type Row = Record<string, number>;

/** A row is marked where the formula is more than this multiple of the truth: the 10 % that the sentence below names. */
const MAX_RATIO = 1.1;

/** @param gold - the name of the second score, if there is one. */
export function rowsOf(support: Support, ns: readonly number[], names: readonly string[], gold?: string): Row[] {
  const quantities = quantitiesOf(names.filter((name) => name !== 'n').length > 0 ? names : ['n']);
  return ns.map((n) => ({
    n,
    ...quantities.at(support, n),
    ...(gold === undefined ? {} : { [`score.${gold}`]: support.expectedScore(gold, n) }),
  }));
}

/** Whether the rows hold the formula and the truth, so that one can be set against the other. */
export const hasRatio = ([row]: readonly Row[]): boolean => row.kl !== undefined && row.klBound !== undefined;

/** A table with one more column where it can be told: the formula as a multiple of the truth, marked where it is far off. */
export function tableOf(rows: readonly Row[], width: number): string {
  const names = Object.keys(rows[0]);
  const withRatio = hasRatio(rows);
  const place = Math.max(names.indexOf('kl'), names.indexOf('klBound')) + 1;
  const put = (cells: string[], ratio: string) => (withRatio ? cells.toSpliced(place, 0, ratio) : cells);
  return textTable(
    put(names.map(headOf), 'ratio'),
    rows.map((row) =>
      put(
        names.map((name) => cellOf(row[name])),
        withRatio ? timesOf(row) : ''
      )
    ),
    { width }
  );
}

const headOf = (name: string) => name.replace(/^score\./, '');

const cellOf = (x: number) => (Number.isNaN(x) ? NONE : short(x));

/** A sentence that says where the formula is far off; none where it cannot be told. */
export function verdictOf(rows: readonly Row[]): string | undefined {
  if (!hasRatio(rows)) return undefined;
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
