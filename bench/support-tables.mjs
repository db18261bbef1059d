// The benchmark of supports, curves, policies and batches, beside JavaScript without a library, numpy and C++.

import { fileURLToPath } from 'node:url';
import { LENGTHS, N_SAMPLES, SIZES } from './contender.mjs';
import { cell, headline, markdown, measure, medianOf, shownRatio } from './figures.mjs';
import { nativePeer, numpyPeer } from './peers.mjs';

/** Where the tables go. */
export const RESULTS = 'results.md';

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

export function tablesOf(rounds) {
  for (let round = 0; round < rounds; round++) {
    for (const size of SIZES) for (const name of names) measure(name, contenders[name], size);
    for (const length of LENGTHS) for (const name of names) measure(name, contenders[name], 'batch', length);
  }
  return [
    headline(contenders, rounds, `n = ${N_SAMPLES}`),
    '## One support\n\nNanoseconds per outcome; of a curve, per outcome and n.',
    supportTable(),
    '## Batches\n\nRows a second.',
    batchTable(),
  ].join('\n\n');
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
