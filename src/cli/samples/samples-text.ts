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
import { textTable, wrapped } from '../output/text-table';

export function samplesResult(columns: SampleColumns, { files, groups }: Estimated): Result {
  const groupColumn = columns.group;
  return {
    text: (width) => groups.map((group) => tableOf(group, columns, width)).join(''),
    rows: () => groups.flatMap((group) => flatRows(group, groupColumn)),
    json: () => ({
      files,
      // programs read this field, so it keeps its name
      shape: columns,
      curves: groups.map(({ group, samples, result }) => underGroup(groupColumn, group, { total: samples, ...result })),
    }),
  };
}

function flatRows({ group, result }: GroupResult, groupColumn: string | undefined): Record<string, Cell>[] {
  return flatAggregate(result).map((row) => underGroup(groupColumn, group, row));
}

/** A record with the value of the group's column before it, under another name where the record has one of that name itself. */
function underGroup<T extends object>(column: string | undefined, group: string, record: T): T {
  if (column === undefined) return record;
  return { [column in record ? `group.${column}` : column]: group, ...record };
}

/** A column of the table for people. */
interface TextColumn {
  head: string;
  cellOf(row: AggregateRow): string;
}

/** The columns and cells of the table for people, on a terminal or in the report. */
export function readableTable({ result }: GroupResult, { reward }: SampleColumns): { head: string[]; rows: string[][] } {
  const intervalHead = `${percent(result.confidence)} % interval`;
  const columns: TextColumn[] = [
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
  return { head: columns.map(({ head }) => head), rows: result.rows.map((row) => columns.map(({ cellOf }) => cellOf(row))) };
}

/** What the rows are about, in a sentence or two. */
export function summaryOf({ samples, result }: GroupResult): string {
  const { least, most } = result.samples;
  const all = `${count(result.prompts, 'prompt')} of ${least === most ? least : `${least} to ${most}`} samples, ${count(samples, 'sample')} in all.`;
  return least === most ? all : `${all} Beyond n = ${least} a row speaks of fewer prompts, as its second column says.`;
}

function tableOf(group: GroupResult, columns: SampleColumns, width?: number): string {
  const { head, rows } = readableTable(group, columns);
  const heading = columns.group ? `\n${oneLine(`${columns.group} ${group.group}`)}: ` : '\n';
  return `${wrapped(`${heading}${summaryOf(group)}`, width)}\n${textTable(head, rows, { width })}\n`;
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
