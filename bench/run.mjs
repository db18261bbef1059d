// npm run bench [-- --rounds 3] [--write]: every contender in turn, each in a process of its own, size by size and round after round, so that
// what the machine does meanwhile hits all of them; then medians over the rounds with the spread, and ratios. `--write` puts the tables
// into bench/results.md.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LENGTHS, N_SAMPLES, SIZES } from './contender.mjs';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, write: { type: 'boolean', default: false } },
});
const rounds = Number(options.rounds);
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Each takes sizes of one support, and `batch` with lengths of rows. */
const contenders = {
  wasm: [process.execPath, here('library.mjs'), 'wasm'],
  js: [process.execPath, here('library.mjs'), 'js'],
  idiomatic: [process.execPath, here('idiomatic.mjs')],
  ...numpyPeer(),
  ...nativePeer(),
};
const names = Object.keys(contenders);
const versions = [`Node ${process.version}`, ...names.flatMap((name) => contenders[name].version ?? [])];

/** Of every contender, size and stage: nanoseconds, or rows a second. */
const figures = new Map();
for (let round = 0; round < rounds; round++) {
  for (const size of SIZES) for (const name of names) measure(name, size);
  for (const length of LENGTHS) for (const name of names) measure(name, 'batch', length);
}

const tables = [
  `${cpus()[0].model}, ${versions.join(', ')}, n = ${N_SAMPLES}, one thread, ${new Date().toISOString().slice(0, 10)}; medians of ${rounds} rounds, least and most in brackets.`,
  '## One support\n\nNanoseconds per outcome; of a curve, per outcome and n.',
  supportTable(),
  '## Batches\n\nRows a second.',
  batchTable(),
].join('\n\n');
console.log(tables);
if (options.write) {
  writeFileSync(
    here('results.md'),
    `# Results\n\nMade by \`npm run bench -- --write\`; README.md explains the stages.\n\n${tables}\n`
  );
}

function measure(name, ...args) {
  const [command, ...script] = contenders[name];
  process.stderr.write(`${name} ${args.join(' ')}\n`);
  const output = execFileSync(command, [...script, ...args.map(String)], { encoding: 'utf8' });
  for (const line of output.split('\n').filter(Boolean)) {
    const { N, stage, ns, rows_per_s: rate } = JSON.parse(line);
    const key = [name, N, stage].join();
    figures.set(key, [...(figures.get(key) ?? []), ns ?? rate]);
  }
}

function supportTable() {
  const stages = [
    'prepare',
    'evaluate',
    'curve',
    'curve of 1000',
    'all metrics',
    'policy',
    'threshold',
    'tilted',
    'tilted by win rate',
    'matchKl',
  ];
  /** What a stage is compared with: the peers have no more than three metrics, and no quicker curve for more n. */
  const peerStage = { 'all metrics': 'evaluate', 'curve of 1000': 'curve', 'tilted by win rate': 'tilted' };
  const rows = SIZES.flatMap((N) =>
    stages.map((stage) => {
      const own = medianOf('wasm', N, stage);
      const ratios = names.slice(1).map((name) => medianOf(name, N, name === 'js' ? stage : (peerStage[stage] ?? stage)) / own);
      return [N, stage, ...names.map((name) => cell(name, N, stage)), ...ratios.map(shownRatio)];
    })
  );
  return markdown(['N', 'stage', ...names, ...names.slice(1).map((name) => `${name} / wasm`)], rows);
}

function batchTable() {
  const stages = [
    ...['batch', 'batch, float32', 'batch, flags', 'batch, varying', 'batch, weights'],
    ...['samples', 'samples, flags', 'samples, score', 'samples, score by flags', 'samples, logProbs', 'samples, one by one'],
  ];
  /** The peers have no float32 and no flags of their own, nor any ties. */
  const peerStage = {
    'batch, float32': 'batch',
    'batch, flags': 'batch',
    'samples, flags': 'samples',
    'samples, score by flags': 'samples, score',
    'samples, one by one': 'samples',
  };
  const others = names.filter((name) => name !== 'wasm' && name !== 'idiomatic');
  const rows = LENGTHS.flatMap((N) =>
    stages.map((stage) => {
      const own = medianOf('wasm', N, stage);
      const ratios = others.map((name) => own / medianOf(name, N, name === 'js' ? stage : (peerStage[stage] ?? stage)));
      return [N, stage, ...['wasm', ...others].map((name) => cell(name, N, stage)), ...ratios.map(shownRatio)];
    })
  );
  return markdown(['samples a row', 'stage', 'wasm', ...others, ...others.map((name) => `wasm / ${name}`)], rows);
}

function sortedOf(name, N, stage) {
  return [...(figures.get([name, N, stage].join()) ?? [])].sort((a, b) => a - b);
}

function medianOf(name, N, stage) {
  const values = sortedOf(name, N, stage);
  return values[values.length >> 1];
}

function cell(name, N, stage) {
  const values = sortedOf(name, N, stage);
  if (values.length === 0) return '';
  const [least, middle, most] = [0, values.length >> 1, values.length - 1].map((i) => shown(values[i]));
  return `${middle} (${least}–${most})`;
}

/** Three digits of a time, thousands of a rate. */
function shown(value) {
  return value < 1e5 ? String(Number(value.toPrecision(3))) : `${Math.round(value / 1000)}k`;
}

function shownRatio(ratio) {
  return Number.isFinite(ratio) ? ratio.toFixed(2) : '';
}

function markdown(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function numpyPeer() {
  const python = ['/usr/bin/python3', 'python3'].find((p) => spawnSync(p, ['-c', 'import numpy']).status === 0);
  if (python === undefined) return skipped('numpy', 'no python3 with numpy here');
  const version = execFileSync(python, ['-c', 'import numpy; print(numpy.__version__)'], { encoding: 'utf8' }).trim();
  return { numpy: Object.assign([python, here('peers/numpy_peer.py')], { version: `numpy ${version}` }) };
}

function nativePeer() {
  const program = here('../build/native_peer');
  mkdirSync(here('../build'), { recursive: true });
  const made = spawnSync('g++', ['-O3', '-march=native', here('peers/native_peer.cpp'), '-o', program]);
  if (made.status !== 0) return skipped('C++', 'no g++ here');
  const version = execFileSync('g++', ['-dumpfullversion'], { encoding: 'utf8' }).trim();
  return { 'C++': Object.assign([program], { version: `g++ ${version}` }) };
}

function skipped(name, why) {
  process.stderr.write(`without ${name}: ${why}\n`);
  return {};
}
