// What contenders print, round after round, and tables of the medians.

import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Of every contender, size and stage: nanoseconds, or rows a second. */
const figures = new Map();

/** Runs a contender once and keeps the figures that it prints, a JSON line for each stage: nanoseconds, microseconds or rows a second. Returns the lines. */
export function measure(name, [command, ...script], ...args) {
  process.stderr.write(`${name} ${args.join(' ')}\n`);
  const output = execFileSync(command, [...script, ...args.map(String)], { encoding: 'utf8' });
  const lines = output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  for (const { N, stage, ns, us, rows_per_s: rate } of lines) {
    const key = [name, N, stage].join();
    figures.set(key, [...(figures.get(key) ?? []), ns ?? us ?? rate]);
  }
  return lines;
}

function sortedOf(name, N, stage) {
  return [...(figures.get([name, N, stage].join()) ?? [])].sort((a, b) => a - b);
}

export function medianOf(name, N, stage) {
  const values = sortedOf(name, N, stage);
  return values[values.length >> 1];
}

export function cell(name, N, stage) {
  const values = sortedOf(name, N, stage);
  if (values.length === 0) return '';
  const [least, middle, most] = [0, values.length >> 1, values.length - 1].map((i) => shown(values[i]));
  return `${middle} (${least}–${most})`;
}

/** Three digits of a time, thousands of a rate. */
function shown(value) {
  return value < 1e5 ? String(Number(value.toPrecision(3))) : `${Math.round(value / 1000)}k`;
}

export function shownRatio(ratio) {
  return Number.isFinite(ratio) ? ratio.toFixed(2) : '';
}

export function markdown(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** What was measured, where and when. */
export function headline(contenders, rounds, what) {
  const versions = [`Node ${process.version}`, ...Object.values(contenders).flatMap(({ version }) => version ?? [])];
  const day = new Date().toISOString().slice(0, 10);
  return `${cpus()[0].model}, ${versions.join(', ')}, ${what}, one thread, ${day}; medians of ${rounds} rounds, least and most in brackets.`;
}
