// The benchmark of what one support has beside its metrics (divergences with a parameter, selection rules, second scores, stopping), and of training weights
// of rows of samples, beside numpy. All contenders read the same data, and their values must agree.

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { randomData } from './contender.mjs';
import { cell, headline, markdown, measure, medianOf, shownRatio } from './figures.mjs';
import { numpyPeer } from './peers.mjs';

/** Where the tables go. */
export const RESULTS = 'results-laws.md';

const SIZES = [1000, 151_936];
const LENGTH = 64;
const ROWS = 20_480;
/** Of values above 1, relative. numpy has the fewest digits where it subtracts, and those of a peak that it finds between two values of n. */
const TOLERANCE = 1e-9;

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const contenders = {
  wasm: [process.execPath, here('laws.mjs'), 'wasm'],
  js: [process.execPath, here('laws.mjs'), 'js'],
  ...numpyPeer('numpy_laws.py'),
};
const names = Object.keys(contenders);

export function tablesOf(rounds) {
  const parts = [...SIZES.map((size) => ['support', supportData(size), size]), ['rows', rowData(), LENGTH]];
  /** The stages of each size, in the order in which they are printed. */
  const stages = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const part of parts) {
      const printed = names.map((name) => measure(name, contenders[name], ...part));
      for (const lines of printed) checkValues(lines, printed[0]);
      stages.set(
        part[2],
        printed[0].map(({ stage }) => stage)
      );
    }
  }
  const rowsOf = (size) =>
    stages.get(size).map((stage) => {
      const own = medianOf('wasm', size, stage);
      const ratios = names.slice(1).map((name) => shownRatio(medianOf(name, size, stage) / own));
      return [stage, ...names.map((name) => cell(name, size, stage)), ...ratios];
    });
  const head = [...names, ...names.slice(1).map((name) => `${name} / wasm`)];
  return [
    headline(contenders, rounds, 'n = 16, processor time'),
    ...SIZES.flatMap((size) => [
      `## One support of ${size} outcomes\n\nMicroseconds a call.`,
      markdown(['call', ...head], rowsOf(size)),
    ]),
    `## Rows of ${LENGTH} samples\n\nMicroseconds a row.`,
    markdown(['call', ...head], rowsOf(LENGTH)),
  ].join('\n\n');
}

function checkValues(lines, expected) {
  for (const { impl, N, stage, values } of lines) {
    const wanted = expected.find((line) => line.stage === stage).values;
    const agrees = (value, k) => Math.abs(value - wanted[k]) <= TOLERANCE * Math.max(1, Math.abs(wanted[k]));
    if (values.every(agrees)) continue;
    throw new Error(`${impl} has ${values} for ${stage} of ${N}, where wasm has ${wanted}`);
  }
}

/** Weights, rewards and a second score, which rises with the reward up to a point, with noise. */
function supportData(size) {
  const { weights, rewards } = randomData(size, 12345);
  const noise = randomData(size, 99).rewards;
  const gold = rewards.map((r, i) => r - 0.2 * r * r + 0.5 * noise[i]);
  return written(`support-${size}`, [weights, rewards, gold]);
}

/** Rewards and ratios of rows of samples. */
function rowData() {
  const { weights, rewards } = randomData(ROWS * LENGTH, 3);
  return written('rows', [rewards, weights.map((w) => 0.5 + w)]);
}

function written(name, arrays) {
  const folder = here('../build/bench-data/');
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + name, Buffer.concat(arrays.map((array) => Buffer.from(array.buffer))));
  return folder + name;
}
