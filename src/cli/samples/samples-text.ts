// Curves over n as text: a table to read, or every digit as CSV, JSON or JSON lines.

import { wrapped } from '../../format/columns';
import { oneLine } from '../../format/visible';
import type { GroupResult } from '../../sample-files/estimate-groups';
import { flatAggregate } from '../../sample-files/flat-rows';
import type { Estimated } from '../../sample-files/run-files';
import type { SampleColumns } from '../../sample-files/sample-columns';
import type { Result } from '../output/output-format';
import type { Cell } from '../output/serialize';
import { textTable } from '../output/text-table';
import { type FoundPart, foundParts, partText } from './findings-text';
import { headingOf, summaries, tableNotes } from './notes-text';
import { readableTable } from './readable-table';
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
  { width, cost }: { width: number; cost?: number }
): string {
  const { head, rows, layout } = readableTable(groups, columns);
  const [said, notes] = [summaries(groups), tableNotes(groups, columns)].map((lines) =>
    lines.map((line) => `${wrapped(oneLine(line), width)}\n`).join('')
  );
  const found = findingParts(groups, columns, cost).map((part) => `\n${partText(part, width)}\n`);
  return `\n${said}${textTable(head, rows, { ...layout, width })}\n${notes}${found.join('')}`;
}
