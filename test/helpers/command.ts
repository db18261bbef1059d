// The command, run in a process of its own.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const bin = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Runs `best-of-n ARGS` in a folder until it ends. */
export function runIn(folder: string, args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', input });
  return { status, stdout, stderr };
}

/** Runs a line of bash in a folder, in which `$CLI` is the command. */
export function shellIn(folder: string, line: string) {
  const env = { ...process.env, CLI: `${process.execPath} ${bin}` };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8', env });
  return { status, stdout, stderr };
}
