// Results of MultiPL-E.

import { expect, it } from 'vitest';
import { multiplE } from '../../src/sample-files/kinds/multipl-e';
import { near, runOf } from '../helpers/kind-fixtures';

it('the programs of a problem are its samples', async () => {
  const { columns, curves } = await runOf('multipl-e.json', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['name'], reward: 'passed', by: ['language'] });
  expect(curves).toMatchObject([{ prompts: 1, samples: 4, means: { passed: near(1 / 2, 5 / 6) } }]);
});

it('a program that ends with an error has not passed, and a status that is not known is named', () => {
  const results = (status: string, exit_code: number) => ({
    name: 'a',
    language: 'lua',
    tests: '',
    results: [{ status, exit_code }],
  });
  expect(multiplE.unfold?.(results('OK', 1))).toMatchObject([{ name: 'a', passed: false }]);
  expect(multiplE.unfold?.(results('ReferenceError', 1))).toMatchObject([{ passed: false }]);
  expect(() => multiplE.unfold?.(results('Lost', 0))).toThrow('status is "Lost"');
});
