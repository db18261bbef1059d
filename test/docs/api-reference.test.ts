// The reference: every public name is documented (TypeDoc checks that, in `npm run site:build`) and has an example, and every example says
// what is true.

import { type ChildProcess, execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, hasRedis, startRedis } from '../helpers/redis.mjs';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Each entry with its source. */
const ENTRIES = {
  'best-of-n': path('../../src/index.ts'),
  'best-of-n/pool': path('../../src/pool/index.ts'),
  'best-of-n/server': path('../../src/server/index.ts'),
  'best-of-n/queue': path('../../src/queue/index.ts'),
};

interface Named {
  entry: string;
  name: string;
  examples: string[];
}

/** Every name that an entry exports, with the examples of its documentation. */
function publicNames(): Named[] {
  const { config } = ts.readConfigFile(path('../../tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, path('../..'));
  const program = ts.createProgram(Object.values(ENTRIES), options);
  const checker = program.getTypeChecker();
  return Object.entries(ENTRIES).flatMap(([entry, source]) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(source) as ts.SourceFile) as ts.Symbol;
    return checker.getExportsOfModule(module).map((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const members = [...(symbol.members?.values() ?? []), ...(symbol.exports?.values() ?? [])];
      const examples = [symbol, ...members].flatMap((documented) =>
        documented
          .getJsDocTags(checker)
          .filter(({ name }) => name === 'example')
          .map(({ text }) => ts.displayPartsToString(text))
      );
      return { entry, name: exported.name, examples };
    });
  });
}

const names = publicNames();

it.each(names)('$entry $name has an example', ({ examples }) => {
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) expect(example).toMatch(/\S/);
});

let folder: string;
let redis: ChildProcess | undefined;
const environment: Record<string, string> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-examples-'));
  // inside of the package, so that it finds itself by its name
  mkdirSync(path('../../build/examples'), { recursive: true });
  environment.FILE = join(folder, 'samples.jsonl');
  const samples = [
    ['t1', true],
    ['t1', false],
    ['t2', true],
    ['t2', true],
  ];
  writeFileSync(environment.FILE, samples.map(([task_id, passed]) => JSON.stringify({ task_id, passed })).join('\n'));
  if (!hasRedis) return;
  const port = await freePort();
  redis = await startRedis(port, folder);
  environment.REDIS = `redis://127.0.0.1:${port}`;
});
afterAll(() => {
  redis?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** An example as a program that fails where it says what is not so. */
function programOf(entry: string, example: string): string {
  const lines = example.split('\n').map((line) => {
    const said = /^(.*?);?\s*\/\/ → (.*)$/.exec(line);
    return said ? `check(${said[1]}, ${JSON.stringify(said[2])});` : line;
  });
  return [
    `import { check } from ${JSON.stringify(pathToFileURL(path('../helpers/example-check.mjs')).href)};`,
    `import * as library from 'best-of-n';`,
    `import * as entry from '${entry}';`,
    // an example may take a name for its own
    `Object.assign(globalThis, library, entry, { redis: process.env.REDIS, file: process.env.FILE });`,
    ...lines,
  ].join('\n');
}

const examples = names.flatMap((named) =>
  named.examples.map((example, i) => ({ named, example, i, title: `${named.name} ${i + 1}` }))
);

const isOfQueue = ({ named }: { named: { entry: string } }) => named.entry === 'best-of-n/queue';

async function check({ named, example, i }: (typeof examples)[number]): Promise<void> {
  // an example that says nothing cannot fail
  expect(example).toContain('// → ');
  const file = path(`../../build/examples/${named.entry.replace('/', '-')}-${named.name}-${i}.mjs`);
  writeFileSync(file, programOf(named.entry, example));
  const env = { ...process.env, ...environment };
  // workers read what is below the current folder
  await promisify(execFile)(process.execPath, [file], { cwd: folder, env, timeout: 30_000 });
}

describe('examples hold', () => {
  it.concurrent.each(examples.filter((one) => !isOfQueue(one)))('$named.entry $title', check);
  // one after another: the worker of one would do the jobs of another
  it.skipIf(!hasRedis).each(examples.filter(isOfQueue))('$named.entry $title', check);
});
