// Promise 3: which engine answers, and that importing does nothing. Each host is simulated in a process of its own, on the built
// bundle, moved to an empty folder.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const dist = (file: string) => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-'));
  copyFileSync(dist('index.js'), join(folder, 'library.mjs'));
  copyFileSync(dist('index.cjs'), join(folder, 'library.cjs'));
  copyFileSync(dist('kernel.wasm'), join(folder, 'kernel.wasm'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a script prints, as JSON, in a fresh process in the empty folder. */
function run(script: string, ...flags: string[]): unknown {
  const args = [...flags, '--input-type=module', '--eval', `${HELPERS}\n${script}`];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }));
}

const HELPERS = `
  const counts = { Module: 0, Instance: 0 };
  for (const name of Object.keys(counts)) {
    if (typeof WebAssembly === 'undefined') break;
    const Original = WebAssembly[name];
    WebAssembly[name] = class extends Original { constructor(...args) { super(...args); counts[name]++; } };
  }
  const use = ({ Support }) => {
    const support = Support.from({ weights: [1, 2, 3, 4, 5], rewards: [3, 1, 2, 5, 4] });
    return [...Object.values(support.metrics(7)), ...support.policy(7)];
  };
  const print = (value) => console.log(JSON.stringify(value));
`;

describe('the kernel', () => {
  it('is compiled and instantiated on first use, once', () => {
    const script = `
      const library = await import('./library.mjs');
      const imported = { ...counts };
      const first = use(library);
      library.useEngine('js'); use(library); library.useEngine('wasm'); use(library); library.engine();
      print({ imported, after: counts, kind: library.engine() });`;
    expect(run(script)).toEqual({
      imported: { Module: 0, Instance: 0 },
      after: { Module: 1, Instance: 1 },
      kind: { kind: 'wasm' },
    });
  });

  it('is given as a precompiled module', () => {
    const script = `
      import { readFileSync } from 'node:fs';
      const module = new WebAssembly.Module(readFileSync('kernel.wasm'));
      counts.Module = 0;
      WebAssembly.Module = class { constructor() { throw new Error('may not compile'); } };
      Object.defineProperty(WebAssembly.Module, Symbol.hasInstance, { value: (x) => x === module });
      const library = await import('./library.mjs');
      library.useEngine('wasm', module); library.useEngine('wasm', module);
      print({ kind: library.engine(), counts, numbers: use(library).length });`;
    expect(run(script)).toEqual({ kind: { kind: 'wasm' }, counts: { Module: 0, Instance: 1 }, numbers: 26 });
  });

  it('is given as a module of another realm', () => {
    const script = `
      import { readFileSync } from 'node:fs';
      import { runInNewContext } from 'node:vm';
      const module = runInNewContext('new WebAssembly.Module(bytes)', { bytes: readFileSync('kernel.wasm') });
      const library = await import('./library.mjs');
      library.useEngine('wasm', module);
      print({ foreign: !(module instanceof WebAssembly.Module), kind: library.engine(), numbers: use(library).length });`;
    expect(run(script)).toEqual({ foreign: true, kind: { kind: 'wasm' }, numbers: 26 });
  });

  it('is one instance in each worker thread', () => {
    const script = `
      import { Worker } from 'node:worker_threads';
      const code = "import { parentPort } from 'node:worker_threads'; const l = await import('./library.mjs'); parentPort.postMessage(l.engine())";
      const answers = await Promise.all([1, 2].map(() => new Promise((resolve, reject) => {
        new Worker(code, { eval: true }).once('message', resolve).once('error', reject);
      })));
      print(answers);`;
    expect(run(script)).toEqual([{ kind: 'wasm' }, { kind: 'wasm' }]);
  });
});

describe('the fallback answers, with the same numbers, and says why', () => {
  const hosts: [string, string, RegExp, ...string[]][] = [
    ['without WebAssembly', '', /this runtime has no WebAssembly/, '--no-expose-wasm'],
    [
      'under a content-security policy',
      `WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError("Refused to compile or instantiate WebAssembly module because 'wasm-eval' is not an allowed source"); } };`,
      /Refused to compile or instantiate/,
    ],
    [
      'where instantiating throws',
      'WebAssembly.Instance = class { constructor() { throw new RangeError("could not allocate memory"); } };',
      /could not allocate memory/,
    ],
    [
      'where every entry of WebAssembly throws',
      `for (const name of Object.getOwnPropertyNames(WebAssembly)) {
         Object.defineProperty(WebAssembly, name, { get() { throw new Error(name + ' is forbidden'); } });
       }`,
      /(Module|Instance) is forbidden/,
    ],
    [
      'without SIMD',
      // what an engine without SIMD says of a module that uses v128; the kernel must be such a module
      `const Original = WebAssembly.Module;
       WebAssembly.Module = class {
         constructor(bytes) {
           new Original(bytes);
           if (!Buffer.from(bytes).includes(Buffer.from([0xfd, 0x14]))) throw new Error('the kernel has no SIMD instruction');
           throw new WebAssembly.CompileError("invalid value type 's128', enable with --experimental-wasm-simd");
         }
       };`,
      /invalid value type 's128'/,
    ],
    [
      'where touching WebAssembly throws',
      `Object.defineProperty(globalThis, 'WebAssembly', { get() { throw new Error('forbidden'); } });`,
      /forbidden/,
    ],
  ];
  it.each(hosts)('%s', (_, setup, reason, ...flags) => {
    const script = `${setup}
      const library = await import('./library.mjs');
      let refused = '';
      const numbers = use(library);
      try { library.useEngine('wasm'); } catch (error) { refused = error.message; }
      print({ numbers, engine: library.engine(), refused });`;
    const { numbers, engine, refused } = run(script, ...flags) as {
      numbers: number[];
      engine: { kind: string; reason: string };
      refused: string;
    };
    expect(engine.kind).toBe('js');
    expect(engine.reason).toMatch(reason);
    expect(refused).toMatch(/^the WebAssembly kernel cannot be used here: /);
    expect(numbers).toEqual(run(`const library = await import('./library.mjs'); print(use(library));`));
  });

  it('but not where only entries throw that the kernel does not need', () => {
    const script = `
      for (const name of Object.getOwnPropertyNames(WebAssembly)) {
        if (name === 'Module' || name === 'Instance' || /Error$/.test(name)) continue;
        WebAssembly[name] = class { constructor() { throw new Error(name + ' is forbidden'); } };
      }
      const library = await import('./library.mjs');
      print({ numbers: use(library), engine: library.engine() });`;
    const numbers = run(`const library = await import('./library.mjs'); print(use(library));`);
    expect(run(script)).toEqual({ numbers, engine: { kind: 'wasm' } });
  });

  it('when it is chosen', () => {
    const script = `const library = await import('./library.mjs'); library.useEngine('js'); use(library); print({ engine: library.engine(), counts });`;
    const reason = "useEngine('js') was called";
    expect(run(script)).toEqual({ engine: { kind: 'js', reason }, counts: { Module: 0, Instance: 0 } });
  });

  it('but never silently here', () => {
    expect(run(`const { engine } = await import('./library.mjs'); print(engine());`)).toEqual({ kind: 'wasm' });
  });
});

describe('the bundle', () => {
  const bundles = ['index.js', 'index.cjs'].map((file) => [file, readFileSync(dist(file), 'utf8')] as const);

  it.each(bundles)('%s neither evaluates code nor reads files', (_, text) => {
    expect(text).not.toMatch(/\beval\(|new Function|__dirname|__filename|import\.meta|readFile|\brequire\(|\bfetch\(/);
  });

  it('runs where code generation from strings is forbidden', () => {
    const script = `const library = await import('./library.mjs'); print([use(library).length, library.engine().kind]);`;
    expect(run(script, '--disallow-code-generation-from-strings')).toEqual([26, 'wasm']);
  });

  it('runs as CommonJS', () => {
    const script = `import { createRequire } from 'node:module';
      const library = createRequire(process.cwd() + '/x.js')('./library.cjs'); print([use(library).length, library.engine().kind]);`;
    expect(run(script)).toEqual([26, 'wasm']);
  });

  it('is small: 48 KB of kernel, 84.5 KB gzipped in all', () => {
    expect(readFileSync(dist('kernel.wasm')).length).toBeLessThanOrEqual(48_000);
    for (const [, text] of bundles) expect(gzipSync(text).length).toBeLessThanOrEqual(84_500);
  });

  it.each(bundles)('%s holds the kernel in characters that every encoding of a page has', (_, text) => {
    const literals = text.match(/"[^"\\]*"|'[^'\\]*'/g) ?? [];
    const kernel = literals.reduce((longest, each) => (each.length > longest.length ? each : longest), '');
    expect(kernel.length).toBeGreaterThan(readFileSync(dist('kernel.wasm')).length);
    expect(kernel).toMatch(/^[ -~]+$/);
  });

  it('has the sizes that docs/runtimes.md shows, within 3 KB', () => {
    const page = readFileSync(new URL('../../docs/runtimes.md', import.meta.url), 'utf8');
    const shown = (pattern: RegExp) => (pattern.exec(page) ?? []).slice(1).map(Number);
    const bundled = (name: string) => {
      const contents = `import { ${name} } from './dist/index.js'; console.log(${name});`;
      const stdin = { contents, resolveDir: fileURLToPath(new URL('../..', import.meta.url)) };
      return buildSync({ stdin, bundle: true, minify: true, format: 'esm', write: false }).outputFiles[0].contents.length;
    };
    const whole = readFileSync(dist('index.js'));
    const sizes = [
      [shown(/\| everything \| (\d+) KB, (\d+) KB gzipped \|/), [whole.length, gzipSync(whole).length]],
      [shown(/\| `Samples` alone \| (\d+) KB \|/), [bundled('Samples')]],
      [shown(/\| `passHatK` or `gPassAtK` alone \| ([\d.]+) to ([\d.]+) KB \|/), [bundled('passHatK'), bundled('gPassAtK')]],
      [shown(/`pairedDifference` alone \| 8 to (\d+) KB \|/), [bundled('pairedDifference')]],
      [
        shown(/`maxAtKWeights`, `maxAtKWeightsBatch` or `offPolicyBestOf` alone \| 9 to (\d+) KB \|/),
        [bundled('maxAtKWeightsBatch')],
      ],
      [shown(/\| `holdoutBestOf` alone \| (\d+) KB \|/), [bundled('holdoutBestOf')]],
      [shown(/\| `klBound` alone \| [\d.]+ to ([\d.]+) KB, without the kernel \|/), [bundled('klBound')]],
      [shown(/WebAssembly kernel \((\d+) KB/), [readFileSync(dist('kernel.wasm')).length]],
    ];
    for (const [kilobytes, bytes] of sizes) {
      expect(kilobytes).toHaveLength(bytes.length);
      kilobytes.forEach((size, i) => {
        expect(Math.abs(size - bytes[i] / 1000), String(kilobytes)).toBeLessThanOrEqual(size < 10 ? 0.5 : 3);
      });
    }
  });
});
