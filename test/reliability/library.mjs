// Attacks the built library at length: hostile arguments from many seeds, kernels with one flipped bit, and supports that nobody disposes of.
//
//   npm run reliability:library -- [ROUNDS OF ARGUMENTS] [FLIPPED MODULES] [FORGOTTEN SUPPORTS]

import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as library from '../../dist/index.js';
import { attack } from './hostile.mjs';
import { generator } from './hostile-values.mjs';

const [rounds = 200, modules = 300, forgotten = 1200] = process.argv.slice(2).map(Number);
const wasm = readFileSync(new URL('../../dist/kernel.wasm', import.meta.url));

/** A kernel with one flipped bit. */
function flipped(seed) {
  const next = generator(seed * 7919 + 5);
  next();
  const bytes = Uint8Array.from(wasm);
  bytes[Math.floor(next() * bytes.length)] ^= 1 << Math.floor(next() * 8);
  return bytes;
}

function refuses(source) {
  try {
    library.useEngine('wasm', source);
    return false;
  } catch (error) {
    if (error.code !== 'NO_KERNEL') throw error;
    return true;
  }
}

/** What becomes of one module with a flipped bit, in a process of its own, since a changed loop may never end. */
function child(seed) {
  let module;
  try {
    module = new WebAssembly.Module(flipped(seed));
  } catch {
    process.send('no module');
    return;
  }
  process.send(refuses(module) ? 'refused' : sameAsFallback() ? 'taken, right' : 'taken, wrong');
}

/** Whether the engine in use gives the bits of the JavaScript engine on supports and batches other than those of its own test. */
function sameAsFallback() {
  const answers = () => {
    const next = generator(99);
    const all = [];
    for (let k = 0; k < 40; k++) {
      const size = 1 + Math.floor(next() ** 3 * 900);
      const rewards = Float64Array.from({ length: size }, () => (k % 3 ? next() : Math.floor(9 * next())));
      const weights = Float64Array.from({ length: size }, () => 10 ** (k % 4 ? 0 : -50 * next()) * next());
      const support = library.Support.from({ rewards, weights, ties: k % 5 ? 'random' : 'index' });
      for (const n of [1, 1.001, 2, 9.5, 1000, 1e9, Infinity])
        all.push(Object.values(support.metrics(n)), [...support.policy(n)]);
      all.push(Object.values(support.curve([1, 2, 4, 8, 16])).map((values) => [...values]));
      support.dispose();
      const rows = Uint32Array.of(size - (size >> 1), size >> 1).filter((length) => length > 0);
      all.push(Object.values(library.evaluateBatch({ rewards, rows, ns: [1.5, 16] })).map((values) => [...values]));
    }
    return all;
  };
  let found;
  try {
    found = answers();
  } catch {
    return false;
  }
  library.useEngine('js');
  const expected = answers();
  const equal = (a, b) => (Array.isArray(a) ? a.every((x, i) => equal(x, b[i])) : Object.is(a, b));
  return equal(expected, found);
}

async function flipModules(count) {
  const outcomes = {};
  for (let seed = 0; seed < count; seed++) {
    const outcome = await new Promise((resolve) => {
      const process = fork(fileURLToPath(import.meta.url), ['--flip', String(seed)], {
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      const timer = setTimeout(() => process.kill('SIGKILL'), 20_000);
      process.once('message', resolve).once('exit', () => {
        clearTimeout(timer);
        resolve('ended otherwise');
      });
    });
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return outcomes;
}

function forget(count) {
  const size = 100_000;
  const rewards = Float64Array.from({ length: size }, (_, i) => (i * 7919) % size);
  const weights = new Float64Array(size).fill(1);
  library.useEngine('wasm');
  let peak = 0;
  for (let i = 0; i < count; i++) {
    library.Support.from({ rewards, weights });
    if (i % 20 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  return peak;
}

if (process.argv[2] === '--flip') {
  child(Number(process.argv[3]));
} else {
  let failed = false;
  const report = (isRight, text) => {
    console.log(`${isRight ? 'ok  ' : 'FAIL'} ${text}`);
    failed ||= !isRight;
  };
  for (let seed = 1; seed <= 5; seed++) {
    const { calls, refused, faults } = attack(library, seed, rounds);
    report(
      faults.length === 0,
      `seed ${seed}: ${calls} calls, ${refused} refused, ${faults.length} without a code, slow or harmful`
    );
    for (const fault of faults.slice(0, 3)) console.log(`     ${fault.slice(0, 300)}`);
  }
  const taken = Array.from({ length: 2000 }, (_, seed) => seed).filter((seed) => !refuses(flipped(seed)));
  report(taken.length === 0, `2000 kernels with a flipped bit as bytes: ${taken.length} taken`);
  const outcomes = await flipModules(modules);
  report(!outcomes['taken, wrong'], `${modules} of them as modules: ${JSON.stringify(outcomes)}`);
  const peak = forget(forgotten);
  report(peak < 2e9, `${forgotten} forgotten supports of 100,000 outcomes in one loop: at most ${(peak / 1e9).toFixed(2)} GB`);
  process.exitCode = failed ? 1 : 0;
}
