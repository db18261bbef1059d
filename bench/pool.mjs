// npm run bench:pool [-- --rounds 5] [--write]: batches in a pool of one and of two threads and without a pool, in turn, and in two processes that know
// nothing of each other, which is what the machine itself can do; and how the `samples` command
// spends its time on a file of 970 megabytes that it makes. Medians over the rounds, least and most in brackets;
// `--write` puts the tables into bench/results-pool.md.

import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { evaluateBatch } from 'best-of-n';
import { createPool } from 'best-of-n/pool';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
    half: { type: 'boolean', default: false },
  },
});
const ROWS = 100_000;
const LENGTH = 64;
const rounds = Number(values.rounds);
let text = '';
if (values.half) answerHalves();
else await measure();

async function measure() {
  const date = new Date().toISOString().slice(0, 10);
  print(
    `${cpus()[0].model}, ${availableParallelism()} cores, Node ${process.version}, ${date}; medians of ${rounds} rounds, least and most in brackets.\n`
  );
  await batches();
  await files();
  if (!values.write) return;
  const head = '# Threads\n\nMade by `npm run bench:pool -- --write`; README.md explains what is measured.\n\n';
  writeFileSync(new URL('results-pool.md', import.meta.url), head + text);
}

function batchOf(rows) {
  const rewards = Float64Array.from({ length: rows * LENGTH }, (_, i) => Math.sin(i * i));
  return { rewards, rows: LENGTH, ns: [1, 4, 16, 64] };
}

/** As a process of its own: evaluates half of the rows whenever it is asked. */
function answerHalves() {
  const batch = batchOf(ROWS / 2);
  process.on('message', () => {
    evaluateBatch(batch);
    process.send('done');
  });
  process.send('ready');
}

async function startHalf() {
  const child = fork(fileURLToPath(import.meta.url), ['--half']);
  await once(child, 'message');
  return child;
}

function print(line) {
  console.log(line);
  text += `${line}\n`;
}

async function batches() {
  const batch = batchOf(ROWS);
  const halves = await Promise.all([startHalf(), startHalf()]);
  const threads = [1, 2, availableParallelism()].filter((count, i, all) => all.indexOf(count) === i);
  const pools = threads.map((count) => createPool({ threads: count }));
  const contenders = {
    'no pool': async () => evaluateBatch(batch),
    ...Object.fromEntries(
      pools.map((pool) => [`${pool.threads} thread${pool.threads > 1 ? 's' : ''}`, () => pool.evaluateBatch(batch)])
    ),
    'two processes, half each': () =>
      Promise.all(
        halves.map((child) => {
          child.send('evaluate');
          return once(child, 'message');
        })
      ),
  };
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const began = performance.now();
      await run();
      if (round >= 0) times[name].push(performance.now() - began);
    }
  }
  await Promise.all(pools.map((pool) => pool.close()));
  for (const child of halves) child.kill();
  print(`A batch of ${ROWS} rows of ${LENGTH} at 4 n\n`);
  const base = median(times['1 thread']);
  table(
    ['in', 'milliseconds', 'rows a second', 'times one thread'],
    Object.entries(times).map(([name, list]) => [
      name,
      spread(list, 0),
      Math.round((1000 * ROWS) / median(list)).toLocaleString('en-US'),
      (base / median(list)).toFixed(2),
    ])
  );
}

async function files() {
  const file = 'build/bench-samples.jsonl';
  await write(file, 1_000_000, 900);
  const megabytes = statSync(file).size / 1e6;
  const results = { 1: [], 2: [] };
  const shares = {};
  for (let round = 0; round < rounds; round++) {
    for (const threads of Object.keys(results)) {
      const began = performance.now();
      const { stderr } = spawnSync(process.execPath, ['dist/cli.js', 'samples', file, '--threads', threads, '--format', 'csv'], {
        encoding: 'utf8',
      });
      results[threads].push((performance.now() - began) / 1000);
      shares[threads] = /(\d+ %) of their time/.exec(stderr)?.[1] ?? '';
    }
  }
  print(`\n\`best-of-n samples\` of a file of ${megabytes.toFixed(0)} MB, 1,000,000 samples of 20,000 prompts\n`);
  table(
    ['threads', 'seconds', 'MB a second', 'times one thread', "share of the threads' time spent reading and parsing"],
    Object.entries(results).map(([threads, list]) => [
      threads,
      spread(list, 2),
      (megabytes / median(list)).toFixed(0),
      (median(results[1]) / median(list)).toFixed(2),
      shares[threads],
    ])
  );
}

async function write(file, samples, size) {
  mkdirSync('build', { recursive: true });
  const out = createWriteStream(file);
  const output = 'lorem ipsum dolor '.repeat(size / 18);
  let text = '';
  for (let i = 0; i < samples; i++) {
    text += `${JSON.stringify({ input: `question ${(i * 7919) % 20_000}`, output, reward: Math.sin(i * i) })}\n`;
    if (text.length < 1 << 20) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'close');
}

function median(list) {
  return [...list].sort((a, b) => a - b)[list.length >> 1];
}

function spread(list, digits) {
  return `${median(list).toFixed(digits)} (${Math.min(...list).toFixed(digits)}–${Math.max(...list).toFixed(digits)})`;
}

function table(head, rows) {
  for (const cells of [head, head.map(() => '---'), ...rows]) print(`| ${cells.join(' | ')} |`);
}
