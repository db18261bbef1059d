// Curves over n as text: a table to read, or every digit as CSV, JSON or JSON lines.

import { count, decimalsFor, percent, short, withError } from '../../format/number';
import { oneLine } from '../../format/visible';
import type { AggregateRow, PromptMean } from '../../index';
import { estimateColumns } from '../../sample-files/estimate-columns';
import { textsOf } from '../../sample-files/estimate-texts';
import { flatAggregate } from '../../sample-files/flat-rows';
import type { Estimated, GroupResult } from '../../sample-files/run-files';
import { rewardName, type SampleColumns } from '../../sample-files/sample-columns';
import { isBesideVotes } from '../../sample-files/votes';
import type { Result } from '../output/output-format';
import type { Cell } from '../output/serialize';
import { textTable, wrapped } from '../output/text-table';
import { type FoundPart, foundParts, partText } from './findings-text';
import { voteParts } from './votes-text';

/** @param cost - the price of a sample, where the user gives one. */
export function samplesResult(columns: SampleColumns, { files, groups }: Estimated, cost?: number): Result {
  return {
    text: (width) => textOf(groups, columns, { width, cost }),
    rows: () => groups.flatMap((group) => flatRows(group)),
    json: () => ({
      files,
      // programs read this field, so it keeps its name
      shape: columns,
      curves: groups.map(({ labels, samples, result, findings }) =>
        underLabels(labels, { total: samples, ...result, ...(findings ? { findings } : {}) })
      ),
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

/** The table for people, on a terminal or in the report. */
export interface ReadableTable {
  head: string[];
  rows: string[][];
  /** How many of the first columns say which group a row is of, and at which n. */
  keys: number;
}

/** All groups below one another, with what sets each apart in the first columns. */
export function readableTable(groups: readonly GroupResult[], columns: SampleColumns): ReadableTable {
  const names = [...new Set(groups.flatMap(({ labels }) => Object.keys(labels)))];
  const { confidence } = groups[0].result;
  const shown = textColumns(
    groups.flatMap(({ result }) => result.rows),
    rewardName(columns),
    `${percent(confidence)} % interval`
  );
  const rows = groups.flatMap(({ labels, result }) =>
    result.rows.map((row) => [...names.map((name) => labels[name] ?? ''), ...shown.map(({ cellOf }) => cellOf(row))])
  );
  return { head: [...names, ...shown.map(({ head }) => head)], rows, keys: names.length + 1 };
}

function textColumns(rows: readonly AggregateRow[], reward: string, intervalHead: string): TextColumn[] {
  const isElsewhere = isBesideVotes(rows);
  return [
    { head: 'n', cellOf: ({ n }) => String(n) },
    { head: 'prompts', cellOf: ({ answered }) => String(answered) },
    ...estimateColumns(rows)
      .filter(({ name }) => !isElsewhere(name))
      .flatMap(({ field, member, meanIn }): TextColumn[] => {
        const { head, hasInterval, formula } = textsOf(field);
        return [
          { head: head(reward, member), cellOf: (row) => mean(meanIn(row)) },
          ...(hasInterval ? [{ head: intervalHead, cellOf: (row: AggregateRow) => interval(meanIn(row)) }] : []),
          ...(formula?.head ? [{ head: formula.head, cellOf: ({ n }: AggregateRow) => short(formula.at(n)) }] : []),
        ];
      }),
  ];
}

/** What sets a group apart, in words: `filter strict-match, model north`. */
function headingOf({ labels }: GroupResult): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** What the rows are about, in a sentence or two. */
function summaryOf({ samples, result }: GroupResult): string {
  const { least, most } = result.samples;
  const all = `${count(result.prompts, 'prompt')} of ${least === most ? count(least, 'sample') : `${least} to ${most} samples`}, ${count(samples, 'sample')} in all.`;
  const fewer = least === most ? '' : ` Beyond n = ${least} a row speaks of fewer prompts, as the column prompts says.`;
  const isEmpty = result.rows.some(({ n }) => n > most);
  const clusters = result.rows[0]?.expectedReward.clusters;
  const own = clusters === undefined ? '' : ` Standard errors and intervals are those of ${count(clusters, 'cluster')}.`;
  return `${all}${fewer}${isEmpty ? ` No prompt has more than ${count(most, 'sample')}, so rows beyond n = ${most} are empty.` : ''}${own}`;
}

/** Which part of the error at n = 1 comes from the prompts and which from their samples, as far as that can be told; a sentence for each group. */
function errorSources({ group, result: { rows, samples, prompts } }: GroupResult): string[] {
  const { standardError, errorFromSamples } = rows.find(({ n }) => n === 1)?.expectedReward ?? {};
  if (!standardError || prompts < 2) return [];
  if (errorFromSamples === undefined)
    return samples.most > 1 ? [] : ['With one sample a prompt it cannot be told which part of an error comes from the samples.'];
  const fromPrompts = Math.sqrt(Math.max(0, (standardError - errorFromSamples) * (standardError + errorFromSamples)));
  const [all, ofPrompts, ofSamples] = [standardError, fromPrompts, errorFromSamples].map((error) =>
    error.toFixed(decimalsFor(standardError, 1))
  );
  const begin = group === '' ? 'Of' : `${group}: of`;
  return [
    `${begin} the error ${all} at n = 1, ${ofPrompts} comes from the choice of prompts and ${ofSamples} from their samples; the squares add up.`,
  ];
}

/** What the rows of each group are about, a line for each. */
export function summaries(groups: readonly GroupResult[]): string[] {
  return groups.map((group) => `${group.group === '' ? '' : `${headingOf(group)}: `}${summaryOf(group)}`);
}

/** What was found out about each group, beside its curve. */
export function findingParts(groups: readonly GroupResult[], columns: SampleColumns, cost?: number): FoundPart[] {
  return groups.flatMap((group) => {
    const { confidence } = group.result;
    const reward = group.labels.reward ?? columns.reward;
    const parts = [...voteParts(group, reward), ...foundParts(group.findings, reward, { confidence, cost })];
    return group.group === '' ? parts : parts.map((part) => ({ ...part, title: `${headingOf(group)}: ${part.title}` }));
  });
}

function textOf(
  groups: readonly GroupResult[],
  columns: SampleColumns,
  { width, cost }: { width?: number; cost?: number }
): string {
  const { head, rows, keys } = readableTable(groups, columns);
  const left = Array.from({ length: keys - 1 }, (_, i) => i);
  const said = summaries(groups).map((line) => wrapped(oneLine(line), width));
  const notes = errorNotes(groups).map((line) => `${wrapped(oneLine(line), width)}\n`);
  const found = findingParts(groups, columns, cost).map((part) => `\n${partText(part, width)}\n`);
  return `\n${said.join('\n')}\n${textTable(head, rows, { left, keys, width })}\n${notes.join('')}${found.join('')}`;
}

/** What is to be said of errors and intervals, in whole sentences. */
export function errorNotes(groups: readonly GroupResult[]): string[] {
  return [...noIntervals(groups), ...new Set(groups.flatMap(errorSources))];
}

/** Why means of several prompts have no interval, a sentence for each reason. */
function noIntervals(groups: readonly GroupResult[]): string[] {
  const rows = groups.flatMap(({ result }) => result.rows);
  const all = estimateColumns(rows)
    .filter(({ field }) => textsOf(field).hasInterval)
    .flatMap(({ meanIn }) => rows.map(meanIn));
  const reasons = new Set(
    all.flatMap(({ prompts, noInterval }) => (prompts > 1 && noInterval !== undefined ? [noInterval] : []))
  );
  return [...reasons].map((reason) => `Where there is no interval, ${reason}.`);
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
