// The command, run in a process of its own, or in one that has run it before.

import { spawn, spawnSync } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const bin = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const program = fileURLToPath(new URL('warm-command.mjs', import.meta.url));

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

type Environment = Record<string, string | undefined>;

/** Runs `best-of-n ARGS` in a folder until it ends, in a process of its own. */
export function runAlone(folder: string, args: readonly string[], input?: string | Uint8Array, env: Environment = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

/**
 * The same, without its start, which takes ten times as long as most runs. What only a process of its own shows gets one: input through a pipe,
 * and commands that go on until a signal ends them.
 */
export function runIn(folder: string, args: readonly string[], input?: string | Uint8Array, env: Environment = {}): Ended {
  const isWarm = input === undefined && !args.some((arg) => /^-$|^\/(dev|proc)\/|^(serve|worker)$/.test(arg));
  return isWarm ? warmCommand(env).run(folder, args) : runAlone(folder, args, input, env);
}

/** What a run prints on both of its streams, in the order in which it prints it. */
export function printedIn(folder: string, args: readonly string[]): { status: number | null; printed: string } {
  const { status, stdout } = warmCommand({ NO_COLOR: '1' }, true).run(folder, args);
  return { status, printed: stdout };
}

/** A text to read with each sentence in one line: what was wrapped is joined again. */
export const unwrapped = (text: string): string => text.replace(/(?<=\S)\n(?=[^\s─┌│└])/g, ' ');

/** Runs a line of bash in a folder, in which `$CLI` is the command. */
export function shellIn(folder: string, line: string): Ended {
  const env = { ...process.env, CLI: `${process.execPath} ${bin}` };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8', env });
  return { status, stdout, stderr };
}

const warmCommands = new Map<string, WarmCommand>();

/** The process for these variables of the environment. It ends with this one. */
function warmCommand(env: Environment, together = false): WarmCommand {
  const variables = { ...process.env, ...env };
  const key = JSON.stringify([variables, together]);
  let warm = warmCommands.get(key);
  if (!warm?.isAlive) {
    warm = new WarmCommand(variables, together);
    warmCommands.set(key, warm);
  }
  return warm;
}

/** A process that runs the command again and again; its standard output and standard error are files, or one file `together`. */
class WarmCommand {
  readonly #requests: number;
  readonly #answers: number;
  readonly #outputs: readonly number[];
  isAlive = true;

  constructor(env: Environment, together: boolean) {
    const folder = mkdtempSync(join(tmpdir(), 'best-of-n-command-'));
    const [requests, answers] = ['requests', 'answers'].map((name) => join(folder, name));
    spawnSync('mkfifo', [requests, answers]);
    // an open for reading and writing does not wait for another end, and those that follow need not either
    const bothEnds = [requests, answers].map((file) => openSync(file, 'r+'));
    const [read, written] = [openSync(requests, 'r'), openSync(answers, 'w')];
    this.#requests = openSync(requests, 'w');
    this.#answers = openSync(answers, 'r');
    this.#outputs = ['stdout', together ? 'stdout' : 'stderr'].map((name) => openSync(join(folder, name), 'a+'));
    spawn(process.execPath, [program, bin], { env, stdio: ['ignore', ...this.#outputs, read, written] }).unref();
    // either side reads an end once the other one is gone
    for (const fd of [...bothEnds, read, written]) closeSync(fd);
    rmSync(folder, { recursive: true });
  }

  run(folder: string, args: readonly string[]): Ended {
    for (const fd of this.#outputs) ftruncateSync(fd);
    writeSync(this.#requests, `${JSON.stringify({ folder: resolve(folder), args, umask: process.umask() })}\n`);
    const answer = Buffer.alloc(16);
    const length = readSync(this.#answers, answer);
    this.isAlive = length > 0;
    const [stdout, stderr] = this.#outputs.map(wholeOf);
    return { status: this.isAlive ? Number(answer.toString('latin1', 0, length)) : null, stdout, stderr };
  }
}

function wholeOf(fd: number): string {
  const bytes = Buffer.alloc(fstatSync(fd).size);
  readSync(fd, bytes, 0, bytes.length, 0);
  return bytes.toString();
}
