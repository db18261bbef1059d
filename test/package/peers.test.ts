// The packed library beside the oldest versions of its optional packages that it works with, which `npm ci --prefix test/peers` installs, and
// beside older ones; and its types where the compiler is old-fashioned or knows little.

import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peerDependencies } from '../../package.json';
import { OLDEST } from '../../src/node/optional-packages';
import { freePort, hasRedis, startRedis } from '../helpers/redis.mjs';
import { devDependencies } from '../peers/package.json';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = join(root, 'test/peers');
const noPeers = !existsSync(join(here, 'node_modules/fastify')) && !process.env.CI;
let folder: string;

const answerOf = async (script: string, ...args: string[]) =>
  JSON.parse((await promisify(execFile)('node', [script, ...args], { cwd: here, timeout: 60_000 })).stdout);

/** Unpacks the library into the packages of a folder. */
function unpack(into: string): void {
  const installed = join(into, 'node_modules/best-of-n');
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, 'best-of-n.tgz'), '-C', installed, '--strip-components=1']);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-peers-'));
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  const tarball = execFileSync('npm', args, { cwd: root, encoding: 'utf8' }).trim();
  execFileSync('mv', [join(folder, tarball), join(folder, 'best-of-n.tgz')]);
  unpack(folder);
  if (!noPeers) unpack(here);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('no version of an optional package stops an installation', () => {
  expect(Object.keys(peerDependencies).sort()).toEqual(Object.keys(OLDEST).sort());
  // npm takes this range for every version, releases to come included
  expect(new Set(Object.values(peerDependencies))).toEqual(new Set(['*']));
  expect(devDependencies).toEqual(OLDEST);
});

describe.skipIf(noPeers)('the oldest versions', () => {
  it('serve', async () => {
    const statuses = {
      '/healthz': 200,
      '/openapi.json': 200,
      '/docs/static/index.html': 200,
      '/v1/metrics': 405,
      '/nowhere': 404,
    };
    expect(await answerOf('server.mjs')).toEqual({ winRate: 0.625, statuses, counted: '1' });
  }, 60_000);

  it('run threads', async () => {
    expect(await answerOf('pool.mjs')).toEqual({ policy: [0.25, 0.75], code: 'NOT_A_NUMBER', reason: 'enough' });
  }, 60_000);

  it.skipIf(!hasRedis)(
    'run a cluster',
    async () => {
      const port = await freePort();
      const redis = await startRedis(port, folder);
      try {
        writeFileSync(join(folder, 'good.jsonl'), '{"prompt":"a","reward":1}\n{"prompt":"a","reward":0}\n');
        writeFileSync(join(folder, 'bad.jsonl'), '{"prompt":"a","reward":null}\n');
        const files = ['good', 'bad'].map((name) => join(folder, `${name}.jsonl`));
        const answer = await answerOf('queue.mjs', `redis://127.0.0.1:${port}`, folder, ...files);
        expect(answer).toEqual({ means: [0.5, 1], failed: [false, true] });
      } finally {
        redis.kill();
      }
    },
    60_000
  );
});

const SERVER = ['best-of-n/server', 'createServer()'] as const;
const WORKER = ['best-of-n/queue', "createWorker({ redis: 'redis://127.0.0.1:1' })"] as const;
const SUBMIT = [
  'best-of-n/queue',
  "submitSamples(['s.jsonl'], { redis: 'redis://127.0.0.1:1', prompt: ['prompt'], reward: 'reward' })",
] as const;
it.each([
  ['piscina', '3.2.0', 'best-of-n/pool', 'createPool()'],
  ['piscina', '3.2.0', ...SERVER],
  ['fastify', '3.29.5', ...SERVER],
  ['@fastify/swagger', '7.6.1', ...SERVER],
  ['@fastify/swagger-ui', '1.10.2', ...SERVER],
  ['prom-client', '13.2.0', ...SERVER],
  ['bullmq', '5.34.0', ...WORKER],
  ['ioredis', '4.28.5', ...WORKER],
  ['bullmq', '5.34.0', ...SUBMIT],
] as const)('an older %s is told by name and version: %s, %s, %s', (name, version, entry, use) => {
  // all other packages as they are developed with, and the old one by its name alone
  const project = mkdtempSync(join(folder, 'old-'));
  unpack(project);
  mkdirSync(join(project, 'node_modules/@fastify'));
  for (const peer of Object.keys(OLDEST)) {
    const place = join(project, 'node_modules', peer);
    if (peer !== name) symlinkSync(join(root, 'node_modules', peer), place);
    else {
      mkdirSync(place);
      writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
      writeFileSync(join(place, 'index.js'), '');
    }
  }
  writeFileSync(join(project, 's.jsonl'), '{"prompt":"a","reward":1}\n');
  const script = `import * as entry from '${entry}';
    try { await entry.${use}; } catch (error) { console.log(error.code, error.message); }
    process.exit();`;
  const { stdout } = spawnSync('node', ['--input-type=module', '--eval', script], { cwd: project, encoding: 'utf8' });
  const needed = `${entry} needs the package ${name} in version ${OLDEST[name]} or later, and version ${version} is installed`;
  expect(stdout).toBe(`WRONG_VERSION ${needed}: npm install ${name}@latest\n`);
});

it.each([
  ['node10', { module: 'commonjs', moduleResolution: 'node10', lib: ['es2022'] }],
  ['nodenext without DOM', { module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2022'] }],
  ['nodenext with DOM', { module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2022', 'dom'] }],
])('the types of the pool compile without those of Node.js: %s', (_, options) => {
  writeFileSync(
    join(folder, 'uses.ts'),
    "import { createPool } from 'best-of-n/pool';\nexport const made: number = createPool().threads;\n"
  );
  const compilerOptions = { noEmit: true, strict: true, target: 'es2022', types: [], skipLibCheck: false, ...options };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['uses.ts'] }));
  const { stdout } = spawnSync('node', [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' });
  expect(stdout).toBe('');
});
