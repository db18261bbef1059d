// npm run bench [-- rounds]: every contender in turn, each in a process of its own, round after round, so that what the machine does
// meanwhile hits all of them; then the medians over the rounds and the ratios: nanoseconds per outcome of one support, rows a second of
// batches.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { SIZES } from './contender.mjs';

const rounds = Number(process.argv[2] ?? 3);
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

const contenders = {
  wasm: [process.execPath, here('library.mjs'), 'wasm'],
  'wasm, batch': [process.execPath, here('batch.mjs'), 'wasm'],
  js: [process.execPath, here('library.mjs'), 'js'],
  'js, batch': [process.execPath, here('batch.mjs'), 'js'],
  idiomatic: [process.execPath, here('idiomatic.mjs')],
  ...numpyPeer(),
  ...nativePeer(),
};

/** Of every contender, size and stage: nanoseconds, or rows a second. */
const figures = new Map();
for (let round = 0; round < rounds; round++) {
  for (const [name, [command, ...args]] of Object.entries(contenders)) {
    process.stderr.write(`round ${round + 1} of ${rounds}: ${name}\n`);
    const output = execFileSync(command, args, { encoding: 'utf8' });
    for (const line of output.trim().split('\n')) {
      const { N, stage, ns, rows_per_s: rate } = JSON.parse(line);
      const key = [name.replace(', batch', ''), N, stage].join();
      figures.set(key, [...(figures.get(key) ?? []), ns ?? rate]);
    }
  }
}

const names = Object.keys(contenders).filter((name) => !name.includes('batch'));
const STAGES = ['prepare', 'evaluate', 'all metrics', 'policy'];
/** What a stage is compared with: numpy and C++ have no more than their own three metrics. */
const peerStage = { 'all metrics': 'evaluate' };
const COLUMNS = [
  'N',
  'stage',
  ...names.map((name) => `${name}, ns`),
  'numpy / wasm',
  'C++ / wasm',
  'idiomatic / wasm',
  'js / wasm',
];

console.log(`${cpus()[0].model}, Node ${process.version}, n = 16, medians of ${rounds} rounds, one thread\n`);
console.log(`| ${COLUMNS.join(' | ')} |\n|${COLUMNS.map(() => ' --- |').join('')}`);
for (const N of SIZES) {
  for (const stage of STAGES) {
    const own = figureOf('wasm', N, stage);
    const cells = names.map((name) => format(figureOf(name, N, stage), 1));
    const ratios = ['numpy', 'C++', 'idiomatic', 'js'].map((name) =>
      format(figureOf(name, N, name === 'js' ? stage : (peerStage[stage] ?? stage)) / own, 2)
    );
    console.log(`| ${[N, stage, ...cells, ...ratios].join(' | ')} |`);
  }
}

const BATCH_STAGES = ['batch', 'batch, float32', 'batch, flags', 'batch, varying', 'batch, weights'];
/** Peers have no float32 and no flags of their own. */
const peerBatch = { 'batch, float32': 'batch', 'batch, flags': 'batch' };
const peers = ['numpy', 'C++'];

const batchColumns = [
  'samples a row',
  'stage',
  ...['wasm', 'js', ...peers].map((name) => `${name}, rows/s`),
  'wasm / numpy',
  'wasm / C++',
  'wasm / js',
];
console.log(`\n| ${batchColumns.join(' | ')} |\n|${batchColumns.map(() => ' --- |').join('')}`);
for (const N of [16, 64, 256, 4096]) {
  for (const stage of BATCH_STAGES) {
    const [own, js] = ['wasm', 'js'].map((name) => figureOf(name, N, stage));
    const [numpy, native] = peers.map((name) => figureOf(name, N, peerBatch[stage] ?? stage));
    const cells = [own, js, numpy, native].map((rate) => format(rate, 0));
    const ratios = [own / numpy, own / native, own / js].map((ratio) => format(ratio, 2));
    console.log(`| ${[N, stage, ...cells, ...ratios].join(' | ')} |`);
  }
}

function figureOf(name, N, stage) {
  const values = figures.get([name, N, stage].join()) ?? [];
  return values.sort((a, b) => a - b)[values.length >> 1];
}

function format(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : '';
}

function numpyPeer() {
  const python = ['/usr/bin/python3', 'python3'].find((p) => spawnSync(p, ['-c', 'import numpy']).status === 0);
  if (python === undefined) return skipped('numpy', 'no python3 with numpy here');
  return { numpy: [python, here('peers/numpy_peer.py'), ...SIZES.map(String)] };
}

function nativePeer() {
  const program = here('../build/native_peer');
  mkdirSync(here('../build'), { recursive: true });
  const made = spawnSync('g++', ['-O3', '-march=native', here('peers/native_peer.cpp'), '-o', program]);
  if (made.status !== 0) return skipped('C++', 'no g++ here');
  return { 'C++': [program, ...SIZES.map(String)] };
}

function skipped(name, why) {
  process.stderr.write(`without ${name}: ${why}\n`);
  return {};
}
