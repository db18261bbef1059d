// Curves over n as text: a table to read, or every digit as CSV, JSON or JSON lines.

import { count, decimalsFor, percent, short, withError } from '../../format/number';
import { oneLine } from '../../format/visible';
import type { AggregateRow, PromptMean } from '../../index';
import { estimateColumns } from '../../sample-files/estimate-columns';
import { textsOf } from '../../sample-files/estimate-texts';
import { flatAggregate } from '../../sample-files/flat-rows';
import type { Estimated, GroupResult } from '../../sample-files/run-files';
import type { SampleColumns } from '../../sample-files/sample-columns';
import type { Result } from '../output/output-format';
import type { Cell } from '../output/serialize';
import { textTable } from '../output/text-table';

export function samplesResult(columns: SampleColumns, { files, groups }: Estimated): Result {
  return {
    text: () => groups.map((group) => tableOf(group, columns)).join(''),
    rows: () => groups.flatMap((group) => flatRows(group)),
    json: () => ({
      files,
      // programs read this field, so it keeps its name
      shape: columns,
      curves: groups.map(({ labels, samples, result }) => underLabels(labels, { total: samples, ...result })),
    }),
  };
}

function flatRows({ labels, result }: GroupResult): Record<string, Cell>[] {
  return flatAggregate(result).map((row) => underLabels(labels, row));
}

/** A record with the labels of its group before it, each under another name where the record has one of that name itself. */
function underLabels<T extends object>(labels: Record<string, string>, record: T): T {
  const own = Object.entries(labels).map(([name, value]) => [name in record ? `group.${name}` : name, value]);
  return { ...Object.fromEntries(own), ...record };
}

/** A column of the table for people. */
interface TextColumn {
  head: string;
  cellOf(row: AggregateRow): string;
}

/** The columns and cells of the table for people, on a terminal or in the report. */
export function readableTable({ labels, result }: GroupResult, columns: SampleColumns): { head: string[]; rows: string[][] } {
  const intervalHead = `${percent(result.confidence)} % interval`;
  const reward = rewardOf(labels, columns);
  const shown: TextColumn[] = [
    { head: 'n', cellOf: ({ n }) => String(n) },
    { head: 'prompts', cellOf: ({ answered }) => String(answered) },
    ...estimateColumns(result.rows).flatMap(({ field, member, meanIn }): TextColumn[] => {
      const { head, hasInterval, formula } = textsOf(field);
      return [
        { head: head(reward, member), cellOf: (row) => mean(meanIn(row)) },
        ...(hasInterval ? [{ head: intervalHead, cellOf: (row: AggregateRow) => interval(meanIn(row)) }] : []),
        ...(formula?.head ? [{ head: formula.head, cellOf: ({ n }: AggregateRow) => short(formula.at(n)) }] : []),
      ];
    }),
  ];
  return { head: shown.map(({ head }) => head), rows: result.rows.map((row) => shown.map(({ cellOf }) => cellOf(row))) };
}

/** What sets a group apart, in words: `filter strict-match, model north`. */
export function headingOf({ labels }: GroupResult): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** The reward that chooses in a group. */
function rewardOf(labels: GroupResult['labels'], { reward, rewards }: SampleColumns): string {
  return rewards ? labels.reward : reward;
}

/** What the rows are about, in a sentence or two. */
export function summaryOf({ samples, result }: GroupResult): string {
  const { least, most } = result.samples;
  const all = `${count(result.prompts, 'prompt')} of ${least === most ? least : `${least} to ${most}`} samples, ${count(samples, 'sample')} in all.`;
  return least === most ? all : `${all} Beyond n = ${least} a row speaks of fewer prompts, as its second column says.`;
}

function tableOf(group: GroupResult, columns: SampleColumns): string {
  const { head, rows } = readableTable(group, columns);
  const heading = group.group === '' ? '\n' : `\n${oneLine(headingOf(group))}: `;
  return `${heading}${summaryOf(group)}\n${textTable(head, rows)}\n`;
}

function mean({ mean, standardError }: PromptMean): string {
  if (mean === null) return '';
  if (standardError === null) return short(mean);
  return withError(mean, standardError);
}

function interval({ mean, interval, standardError }: PromptMean): string {
  if (mean === null || interval === null || standardError === null) return '';
  return interval.map((x) => x.toFixed(decimalsFor(standardError, mean))).join(' to ');
}
