// The contenders that are not of this package, as commands: each is left out, with a word why, where it cannot run.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** A program of peers/ in the first Python that has numpy. */
export function numpyPeer(program = 'numpy_peer.py') {
  const python = ['/usr/bin/python3', 'python3'].find((p) => spawnSync(p, ['-c', 'import numpy']).status === 0);
  if (python === undefined) return skipped('numpy', 'no python3 with numpy here');
  const version = execFileSync(python, ['-c', 'import numpy; print(numpy.__version__)'], { encoding: 'utf8' }).trim();
  return { numpy: Object.assign([python, here(`peers/${program}`)], { version: `numpy ${version}` }) };
}

export function nativePeer() {
  const program = here('../build/native_peer');
  mkdirSync(here('../build'), { recursive: true });
  const made = spawnSync('g++', ['-O3', '-march=native', here('peers/native_peer.cpp'), '-o', program]);
  if (made.status !== 0) return skipped('C++', 'no g++ here');
  const version = execFileSync('g++', ['-dumpfullversion'], { encoding: 'utf8' }).trim();
  return { 'C++': Object.assign([program], { version: `g++ ${version}` }) };
}

function skipped(name, why) {
  process.stderr.write(`without ${name}: ${why}\n`);
  return {};
}
