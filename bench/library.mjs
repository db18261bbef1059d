// This package, in one engine: node bench/library.mjs wasm|js N..., or node bench/library.mjs wasm|js batch LENGTH...
import { Support, useEngine } from '../dist/index.js';
import { reportBatch } from './batch.mjs';
import { dataSets, median, N_SAMPLES, report, runsOf } from './contender.mjs';
import { reportSamples } from './samples.mjs';

/** As in peers/numpy_peer.py. */
const THRESHOLD = 0.5;
const BETA = 1;
const MATCHED_KL = 0.1;

const [engine, ...args] = process.argv.slice(2);
useEngine(engine);
if (args[0] === 'batch') {
  for (const length of args.slice(1).map(Number)) {
    reportBatch(engine, length);
    reportSamples(engine, length);
  }
} else for (const size of args) reportSupport(Number(size));

function reportSupport(size) {
  const sets = dataSets(size);
  const input = (i) => sets[i % sets.length];
  const stage = (name, run) => report(engine, size, name, median(size, run));
  stage('prepare', (i) => Support.from(input(i)).dispose());

  const supports = sets.map((set) => Support.from(set));
  const at = (i) => supports[i % supports.length];
  const out = new Float64Array(size);
  const fields = ['kl', 'winRate', 'expectedReward'];
  stage('evaluate', (i) => at(i).metrics(N_SAMPLES, fields));
  stage('all metrics', (i) => at(i).metrics(N_SAMPLES));
  stage('policy', (i) => at(i).policy(N_SAMPLES, out));
  stage('threshold', (i) => at(i).threshold(THRESHOLD));
  stage('tilted', (i) => at(i).tilted(BETA));
  stage('tilted by win rate', (i) => at(i).tilted(BETA, 'winRate'));
  stage('matchKl', (i) => at(i).matchKl(MATCHED_KL));
  for (const support of supports) support.dispose();

  // a curve of a new support, so that what its first n makes ready is counted
  for (const [name, count] of [
    ['curve', 64],
    ['curve of 1000', 1000],
  ]) {
    const ns = Float64Array.from({ length: count }, (_, i) => 1e4 ** (i / (count - 1)));
    const times = [];
    for (let i = -2; i < Math.min(runsOf(size), 15); i++) {
      const support = Support.from(input(i + 2));
      const start = process.hrtime.bigint();
      support.curve(ns, fields);
      if (i >= 0) times.push(Number(process.hrtime.bigint() - start));
      support.dispose();
    }
    report(engine, size, name, times.sort((a, b) => a - b)[times.length >> 1] / count);
  }
}
