// This package's selection rules, divergences and second scores of one support, or training weights of rows, in one engine:
// node bench/laws.mjs wasm|js support|rows FILE SIZE. The file has the data as doubles; peers/numpy_laws.py reads the same.
import { readFileSync } from 'node:fs';
import { holdoutBestOf, maxAtKWeightsBatch, offPolicyBestOf, Support, useEngine } from '../dist/index.js';

/** Nanoseconds of processor time that the runs of a stage may take together, and that runs measured as one take at least. */
const BUDGET = 1e8;
const LEAST = 2e6;
/** A stage that takes longer is run once in a round. */
const LONG = 2.5e8;

const [engine, kind, file, given] = process.argv.slice(2);
const size = Number(given);
useEngine(engine);
const { buffer, byteOffset, byteLength } = readFileSync(file);
const data = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
if (kind === 'support') reportSupport();
else reportRows();

function reportSupport() {
  const [weights, rewards, gold] = [0, 1, 2].map((i) => data.subarray(i * size, (i + 1) * size));
  const support = Support.from({ weights, rewards, scores: { gold } });
  const metric = (name) => () => [support.metrics(16, [name])[name]];
  const law = (policyOf) => () => {
    const { kl, winRate, expectedReward, policy } = policyOf();
    return [kl, winRate, expectedReward, policy[0]];
  };
  /** The arguments are those of peers/numpy_laws.py. */
  const stages = {
    renyi: () => [support.renyi(16, 1.5)],
    hockeyStick: () => [support.hockeyStick(16, 2)],
    klTopBound: metric('klTopBound'),
    klEstimateDeviation: metric('klEstimateDeviation'),
    maxLogRatio: metric('maxLogRatio'),
    entropy: metric('entropy'),
    distinctOutcomes: metric('distinctOutcomes'),
    quantile: () => [support.quantile(16, 0.5)],
    winRateAgainst: () => [support.winRateAgainst(16, 4)],
    worstOf: law(() => support.worstOf(16)),
    topOf: law(() => support.topOf(16, 4)),
    topFraction: law(() => support.topFraction(16)),
    bestOfPoisson: law(() => support.bestOfPoisson(16)),
    softBestOf: law(() => support.softBestOf(16, 0.5)),
    pessimistic: law(() => support.pessimistic(1)),
    expectedScore: () => [support.expectedScore('gold', 16)],
    peak: () => [support.peak('gold').value],
    pairwiseDisagreement: () => [support.pairwiseDisagreement('gold')],
    stopping: () => Object.values(support.stopping(0.01)),
  };
  for (const [stage, run] of Object.entries(stages)) report(stage, 1, run);
}

function reportRows() {
  const rewards = data.subarray(0, data.length / 2);
  const ratios = data.subarray(data.length / 2);
  const rows = rewards.length / size;
  const row = (array, i, length = size) => array.subarray(i * length, (i + 1) * length);
  const weights = (options) => () => [maxAtKWeightsBatch({ rewards, rows: size, k: 8, ...options })[0]];
  report('maxAtKWeights', rows, weights());
  report('maxAtKWeights, flags', rows, weights({ rewards: rewards.map((r) => (r > 0.5 ? 1 : 0)) }));
  report('maxAtKWeights, leave-one-out', rows, weights({ baseline: 'leave-one-out' }));
  report('maxAtKWeights, k minus one', rows, weights({ baseline: 'leave-one-out-of-k-minus-one' }));

  const few = rows / 16;
  report('offPolicyBestOf', few, () => {
    const results = Array.from({ length: few }, (_, i) => offPolicyBestOf(row(rewards, i), row(ratios, i), 8).value);
    return [results[0]];
  });

  // four judgements of each sample
  const judged = Array.from({ length: rows / 4 }, (_, i) => Array.from({ length: size }, (_, s) => row(ratios, i * size + s, 4)));
  report('holdoutBestOf', judged.length, () => [judged.map((scores) => holdoutBestOf(scores, 8, 2))[0]]);
}

function report(stage, count, run) {
  const { nanoseconds, values } = measure(run);
  console.log(JSON.stringify({ impl: engine, N: size, stage, us: nanoseconds / count / 1e3, values }));
}

/** The median of as many runs as the budget has room for. */
function measure(run) {
  const values = run();
  let once = timed(run, 1);
  if (once > LONG) return { nanoseconds: once, values };
  // so that the compiler finishes
  for (const start = cpuTime(); cpuTime() - start < BUDGET / 2; ) once = Math.min(once, timed(run, 1));
  const together = Math.ceil(LEAST / once);
  const count = Math.max(3, Math.floor(BUDGET / (once * together)));
  const times = Array.from({ length: count }, () => timed(run, together)).sort((a, b) => a - b);
  return { nanoseconds: times[count >> 1], values };
}

function timed(run, count) {
  const start = cpuTime();
  for (let i = 0; i < count; i++) run();
  return Math.max(cpuTime() - start, 1000) / count;
}

/** Of the process, with what its compiler and its garbage collector take. */
function cpuTime() {
  const { user, system } = process.cpuUsage();
  return 1000 * (user + system);
}
