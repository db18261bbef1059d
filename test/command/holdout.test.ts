// `best-of-n holdout`: means over prompts that are worked out by hand.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runIn } from '../helpers/command';

const folder = mkdtempSync(join(tmpdir(), 'best-of-n-holdout-'));
afterAll(() => rmSync(folder, { recursive: true }));

// the judges of p contradict each other, and those of q agree; r has one sample
writeFileSync(join(folder, 'judged.csv'), 'prompt,one,two\np,0,1\np,1,0\nq,2,2\nq,4,4\nr,1,3\n');
const holdout = (...args: string[]) => runIn(folder, ['holdout', ...args]);

it('scores the winner by the judgements held out, beside those that chose it', () => {
  const { status, stdout } = holdout('judged.csv', '-p', 'prompt', '-r', 'one,two', '--judges', '1', '-n', '1,2', '-f', 'json');
  expect(status).toBe(0);
  const [{ rows }] = JSON.parse(stdout).groups;
  // the means of p, q and r are 1/2, 3 and 2, whichever judge chooses
  expect(rows[0]).toMatchObject({ n: 1, prompts: 3, optimism: { mean: 0 } });
  expect(rows[0].heldOut.mean).toBeCloseTo(5.5 / 3, 14);
  // held out, the best of 2 is 0 and 4; by its own judges 1 and 4. Each half of the difference from the mean is the error of two prompts
  expect(rows[1]).toMatchObject({
    n: 2,
    prompts: 2,
    heldOut: { mean: 2, standardError: 2 },
    naive: { mean: 2.5, standardError: 1.5 },
  });
  expect(rows[1].optimism).toMatchObject({ mean: 0.5, standardError: 0.5 });
});

it('is a table and CSV too', () => {
  const args = ['judged.csv', '-p', 'prompt', '-r', 'one', '-r', 'two', '--judges', '1', '-n', '2'];
  expect(holdout(...args).stdout).toMatch(/2.*2\.0 ± 2\.0.*2\.5 ± 1\.5.*0\.50 ± 0\.50/);
  expect(holdout(...args, '-f', 'csv').stdout.split('\n')[0]).toBe(
    'n,prompts,heldOut,heldOutError,heldOutLow,heldOutHigh,naive,naiveError,naiveLow,naiveHigh,optimism,optimismError,optimismLow,optimismHigh'
  );
});

it.each([
  [['-r', 'one', '--judges', '1'], 'holdout needs two or more columns'],
  [['-r', 'one,two', '--judges', '2'], '--judges is 2, expected at most 1'],
  [['-r', 'one,two'], "required option '--judges <number>' not specified"],
])('%j is incorrect usage', (args, message) => {
  const { status, stderr } = holdout('judged.csv', '-p', 'prompt', ...args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
