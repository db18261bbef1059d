// A run of the command that a signal interrupts, and what is left of its files.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** The signals that the command is told to end by. */
export const ENDINGS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGALRM', 'SIGUSR2']);

const OUTPUTS = { '--per-prompt': 'each.csv', '--report': 'page.html', '--plot': 'curves.svg', '-o': 'curves.csv' };
const NAMES = Object.values(OUTPUTS);

/** Runs that write four files over old ones in a folder that holds nothing but `in.jsonl`. */
export class InterruptedRuns {
  #folder;
  /** @type {Map<string, string>} */
  #whole = new Map();
  /** How long a run takes that nobody interrupts. */
  milliseconds = 0;

  /** @param {string} folder */
  constructor(folder) {
    this.#folder = folder;
  }

  #textOf(/** @type {string} */ name) {
    return readFileSync(join(this.#folder, name), 'utf8');
  }

  #start() {
    const args = ['samples', 'in.jsonl', '-n', '1,2,3', ...Object.entries(OUTPUTS).flat()];
    return spawn(process.execPath, [bin, ...args], { cwd: this.#folder, stdio: 'ignore' });
  }

  /** The run whose files the others are compared with. */
  async finish() {
    const began = performance.now();
    const [code] = await once(this.#start(), 'exit');
    if (code !== 0) throw new Error(`the command ended with ${code}`);
    this.milliseconds = performance.now() - began;
    this.#whole = new Map(NAMES.map((name) => [name, this.#textOf(name)]));
  }

  /**
   * @param {NodeJS.Signals} signal
   * @param {number} moment - when it is sent, in milliseconds; NaN: each time something happens to a temporary file.
   */
  async interrupt(signal, moment) {
    for (const name of NAMES) writeFileSync(join(this.#folder, name), `old ${name}`);
    const child = this.#start();
    let sent = Number.NaN;
    const send = () => {
      sent = performance.now();
      child.kill(signal);
    };
    const timer = Number.isNaN(moment) ? undefined : setTimeout(send, moment);
    const watcher = timer ? undefined : watch(this.#folder, (_, name) => name?.endsWith('.tmp') && send());
    const [code, by] = await once(child, 'exit');
    const after = performance.now() - sent;
    clearTimeout(timer);
    watcher?.close();
    const states = NAMES.map((name) => {
      const text = this.#textOf(name);
      return text === this.#whole.get(name) ? 'new' : text === `old ${name}` ? 'old' : 'torn';
    });
    const extra = readdirSync(this.#folder).filter((name) => name !== 'in.jsonl' && !NAMES.includes(name));
    return { code, by, after, states, extra };
  }
}
