// Curves over n as text: a table to read, or every digit as CSV, JSON or JSON lines.

import { klBound, type PromptMean } from '../index';
import { flatAggregate, hasKl } from '../sample-files/flat-rows';
import type { Estimated, FileRead, GroupResult } from '../sample-files/run';
import type { Shape } from '../sample-files/shape';
import type { OutputFormat } from './output';
import { type Cell, csvOf, jsonlOf, jsonOf, short } from './records';
import { textTable } from './text-table';

export function samplesText(shape: Shape, { files, groups }: Estimated, format: OutputFormat): string {
  if (format === 'csv') return csvOf(groups.flatMap((group) => flatRows(group, shape.group)));
  if (format === 'jsonl') return jsonlOf(groups.flatMap((group) => flatRows(group, shape.group)));
  if (format === 'json') {
    const curves = groups.map(({ group, samples, result }) => ({
      ...(shape.group ? { [shape.group]: group } : {}),
      total: samples,
      ...result,
    }));
    return `${jsonOf({ files, shape, curves }, 2)}\n`;
  }
  return groups.map((group) => tableOf(group, shape)).join('');
}

function flatRows({ group, result }: GroupResult, groupColumn: string | undefined): Record<string, Cell>[] {
  return flatAggregate(result).map((row) => (groupColumn ? { [groupColumn]: group, ...row } : row));
}

/** The columns and cells of the table that is read, on a terminal or in the report. */
export function readableTable(group: GroupResult, { reward, scores }: Shape): { head: string[]; rows: string[][] } {
  const percent = `${Number((100 * group.result.confidence).toPrecision(6))} % interval`;
  const withKl = hasKl(group.result);
  const head = ['n', 'prompts', reward, percent, 'win rate', percent];
  if (withKl) head.push('KL estimate', 'KL bound');
  head.push(...scores.filter((name) => name in (group.result.rows[0]?.scores ?? {})));
  const rows = group.result.rows.map((row) => {
    const cells = [String(row.n), String(row.answered), mean(row.expectedReward), interval(row.expectedReward)];
    cells.push(mean(row.winRate), interval(row.winRate));
    if (withKl) cells.push(mean(row.klEstimate), short(klBound(row.n)));
    for (const score of Object.values(row.scores)) cells.push(mean(score));
    return cells;
  });
  return { head, rows };
}

/** What the rows speak of, in a sentence or two. */
export function summaryOf({ samples, result }: GroupResult): string {
  const { least, most } = result.samples;
  const all = `${count(result.prompts, 'prompt')} of ${least === most ? least : `${least} to ${most}`} samples, ${count(samples, 'sample')} in all.`;
  return least === most ? all : `${all} Beyond n = ${least} a row speaks of fewer prompts, as its second column says.`;
}

function tableOf(group: GroupResult, shape: Shape): string {
  const { head, rows } = readableTable(group, shape);
  const heading = shape.group ? `\n${shape.group} ${group.group}: ` : '\n';
  return `${heading}${summaryOf(group)}\n${textTable(head, rows)}\n`;
}

/** What was left out, in words; '' if nothing was. */
export function skippedText(files: readonly FileRead[]): string {
  const lines: string[] = [];
  for (const { file, skipped, faults, failed } of files) {
    if (failed !== undefined) lines.push(`${file} does not count: ${failed}`);
    if (skipped === 0) continue;
    lines.push(`${file}: ${count(skipped, 'record')} skipped`, ...faults.map((fault) => `  ${fault}`));
    if (skipped > faults.length) lines.push(`  and ${skipped - faults.length} more`);
  }
  return lines.join('\n');
}

function mean({ mean, standardError }: PromptMean): string {
  if (mean === null) return '';
  if (standardError === null) return short(mean);
  const digits = digitsOf(standardError, mean);
  return `${mean.toFixed(digits)} ± ${standardError.toFixed(digits)}`;
}

function interval({ mean, interval, standardError }: PromptMean): string {
  if (mean === null || interval === null || standardError === null) return '';
  return interval.map((x) => x.toFixed(digitsOf(standardError, mean))).join(' to ');
}

/** Decimals that show two digits of an error; an error of the last bits is none. */
function digitsOf(error: number, mean: number): number {
  if (!(error > 1e-12 * Math.abs(mean))) return 4;
  return Math.min(20, Math.max(0, 1 - Math.floor(Math.log10(error))));
}

function count(value: number, what: string): string {
  return `${value.toLocaleString('en-US')} ${what}${value === 1 ? '' : 's'}`;
}
