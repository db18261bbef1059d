// What the README shows is what its programs print.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const shown = [...readFileSync('README.md', 'utf8').matchAll(/^```js\n(.*?)^```\n+^```\n(.*?)^```/gms)];

it('has examples with output', () => {
  expect(shown.length).toBeGreaterThanOrEqual(3);
});

it.each(shown.map(([, program, output], i) => [i + 1, program, output] as const))('example %d', (i, program, output) => {
  mkdirSync('build', { recursive: true });
  const file = `build/readme-example-${i}.mjs`;
  writeFileSync(file, program);
  expect(execFileSync(process.execPath, [file], { encoding: 'utf8' })).toBe(output);
  rmSync(file);
});
