// Makes the JavaScript engine of the kernel's sources: one lane of the two-lane AssemblyScript in assembly/ as TypeScript on plain numbers, with
// the same operations in the same order, and so with the same bits.
//
//   npm run scalarise              writes the files of GENERATED
//   npm run scalarise -- --check   exits with 1 if one of them is not what this would write
//
// The rules. The names of assembly/lanes.ts become operators (`mul(a, b)` is `a * b`, `choose(m, a, b)` is `m ? a : b`, `pair(p, j)` is `p[j]`);
// a function called `fooPair` is `foo`; types and casts go. A loop over pairs becomes a loop over elements. Where the loop adds up sums that
// are then accumulated, it runs for one lane after the other, since each lane of a compensated sum has an order of its own.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Scalariser } from './scalarise/scalariser.mjs';

/** The file of the library that is generated from each of these files of the kernel. */
const GENERATED = {
  'near-one': 'src/numerics/near-one',
  ratio: 'src/numerics/ratio',
  estimator: 'src/numerics/kl-estimator',
  weights: 'src/numerics/weights',
  choices: 'src/numerics/choices',
  steps: 'src/engine/js/steps',
  blocks: 'src/engine/js/blocks',
  cell: 'src/engine/js/cell',
  divergences: 'src/engine/js/divergences',
  gaps: 'src/engine/js/gaps',
  estimates: 'src/engine/js/estimates',
  outcomes: 'src/engine/js/outcomes',
  renyi: 'src/engine/js/renyi',
  'exact-mean': 'src/engine/js/exact-mean',
  rewards: 'src/engine/js/rewards',
  limits: 'src/engine/js/limits',
  metrics: 'src/engine/js/metrics',
  slices: 'src/engine/js/slices',
  curve: 'src/engine/js/curve',
  policy: 'src/engine/js/policy',
  exponents: 'src/engine/js/exponents',
  pivot: 'src/engine/js/pivot',
  narrow: 'src/engine/js/narrow',
  tilt: 'src/engine/js/tilt',
  parts: 'src/engine/js/parts',
  'rank-laws': 'src/engine/js/rank-laws',
};

/** The files that the generated ones import besides one another; these are written by hand. */
const BY_HAND = {
  layout: 'assembly/layout',
  math: 'src/numerics/exp-log',
  sum: 'src/numerics/sum',
  arrays: 'src/engine/js/arrays',
  results: 'src/engine/js/results',
  moments: 'src/engine/js/moments',
};

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

function formatted(text, file) {
  const biome = 'node_modules/@biomejs/biome/bin/biome';
  return execFileSync(process.execPath, [biome, 'check', '--write', `--stdin-file-path=${file}`], {
    input: text,
    encoding: 'utf8',
  });
}

const check = process.argv.includes('--check');
const stale = [];
for (const [name, target] of Object.entries(GENERATED)) {
  const file = `${target}.ts`;
  const text = formatted(new Scalariser(name, { ...BY_HAND, ...GENERATED }).file(), file);
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) stale.push(file);
}
if (stale.length > 0) {
  console.error(`${stale.join(', ')}: not what \`npm run scalarise\` writes`);
  process.exit(1);
}
