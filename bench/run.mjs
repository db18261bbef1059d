// npm run bench [-- rounds]: every contender in turn, each in a process of its own, round after round, so that what the machine does
// meanwhile hits all of them; then the medians over the rounds, in nanoseconds per outcome, and the ratios.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { SIZES } from './contender.mjs';

const rounds = Number(process.argv[2] ?? 3);
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

const contenders = {
  wasm: [process.execPath, here('library.mjs'), 'wasm'],
  js: [process.execPath, here('library.mjs'), 'js'],
  idiomatic: [process.execPath, here('idiomatic.mjs')],
  ...numpyPeer(),
  ...nativePeer(),
};

const times = new Map();
for (let round = 0; round < rounds; round++) {
  for (const [name, [command, ...args]] of Object.entries(contenders)) {
    process.stderr.write(`round ${round + 1} of ${rounds}: ${name}\n`);
    const output = execFileSync(command, args, { encoding: 'utf8' });
    for (const line of output.trim().split('\n')) {
      const { N, stage, ns } = JSON.parse(line);
      if (ns === undefined) continue;
      const key = [name, N, stage].join();
      times.set(key, [...(times.get(key) ?? []), ns]);
    }
  }
}

const STAGES = ['prepare', 'evaluate', 'all metrics', 'policy'];
/** What a stage is compared with: numpy and C++ have no more than their own three metrics. */
const peerStage = { 'all metrics': 'evaluate' };
const COLUMNS = [
  'N',
  'stage',
  ...Object.keys(contenders).map((name) => `${name}, ns`),
  'numpy / wasm',
  'C++ / wasm',
  'idiomatic / wasm',
  'js / wasm',
];

console.log(`${cpus()[0].model}, Node ${process.version}, n = 16, medians of ${rounds} rounds, one thread\n`);
console.log(`| ${COLUMNS.join(' | ')} |\n|${COLUMNS.map(() => ' --- |').join('')}`);
for (const N of SIZES) {
  for (const stage of STAGES) {
    const own = timeOf('wasm', N, stage);
    const cells = Object.keys(contenders).map((name) => format(timeOf(name, N, stage), 1));
    const ratios = ['numpy', 'C++', 'idiomatic', 'js'].map((name) =>
      format(timeOf(name, N, name === 'js' ? stage : (peerStage[stage] ?? stage)) / own, 2)
    );
    console.log(`| ${[N, stage, ...cells, ...ratios].join(' | ')} |`);
  }
}

function timeOf(name, N, stage) {
  const values = times.get([name, N, stage].join()) ?? [];
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
