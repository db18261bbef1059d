// Whether the last build is still what a build would make: then `npm run build`, which many commands begin with, has nothing to do.
//
//   node tools/built.mjs           exits with 1 if there is something to build
//   node tools/built.mjs --note    notes that everything has just been built
//
// What is compared is the content of all that goes into a build, installed packages and Node.js included, and of all that comes out of it.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';

const INPUTS = [
  'assembly',
  'src',
  'tools',
  'asconfig.json',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'tsup.config.ts',
  // written by npm whenever it installs something
  'node_modules/.package-lock.json',
];
const OUTPUTS = [
  'dist',
  'build/inputs',
  ...['kernel', 'scanner'].flatMap((name) => ['.wasm', '.wat', '.js', '.d.ts', '-bytes.ts'].map((end) => `build/${name}${end}`)),
];
const NOTE = 'build/built.txt';

/** @param {string} path */
function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => `${parentPath}/${name}`);
}

function digest() {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...INPUTS, ...OUTPUTS].flatMap(filesIn).sort()) {
    const content = readFileSync(file);
    hash.update(`\n${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

if (process.argv[2] === '--note') {
  mkdirSync('build', { recursive: true });
  writeFileSync(NOTE, digest());
} else if (!existsSync('dist') || !existsSync(NOTE) || readFileSync(NOTE, 'utf8') !== digest()) process.exitCode = 1;
