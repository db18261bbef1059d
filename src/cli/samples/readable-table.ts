// The table of curves for people, on a terminal or in the report.

import { decimalsFor, NONE, percent, range, short, withError } from '../../format/number';
import type { AggregateRow, PromptMean } from '../../index';
import { type EstimateColumn, estimateColumns } from '../../sample-files/estimate-columns';
import type { GroupResult } from '../../sample-files/estimate-groups';
import { textsOf } from '../../sample-files/estimate-texts';
import { rewardName, type SampleColumns } from '../../sample-files/sample-columns';
import { isBesideVotes } from '../../sample-files/votes';
import type { TableOptions } from '../output/text-table';
import { isFormula } from './win-rate-text';

export interface ReadableTable {
  head: string[];
  rows: string[][];
  /** What is text, says what a row is about, and stays together. */
  layout: Pick<TableOptions, 'left' | 'keys' | 'beside'>;
}

/** A column of the table. */
interface TextColumn {
  head: string;
  cellOf(row: AggregateRow): string;
  /** Whether it stays beside the column before. */
  isBeside?: true;
}

/** All groups below one another, with what sets each apart in the first columns. */
export function readableTable(groups: readonly GroupResult[], columns: SampleColumns): ReadableTable {
  const names = [...new Set(groups.flatMap(({ labels }) => Object.keys(labels)))];
  const { confidence } = groups[0].result;
  const shown: TextColumn[] = [
    { head: 'n', cellOf: ({ n }) => String(n) },
    { head: 'prompts', cellOf: ({ answered }) => String(answered) },
    ...shownEstimates(groups).flatMap((column) => textColumns(column, rewardName(columns), confidence)),
  ];
  const rows = groups.flatMap(({ labels, result }) =>
    result.rows.map((row) => [...names.map((name) => labels[name] ?? ''), ...shown.map(({ cellOf }) => cellOf(row))])
  );
  return {
    head: [...names, ...shown.map(({ head }) => head)],
    rows,
    layout: {
      left: names.map((_, i) => i),
      keys: names.length + 1,
      beside: shown.flatMap(({ isBeside }, i) => (isBeside ? [names.length + i] : [])),
    },
  };
}

/** A column with the rows that it has a cell in. */
export interface ShownEstimate extends EstimateColumn {
  /** Whether any of the means has an interval, where intervals are shown. */
  hasIntervals: boolean;
}

/** The estimates that the table shows: all but a win rate that is its formula at every n, and the votes, which have a table of their own. */
export function shownEstimates(groups: readonly GroupResult[]): ShownEstimate[] {
  const rows = groups.flatMap(({ result }) => result.rows);
  const isElsewhere = isBesideVotes(rows);
  return estimateColumns(rows)
    .filter(({ field, name }) => (field !== 'winRate' || !isFormula(rows)) && !isElsewhere(name))
    .map((column) => ({
      ...column,
      hasIntervals: textsOf(column.field).hasInterval === true && rows.some((row) => column.meanIn(row).interval !== null),
    }));
}

function textColumns({ field, member, meanIn, hasIntervals }: ShownEstimate, reward: string, confidence: number): TextColumn[] {
  const { head, formula } = textsOf(field);
  return [
    { head: head(reward, member), cellOf: (row) => meanText(meanIn(row)) },
    ...(hasIntervals
      ? [
          {
            head: `${percent(confidence)} % interval`,
            cellOf: (row: AggregateRow) => intervalText(meanIn(row)),
            isBeside: true,
          } as const,
        ]
      : []),
    ...(formula?.head
      ? [{ head: formula.head, cellOf: ({ n }: AggregateRow) => short(formula.at(n)), isBeside: true } as const]
      : []),
  ];
}

function meanText({ mean, standardError }: PromptMean): string {
  if (mean === null) return NONE;
  return standardError === null ? short(mean) : withError(mean, standardError);
}

function intervalText({ mean, interval, standardError }: PromptMean): string {
  if (mean === null || interval === null || standardError === null) return NONE;
  // next to the end of a scale an error may be far smaller than the interval, whose last digits then say nothing
  const [low, high] = interval;
  return range(interval, Math.min(decimalsFor(standardError, mean), decimalsFor((high - low) / 4, mean) + 1));
}
