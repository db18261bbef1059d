// The blocks of code that the pages show without output are executed too, or it is said here why not. Those with output: docs.test.ts.

import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { cli, lacking, PagePrograms, runnable, scriptOf } from '../helpers/page-programs';
import { type Example, examplesOf, titled, unshownExamples, WRITTEN_PAGES } from '../helpers/pages';
import { parquetFile } from '../helpers/parquet-file';
import { freePort } from '../helpers/redis.mjs';

const examples = unshownExamples();
const programs = new PagePrograms('docs-without-output');
/** What a test has started, and what it has printed so far. */
const started: { child: ChildProcess; printed: () => string }[] = [];

beforeAll(() => programs.start(), 60_000);
afterAll(() => programs.stop());
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

const write = (name: string, content: string | Uint8Array) => {
  mkdirSync(join(programs.folder, name, '..'), { recursive: true });
  writeFileSync(join(programs.folder, name), content);
};
const lines = (records: readonly object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;

/** Runs a line of a shell, which must succeed, and returns what it prints on its standard output. */
function ran(line: string): string {
  write('line.sh', `${runnable(programs.here(line))}\n`);
  const text = programs.print('sh', ['-c', 'sh line.sh 2> line.err && echo "" || cat line.err']);
  const errors = readFileSync(join(programs.folder, 'line.err'), 'utf8');
  expect(errors, line).not.toMatch(/^best-of-n: |^error: /m);
  return text;
}

/** Starts what goes on until it is ended. */
function start(command: string, args: readonly string[]): (typeof started)[number] {
  const child = spawn(command, args, { cwd: programs.folder, env: programs.environment });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  const one = { child, printed: () => text };
  started.push(one);
  return one;
}

/** The lines of a shell block, without what stands behind `#`, and without those that install packages. */
const commandsOf = ({ program }: Example) =>
  program
    .split('\n')
    .map((line) => line.replace(/\s+# .*/, ''))
    .filter((line) => line !== '' && !line.startsWith('npm install '));

interface Plan {
  page: string;
  /** What the block contains. */
  has: string;
  /** Executes it, */
  run?: (example: Example) => unknown;
  /** or says why nothing here does. */
  why?: string;
}

const INSTALLS = 'it loads packages from the registry; test/package/package.test.ts installs the tarball';
const IS_THE_SUITE = 'it runs the tests, of which this is one';

const PLANS: readonly Plan[] = [
  { page: 'README.md', has: 'npm install best-of-n', why: INSTALLS },
  { page: 'README.md', has: 'npm ci && npm start', why: `${IS_THE_SUITE}; docs/theory/kl.md shows what \`npm start\` prints` },
  { page: 'CONTRIBUTING.md', has: 'npm ci && npm test', why: IS_THE_SUITE },
  { page: 'CONTRIBUTING.md', has: 'apt-get install', why: 'it needs Debian and its administrator' },
  { page: 'test/README.md', has: 'npm test', why: IS_THE_SUITE },
  { page: 'test/README.md', has: 'generate.py', why: 'it takes minutes, and mpmath; test/golden/README.md says when it was run' },
  { page: 'bench/README.md', has: 'npm run bench', why: 'it takes minutes, and a quiet machine' },
  { page: 'docs/start.md', has: 'npm run site', why: 'it is the server of Vite; test/site opens what it serves' },
  { page: 'docs/explorer.md', has: 'npm run site:build', why: 'test/site/docs-site.test.ts builds what it builds' },
  { page: 'docs/explorer.md', has: '<iframe', why: 'test/site/take-away.test.ts shows it in a page' },
  { page: 'docs/pool.md', has: 'npm install', why: INSTALLS },
  { page: 'docs/cluster.md', has: 'best-of-n worker', run: cluster },
  { page: 'docs/command.md', has: 'best-of-n compare', run: comparisons },
  { page: 'docs/command.md', has: 'best-of-n support tokens.parquet', run: logits },
  { page: 'docs/command.md', has: 'best-of-n paper', run: figures },
  { page: 'docs/runtimes.md', has: 'best-of-n/kernel.wasm', run: compiledKernel },
  { page: 'docs/runtimes.md', has: 'best-of-n/pool-worker', run: workerFiles },
  { page: 'docs/server.md', has: 'best-of-n serve', run: service },
  { page: 'docs/server.md', has: 'app.register(bestOfN', run: plugin },
];

const plansFor = ({ page, program }: Example) => PLANS.filter((plan) => plan.page === page && program.includes(plan.has));

/** A worker and the command, on one machine: the command prints what it prints without Redis. */
async function cluster(example: Example): Promise<void> {
  const [worker, samples] = commandsOf(example).map((line) => programs.here(line.replace('npx ', '')).split(/\s+/));
  for (const i of [1, 2])
    copyFileSync(join(programs.folder, 'shared/north.jsonl'), join(programs.folder, `shared/runs-${i}.jsonl`));
  start(process.execPath, [cli, ...worker.slice(1)]);
  const shell = samples.join(' ');
  const alone = ran(shell.replace(/ --redis \S+/, ''));
  expect(alone).toMatch(/\b120\s+prompts\s+of\s+10\s+samples/);
  expect(ran(shell)).toBe(alone);
}

function comparisons(example: Example): void {
  const prompts = Array.from({ length: 12 }, (_, i) => `p${i}`);
  const run = (shift: number, more: object = {}) =>
    lines(prompts.flatMap((prompt, i) => [0, 1].map((k) => ({ prompt, reward: (i + k * 5 + shift) % 7, ...more }))));
  write('before.jsonl', run(0));
  write('after.jsonl', run(3));
  write('all.jsonl', ['north', 'south'].map((model, i) => run(2 * i, { model })).join(''));
  const scored = prompts.flatMap((prompt, i) =>
    [0, 1, 2].map((k) => ({ prompt, rm_a: (i * k) % 5, rm_b: (i + 3 * k) % 5, gold: (i + k) % 2 }))
  );
  write('scored.jsonl', lines(scored));
  const found = commandsOf(example).map(ran);
  expect(found).toHaveLength(3);
  for (const text of found) expect(text).toMatch(/12 prompts in both\./);
}

function logits(example: Example): void {
  const numbers = Array.from({ length: 50 }, (_, i) => i);
  const column = (name: string, values: number[]) => ({ name, type: 'DOUBLE' as const, values });
  const columns = [
    column('logit', numbers.map(Math.sin)),
    column(
      'reward',
      numbers.map((i) => i % 9)
    ),
  ];
  write('tokens.parquet', parquetFile(columns));
  const [text] = commandsOf(example).map(ran);
  expect(text).toContain('50 outcomes');
  // a head, and a row for each outcome
  expect(readFileSync(join(programs.folder, 'tokens-policy.csv'), 'utf8').trim().split('\n')).toHaveLength(51);
}

function figures(example: Example): void {
  for (const line of commandsOf(example)) ran(line);
  expect(readdirSync(join(programs.folder, 'figures')).sort()).toEqual(readdirSync('docs/paper').sort());
}

/** On a host that imports `.wasm` as a compiled module, which a hook makes of Node.js. */
function compiledKernel({ program }: Example): void {
  const hook = `
    import { readFileSync } from 'node:fs';
    export function load(url, context, next) {
      if (!url.endsWith('.wasm')) return next(url, context);
      const bytes = JSON.stringify(readFileSync(new URL(url)).toString('base64'));
      return { format: 'module', shortCircuit: true, source: \`export default new WebAssembly.Module(Buffer.from(\${bytes}, 'base64'));\` };
    }`;
  write('register.mjs', "import { register } from 'node:module';\nregister('./hook.mjs', import.meta.url);\n");
  write('hook.mjs', hook);
  write('example.mjs', `${program}\nconsole.log((await import('best-of-n')).engine());\n`);
  expect(programs.print(process.execPath, ['--import', './register.mjs', 'example.mjs'])).toBe("{ kind: 'wasm' }\n");
}

function workerFiles({ program }: Example): void {
  const used = [
    'console.log((await pool.metrics({ rewards: [0, 1], probs: [0.5, 0.5] }, 2)).winRate);',
    "const payload = { rewards: [0, 1], probs: [0.5, 0.5], n: 2, fields: ['winRate'] };",
    "console.log((await app.inject({ method: 'POST', url: '/v1/metrics', payload })).json().winRate);",
    'await Promise.all([pool, app, worker].map((one) => one.close()));',
  ];
  write('worker-files.mjs', programs.here(`${program}\n${used.join('\n')}\n`));
  expect(programs.print(process.execPath, ['worker-files.mjs'])).toBe('0.625\n0.625\n');
}

/** At a port of its own, since another service may have the one that it takes by default. */
async function service(example: Example): Promise<void> {
  const [line] = commandsOf(example);
  const port = await freePort();
  const { printed } = start(process.execPath, [cli, ...line.replace('npx best-of-n ', '').split(' '), '--port', String(port)]);
  await vi.waitFor(() => expect(printed()).toContain(`http://127.0.0.1:${port}`), 20_000);
  const page = await fetch(`http://127.0.0.1:${port}/docs`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  const help = programs.print(process.execPath, [cli, 'serve', '--help']);
  expect(help).toMatch(new RegExp(`default: ${/http:\/\/127\.0\.0\.1:(\d+)/.exec(example.program)?.[1]}\\b`));
}

async function plugin({ program }: Example): Promise<void> {
  const port = await freePort();
  expect(program).toContain('port: 3000');
  write('plugin.mjs', program.replace('port: 3000', `port: ${port}, host: '127.0.0.1'`));
  const { printed } = start(process.execPath, ['plugin.mjs']);
  const health = () => fetch(`http://127.0.0.1:${port}/best-of-n/healthz`);
  const { status } = await vi.waitFor(health, { timeout: 20_000, interval: 100 });
  expect([status, printed()]).toEqual([200, '']);
}

it('every block of code is a program, or the output of the program above it', () => {
  for (const page of WRITTEN_PAGES) {
    const fences = readFileSync(page, 'utf8').match(/^ *(```|~~~)/gm) ?? [];
    const blocks = examplesOf(page).flatMap(({ output }) => (output === undefined ? 1 : 2));
    expect(fences.length, page).toBe(2 * blocks.reduce((sum, count) => sum + count, 0));
  }
});

it('the front page has the two commands that set the repository up', () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const command of ['npm ci && npm start', 'npm ci && npm test']) expect(readme).toContain(`\n${command} `);
});

it.each(titled(examples))('%s is executed, or it is said why not', (_, example) => {
  const plans = plansFor(example);
  expect(plans, example.program).toHaveLength(1);
  expect([plans[0].run, plans[0].why].filter((one) => one !== undefined)).toHaveLength(1);
});

it.each(PLANS)('$page has a block with "$has"', (plan) => {
  expect(examples.filter((example) => plansFor(example).includes(plan))).toHaveLength(1);
});

const executed = examples.filter((example) => plansFor(example).some(({ run }) => run));
it.for(titled(executed))('%s does what it says', { timeout: 60_000 }, async ([, example], { skip }) => {
  const lack = lacking(example);
  skip(lack !== undefined, lack);
  await plansFor(example)[0].run?.(example);
});

describe('what is not executed', () => {
  const others = examples.filter((example) => plansFor(example).every(({ run }) => !run));

  it.for(titled(others.filter(({ language }) => language === 'sh')))('%s names what there is', ([, { program }]) => {
    for (const line of program.split('\n')) {
      const [command] = line.split(/\s#\s/);
      const script = /^npm (?:run ([\w:-]+)|(?:ci && npm )?(start|test)\b)/.exec(command);
      if (script) scriptOf(script[1] ?? script[2]);
      for (const [path] of command.matchAll(/\btest\/\S+/g)) expect(existsSync(path), path).toBe(true);
    }
  });
});
