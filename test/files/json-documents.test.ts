// JSON documents: where their records stand, and what is said of those that cannot be read.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { JsonRecords } from '../../src/files/json-records';
import { readInputs } from '../helpers/read-inputs';

const folder = mkdtempSync(join(tmpdir(), 'best-of-n-json-'));
afterAll(() => rmSync(folder, { recursive: true }));
let next = 0;

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, `${next++}-${name}`);
  writeFileSync(path, text);
  return path;
}

const records = [
  { id: 'a', score: 1, text: '} ] " \\ é🎲' },
  { id: 'b', score: 0, nested: { list: [1, [2], {}] } },
];
const indented = (value: unknown) => JSON.stringify(value, null, 2);
const line = (value: unknown) => JSON.stringify(value);

describe('the records of a document', () => {
  it.each<[string, string, string, unknown[]]>([
    ['an array on one line', 'a.json', line(records), records],
    ['an indented array', 'a.json', indented(records), records],
    ['an array in a file of lines', 'a.jsonl', line(records), records],
    ['an array without an ending', 'a', `\ufeff ${line(records)}\n`, records],
    ['an array in a text', 'a.txt', line(records), records],
    ['two arrays', 'a.json', `${line(records)}\n${line(records)}`, [...records, ...records]],
    ['lines', 'a.json', `${line(records[0])}\n${line(records[1])}\n`, records],
    ['one line', 'a.json', line(records[0]), [records[0]]],
    ['one indented object', 'a.json', indented(records[1]), [records[1]]],
    ['indented objects', 'a.jsonl', records.map(indented).join('\n'), records],
    ['a list under a key', 'a.json', line({ version: 2, samples: records, more: [1] }), records],
    ['an indented list under a key', 'a.json', indented({ date: 'x', results: records }), records],
    ['a list two keys deep', 'a.json', indented({ evalId: 'x', results: { version: 3, results: records } }), records],
    [
      'entries by task',
      'a.json',
      line({ t1: records, t2: [] as unknown[] }).replace('[]', line([records[0]])),
      [
        { key: 't1', value: records },
        { key: 't2', value: [records[0]] },
      ],
    ],
    ['entries that are lists of numbers', 'a.json', line({ t1: [true, false] }), [{ key: 't1', value: [true, false] }]],
    [
      'entries that are objects',
      'a.json',
      indented({ 't"1': { ok: true }, t2: { ok: false } }),
      [
        { key: 't"1', value: { ok: true } },
        { key: 't2', value: { ok: false } },
      ],
    ],
    [
      'entries by task under a key',
      'a.json',
      line({ date: 'x', hash: 'y', eval: { 'Shed/0': records, 'Shed/1': records } }),
      [
        { key: 'Shed/0', value: records },
        { key: 'Shed/1', value: records },
      ],
    ],
    [
      'a list in a record of a prompt',
      'a.json',
      line({ prompt: 'p', completions: records }),
      [{ prompt: 'p', completions: records }],
    ],
    ['a list in a line', 'a.jsonl', line({ results: records }), [{ results: records }]],
    [
      'a table by columns',
      'a.json',
      line({ probs: [0.5, 0.25], rewards: [1, 2] }),
      [
        { probs: 0.5, rewards: 1 },
        { probs: 0.25, rewards: 2 },
      ],
    ],
    ['an empty array beside others', 'a.json', '[]', []],
  ])('%s', async (_, name, text, expected) => {
    expect((await readInputs([file(name, text)])).rows).toEqual(expected);
  });

  it('the keys before the list tell the kind', async () => {
    const { parts } = await readInputs([
      file('log.json', indented({ version: 2, status: 'success', eval: { task: 'x' }, samples: records })),
    ]);
    expect(parts[0]).toMatchObject({
      format: 'json',
      json: { path: ['samples'], keyed: false, keys: ['version', 'status', 'eval', 'samples'] },
    });
  });

  it('a damaged first line makes no document of a file of lines', async () => {
    const { rows, faults } = await readInputs([file('a.jsonl', '{"a":1,\n{"a":2}\n{"a":3}\n')], { skip: true });
    expect([rows, faults.length]).toEqual([[{ a: 2 }, { a: 3 }], 1]);
  });

  it('places are those of the file', async () => {
    const { places } = await readInputs([file('a.json', indented({ a: 1, data: records }))]);
    expect(places).toEqual([4, 9]);
  });

  it('ids keep every digit', async () => {
    const text = '[{"id": 9007199254740993, "deep": {"id": [9007199254740993]}}]';
    const { rows } = await readInputs([file('a.json', text)], { exact: ['id', 'deep.id[0]'] });
    expect(rows).toEqual([{ id: '9007199254740993', deep: { id: ['9007199254740993'] } }]);
  });

  it('any pieces give the same', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.array(value), fc.nat(2), fc.integer({ min: 1, max: 9 }), (values, spaces, size) => {
        const bytes = new TextEncoder().encode(JSON.stringify(values, null, spaces));
        const found: unknown[] = [];
        const reader = new JsonRecords(undefined, ({ bytes }) => {
          found.push(JSON.parse(new TextDecoder().decode(bytes as Uint8Array)));
        });
        for (let i = 0; i < bytes.length; i += size) reader.add(bytes.subarray(i, i + size));
        expect(reader.end()).toBeUndefined();
        expect(found).toEqual(JSON.parse(JSON.stringify(values)));
      })
    );
  });
});

describe('what cannot be read', () => {
  it.each<[string, string, RegExp, number, number | undefined]>([
    ['a record that is no object', '[\n {"a":1}, 5]', /expected an object, got 5/, 2, undefined],
    ['a comma too many', '[{"a":1},\n]', /expected a record, got "]"/, 2, 1],
    ['a comma too few', '[{"a":1}\n {"a":2}]', /expected "," or "]", got "{"/, 2, 2],
    ['an array that is cut short', '[{"a":1},\n{"a":2}', /the file is cut short, expected "," or "]"/, 2, 8],
    ['a record that is cut short', '[{"a":1},\n {"a":', /the record that begins here does not end/, 2, 2],
    ['a fault after what Python writes', '[{"a":1},\n {"b":"é", "a":NaN,,}]', /not JSON/, 2, 20],
    ['a syntax error in a later line', '[{"a":1,\n "b": x}]', /not JSON: Unexpected token 'x'$/, 2, 7],
    ['a key twice', '[{"a":1,\n "a":2}]', /the key "a" stands twice in one object/, 2, 2],
  ])('%s', async (_, text, message, at, column) => {
    await expect(readInputs([file('a.json', text)])).rejects.toMatchObject({
      message: expect.stringMatching(message),
      at,
      column,
    });
  });

  it('bytes that are not UTF-8', async () => {
    const bytes = Buffer.from('[{"a":"x"},\n {"a":"caf\xe9"}]', 'latin1');
    await expect(readInputs([file('a.json', bytes)])).rejects.toMatchObject({
      message: expect.stringMatching(/the record is not UTF-8: its byte 0xE9/),
      at: 2,
      column: 11,
    });
  });

  it('bad records can be left out', async () => {
    const text = '[{"a":1},\n{"a":x},\n{"a":3},\n{"a":';
    const { rows, faults } = await readInputs([file('a.json', text)], { skip: true });
    expect(rows).toEqual([{ a: 1 }, { a: 3 }]);
    expect(faults.map(({ at }) => at)).toEqual([2, 4]);
  });
});

describe('a key that stands twice', () => {
  it.each<[string, number]>([
    ['{"a":1,"a":2}', 8],
    ['{"a" : 1 , "a" : 2}', 12],
    ['{"a":1,"\\u0061":2}', 8],
    ['{"x":{"a":1,"b":{},"a":2}}', 20],
    ['{"x":[{"a":1},{"a":1,"a":2}]}', 22],
    ['{"a":"\\\\","a":2}', 11],
    ['{"__proto__":1,"__proto__":2}', 16],
  ])('%s', async (text, column) => {
    await expect(readInputs([file('a.jsonl', text)])).rejects.toMatchObject({
      message: expect.stringMatching(/stands twice/),
      at: 1,
      column,
    });
  });

  it.each([
    '{"a":"\\":1","b":": a","c":":","d":"\\\\":":"}'.replace('"\\\\":":"', '"\\\\"'),
    '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}',
  ])('not %s', async (text) => {
    expect((await readInputs([file('a.jsonl', text)])).rows).toEqual([JSON.parse(text)]);
  });
});
