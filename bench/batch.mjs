// This package over many small supports.
import { evaluateBatch } from '../dist/index.js';
import { medianOf, N_SAMPLES, randomData } from './contender.mjs';

const SAMPLES = 1310720;

/** Prints rows a second at rows of about this length. */
export function reportBatch(engine, length) {
  const { rewards, weights } = randomData(SAMPLES, 3);
  const flags = rewards.map((r) => (r > 0.5 ? 1 : 0));
  const rows = varyingLengths(length);
  const packed = rewards.subarray(
    0,
    rows.reduce((a, b) => a + b)
  );
  const stages = {
    batch: { rewards, rows: length },
    'batch, float32': { rewards: Float32Array.from(rewards), rows: length },
    'batch, flags': { rewards: flags, rows: length },
    'batch, varying': { rewards: packed, rows },
    'batch, weights': { rewards, weights, rows: length },
  };
  for (const [stage, batch] of Object.entries(stages)) {
    const count = typeof batch.rows === 'number' ? SAMPLES / batch.rows : batch.rows.length;
    const nanoseconds = medianOf(7, () => evaluateBatch({ ...batch, ns: [N_SAMPLES] }));
    console.log(JSON.stringify({ impl: engine, N: length, stage, rows_per_s: Math.round(count / (nanoseconds / 1e9)) }));
  }
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
