// Where the package runs beside a plain Node.js: without TextDecoder, uncaught, shown on a console, and where threads or files are missing.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, hasRedis, startRedis } from '../helpers/redis.mjs';

const PEERS = ['piscina', 'fastify', '@fastify/swagger', '@fastify/swagger-ui', 'prom-client', 'bullmq', 'ioredis'];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-runtimes-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(resolve('.'), join(folder, 'node_modules/best-of-n'));
  mkdirSync(join(folder, 'node_modules/@fastify'));
  for (const name of PEERS) symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(script: string, type: 'module' | 'commonjs' = 'module') {
  const args = [`--input-type=${type}`, '--eval', script];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, stdout: stdout.trim(), stderr };
}
const url = (file: string) => JSON.stringify(pathToFileURL(resolve(file)).href);

describe('without TextDecoder, or with one that knows UTF-8 alone', () => {
  const use = 'console.log(engine().kind, Support.from({ rewards: [0, 1], probs: [0.5, 0.5] }).metrics(2).winRate)';
  const utf8Alone = `globalThis.TextDecoder = class { constructor(label = 'utf-8') { if (label !== 'utf-8') throw new RangeError(label); } };`;
  it.each(['delete globalThis.TextDecoder;', utf8Alone])('%s', (setup) => {
    for (const file of ['index', 'node']) {
      expect(run(`${setup} const { engine, Support } = await import(${url(`dist/${file}.js`)}); ${use}`).stdout).toBe(
        'wasm 0.625'
      );
      const path = JSON.stringify(resolve(`dist/${file}.cjs`));
      expect(run(`${setup} const { engine, Support } = require(${path}); ${use}`, 'commonjs').stdout).toBe('wasm 0.625');
    }
  });
});

it.each(['module', 'commonjs'] as const)('an uncaught error is short and names its functions: %s', (type) => {
  const library = type === 'module' ? "(await import('best-of-n'))" : "require('best-of-n')";
  const { status, stderr } = run(`${library}.Samples.from({ rewards: [1, NaN] });`, type);
  expect(status).toBe(1);
  expect(stderr).toContain('rewards[1] is NaN');
  expect(stderr).toMatch(/at \S*\bfrom /);
  expect(stderr.length).toBeLessThan(4000);
});

it('classes have their names in every build, and consoles show what objects are', () => {
  for (const file of ['index.js', 'node.js', 'pool.js', 'queue.js']) {
    const script = `const all = Object.entries(await import(${url(`dist/${file}`)}));
      console.log(JSON.stringify(all.filter(([key, value]) => /^class\\b/.test(value) && value.name !== key).map(([key]) => key)));`;
    expect(run(script).stdout, file).toBe('[]');
  }
  const script = `const { Aggregate, Samples, Support } = await import(${url('dist/index.js')});
    const { createPool } = await import('best-of-n/pool');
    const samples = Samples.from({ rewards: [1, 2, 3] });
    console.log(samples, new Aggregate({ ns: [1, 2] }).add(samples), createPool({ threads: 3 }));
    console.log(Support.from({ rewards: [1, 2], probs: [0.5, 0.5] }), Support.allocate(2));`;
  expect(run(script).stdout.replace(/\s+/g, ' ')).toBe(
    'Samples { size: 3 } Aggregate { prompts: 1, ns: [ 1, 2 ] } Pool { threads: 3, calls: 0 } ' +
      'Support { size: 2, blocks: 2, collisionProbability: 0.5, referenceReward: 1.5 } SupportBuffers { size: 2 }'
  );
});

const CALL = `pool.metrics({ rewards: [0, 1], probs: [0.5, 0.5] }, 2, ['winRate'])`;

it('a thread that cannot be made rejects its call alone, and the pool is closed quietly', () => {
  const script = `import threads from 'node:worker_threads';
    import { syncBuiltinESMExports } from 'node:module';
    const Worker = threads.Worker;
    let refuses = true;
    threads.Worker = class extends Worker {
      constructor(...args) {
        if (refuses) throw Object.assign(new Error('EAGAIN'), { code: 'ERR_WORKER_INIT_FAILED' });
        super(...args);
      }
    };
    syncBuiltinESMExports();
    const { createPool } = await import('best-of-n/pool');
    const pool = createPool({ threads: 2 });
    const settled = await Promise.allSettled([1, 2, 3].map(() => ${CALL}));
    refuses = false;
    const first = ${CALL};
    await new Promise((resolve) => setTimeout(resolve, 5));
    refuses = true;
    const second = await ${CALL}.catch(({ code }) => code);
    const said = settled.map(({ reason }) => [reason.code, reason.message]);
    console.log(JSON.stringify({ said, first: await first, second, third: await ${CALL} }));
    await pool.close();
    await new Promise((resolve) => setTimeout(resolve, 50));`;
  const { status, stdout, stderr } = run(script);
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({
    said: Array(3).fill(['THREAD_FAILED', 'a worker thread did not start: EAGAIN']),
    first: { winRate: 0.625 },
    second: 'THREAD_FAILED',
    third: { winRate: 0.625 },
  });
});

/** Bundles a program into one file without its worker file, as an application does, and runs it. */
function runBundled(name: string, contents: string, ...args: string[]) {
  const outfile = join(folder, `${name}.mjs`);
  buildSync({
    stdin: { contents, resolveDir: folder },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: PEERS,
    logLevel: 'error',
  });
  return spawnSync(process.execPath, [outfile, ...args], { encoding: 'utf8' });
}
const fileOf = (name: string) => `{ workerUrl: new URL(import.meta.resolve('best-of-n/${name}')) }`;
const NOT_THERE = (name: string) => new RegExp(`^"the worker file .*${name}\\.js is not there: give the option workerUrl`);

describe('a bundle names the option for its worker file, and works with it', () => {
  it('the pool', () => {
    const program = (options: string) => `import { createPool } from 'best-of-n/pool';
      const pool = createPool({ threads: 1, ...${options} });
      console.log(JSON.stringify(await ${CALL}.catch(({ message }) => message)));
      await pool.close();`;
    expect(runBundled('pool', program('{}')).stdout).toMatch(NOT_THERE('pool-worker'));
    expect(runBundled('pool-url', program(fileOf('pool-worker')))).toMatchObject({ stdout: '{"winRate":0.625}\n', stderr: '' });
  });

  it('the service', () => {
    const program = (options: string) => `import { createServer } from 'best-of-n/server';
      const app = await createServer({ threads: 1, ...${options} }).catch(({ message }) => {
        console.log(JSON.stringify(message));
        process.exit();
      });
      // a large request, which a thread does
      const n = 300_000;
      const payload = { rewards: Array.from({ length: n }, (_, i) => i), probs: Array(n).fill(1 / n), n: 2 };
      const answer = (await app.inject({ method: 'POST', url: '/v1/metrics', payload })).json();
      console.log(JSON.stringify(answer.winRate?.toFixed(3) ?? answer.detail));
      await app.close();`;
    expect(runBundled('service', program('{}')).stdout).toMatch(NOT_THERE('pool-worker'));
    expect(runBundled('service-url', program(fileOf('pool-worker')))).toMatchObject({ stdout: '"0.667"\n', stderr: '' });
  });

  it.skipIf(!hasRedis)('the worker of the cluster', async () => {
    const port = await freePort();
    const redis = await startRedis(port, folder);
    try {
      writeFileSync(join(folder, 'good.jsonl'), '{"prompt":"a","reward":1}\n{"prompt":"a","reward":0}\n');
      const program = (options: string) => `import { createWorker, submitSamples } from 'best-of-n/queue';
        const [redis, root, file] = process.argv.slice(2);
        const worker = await createWorker({ redis, roots: [root], threads: 1, ...${options} }).catch(({ message }) => message);
        if (typeof worker === 'string') console.log(JSON.stringify(worker));
        else {
          const run = await submitSamples([file], { redis, prompt: ['prompt'], reward: 'reward' });
          console.log(JSON.stringify(run.groups[0].result.rows.map(({ expectedReward }) => expectedReward.mean)));
          await worker.close();
        }`;
      const args = [`redis://127.0.0.1:${port}`, folder, join(folder, 'good.jsonl')];
      expect(runBundled('worker', program('{}'), ...args).stdout).toMatch(NOT_THERE('pool-process'));
      const answer = runBundled('worker-url', program(fileOf('pool-process')), ...args);
      expect(answer).toMatchObject({ stdout: '[0.5,1]\n', stderr: '' });
    } finally {
      redis.kill();
    }
  });
});

it('without piscina, createPool itself says what to install', () => {
  // in a folder of its own, above which there is no piscina
  const alone = mkdtempSync(join(tmpdir(), 'best-of-n-alone-'));
  const bare = join(alone, 'node_modules/best-of-n');
  mkdirSync(bare, { recursive: true });
  writeFileSync(join(bare, 'package.json'), JSON.stringify({ type: 'module', exports: { './pool': './dist/pool.js' } }));
  const copied = spawnSync('cp', ['-r', resolve('dist'), bare]);
  expect(copied.status).toBe(0);
  const script = `import { createPool } from 'best-of-n/pool'; try { createPool(); } catch ({ code, message }) { console.log(code, message); }`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: alone,
    encoding: 'utf8',
  });
  rmSync(alone, { recursive: true });
  expect(stdout).toBe('MISSING_PACKAGE best-of-n/pool needs the package piscina, which is not installed: npm install piscina\n');
});
