// Damages files at random and has the built command read them: each must be read with all its rows, or refused by name within seconds.
//
//   npm run reliability:files -- [--seed 1] [--count 200] [--only parquet] [--command dist/cli.js]
//
// `count` is the number of damaged copies of each file. A child process runs the command in worker threads, one for each copy; it is started
// again when a copy ends or blocks it. Exits with 1 if a copy is neither read nor refused as it should be, and keeps the copy.

import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { FILES } from '../helpers/damaged-files.mjs';
import { mutated } from '../helpers/mutations.mjs';
import { randomFrom } from '../helpers/random.mjs';

const TIME_LIMIT = 10_000;
const HEAP_MEGABYTES = 512;

/** Runs the command and sends back its status and what it printed. */
function runInThread(command, args) {
  const options = { argv: args, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES } };
  const worker = new Worker(command, { ...options, env: { ...process.env, NO_COLOR: '1' } });
  const answer = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    worker[name].setEncoding('utf8').on('data', (text) => {
      answer[name] += text;
    });
  }
  worker.on('error', (error) => {
    answer.uncaught = String(error.stack ?? error);
  });
  worker.on('exit', (status) => process.send({ ...answer, status, peak: process.resourceUsage().maxRSS * 1024 }));
}

async function main() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '200' },
      only: { type: 'string', default: '' },
      command: { type: 'string', default: fileURLToPath(new URL('../../dist/cli.js', import.meta.url)) },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'best-of-n-mutants-'));
  const random = randomFrom(Number(values.seed));
  const totals = new Map();
  const wrong = [];
  let slowest = 0;
  let largest = 0;
  const child = new Child(resolve(values.command));
  for (const file of FILES) {
    const copies = Array.from({ length: Number(values.count) }, () => mutated(file.bytes, random));
    if (!`${file.format} ${file.name}`.includes(values.only)) continue;
    for (const [i, { bytes, how }] of copies.entries()) {
      // the name is one that no message has by chance
      const path = join(folder, `copy-${i}-of-${file.name}`);
      writeFileSync(path, bytes);
      const began = performance.now();
      const answer = await child.run([file.args[0], path, ...file.args.slice(1), '-n', '1', '-f', 'json', ...skipBad(file, i)]);
      slowest = Math.max(slowest, performance.now() - began);
      largest = Math.max(largest, answer.peak ?? 0);
      const verdict = verdictOn(answer, path, file);
      const counts = totals.get(file.format) ?? { read: 0, refused: 0, wrong: 0 };
      totals.set(file.format, counts);
      counts[verdict.kind]++;
      if (verdict.kind === 'wrong') {
        wrong.push(`${path} (${how}): ${verdict.why}`);
        console.log(wrong.at(-1));
      } else rmSync(path);
    }
  }
  child.stop();
  console.table(Object.fromEntries(totals));
  console.log(
    `seed ${values.seed}; the slowest took ${Math.round(slowest)} ms, and the process had ${Math.round(largest / 2 ** 20)} MiB at most`
  );
  if (wrong.length === 0) rmSync(folder, { recursive: true });
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

/** Every other copy of a sample file is read with it. */
function skipBad({ args, name }, i) {
  return args[0] === 'samples' && (i % 2 === 1 || /^n(ull|an)-/.test(name)) ? ['--skip-bad'] : [];
}

function verdictOn({ hung, died, uncaught, status, stdout, stderr }, path, { args, length }) {
  const wrong = (why) => ({ kind: 'wrong', why });
  if (hung) return wrong(`no answer within ${TIME_LIMIT} ms`);
  if (died) return wrong(`the process died (${died})`);
  if (uncaught) return wrong(`an error that was not caught: ${uncaught}`);
  if (/\n\s+at .+:\d+:\d+/.test(stderr)) return wrong(`a stack trace: ${stderr}`);
  if (status !== 0) {
    const message = /^best-of-n: .*/m.exec(stderr)?.[0] ?? '';
    return message.includes(path) ? { kind: 'refused' } : wrong(`the message does not name the file: ${stderr}`);
  }
  if (args[0] !== 'samples') return { kind: 'read' };
  const [found] = JSON.parse(stdout).files;
  return length !== undefined && found.length !== length ? wrong(`${found.length} rows of ${length}`) : { kind: 'read' };
}

/** A process that runs the command again and again. */
class Child {
  #process;

  constructor(command) {
    this.command = command;
  }

  run(args) {
    // with a pipe for standard output: the command writes to a file by its number, past the stream of its thread
    this.#process ??= fork(fileURLToPath(import.meta.url), {
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const child = this.#process;
    return new Promise((done) => {
      const end = (answer) => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (answer.hung || answer.died) this.stop();
        done(answer);
      };
      const timer = setTimeout(() => end({ hung: true }), TIME_LIMIT);
      child.once('message', end);
      child.once('exit', (status, signal) => end({ died: signal ?? `status ${status}` }));
      child.send({ command: this.command, args });
    });
  }

  stop() {
    this.#process?.removeAllListeners();
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }
}

if (process.send) process.on('message', ({ command, args }) => runInThread(command, args));
else await main();
