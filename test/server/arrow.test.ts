// The tables of Arrow requests: each type as files have it, and bodies that are not what they declare.

import { Bool, Dictionary, Field, Float64, Int8, Int32, List, Table, tableToIPC, vectorFromArray } from 'apache-arrow';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../../dist/server.js';
import { readTable } from '../../src/server/arrow-table';
import { RequestError } from '../../src/server/request-error';
import {
  batch,
  bytesOf as bytesOfView,
  compressed,
  dictionaryBatch,
  doubles,
  LIES,
  stream,
  zstdZeros,
} from '../helpers/arrow-messages';
import { bytesOf, TYPE_CASES } from '../helpers/arrow-types';

function idsOf(table: ReturnType<typeof readTable>, name: string): string[] {
  const ids: string[] = [];
  table.eachId(name, (id, row) => {
    expect(row).toBe(ids.length);
    ids.push(id);
  });
  return ids;
}

/** Reads every column in every way. */
function readAll(bytes: Uint8Array): void {
  const table = readTable(bytes);
  const errors = table.names.flatMap((name) =>
    [table.numbers, table.lists, () => table.eachId(name, () => {})].flatMap((read) => {
      try {
        read(name);
        return [];
      } catch (error) {
        return [error];
      }
    })
  );
  const damage = errors.find((error) => !/is a column of/.test((error as Error).message));
  if (damage) throw damage;
}

describe.each(['stream', 'file'] as const)('types in a %s', (format) => {
  it.each(TYPE_CASES.map((test, i) => [test.name, i, test] as const))('%s (%i)', (name, _, test) => {
    const table = readTable(bytesOf(test, format));
    expect(table.names).toEqual(['value', 'row']);
    const { numbers, lists, ids } = test;
    if (numbers) expect(Array.from(table.numbers('value'))).toEqual(numbers);
    else expect(() => table.numbers('value')).toThrow(`value is a column of ${name}, expected numbers`);
    if (lists) expect(table.lists('value').map((list) => Array.from(list))).toEqual(lists);
    else expect(() => table.lists('value')).toThrow(`value is a column of ${name}, expected lists of numbers`);
    if (ids) expect(idsOf(table, 'value')).toEqual(ids);
    else if (name === 'Null') expect(() => idsOf(table, 'value')).toThrow('value[0] is null, expected an id');
    else if (name === 'Float16') expect(() => idsOf(table, 'value')).toThrow('value[5]: value is Infinity, expected an id');
    else expect(() => idsOf(table, 'value')).toThrow(`value is a column of ${name}, which is not read`);
  });
});

describe('nulls', () => {
  const pieces = (...values: (number | null)[][]) =>
    new Table(values.flatMap((column) => new Table({ a: vectorFromArray(column, new Float64()) }).batches));

  it('are named by the row of the table, across batches', () => {
    const table = readTable(tableToIPC(pieces([1, 2], [3, null]), 'stream'));
    expect(() => table.numbers('a')).toThrow('a[3] is null, expected a number');
    expect(() => idsOf(table, 'a')).toThrow('a[3] is null, expected an id');
    expect(Array.from(readTable(tableToIPC(pieces([1, 2], [3]), 'stream')).numbers('a'))).toEqual([1, 2, 3]);
  });

  it('inside of a list, by the row and the place', () => {
    const type = new List(new Field('item', new Float64(), true));
    const lists = (values: unknown[]) =>
      readTable(tableToIPC(new Table({ a: vectorFromArray(values, type) }), 'stream')).lists('a');
    expect(() => lists([[1], [2, 3], [4, null]])).toThrow('a[2][1] is null, expected a number');
    expect(() => lists([[1], null])).toThrow('a[1] is null, expected a list of numbers');
  });
});

describe('what a body declares and does not hold', () => {
  it.each(LIES)('%s', (_, bytes, message) => {
    const began = performance.now();
    expect(() => readAll(bytes)).toThrow(message);
    expect(() => readAll(bytes)).toThrow(RequestError);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  const none = new Uint8Array(0);
  const codec = 1;

  it('true and false take a bit each, and their numbers 64', () => {
    const test = TYPE_CASES.find(({ name }) => name === 'Bool');
    if (!test) throw new Error('no such type');
    const rows = 2 ** 26;
    const frame = compressed(BigInt(rows / 8), zstdZeros(rows / 8));
    const bytes = stream({ a: test.column.type }, batch({ length: rows, nodes: [[rows, 0]], buffers: [none, frame], codec }));
    expect(bytes.length).toBeLessThan(1000);
    expect(() => readTable(bytes).numbers('a')).toThrow('the Arrow table unfolds to more than 256 MiB');
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'an id that is a list of many values',
      () => {
        const length = 2 ** 22;
        const type = new List(new Field('item', new Bool(), true));
        const nodes: [number, number][] = [
          [1, 0],
          [length, 0],
        ];
        const buffers = [none, bytesOfView(Int32Array.of(0, length)), none, new Uint8Array(length / 8)];
        return idsOf(readTable(stream({ a: type }, batch({ length: 1, nodes, buffers }))), 'a');
      },
      /parts and values of the Arrow table take more than 128 MiB/,
    ],
    [
      'a dictionary of many values',
      () => {
        const length = 2 ** 22;
        const buffers = [none, new Uint8Array(length)];
        const entries = dictionaryBatch(7, false, { length, nodes: [[length, 0]], buffers });
        const indices = batch({ length: 1, nodes: [[1, 0]], buffers: [none, bytesOfView(Int32Array.of(0))] });
        return idsOf(readTable(stream({ a: new Dictionary(new Int8(), new Int32(), 7) }, entries, indices)), 'a');
      },
      /parts and values of the Arrow table take more than 128 MiB/,
    ],
    [
      'many empty batches',
      () => {
        const empty = batch({ length: 0, nodes: [[0, 0]], buffers: [none, none] });
        const start = stream({ a: new Float64() });
        const batches = Buffer.alloc(180_000 * empty.length, empty);
        return readTable(Uint8Array.from(Buffer.concat([start.subarray(0, start.length - 8), batches])));
      },
      /parts and values of the Arrow table take more than 128 MiB/,
    ],
    [
      'many empty lists',
      () => {
        const length = 2 ** 18 + 1;
        const nodes: [number, number][] = [
          [length, 0],
          [0, 0],
        ];
        const buffers = [none, new Uint8Array(4 * (length + 1)), none, none];
        const type = new List(new Field('item', new Float64()));
        return readTable(stream({ a: type }, batch({ length, nodes, buffers }))).lists('a');
      },
      /has 262145 rows, and at most 262144 are allowed/,
    ],
  ])('%s is refused before it is made', (_, read, message) => {
    let error: unknown;
    try {
      read();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RequestError);
    expect((error as Error).message).toMatch(message);
  });

  it('batches unfold together', () => {
    const rows = 2 ** 24 + 1;
    const frame = compressed(BigInt(8 * rows), zstdZeros(8 * rows));
    const zeros = batch({ length: rows, nodes: [[rows, 0]], buffers: [none, frame], codec });
    const bytes = stream({ a: new Float64() }, zeros, zeros);
    expect(bytes.length).toBeLessThan(20_000);
    expect(() => readTable(bytes).numbers('a')).toThrow('the Arrow table unfolds to more than 256 MiB');
  });
});

describe('over HTTP', () => {
  let app: FastifyInstance;
  let url: string;
  beforeAll(async () => {
    app = (await createServer({ threads: 1 })) as FastifyInstance;
    url = await app.listen({ port: 0 });
  });
  afterAll(() => app.close());

  const post = async (path: string, body: Uint8Array) => {
    const headers = { 'content-type': 'application/vnd.apache.arrow.stream', accept: 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body: body as Uint8Array<ArrayBuffer> });
    return [answer.status, await answer.json()];
  };

  it('each lie is refused, and the service goes on', async () => {
    for (const [name, bytes] of LIES) {
      // a body that is empty is none
      const [status, { detail }] = await post('/v1/samples?ns=1', bytes);
      expect([status, typeof detail], name).toEqual([400, 'string']);
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const [status] = await post('/v1/metrics?n=2', stream({ rewards: new Float64(), weights: new Float64() }, pair));
    expect(status).toBe(200);
  });

  const pair = batch({
    length: 2,
    nodes: [
      [2, 0],
      [2, 0],
    ],
    buffers: [new Uint8Array(0), doubles(1, 2), new Uint8Array(0), doubles(1, 1)],
  });

  it('ids of equal bytes are one prompt', async () => {
    const prompt = TYPE_CASES.find(({ name }) => name === 'Binary')?.column;
    if (!prompt) throw new Error('no such type');
    const table = new Table({ prompt, reward: vectorFromArray(Float64Array.of(1, 2, 3)) });
    const [status, answer] = await post('/v1/samples?ns=1', tableToIPC(table, 'stream'));
    expect([status, answer.prompts, answer.samples]).toEqual([200, 2, { least: 1, most: 2 }]);
  });
});
