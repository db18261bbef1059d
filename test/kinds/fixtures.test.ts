// Every known kind of sample file has a fixture in test/fixtures/kinds, which is taken for that kind, and for no other, without an option.
// A fixture is called like the file of its kind: test/fixtures/kinds/NAME.FORMAT for src/sample-files/kinds/NAME.ts, or NAME-SHAPE.FORMAT if a
// kind has several shapes. The means that are expected of it stand in the kind's own test, test/kinds/NAME.test.ts.

import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KINDS } from '../../src/sample-files/kinds/index';
import { FIXTURES, KIND_FILES, kindFileOf, kindsIn, runOf } from '../helpers/kind-fixtures';

it.each(KIND_FILES)('%s is in the table, and has fixtures and a test', async (name) => {
  const kinds = await kindsIn(name);
  expect(kinds.length).toBeGreaterThan(0);
  for (const kind of kinds) expect(KINDS).toContain(kind);
  expect(FIXTURES.map(kindFileOf), 'test/fixtures/kinds').toContain(name);
  expect(existsSync(`test/kinds/${name}.test.ts`), `test/kinds/${name}.test.ts`).toBe(true);
});

it('every kind has a fixture of its own, an address and a name of its own', async () => {
  const taken = await Promise.all(FIXTURES.map(async (fixture) => (await runOf(fixture, [1])).columns.kind));
  for (const { name, source } of KINDS) {
    expect(taken).toContain(name);
    expect(source).toMatch(/^https:\/\//);
  }
  expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
});

it.each(FIXTURES)('%s is taken for its own kind, without an option and without another', async (fixture) => {
  const file = kindFileOf(fixture);
  if (file === undefined) throw new Error(`no file of kinds is called like ${fixture}`);
  const { columns, curves } = await runOf(fixture, [1]);
  expect((await kindsIn(file)).map(({ name }) => name)).toContain(columns.kind);
  expect(curves.length).toBeGreaterThan(0);
  for (const { prompts, samples } of curves) expect(samples).toBeGreaterThan(prompts);
});
