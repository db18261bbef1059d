// The package as its users get it: the tarball, installed in an empty folder.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PAGES } from '../helpers/pages';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;

const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, encoding: 'utf8' });
const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-package-'));
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
  const [tarball] = readdirSync(folder);
  write('package.json', '{ "private": true }');
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', `./${tarball}`);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('holds what it should, and brings no other package', () => {
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['best-of-n']);
  const files = readdirSync(join(folder, 'node_modules/best-of-n'), { recursive: true }).map(String).sort();
  const entries = ['index', 'pool', 'server', 'queue'].flatMap((name) =>
    ['.cjs', '.js', '.d.cts', '.d.ts'].map((end) => name + end)
  );
  const expected = [
    ...entries,
    'THIRD-PARTY-LICENSES.txt',
    'cli.js',
    'kernel.wasm',
    'node.cjs',
    'node.js',
    'pool-process.js',
    'pool-worker.js',
    'sbom.cdx.json',
    'workerd.js',
  ].map((name) => `dist/${name}`);
  // and what the entries for Node.js share
  const shared = (name: string) =>
    /^dist\/[a-z-]+-[A-Z0-9]{8}\.(js|d\.ts|d\.cts)$/.test(name) || /^dist\/[a-z-]+-[\w-]{8}\.d\.c?ts$/.test(name);
  // the pages with their pictures, and the folders that hold them
  const pictures = readdirSync(join(root, 'docs'), { recursive: true }).map((name) => `docs/${name}`);
  const pages = new Set([...PAGES, ...pictures]);
  for (const page of [...pages]) if (page.includes('/')) pages.add(dirname(page));
  expect(files.filter((name) => !shared(name))).toEqual(['LICENSE', 'dist', 'package.json', ...expected, ...pages].sort());
  const { dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
    readFileSync(join(folder, 'node_modules/best-of-n/package.json'), 'utf8')
  );
  expect(dependencies).toBeUndefined();
  for (const name of Object.keys(peerDependencies)) expect(peerDependenciesMeta[name], name).toEqual({ optional: true });
  const licences = readFileSync(join(folder, 'node_modules/best-of-n/dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  const held = ['commander', 'cli-progress', 'hyparquet', 'apache-arrow', 'fzstd', '@observablehq/plot', 'ajv', 'p-map'];
  for (const name of held) expect(`\n${licences}`).toContain(`\n${name} `);
});

it.each(['index', 'pool', 'server', 'queue'])('%s as CommonJS and as ES module exports the same names', (entry) => {
  const name = entry === 'index' ? 'best-of-n' : `best-of-n/${entry}`;
  write('names.cjs', `console.log(Object.keys(require('${name}')).sort().join());`);
  write('names.mjs', `console.log(Object.keys(await import('${name}')).sort().join());`);
  expect(run('node', 'names.cjs')).toBe(run('node', 'names.mjs'));
});

it('what needs another package says how to install it', () => {
  write('pool.mjs', `import { createPool } from 'best-of-n/pool';\nawait createPool().metrics({ rewards: [1], probs: [1] }, 2);`);
  write('server.cjs', `require('best-of-n/server').createServer();`);
  write('queue.mjs', `import { createWorker } from 'best-of-n/queue';\nawait createWorker({ redis: 'redis://127.0.0.1:1' });`);
  const bin = join(folder, 'node_modules/.bin/best-of-n');
  write('s.jsonl', '{"task_id":1,"passed":true}\n');
  const cases: [string, string[], RegExp][] = [
    ['node', ['pool.mjs'], /best-of-n\/pool needs the package piscina, which is not installed: npm install piscina/],
    [
      'node',
      ['server.cjs'],
      /best-of-n\/server needs the package fastify, which is not installed: npm install piscina fastify @fastify\/swagger @fastify\/swagger-ui prom-client/,
    ],
    ['node', ['queue.mjs'], /best-of-n\/queue needs the package bullmq, which is not installed: npm install bullmq ioredis/],
    [
      bin,
      ['serve'],
      /best-of-n\/server needs the package fastify, which is not installed: npm install piscina fastify @fastify\/swagger @fastify\/swagger-ui prom-client/,
    ],
    [bin, ['worker', '--redis', 'redis://127.0.0.1:1'], /npm install bullmq ioredis/],
    [
      bin,
      ['samples', 's.jsonl', '--threads', '2'],
      /best-of-n\/pool needs the package piscina, which is not installed: npm install piscina/,
    ],
  ];
  for (const [command, args, message] of cases) {
    const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    expect(status, args.join(' ')).not.toBe(0);
    expect(stderr.slice(0, 2000)).toMatch(message);
  }
});

it('large input is read by one thread where there is no pool', () => {
  write('large.jsonl', `${JSON.stringify({ task_id: 1, grade: 'good', completion: 'x'.repeat(999_000) })}\n`.repeat(36));
  // labels are read record by record, which several threads would share
  const args = ['samples', 'large.jsonl', '-p', 'task_id', '-r', 'grade', '--pass', 'good=1,bad=0'];
  const { status, stdout, stderr } = spawnSync(join(folder, 'node_modules/.bin/best-of-n'), args, {
    cwd: folder,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, expect.stringMatching(/one thread only: .*npm install piscina/)]);
  expect(stdout).toMatch(/1 prompt of 36 samples/);
});

const USE = `const support = Support.from({ probs: [0.5, 0.3, 0.2], rewards: [1, 2, 3] });
console.log(engine().kind, support.metrics(2, ['winRate']).winRate.toFixed(4));`;

it('ES module', () => {
  write('use.mjs', `import { engine, Support } from 'best-of-n';\n${USE}`);
  expect(run('node', 'use.mjs')).toBe('wasm 0.6400\n');
});

it('CommonJS', () => {
  write('use.cjs', `const { engine, Support } = require('best-of-n');\n${USE}`);
  expect(run('node', 'use.cjs')).toBe('wasm 0.6400\n');
});

it('batches and means over prompts', () => {
  write(
    'more.mjs',
    `import { aggregate, evaluateBatch, Samples } from 'best-of-n';
     const { winRate } = evaluateBatch({ rewards: Float32Array.of(3, 1, 2, 5), rows: Uint32Array.of(3, 1), ns: [2] });
     const { rows } = aggregate([[1, 0], [1, 1]].map((rewards) => Samples.from({ rewards })), { ns: [1, 2] });
     console.log(Array.from(winRate, (x) => x.toFixed(4)), rows.map(({ expectedReward }) => expectedReward.mean));`
  );
  expect(run('node', 'more.mjs')).toBe("[ '0.6481', '0.5000' ] [ 0.75, 1 ]\n");
});

it('the kernel alone', () => {
  write(
    'kernel.mjs',
    `import { readFileSync } from 'node:fs';
     import { fileURLToPath } from 'node:url';
     import { useEngine, engine, Support } from 'best-of-n';
     useEngine('wasm', new WebAssembly.Module(readFileSync(fileURLToPath(import.meta.resolve('best-of-n/kernel.wasm')))));
     ${USE}`
  );
  expect(run('node', 'kernel.mjs')).toBe('wasm 0.6400\n');
});

it.each([
  ['node16', 'node16', 'use.mts'],
  ['node16', 'node16', 'use.cts'],
  ['nodenext', 'nodenext', 'use.mts'],
  ['nodenext', 'nodenext', 'use.cts'],
  ['bundler', 'esnext', 'use.ts'],
])('TypeScript, %s resolution, module %s, %s', (moduleResolution, module, file) => {
  write(
    file,
    `import { aggregate, type AggregateResult, type Curve, engine, evaluateBatch, type Metrics, Samples, Support } from 'best-of-n';
     const support: Support = Support.from({ weights: new Float32Array([1, 2]), rewards: [0, 1], ties: 'index' });
     const all: Metrics = support.metrics(4);
     const some: { kl: number; winRate: number } = support.metrics(4, ['kl', 'winRate']);
     const curve: Curve<'kl'> = support.curve([1, 2], ['kl']);
     const values: Float64Array = curve.kl;
     const kind: 'wasm' | 'js' = engine().kind;
     const { kl, winRate }: { kl: Float64Array; winRate: Float64Array } = evaluateBatch({ rewards: values, rows: 2, ns: [2] });
     const { rewardVariance } = evaluateBatch({ rewards: values, rows: 1, ns: [2], metrics: ['rewardVariance'] });
     // @ts-expect-error: a metric that was not asked for
     evaluateBatch({ rewards: values, rows: 1, ns: [2], metrics: ['kl'] }).winRate;
     const now: AggregateResult = aggregate([Samples.from({ rewards: [1, 2] })]);
     const later: Promise<AggregateResult> = aggregate((async function* () { yield Samples.from({ rewards: [1] }); })());
     // @ts-expect-error: a metric that was not asked for
     support.metrics(4, ['kl']).winRate;
     // @ts-expect-error: no such reference
     Support.from({ odds: [1], rewards: [1], ties: 'none' });
     export { all, kind, kl, later, now, rewardVariance, some, values, winRate };`
  );
  const options = [
    '--strict',
    '--noEmit',
    '--target',
    'es2022',
    '--lib',
    'es2022',
    '--module',
    module,
    '--moduleResolution',
    moduleResolution,
  ];
  run('node', join(root, 'node_modules/typescript/bin/tsc'), ...options, '--skipLibCheck', 'false', file);
});

it('the command', () => {
  write('words.csv', 'word,count,reward\na,5,1\nb,3,2\nc,2,3\n');
  const bin = join(folder, 'node_modules/.bin/best-of-n');
  expect(existsSync(bin)).toBe(true);
  const line = run(bin, 'support', 'words.csv', '--weight', 'count', '--reward', 'reward', '--n', '2', '--format', 'jsonl');
  expect(JSON.parse(line)).toMatchObject({ reward: 'reward', n: 2, winRateBound: 2 / 3 });
});
