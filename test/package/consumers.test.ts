// The packed library in what its users build and run with: each answers one golden case. The tools are in consumers/node_modules, which
// `npm run test:consumers` installs; without them only CI insists.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, noChromium, serve } from '../helpers/chromium.mjs';
import { freePort } from '../helpers/redis.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('../consumers', import.meta.url));
const out = (name: string) => `${here}/build/${name}`;
const noTools = !existsSync(`${here}/node_modules/esbuild`) && !process.env.CI;

interface Answer {
  kind: 'wasm' | 'js';
  reason?: string;
  kl: number;
  winRate: number;
  expectedReward: number;
}

const GOLDEN = JSON.parse(readFileSync(new URL('../golden/golden.json', import.meta.url), 'utf8'))
  .find(({ name }: { name: string }) => name === 'zipf-64')
  .results.find(({ n }: { n: number }) => n === 16);

/** Every answer is the golden one, and all are the same to the bit. */
let first: Omit<Answer, 'kind' | 'reason'> | undefined;
function expectGolden(answers: Answer[], kinds: Answer['kind'][]): void {
  expect(answers.map(({ kind }) => kind)).toEqual(kinds);
  for (const { kind: _kind, reason: _reason, ...numbers } of answers) {
    for (const [name, value] of Object.entries(numbers)) {
      const golden = Number(GOLDEN[name]);
      expect(Math.abs(value / golden - 1), name).toBeLessThan(1e-13);
    }
    first ??= numbers;
    expect(numbers).toEqual(first);
  }
}

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const, FORCE_COLOR: '0' };

const run = async (command: string, ...args: string[]) => {
  const { stdout } = await promisify(execFile)(command, args, { cwd: here, env, encoding: 'utf8', maxBuffer: 1 << 26 });
  return stdout;
};
const tool = (name: string, ...args: string[]) => run(`${here}/node_modules/.bin/${name}`, ...args);

let browser: Browser | undefined;

/** What a page answers; it may not write an error to the console. */
async function answersOf(url: string): Promise<Answer[]> {
  browser ??= await launchChromium();
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  try {
    await page.goto(url);
    await page.waitForFunction('globalThis.answers', null, { timeout: 15_000 }).catch((error) => errors.push(error.message));
    expect(errors).toEqual([]);
    return (await page.evaluate('globalThis.answers')) as Answer[];
  } finally {
    await page.close();
  }
}

async function answersOfBuilt(name: string): Promise<Answer[]> {
  const site = await serve(out(name));
  try {
    return await answersOf(site.url);
  } finally {
    await site.close();
  }
}

/** A page for bundles that come without one. */
function writePage(name: string, script: string): void {
  mkdirSync(out(name), { recursive: true });
  const type = '<meta charset="utf-8"><link rel="icon" href="data:,">';
  writeFileSync(`${out(name)}/index.html`, `<!doctype html>${type}<script type="module" src="${script}"></script>`);
}

/** The JSON that a server which is starting gives, once it answers. */
async function whenUp(url: string): Promise<Answer[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await (await fetch(url)).json();
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function serving<T>(command: string, args: string[], use: () => Promise<T>): Promise<T> {
  const server = spawn(command, args, { cwd: here, env, stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    return await use();
  } finally {
    server.kill();
    await ended;
  }
}

beforeAll(() => {
  if (noTools) return;
  rmSync(`${here}/build`, { recursive: true, force: true });
  const installed = `${here}/node_modules/best-of-n`;
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(out(''), { recursive: true });
  mkdirSync(installed);
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', out('')];
  const tarball = execFileSync('npm', args, { cwd: root, encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', out(tarball), '-C', installed, '--strip-components=1']);
}, 120_000);
afterAll(() => browser?.close());

describe.skipIf(noTools)('runtimes', () => {
  it('Node.js, ES module', async () => expectGolden(JSON.parse(await run('node', 'run.mjs')), ['wasm']));
  it('Node.js, CommonJS', async () => expectGolden(JSON.parse(await run('node', 'commonjs/run.cjs')), ['wasm']));
  it.each([
    ['node16', 'node16', 'module'],
    ['node16', 'node16', 'commonjs'],
    ['nodenext', 'nodenext', 'module'],
    ['nodenext', 'nodenext', 'commonjs'],
    ['esnext', 'bundler', 'module'],
  ])('TypeScript, module %s, resolution %s, in a package of type %s', async (module, moduleResolution, type) => {
    const folder = out(`typescript-${module}-${moduleResolution}-${type}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/package.json`, JSON.stringify({ private: true, type }));
    writeFileSync(`${folder}/run.ts`, readFileSync(`${here}/typescript/run.ts`));
    const lib = ['es2022', 'dom'];
    // the libraries of TypeScript beside our declarations are checked in one of the projects; ours are in each
    const skipDefaultLibCheck = module !== 'esnext';
    const options = { module, moduleResolution, target: 'es2022', lib, skipDefaultLibCheck, types: [], strict: true };
    writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions: options, files: ['run.ts'] }));
    await run('node', `${root}node_modules/typescript/bin/tsc`, '--project', folder);
    expectGolden(JSON.parse(await run('node', `${folder}/run.js`)), ['wasm']);
  });
  it('Bun', async () => expectGolden(JSON.parse(await tool('bun', 'run', 'run.mjs')), ['wasm']));
  it('Deno', async () => expectGolden(JSON.parse(await tool('deno', 'run', '--allow-read', '--no-remote', 'run.mjs')), ['wasm']));

  it('Jest with a simulated page, which has no TextDecoder and a realm of its own', async () => {
    mkdirSync(out('jest'), { recursive: true });
    const jest = ['node_modules/jest/bin/jest.js', '--config', 'jest/jest.config.json', '--no-cache'];
    const options = { cwd: here, env: { ...env, NODE_ENV: 'test', ANSWERS: out('jest') } };
    await promisify(execFile)('node', ['--experimental-vm-modules', ...jest], options);
    for (const name of ['commonjs', 'module']) {
      const answers: Answer[] = JSON.parse(readFileSync(out(`jest/${name}.json`), 'utf8'));
      // each engine with arrays of both realms
      expectGolden(answers, [...Array(4).fill('wasm'), ...Array(4).fill('js')]);
    }
  });

  /** What a worker answers that esbuild bundled; the kernel's file has the name by which the bundle imports it. */
  async function answersOfWorker(entry: string, kernel: string, ...options: string[]): Promise<Answer[]> {
    const bundle = ['--bundle', '--format=esm', `--external:${kernel}`, ...options];
    await tool('esbuild', `edge/${entry}.js`, ...bundle, `--outfile=${out(`edge/${entry}.js`)}`);
    const port = await freePort();
    const config = out(`edge/${entry}.capnp`);
    writeFileSync(
      config,
      `using Workerd = import "/workerd/workerd.capnp";
       const config :Workerd.Config = (
         services = [(name = "main", worker = (
           modules = [
             (name = "worker.js", esModule = embed "${entry}.js"),
             (name = "${kernel.replace('./', '')}", wasm = embed "../../node_modules/best-of-n/dist/kernel.wasm"),
           ],
           compatibilityDate = "2026-01-01",
         ))],
         sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
       );`
    );
    return serving(`${here}/node_modules/.bin/workerd`, ['serve', config], () => whenUp(`http://127.0.0.1:${port}/`));
  }

  it('workerd, where bytes may not be compiled: the fallback, then the kernel as a module', async () => {
    const answers = await answersOfWorker('worker', 'best-of-n/kernel.wasm');
    expectGolden(answers, ['js', 'wasm']);
    expect(answers[0].reason).toMatch(/the WebAssembly kernel could not be used: .*disallowed by embedder/);
  });

  it('workerd, with its condition: the kernel at once', async () => {
    expectGolden(await answersOfWorker('plain-worker', './kernel.wasm', '--conditions=workerd'), ['wasm', 'wasm']);
  });
});

describe.skipIf(noTools || noChromium)('pages', () => {
  it('Vite, development', async () => {
    const options = { root: `${here}/page`, configFile: false, logLevel: 'silent', cacheDir: out('vite-cache') } as const;
    const server = await createServer({ ...options, server: { host: '127.0.0.1', port: 0, fs: { allow: [here] } } });
    await server.listen();
    try {
      expectGolden(await answersOf(server.resolvedUrls?.local[0] ?? ''), ['wasm', 'wasm']);
    } finally {
      await server.close();
    }
  });

  it('Vite, build, with a Web Worker', async () => {
    const root = `${here}/page`;
    await build({ root, configFile: false, logLevel: 'error', build: { outDir: out('vite'), emptyOutDir: true } });
    expectGolden(await answersOfBuilt('vite'), ['wasm', 'wasm']);
  });

  it('webpack, with a Web Worker', async () => {
    await tool('webpack', '--mode', 'production', '--entry', './page/main.js', '--output-path', out('webpack'));
    writePage('webpack', 'main.js');
    expectGolden(await answersOfBuilt('webpack'), ['wasm', 'wasm']);
  });

  it('Parcel, with a Web Worker', async () => {
    const places = ['--cache-dir', out('parcel-cache'), '--dist-dir', out('parcel')];
    const options = [...places, '--no-source-maps', '--public-url', './'];
    await tool('parcel', 'build', 'page/index.html', ...options);
    expectGolden(await answersOfBuilt('parcel'), ['wasm', 'wasm']);
  });

  it('esbuild', async () => {
    await tool('esbuild', 'page/alone.js', '--bundle', '--minify', '--format=esm', `--outfile=${out('esbuild/main.js')}`);
    writePage('esbuild', 'main.js');
    expectGolden(await answersOfBuilt('esbuild'), ['wasm']);
  });

  it('Rollup', async () => {
    await tool('rollup', 'page/alone.js', '-p', 'node-resolve', '-f', 'es', '-o', out('rollup/main.js'), '--silent');
    writePage('rollup', 'main.js');
    expectGolden(await answersOfBuilt('rollup'), ['wasm']);
  });

  it('a service worker', async () => {
    await tool('esbuild', 'service-worker/sw.js', '--bundle', '--format=iife', `--outfile=${out('service-worker/sw.js')}`);
    writePage('service-worker', 'main.js');
    writeFileSync(out('service-worker/main.js'), readFileSync(`${here}/service-worker/main.js`));
    expectGolden(await answersOfBuilt('service-worker'), ['wasm']);
  });

  it('no bundler: <script type="module"> straight from dist/', async () => {
    mkdirSync(out('plain/best-of-n'), { recursive: true });
    for (const file of ['index.js', 'kernel.wasm'])
      writeFileSync(out(`plain/best-of-n/${file}`), readFileSync(`${here}/node_modules/best-of-n/dist/${file}`));
    writeFileSync(out('plain/golden-case.js'), readFileSync(`${here}/golden-case.js`));
    mkdirSync(out('plain/page'), { recursive: true });
    writeFileSync(out('plain/page/alone.js'), readFileSync(`${here}/page/alone.js`));
    // a module compiled by the page itself, as streaming does it
    writeFileSync(
      out('plain/page/streamed.js'),
      `import { useEngine } from 'best-of-n';
       import { goldenCase } from '../golden-case.js';
       useEngine('wasm', await WebAssembly.compileStreaming(fetch('best-of-n/kernel.wasm')));
       globalThis.answers = [goldenCase()];`
    );
    for (const name of ['alone', 'streamed']) {
      writeFileSync(
        out(`plain/${name}.html`),
        `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
         <script type="importmap">{ "imports": { "best-of-n": "./best-of-n/index.js" } }</script>
         <script type="module" src="page/${name}.js"></script>`
      );
    }
    const site = await serve(out('plain'));
    expectGolden(await answersOf(`${site.url}alone.html`), ['wasm']);
    expectGolden(await answersOf(`${site.url}streamed.html`), ['wasm']);
    await site.close();
  });

  it('Next.js: server, edge and page', async () => {
    await tool('next', 'build', 'next');
    const port = await freePort();
    const args = ['start', 'next', '--hostname', '127.0.0.1', '--port', String(port)];
    await serving(`${here}/node_modules/.bin/next`, args, async () => {
      expectGolden(await whenUp(`http://127.0.0.1:${port}/server`), ['wasm']);
      expectGolden(await whenUp(`http://127.0.0.1:${port}/edge`), ['wasm']);
      expectGolden(await answersOf(`http://127.0.0.1:${port}/`), ['wasm']);
    });
  }, 180_000);
});

describe.skipIf(noTools)('only klBound is imported: no kernel comes with it', () => {
  const main = 'bound/main.js';
  const bundlers: Record<string, (file: string) => Promise<unknown>> = {
    esbuild: (file) => tool('esbuild', main, '--bundle', '--minify', '--format=esm', `--outfile=${file}`),
    Rollup: (file) => tool('rollup', main, '-p', 'node-resolve', '-f', 'es', '-o', file, '--silent'),
    webpack: (file) => {
      const places = ['--output-path', dirname(file), '--output-filename', basename(file)];
      return tool('webpack', '--mode', 'production', '--entry', `./${main}`, ...places);
    },
    Vite: (file) =>
      build({
        root: `${here}/bound`,
        configFile: false,
        logLevel: 'error',
        build: {
          outDir: dirname(file),
          emptyOutDir: false,
          rolldownOptions: { input: `${here}/${main}`, output: { entryFileNames: basename(file) } },
        },
      }),
  };
  it.each(Object.keys(bundlers))('%s', async (name) => {
    const file = out(`bound/${name}.mjs`);
    await bundlers[name](file);
    expect(statSync(file).size).toBeLessThan(5000);
    const script = `await import(${JSON.stringify(file)}); console.log(globalThis.answers[0])`;
    expect(Number(await run('node', '--input-type=module', '--eval', script))).toBeCloseTo(Number(GOLDEN.klBound), 14);
  });
});
