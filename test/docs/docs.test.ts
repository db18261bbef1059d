// The documentation shows what is true: every program prints the output below it, and what is shown without output could be run.
// `UPDATE_DOCS=1 npx vitest run test/docs/docs.test.ts` writes into the pages what their programs print.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { scripts } from '../../package.json';
import { type Example, examplesOf, PAGES } from '../helpers/pages';
import { freePort } from '../helpers/redis.mjs';

// what the pages of files show is made, and tested, by files-page.test.ts
const examples = PAGES.filter((page) => !page.startsWith('docs/recipes/files/')).flatMap(examplesOf);
const shown = examples.filter(({ output }) => output !== undefined);
const others = examples.filter(({ output }) => output === undefined);

const titled = (list: Example[]) => list.map((example) => [`${example.page}:${example.line}`, example] as const);

/** Inside the package, so that programs find it by its name. */
const folder = resolve('build/docs');
const cli = resolve('dist/cli.js');

/** The address of the service in the pages. */
const SERVICE = '127.0.0.1:8377';
let service: ChildProcess | undefined;
let address: string;

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin/best-of-n'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, { mode: 0o755 });
  for (const name of ['dist', 'examples']) symlinkSync(resolve(name), join(folder, name));

  const port = await freePort();
  address = `127.0.0.1:${port}`;
  service = spawn(process.execPath, [cli, 'serve', '--port', String(port), '--threads', '1'], { stdio: 'ignore' });
  await vi.waitFor(() => fetch(`http://${address}/healthz`), 20_000);
});
afterAll(() => {
  service?.kill();
  rmSync(folder, { recursive: true });
});

/** A command as it is run here: without a build, which other tests would notice, and without npx, which would look for a package. */
function runnable(command: string): string {
  return command
    .replaceAll('npx best-of-n', 'best-of-n')
    .replaceAll(/\bnpm (?:run )?([\w:-]+)/g, (_, name: string) => scriptOf(name).replace('npm run build --silent && ', ''));
}

function scriptOf(name: string): string {
  const script = Object.entries(scripts).find(([known]) => known === name);
  if (script === undefined) throw new Error(`package.json has no script ${name}`);
  return script[1];
}

/** What a program prints, on both of its streams. */
function printedBy({ language, program }: Example): string {
  const here = program.replaceAll(SERVICE, address);
  if (language === 'sh') return print('sh', ['-c', `exec 2>&1\n${runnable(here)}`]);
  const [command, file] = language === 'js' ? [process.execPath, 'example.mjs'] : ['python3', 'example.py'];
  writeFileSync(join(folder, file), here);
  return print(command, [file]);
}

function print(command: string, args: string[]): string {
  const env = { ...process.env, PATH: `${folder}/bin:${process.env.PATH}`, NO_COLOR: '1', CI: 'true', FORCE_COLOR: undefined };
  const { stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
  return (stdout + stderr).replace(/\n*$/, '\n');
}

/** Whether there is a program that an example needs besides Node.js; where there is not, its test is left out. */
function isInstalled({ language, program }: Example): boolean {
  const needed = language === 'python' ? 'python3' : /\bcurl\b/.exec(program)?.[0];
  return needed === undefined || spawnSync(needed, ['--version']).status === 0;
}

/** Holds what was printed against what is shown, where a line `…` stands for any lines. */
function expectShown(printed: string, output: string): void {
  if (!/^…$/m.test(output)) {
    expect(printed).toBe(output);
    return;
  }
  let from = 0;
  for (const piece of output.split(/^…\n/m)) {
    expect(printed.slice(from)).toContain(piece);
    from = printed.indexOf(piece, from) + piece.length;
  }
}

function update({ page, program }: Example, output: string, printed: string): void {
  const text = readFileSync(page, 'utf8');
  const at = text.indexOf(`\`\`\`\n${output}`, text.indexOf(program) + program.length + 4);
  writeFileSync(page, `${text.slice(0, at)}\`\`\`\n${printed}${text.slice(at + 4 + output.length)}`);
}

it('there are examples of every kind', () => {
  expect(shown.filter(({ language }) => language === 'js').length).toBeGreaterThanOrEqual(16);
  expect(shown.filter(({ language }) => language === 'sh').length).toBeGreaterThanOrEqual(9);
  expect(shown.every(({ language }) => ['js', 'sh', 'python'].includes(language))).toBe(true);
});

it('the front page has the two commands that set the repository up', () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const command of ['npm ci && npm start', 'npm ci && npm test']) expect(readme).toContain(`\n${command} `);
});

// one after another: an example may use a file that one above it wrote
it.for(titled(shown))('%s prints what is shown', ([, example], { skip }) => {
  skip(!isInstalled(example), 'it needs a program that is not installed');
  const { output = '' } = example;
  const printed = printedBy(example);
  skip(/^ModuleNotFoundError: /m.test(printed), printed.trim().split('\n').at(-1));
  if (process.env.UPDATE_DOCS && !output.includes('…\n')) update(example, output, printed);
  else expectShown(printed, output);
});

describe('what is shown without output', () => {
  const those = (wanted: string) => titled(others.filter(({ language }) => language === wanted));

  it.for(those('js'))('%s is JavaScript that imports what there is', ([, { program }]) => {
    const file = join(folder, 'unrun.mjs');
    writeFileSync(file, program);
    expect(spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' }).stderr).toBe('');
    // Node.js refuses to link a module that imports a name which is not exported; it does not import .wasm
    const imports = [...program.matchAll(/^import [^;]*;/gm)].map(([text]) => text);
    writeFileSync(file, imports.filter((text) => !text.includes('.wasm')).join('\n'));
    expect(spawnSync(process.execPath, [file], { encoding: 'utf8' }).stderr).toBe('');
  });

  it.for(those('sh'))('%s has commands that there are', ([, { program }]) => {
    for (const line of program.split('\n')) {
      const [command] = line.split(/\s#\s/);
      const script = /^npm (?:run ([\w:-]+)|(?:ci && npm )?(start|test)\b)/.exec(command);
      if (script) scriptOf(script[1] ?? script[2]);
      const used = /^(?:npx )?best-of-n ([a-z]+)(.*)/.exec(command);
      if (!used) continue;
      const help = print(process.execPath, [cli, used[1], '--help']);
      expect(help).toContain(`Usage: best-of-n ${used[1]} `);
      for (const [option] of used[2].matchAll(/(?<=\s)--?[a-z][a-z-]*/g)) expect(help).toMatch(new RegExp(`\\s${option}\\b`));
    }
  });
});
