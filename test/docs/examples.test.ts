// The examples, run as a reader runs them.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passAtK } from '../../src/index';

const folder = mkdtempSync(join(tmpdir(), 'examples-'));

function run(script: string, ...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`examples/${script}`, ...args], { encoding: 'utf8' });
  return { stdout, stderr, status };
}

describe('pass@k of a sample file', () => {
  const write = (name: string, lines: unknown[]) => {
    const file = join(folder, name);
    writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
    return file;
  };

  it('is the mean of passAtK over tasks, whose samples need not be neighbours', () => {
    const sample = (task_id: string, passed: boolean) => ({ task_id, passed, completion: 'x' });
    const rounds = [0, 1, 2, 3].flatMap((i) => [sample('a', i === 2), sample('b', i > 0)]);
    const { stdout, status } = run('pass-at-k.mjs', write('good.jsonl', [...rounds, '', sample('c', false)]), '1,3,4');
    expect(status).toBe(0);
    expect(stdout).toContain('3 tasks of 1 to 4 samples');
    const cells = stdout
      .split('\n')
      .filter((line) => /^│ \d/.test(line))
      .map((line) => line.split('│').map((cell) => cell.trim()));
    const mean = (k: number) => (passAtK(4, 1, k) + passAtK(4, 3, k)) / 2;
    expect(cells.map((row) => row[1])).toEqual(['1', '3', '4']);
    expect(cells.map((row) => row[2])).toEqual([
      ((passAtK(4, 1, 1) + passAtK(4, 3, 1)) / 3).toFixed(4),
      mean(3).toFixed(4),
      mean(4).toFixed(4),
    ]);
    expect(cells.map((row) => row[5])).toEqual(['3', '2', '2']);
    expect(cells[0][4]).toMatch(/^[01]\.\d{4} to [01]\.\d{4}$/);
  });

  it.each([
    ['a flag that is none', [{ task_id: 1, passed: 1 }], 'line 1: passed is 1, expected true or false'],
    ['no task', [{ task_id: 1, passed: true }, { passed: true }], 'line 2 has no task_id'],
    ['a torn line', [{ task_id: 1, passed: true }, '{"task_id":'], 'line 2 is not JSON'],
    ['no object', ['null'], 'line 1 is null, expected an object'],
    ['no sample', [''], 'there is no prompt to aggregate'],
  ])('%s is an error', (name, lines, message) => {
    const { stderr, status } = run('pass-at-k.mjs', write(`${name}.jsonl`, lines));
    expect(status).toBe(1);
    expect(stderr).toContain(`error: ${message}`);
  });
});
