// Metrics over a grid of n as text: a table to read, or CSV and JSON with every digit.

import Table from 'cli-table3';
import type { Metrics, Support } from '../index';

export type OutputFormat = 'table' | 'csv' | 'json';

/** What is printed, in this order. */
export const COLUMNS = ['n', 'kl', 'klBound', 'klGap', 'klEstimate', 'winRate', 'winRateBound', 'expectedReward'] as const;
export type Row = Pick<Metrics, (typeof COLUMNS)[number]>;

/** How far the formula may exceed the truth before its row is marked. */
const FAR = 1.1;

export function rowsOf(support: Support, ns: readonly number[]): Row[] {
  return ns.map((n) => support.metrics(n, COLUMNS));
}

/** A table with one more column: the formula as a multiple of the truth, marked where it is far off. */
export function tableOf(rows: readonly Row[]): string {
  const table = new Table({
    head: [...COLUMNS.slice(0, 3), 'formula / kl', ...COLUMNS.slice(3)],
    colAligns: COLUMNS.map(() => 'right' as const).concat('right'),
    style: { head: [], border: [], compact: true },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const row of rows) {
    const [n, kl, bound, ...rest] = COLUMNS.map((name) => short(row[name]));
    table.push([n, kl, bound, timesOf(row), ...rest]);
  }
  return table.toString();
}

/** One sentence on where the formula stops being the truth. */
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
  return row.klBound > FAR * row.kl;
}

function timesOf(row: Row): string {
  if (row.klBound === 0) return '';
  const times = row.kl === 0 ? '∞' : (row.klBound / row.kl).toFixed(2);
  return isFar(row) ? `${times} !` : times;
}

export function csvOf(reward: string, rows: readonly Row[]): string {
  return rows.map((row) => [quoted(reward), ...COLUMNS.map((name) => row[name])].join(',')).join('\n');
}

export function csvHead(): string {
  return ['reward', ...COLUMNS].join(',');
}

/** JSON has no infinities: they are written as strings. */
export function jsonOf(reward: string, rows: readonly Row[]): string {
  return rows
    .map((row) =>
      JSON.stringify({ reward, ...row }, (_, value) =>
        Number.isFinite(value) || typeof value !== 'number' ? value : String(value)
      )
    )
    .join('\n');
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function short(x: number): string {
  if (!Number.isFinite(x) || Number.isInteger(x)) return String(x);
  const size = Math.abs(x);
  return size >= 1e-4 && size < 1e7 ? x.toPrecision(5) : x.toExponential(3);
}
