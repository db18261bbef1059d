// Runs over a cluster while workers are killed, Redis restarts, and files hang or abort what reads them: each run must end with the groups of a
// local run, to the bit, and name every file that does not count. `npm run reliability:cluster -- RUNS SEED` (20 runs and seed 1 by default).

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { submitSamples } from '../../dist/queue.js';
import { randomFrom } from '../helpers/random.mjs';
import { freePort, startRedis } from '../helpers/redis.mjs';

const [runs = 20, seed = 1] = process.argv.slice(2).map(Number);
const WORKERS = 3;
const folder = mkdtempSync(join(tmpdir(), 'best-of-n-cluster-'));
const options = { ns: [1, 2, 8], interval: 'bootstrap', resamples: 50, seed: 3 };

const random = randomFrom(seed);
const below = (n) => Math.floor(random() * n);
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function sampleFile(name, rows) {
  const path = join(folder, name);
  const salt = random();
  const line = (i) => JSON.stringify({ prompt: `q${(i * i) % 311}`, reward: Math.sin(i + salt), text: 'x'.repeat(i % 200) });
  writeFileSync(path, Array.from({ length: rows }, (_, i) => line(i)).join('\n'));
  return path;
}

const preload = join(folder, 'preload.mjs');
writeFileSync(
  preload,
  `import files from 'node:fs/promises';
   import { syncBuiltinESMExports } from 'node:module';
   const open = files.open;
   files.open = (path, ...rest) => {
     if (String(path).includes('hangs')) for (;;);
     if (String(path).includes('aborts')) process.abort();
     return open(path, ...rest);
   };
   syncBuiltinESMExports();`
);

const port = await freePort();
const redis = `redis://127.0.0.1:${port}`;

let server;
const workers = [];
function startWorker(i) {
  const flags = ['--import', preload, 'dist/cli.js', 'worker', '--redis', redis, '--root', folder];
  const limits = ['--threads', '1', '--lock', '2', '--job-time-limit', '3'];
  workers[i] = spawn(process.execPath, [...flags, ...limits], { stdio: 'ignore' });
}

/** What happens to the cluster until the run has ended. */
async function disturb(state, counts) {
  while (!state.ended) {
    await sleep(500 + below(2500));
    if (state.ended) return;
    if (below(5) === 0) {
      counts.restarts++;
      server.kill('SIGKILL');
      await once(server, 'exit');
      await sleep(below(1000));
      server = await startRedis(port, folder);
    } else {
      counts.kills++;
      const i = below(WORKERS);
      workers[i].kill('SIGKILL');
      startWorker(i);
    }
  }
}

function locally(files) {
  const flags = [
    '--format',
    'json',
    '-p',
    'prompt',
    '-r',
    'reward',
    '-n',
    '1,2,8',
    '--interval',
    'bootstrap',
    '--resamples',
    '50',
    '--seed',
    '3',
  ];
  const { stdout } = spawnSync(process.execPath, ['dist/cli.js', 'samples', ...files, ...flags], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout);
}

const counts = { runs: 0, equal: 0, named: 0, kills: 0, restarts: 0, wrong: 0, longest: 0 };
try {
  server = await startRedis(port, folder);
  for (let i = 0; i < WORKERS; i++) startWorker(i);
  for (let run = 0; run < runs; run++) {
    const good = Array.from({ length: 1 + below(3) }, (_, i) => sampleFile(`good-${run}-${i}.jsonl`, 2000 + below(30_000)));
    const bad = ['hangs', 'aborts'].filter(() => below(3) === 0).map((name) => sampleFile(`${name}-${run}.jsonl`, 100));
    const files = [...good, ...bad];
    const state = { ended: false };
    const disturbing = disturb(state, counts);
    const began = performance.now();
    const result = await submitSamples(files, { ...options, redis, prompt: ['prompt'], reward: 'reward', partBytes: 200_000 });
    state.ended = true;
    await disturbing;
    const failed = result.files.filter((file) => file.failed !== undefined);
    counts.runs++;
    counts.named += failed.length;
    counts.longest = Math.max(counts.longest, Math.round((performance.now() - began) / 1000));
    // kills can cost a good file its four tries too; it must then be named, and the others count
    const counted = files.filter((file) => !failed.some((other) => other.file === file));
    const expected = counted.length === 0 ? { curves: [] } : locally(counted);
    const rows = result.groups.flatMap((group) => group.result.rows);
    const equal =
      counted.length === 0 ||
      isDeepStrictEqual(
        JSON.parse(JSON.stringify(rows)),
        expected.curves.flatMap((curve) => curve.rows)
      );
    if (equal && bad.every((file) => !counted.includes(file))) counts.equal++;
    else counts.wrong++;
    console.log(
      `run ${run}: ${files.length} files, ${failed.length} named, ${equal ? 'equal' : 'DIFFERENT'}`,
      failed.map((f) => f.failed)
    );
  }
} finally {
  for (const worker of workers) worker.kill('SIGKILL');
  server?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
console.log(counts);
process.exitCode = counts.wrong === 0 ? 0 : 1;
