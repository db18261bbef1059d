// A run as one page that needs nothing else: how it was made, the curves, the table, what was found out, what was read and what was skipped.

import { version } from '../../../package.json';
import { escaped } from '../../charts/markup';
import { fileName } from '../../files/record-error';
import { grouped } from '../../format/number';
import type { FileRead } from '../../sample-files/part-merger';
import type { Estimated } from '../../sample-files/run-files';
import { describeColumns, type SampleColumns } from '../../sample-files/sample-columns';
import { curveCharts } from './curves-plot';
import type { FoundPart } from './findings-text';
import { goldCharts } from './gold-plot';
import { summaries, tableNotes } from './notes-text';
import { readableTable } from './readable-table';
import { findingParts } from './samples-text';
import { voteCharts } from './votes-plot';

const STYLES = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; } h3 { font-size: 1rem; }
h1, h2, h3, p, pre { overflow-wrap: anywhere; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr)); gap: 1rem; }
.charts svg { width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { padding: .3rem .8rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
.files td { overflow-wrap: anywhere; white-space: normal; }
td.text, th.text { text-align: left; }
pre { background: var(--soft); padding: .6rem .8rem; overflow-x: auto; border-radius: 6px; white-space: pre-wrap; }
footer { margin-top: 3rem; font-size: .85rem; opacity: .75; }
`;

/** How a report was made. */
export interface Made {
  /** The command line, without secrets. */
  command: string;
  date: Date;
  /** The options that numbers depend on, with their values. */
  options: Readonly<Record<string, string>>;
  /** The price of a sample, where the user gives one. */
  cost?: number;
}

/** A whole HTML document, which loads nothing. */
export function reportPage(
  names: readonly string[],
  columns: SampleColumns,
  { files, groups, notices }: Estimated,
  { command, date, options, cost }: Made
): string {
  const title = `Best of n: ${names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')}`;
  const { head, rows, layout } = readableTable(groups, columns);
  const found = findingParts(groups, columns, cost);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLES}</style>
<main>
<h1>${escaped(title)}</h1>
<pre>${escaped(command)}</pre>
<p>${dateText(date)}, best-of-n ${version}, seed ${escaped(options['--seed'] ?? '')}. Taken for ${escaped(describeColumns(columns))}.</p>
<h2>Curves</h2>
<div class="charts">
${[...curveCharts(groups, columns), ...voteCharts(groups, columns), ...goldCharts(groups, columns)].join('')}</div>
<h2>Numbers</h2>
${paragraphs(summaries(groups))}
${htmlTable(head, rows, { left: layout.left })}
${paragraphs([...tableNotes(groups, columns), ...notices.map((notice) => `${notice}.`)])}
<p>Each number is the mean over prompts of an unbiased estimate that averages over every choice of n of a prompt's samples, ± its standard
error; the intervals are over prompts (docs/intervals.md). A prompt with fewer than n samples (for the win rate, n or fewer) is left out of the row. The best of n is chosen by ${escaped(columns.reward)}; ties share the choice. The win rate is against one more independent sample, a tie counting
one half.</p>
${found.length > 0 ? `<h2>Answers</h2>\n${found.map(foundHtml).join('\n')}` : ''}
<h2>What was read</h2>
${htmlTable(['file', 'lines or rows', 'samples', 'skipped'], files.map(cellsOf), { left: [0], name: 'files' })}
${files.map(faultsOf).join('')}
<h2>How it was made</h2>
${htmlTable(['option', 'value'], Object.entries(options), { left: [0, 1], name: 'files' })}
<footer>Made by best-of-n ${version}. The numbers follow A. Beirami et al., <i>Theoretical guarantees on the best-of-n alignment policy</i>,
ICML 2025.</footer>
</main>
</html>
`;
}

/** To the minute, in universal time: `2026-03-01 14:05 UTC`. */
const dateText = (date: Date) => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p>${escaped(line)}</p>`).join('\n');

function foundHtml({ title, said, head, rows }: FoundPart): string {
  const table = rows.length > 0 ? [htmlTable(head, rows)] : [];
  return [`<h3>${escaped(title)}</h3>`, paragraphs(said), ...table].join('\n');
}

function cellsOf({ file, length, samples, skipped }: FileRead): string[] {
  return [fileName(file), ...[length, samples, skipped].map(grouped)];
}

function faultsOf({ file, skipped, faults, failed }: FileRead): string {
  if (failed !== undefined) return `<p>${escaped(file)} does not count:</p><pre>${escaped(failed)}</pre>`;
  if (skipped === 0) return '';
  const more = skipped > faults.length ? `\nand ${skipped - faults.length} more` : '';
  return `<p>Skipped in ${escaped(file)}:</p><pre>${faults.map(escaped).join('\n')}${more}</pre>`;
}

/** @param options - `left` are the columns of text, `name` is the table's class. */
function htmlTable(
  head: readonly string[],
  rows: readonly string[][],
  { left = [], name = '' }: { left?: readonly number[]; name?: string } = {}
): string {
  const cells = (tag: string, row: readonly string[]) =>
    row.map((cell, i) => `<${tag}${left.includes(i) ? ' class="text"' : ''}>${escaped(cell)}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
  return `<div class="scroll"><table class="${name}"><thead><tr>${cells('th', head)}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}
