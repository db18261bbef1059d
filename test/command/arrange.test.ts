// The words of a command line before the parser gets them, and the lists that it makes of them.

import { describe, expect, it } from 'vitest';
import { arrange } from '../../src/cli/arrange';
import { COMMANDS } from '../../src/cli/commands/index';
import { gridOption } from '../../src/cli/grid';
import { main } from '../../src/cli/main';

const samples = COMMANDS.map(({ create }) => create()).find((command) => command.name() === 'samples');
if (!samples) throw new Error('there is no command samples');

it.each([
  ['-n=1,2 x.jsonl', ['-n1,2', 'x.jsonl']],
  ['x.jsonl -k=4', ['x.jsonl', '-n4']],
  ['x.jsonl -o=c.csv', ['x.jsonl', '-oc.csv']],
  ['x.jsonl --pass=>=0.5', ['x.jsonl', '--pass=>=0.5']],
])('%s', (line, expected) => {
  expect(arrange(line.split(' '), samples)).toEqual(expected);
});

it('a number that is given twice counts once, in the order in which it came first', () => {
  const { parseArg } = gridOption({ whole: true });
  const first = parseArg?.('4,1,4', undefined as unknown);
  expect(first).toEqual([4, 1]);
  expect(parseArg?.('1..3', first)).toEqual([4, 1, 2, 3]);
});

describe('a file in the place of a command', () => {
  it.each(['runs.jsonl', './runs'])('%s', async (name) => {
    const said: string[] = [];
    const { error } = console;
    console.error = (text: string) => said.push(text);
    try {
      expect(await main([name])).toBe(2);
    } finally {
      console.error = error;
    }
    expect(said.join('\n')).toContain(`${name} is no command: give one before it, as in best-of-n samples ${name}`);
  });
});
