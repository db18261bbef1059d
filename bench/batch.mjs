// This package over many small supports, in one engine: node bench/batch.mjs wasm|js
import { evaluateBatch, useEngine } from '../dist/index.js';
import { medianOf, N_SAMPLES, randomData } from './contender.mjs';

const [engine = 'wasm'] = process.argv.slice(2);
useEngine(engine);

const SAMPLES = 1310720;
for (const length of [16, 64, 256, 4096]) {
  const { rewards, weights } = randomData(SAMPLES, 3);
  const flags = rewards.map((r) => (r > 0.5 ? 1 : 0));
  report(length, 'batch', { rewards, rows: length });
  report(length, 'batch, float32', { rewards: Float32Array.from(rewards), rows: length });
  report(length, 'batch, flags', { rewards: flags, rows: length });
  const rows = varyingLengths(length);
  report(length, 'batch, varying', {
    rewards: rewards.subarray(
      0,
      rows.reduce((a, b) => a + b)
    ),
    rows,
  });
  report(length, 'batch, weights', { rewards, weights, rows: length });
}

function report(length, stage, batch) {
  const rows = typeof batch.rows === 'number' ? SAMPLES / batch.rows : batch.rows.length;
  const nanoseconds = medianOf(5, () => evaluateBatch({ ...batch, ns: [N_SAMPLES] }));
  console.log(JSON.stringify({ impl: engine, N: length, stage, rows_per_s: Math.round(rows / (nanoseconds / 1e9)) }));
}

/** From half the length to one and a half. */
function varyingLengths(length) {
  const lengths = [];
  let sum = 0;
  for (let state = 3; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const next = Math.floor(length * (0.5 + state / 2 ** 32));
    if (sum + next > SAMPLES) return Uint32Array.from(lengths);
    lengths.push(next);
    sum += next;
  }
}
