// The programs of the pages, run as a reader runs them, in a folder of their own: with the command under its name, a service, and a Redis for the
// cluster. What stands in the pages for an address or a folder is replaced by what there is here, and back again in what is printed.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { vi } from 'vitest';
import { scripts } from '../../package.json';
import type { Example } from './pages';
import { freePort, hasRedis, startRedis } from './redis.mjs';

export const cli = resolve('dist/cli.js');

/** What the pages call the service, Redis, and the folder that the machines of a cluster share. */
const SERVICE = '127.0.0.1:8377';
const REDIS = /redis:\/\/(?:127\.0\.0\.1|queue\.example):6379/g;
const SHARED = '/data';

export class PagePrograms {
  /** Inside the package, so that programs find it by its name. */
  readonly folder: string;
  #service: ChildProcess | undefined;
  #redis: ChildProcess | undefined;
  #address = '';
  #redisAddress = '';

  constructor(name: string) {
    this.folder = resolve('build', name);
  }

  async start(): Promise<void> {
    const { folder } = this;
    rmSync(folder, { recursive: true, force: true });
    for (const name of ['bin', 'shared', 'redis']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'bin/best-of-n'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, { mode: 0o755 });
    for (const name of ['dist', 'examples']) symlinkSync(resolve(name), join(folder, name));
    // the files of the questions, as a cluster shares them
    this.print('sh', ['-c', `${process.execPath} examples/questions.mjs shared`]);

    const port = await freePort();
    this.#address = `127.0.0.1:${port}`;
    this.#service = spawn(process.execPath, [cli, 'serve', '--port', String(port), '--threads', '1'], { stdio: 'ignore' });
    await vi.waitFor(() => fetch(`http://${this.#address}/healthz`), 20_000);
    if (!hasRedis) return;
    const redisPort = await freePort();
    this.#redis = await startRedis(redisPort, join(folder, 'redis'));
    this.#redisAddress = `redis://127.0.0.1:${redisPort}`;
  }

  stop(): void {
    this.#service?.kill();
    this.#redis?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true });
  }

  /** A program with the addresses and the folder that there are here. */
  here(program: string): string {
    return program
      .replaceAll(SERVICE, this.#address)
      .replaceAll(REDIS, this.#redisAddress)
      .replaceAll(/(?<![\w.])\/data\b/g, join(this.folder, 'shared'));
  }

  /** What a program prints, on both of its streams. */
  printedBy({ language, program }: Example): string {
    const here = this.here(program);
    const printed =
      language === 'sh' ? this.print('sh', ['-c', `exec 2>&1\n${runnable(here)}`]) : this.#printFile(language, here);
    return printed.replaceAll(join(this.folder, 'shared'), SHARED);
  }

  #printFile(language: string, program: string): string {
    const [command, file] = language === 'js' ? [process.execPath, 'example.mjs'] : ['python3', 'example.py'];
    writeFileSync(join(this.folder, file), program);
    return this.print(command, [file]);
  }

  print(command: string, args: string[]): string {
    const { stdout, stderr } = spawnSync(command, args, { cwd: this.folder, env: this.environment, encoding: 'utf8' });
    return (stdout + stderr).replace(/\n*$/, '\n');
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, PATH: `${this.folder}/bin:${process.env.PATH}`, NO_COLOR: '1', CI: 'true', FORCE_COLOR: undefined };
  }
}

/** A command as it is run here: without a build, which other tests would notice, and without npx, which would look for a package. */
export function runnable(command: string): string {
  return command
    .replaceAll('npx best-of-n', 'best-of-n')
    .replaceAll(/\bnpm (?:run )?([\w:-]+)/g, (_, name: string) => scriptOf(name).replace('npm run build --silent && ', ''));
}

export function scriptOf(name: string): string {
  const script = Object.entries(scripts).find(([known]) => known === name);
  if (script === undefined) throw new Error(`package.json has no script ${name}`);
  return script[1];
}

/** Why a program cannot be run here: what it needs besides Node.js and is not there. */
export function lacking({ language, program }: Example): string | undefined {
  if (program.search(REDIS) !== -1 && !hasRedis) return 'redis-server is not installed';
  const needed = language === 'python' ? 'python3' : /\bcurl\b/.exec(program)?.[0];
  return needed === undefined || spawnSync(needed, ['--version']).status === 0 ? undefined : `${needed} is not installed`;
}
