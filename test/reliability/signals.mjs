// Interrupts many runs of the command. Half of the signals come at random moments, half when something happens to a temporary file. It fails if a
// run leaves a temporary file or a torn one, or takes over a second to end.
//
//   npm run reliability:signals -- [RUNS] [SEED]

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDINGS, InterruptedRuns } from '../helpers/interrupted-run.mjs';
import { randomFrom } from '../helpers/random.mjs';

const [count = 300, seed = 1] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'best-of-n-signals-'));
const line = (i) => `{"task_id":"q${i >> 2}","passed":${(i * 7) % 3 === 0}}\n`;
writeFileSync(join(folder, 'in.jsonl'), Array.from({ length: 12_000 }, (_, i) => line(i)).join(''));

const random = randomFrom(seed);

const found = { interrupted: 0, finished: 0, duringOutput: 0, temporary: 0, torn: 0, wrongSignal: 0, slow: 0 };
let slowest = 0;
try {
  const runs = new InterruptedRuns(folder);
  await runs.finish();
  for (let i = 0; i < count; i++) {
    const signal = ENDINGS[i % ENDINGS.length];
    const { code, by, after, states, extra } = await runs.interrupt(signal, i % 2 ? random() * runs.milliseconds : Number.NaN);
    if (code === 0) found.finished++;
    else {
      found.interrupted++;
      slowest = Math.max(slowest, after);
      if (by !== signal) found.wrongSignal++;
      if (after > 1000) found.slow++;
    }
    if (states.includes('old') && (states.includes('new') || i % 2 === 0)) found.duringOutput++;
    if (states.includes('torn')) found.torn++;
    found.temporary += extra.length;
    for (const name of extra) rmSync(join(folder, name));
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log({ ...found, slowestMilliseconds: Math.round(slowest) });
if (found.temporary + found.torn + found.wrongSignal + found.slow > 0) process.exitCode = 1;
