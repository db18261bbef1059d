// Files as they come: told by their content, compressed, in archives and folders, in other encodings, and written as tables of other countries.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { crc32 } from '../../src/files/crc32';
import { fixture } from '../helpers/fixtures';
import { readInputs } from '../helpers/read-inputs';

const folder = mkdtempSync(join(tmpdir(), 'best-of-n-wrapping-'));
afterAll(() => rmSync(folder, { recursive: true }));
let next = 0;

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, String(next++), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const lines = '{"prompt":"a","reward":1}\n{"prompt":"b","reward":0.25}\n';
const rows = [
  { prompt: 'a', reward: 1 },
  { prompt: 'b', reward: 0.25 },
];
const cells = [
  { prompt: 'a', reward: '1' },
  { prompt: 'b', reward: '0.25' },
];

describe('content tells the format', () => {
  it.each<[string, string | Uint8Array, unknown[]]>([
    ['runs', lines, rows],
    ['runs.txt', `\n\n${lines}`, rows],
    ['runs.log', lines, rows],
    ['lines.csv', lines, rows],
    ['lines.parquet', lines, rows],
    ['packed.jsonl', gzipSync(lines), rows],
    ['packed.csv', gzipSync('prompt,reward\na,1\nb,0.25\n'), cells],
    ['packed', gzipSync(JSON.stringify(rows)), rows],
    ['table.jsonl', 'prompt,reward\na,1\nb,0.25\n', cells],
    ['table', 'prompt\treward\na\t1\nb\t0.25\n', cells],
    ['table.txt', 'prompt|reward\r\na|1\r\nb|0.25\r\n', cells],
  ])('%s', async (name, content, expected) => {
    expect((await readInputs([file(name, content)])).rows).toEqual(expected);
  });

  it.each<[string, string]>([
    ['lists', '{"prompt":["a","b"],"reward":[1,0.25]}'],
    ['lists over lines', '{\n "prompt": ["a",\n "b"],\n "reward": [1, 0.25]\n}\n'],
    ['objects by the number of the row', '{"prompt":{"0":"a","1":"b"},"reward":{"0":1,"1":0.25}}'],
    ['names apart from data', '{"columns":["prompt","reward"],"index":[0,1],"data":[["a",1],["b",0.25]]}'],
  ])('a table by columns: %s', async (_, content) => {
    expect((await readInputs([file('table.json', content)])).rows).toEqual(rows);
  });

  it('a prompt that is a list of messages is no column', async () => {
    const record = { prompt: [{ role: 'user', content: 'a' }], rewards: [1] };
    expect((await readInputs([file('one.json', JSON.stringify(record))])).rows).toEqual([record]);
  });

  it('columns of several lengths are an error', async () => {
    const path = file('table.json', '{"columns":["prompt","reward"],"data":[["a",1],["b"]]}');
    await expect(readInputs([path])).rejects.toThrow(/data\[1\] is no list with a value for each of the 2 columns/);
  });

  it.each(['texts.jsonl', 'texts.json-seq'])('a sequence of JSON texts: %s', async (name) => {
    expect((await readInputs([file(name, lines.replace(/^(?=.)/gm, '\u001e'))])).rows).toEqual(rows);
  });

  it('a table under the name of a text', async () => {
    const bytes = readFileSync(fixture('ratings.duckdb.parquet'));
    expect((await readInputs([file('ratings.txt', bytes)])).rows).toEqual(
      (await readInputs([fixture('ratings.duckdb.parquet')])).rows
    );
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    [
      'prose',
      'I saw, and then, he ran.\nIt was late.\n',
      /does not tell its format.*it begins with "I saw, and then, he ran\."; give --input/,
    ],
    ['x.bin', Uint8Array.of(1, 2, 3, 4, 5), /it begins with the bytes 0102030405/],
    ['x.tar', `${'a'.repeat(257)}ustar`, /looks like a tar archive/],
    ['x.jsonl.xz', Buffer.from('fd377a585a000004', 'hex'), /looks like data compressed with xz: decompress it/],
    ['x.html', '<!DOCTYPE html><p>404', /looks like a web page/],
    ['x.jsonl', 'version https://git-lfs.github.com/spec/v1\noid', /pointer of Git LFS.*git lfs pull/],
    ['x.parquet', 'version https://git-lfs.github.com/spec/v1\noid', /pointer of Git LFS.*git lfs pull/],
    ['x.arrow', '\ufeff<html>Sign in</html>', /looks like a web page/],
    ['x.jsonl', "{'prompt': 'a'}\n", /as Python prints them.*json\.dumps/],
    ['x.safetensors', Buffer.from('08000000000000007b2261223a7b7d7d', 'hex'), /a safetensors file/],
    ['x.yaml', '- prompt: a\n  reward: 1\n', /looks like YAML/],
    ['x.jsonl.gz', gzipSync(gzipSync(lines)), /compressed twice, and gzip is inside: decompress it once/],
    ['x.jsonl', Buffer.from('fffe00007b0000002200', 'hex'), /UTF-32, which is not read/],
    ['x.parquet.gz', gzipSync(readFileSync(fixture('ratings.duckdb.parquet'))), /a parquet file is not read through gzip/],
  ])('%s is refused by what it is', async (name, content, message) => {
    await expect(readInputs([file(name, content)])).rejects.toThrow(message);
  });
});

describe('compression', () => {
  it('Zstandard: frames, one without a size and one that is skipped', async () => {
    const { rows, parts } = await readInputs([fixture('frames.zstd.jsonl.zst')]);
    expect(parts).toMatchObject([{ format: 'jsonl', compression: 'zstd' }]);
    expect(rows).toEqual(
      Array.from({ length: 40_000 }, (_, i) => ({ task_id: `q${i >> 2}`, passed: i % 3 === 0 })).map((row, i) => ({
        ...row,
        task_id: `q${Math.floor(i / 4)}`,
      }))
    );
  });

  it.each<[string, (bytes: Buffer) => Uint8Array, RegExp]>([
    ['cut short', (bytes) => bytes.subarray(0, -1), /ends too early: the file is cut short/],
    ['a byte of a literal', (bytes) => changed(bytes, 4000), /compressed with Zstandard/],
    ['the checksum', (bytes) => changed(bytes, bytes.length - 1), /their checksum does not fit/],
    ['something behind it', (bytes) => Buffer.concat([bytes, Buffer.from('more')]), /compressed with Zstandard are damaged/],
  ])('Zstandard damaged: %s', async (_, damage, message) => {
    const bytes = damage(readFileSync(fixture('frames.zstd.jsonl.zst')));
    await expect(readInputs([file('x.jsonl.zst', bytes)])).rejects.toThrow(message);
  });

  it('a log of Inspect: each sample is a record, in the order of their numbers', async () => {
    const { rows, parts } = await readInputs([fixture('log.python.eval')]);
    expect(parts).toMatchObject([{ format: 'json', compression: 'zip' }]);
    expect(rows.map(({ id, epoch }) => [id, epoch])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
      [10, 1],
      [10, 2],
    ]);
    expect(rows[0]).toEqual({ id: 1, epoch: 1, scores: { match: { value: 'C' } } });
  });

  it('members of a zip, each as it is written', async () => {
    const { rows } = await readInputs([fixture('shards.python.zip')]);
    expect(rows).toEqual([
      { prompt: 'a', reward: 1 },
      { prompt: 'b', reward: 0 },
      { prompt: 'c', reward: '0.5' },
    ]);
  });

  it('a member of a zip in UTF-16', async () => {
    expect((await readInputs([file('x.zip', zip({ content: Buffer.from(`\ufeff${lines}`, 'utf16le') }))])).rows).toEqual(rows);
  });

  it('a zip with the fields of 64 bits', async () => {
    expect((await readInputs([file('x.zip', zip({ wide: true }))])).rows).toEqual(rows);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['cut short', zip().subarray(0, -1), /not a whole zip archive/],
    ['encrypted', zip({ flags: 1 }), /runs\.jsonl: it is encrypted/],
    ['another method', zip({ method: 14 }), /runs\.jsonl: it is compressed by the method 14/],
    ['a wrong checksum', zip({ crc: 5 }), /runs\.jsonl: it is damaged: its checksum does not fit/],
    ['more than it declares', zip({ size: 10 }), /runs\.jsonl: it holds more than the 10 bytes/],
    ['a record', zip({ content: `${lines}{"a":}\n` }), /x\.zip: runs\.jsonl:3:6: not JSON/],
    ['what is not read', zip({ content: gzipSync(lines) }), /x\.zip: runs\.jsonl cannot be read: it is compressed twice/],
    ['no records', zip({ name: 'README.md' }), /the zip archive holds no file with records/],
  ])('a zip that cannot be read: %s', async (_, bytes, message) => {
    const { readPart } = await import('../../src/sample-files/read-part');
    const { partsOf } = await import('../../src/files/inputs');
    const columns = { kind: '', prompt: ['prompt'], reward: 'reward', scores: [], wide: false };
    const path = file('x.zip', bytes);
    await expect(partsOf([path]).then(({ parts }) => readPart(parts[0], columns))).rejects.toThrow(message);
  });
});

describe('encodings', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${lines}`, 'utf16le')],
    ['UTF-16LE', Buffer.from(lines, 'utf16le')],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${lines}`, 'utf16le').swap16()],
    ['UTF-16BE', Buffer.from(lines, 'utf16le').swap16()],
    ['a mark before each of two files', Buffer.from(`\ufeff${lines.split('\n')[0]}\n\ufeff${lines.split('\n')[1]}`)],
  ])('%s', async (_, bytes) => {
    expect((await readInputs([file('x.jsonl', bytes)])).rows).toEqual(rows);
  });

  it('half a letter of UTF-16 is an error', async () => {
    await expect(readInputs([file('x.jsonl', Buffer.from(lines, 'utf16le').subarray(0, -1))])).rejects.toThrow(/not UTF-16LE/);
  });

  it('Latin-1 is named with line and column', async () => {
    const bytes = Buffer.from('prompt,reward\na,1\ncaf\xe9,2\n', 'latin1');
    await expect(readInputs([file('x.csv', bytes)])).rejects.toMatchObject({
      message: expect.stringMatching(/the text is not UTF-8: its byte 0xE9 .*iconv -f LATIN1/),
      at: 3,
      column: 4,
    });
  });
});

describe('tables of text', () => {
  it.each<[string, string, RegExp | undefined]>([
    ['prompt;reward\na;1\nb;0.25\n', 'semicolons', /its cells are separated by a semicolon$/],
    [
      'prompt;reward\na;1\nb;0,25\n',
      'a decimal comma',
      /separated by a semicolon, and the numbers of reward have a decimal comma$/,
    ],
    ['prompt,reward\na,"1"\nb,"0,25"\n', 'a quoted decimal comma', /: the numbers of reward have a decimal comma$/],
    ['prompt\treward\na\t1\nb\t0.25\n', 'tabs', /separated by a tab$/],
    ['prompt|reward\na|1\nb|0.25\n', 'bars', /separated by a vertical bar$/],
    [' prompt , reward \na,1\nb,0.25\n', 'blanks around names', undefined],
    ['prompt,reward\r\na,1\nb,0.25\r\n', 'ends of both kinds', undefined],
    ['prompt,reward\ra,1\rb,0.25\r', 'ends of old Macs', undefined],
  ])('%j', async (text, _, notice) => {
    const { rows, notices } = await readInputs([file('x.csv', text)]);
    expect(rows).toEqual(cells);
    expect(notices).toEqual(notice ? [expect.stringMatching(notice)] : []);
  });

  it('an id with a comma stays as it is', async () => {
    const { rows } = await readInputs([file('x.csv', 'prompt;reward\n1,5;0,5\n')], { exact: ['prompt'] });
    expect(rows).toEqual([{ prompt: '1,5', reward: '0.5' }]);
  });

  it.each<[string, string, unknown]>([
    ['thousands', 'prompt;reward\na;1,250\nb;2,500\n', '1,250'],
    ['a point elsewhere', 'prompt;reward\na;1,25\nb;2.5\n', '1,25'],
    ['words', 'prompt;reward\na;1,25\nb;none\n', '1,25'],
  ])('%s make no decimal comma', async (_, text, first) => {
    expect((await readInputs([file('x.csv', text)])).rows[0].reward).toBe(first);
  });

  it('a point after the first lines is an error', async () => {
    const text = `prompt;reward\n${'a;0,5\n'.repeat(20_000)}a;1.5\n`;
    await expect(readInputs([file('x.csv', text)])).rejects.toMatchObject({
      message: 'reward is "1.5" in a column whose first numbers have a decimal comma',
      at: 20_002,
    });
  });

  it.each<[string, string]>([
    ['a mark before quotes', '\ufeff"prompt","reward"\na,1\nb,0.25\n'],
    ['the line that tells Excel the separator', 'sep=;\r\nprompt;reward\r\na;1\r\nb;0.25\r\n'],
  ])('%s', async (_, content) => {
    expect((await readInputs([file('x.csv', content)])).rows).toEqual(cells);
  });

  it('columns without a name', async () => {
    const { rows } = await readInputs([file('x.csv', 'prompt,reward,,\na,1,,x\n')]);
    expect(rows).toEqual([{ prompt: 'a', reward: '1', 'unnamed: 3': '', 'unnamed: 4': 'x' }]);
  });

  it('a title above the header line is shown', async () => {
    const path = file('x.csv', 'My table\n\nprompt,reward\na,1\n');
    await expect(readInputs([path])).rejects.toThrow(/the header line has 1, "My table", which should name all columns/);
  });

  it('a column named twice is an error', async () => {
    await expect(readInputs([file('x.csv', 'a,b, b \n1,2,3\n')])).rejects.toMatchObject({
      message: 'two columns are called "b"',
      at: 1,
    });
  });
});

describe('folders and names', () => {
  it('a folder, in the order of its numbers, without what holds no records', async () => {
    const path = dirname(file('part-10.jsonl', '{"a":10}\n'));
    for (const [name, text] of Object.entries({
      'part-2.jsonl': '{"a":2}',
      _SUCCESS: '',
      '.part-2.jsonl.crc': 'x',
      'README.md': 'x',
      'run.sh': 'x',
    }))
      writeFileSync(join(path, name), text);
    writeFileSync(join(path, 'part-3.jsonl'), '');
    symlinkSync(path, join(path, 'loop'));
    const { rows, parts, notices } = await readInputs([path]);
    expect(rows).toEqual([{ a: 2 }, { a: 10 }]);
    expect(parts.map(({ from }) => from)).toEqual([path, path]);
    expect(notices).toEqual([
      `${path}: 4 of its files left out: _SUCCESS, .part-2.jsonl.crc, README.md, run.sh`,
      `${join(path, 'part-3.jsonl')} is empty`,
    ]);
  });

  it('folders tell columns', async () => {
    const first = file('step=2/model=a%20b/part-0.jsonl', '{"r":1}\n{"r":2,"step":7}\n');
    const path = join(first, '../../..');
    mkdirSync(join(path, 'step=10'));
    writeFileSync(join(path, 'step=10/part-0.csv'), 'r\n3\n');
    const { rows } = await readInputs([path], { columns: ['r', 'step'] });
    expect(rows).toMatchObject([
      { step: '2', model: 'a b', r: 1 },
      { step: 7, r: 2 },
      { step: '10', r: '3' },
    ]);
  });

  it('a glob leaves out the same', async () => {
    const path = dirname(file('part-10.jsonl', '{"a":10}\n'));
    for (const name of ['_SUCCESS', 'README.md', 'part-2.jsonl.crc']) writeFileSync(join(path, name), 'x');
    expect((await readInputs([`${path}/*`])).rows).toEqual([{ a: 10 }]);
  });

  it.each<[string, () => string, RegExp]>([
    ['an empty folder', () => mkdtempSync(join(folder, 'empty-')), /the folder .* holds no file to read: it is empty/],
    ['a folder of others', () => dirname(file('a.py', 'x')), /none of its files \(a\.py\) has a name that tells its format/],
    [
      's3',
      () => 's3://shelf/runs.jsonl',
      /^s3:\/\/shelf\/runs\.jsonl is an address, and addresses are not read: fetch the file first \(aws s3 cp/,
    ],
    ['https', () => 'https://shelf.org/runs.jsonl?x=*', /curl -L https.* \| best-of-n samples -/],
    ['hf', () => 'hf://datasets/x', /is an address.*hf download/],
    [
      'hf with a file',
      () => 'hf://datasets/o/r@main/d/x.parquet',
      /hf download o\/r --repo-type dataset --include 'd\/x\.parquet'/,
    ],
    ['file', () => 'file:///data/x.jsonl', /given by its path: best-of-n samples \/data\/x\.jsonl/],
    ['an empty name', () => '', /a name of a file is empty/],
    [
      'no file',
      () => join(dirname(file('runs-1.jsonl', '')), 'run-1.jsonl'),
      /there is no file called .*run-1\.jsonl; did you mean .*runs-1\.jsonl\?/,
    ],
    ['one letter of one', () => join(dirname(file('b', '')), '1'), /there is no file called [^;]*1$/],
    ['no folder', () => join(folder, 'none/a.jsonl'), /there is no file called .*, and no folder /],
  ])('%s', async (_, name, message) => {
    await expect(readInputs([name()])).rejects.toThrow(message);
  });

  it('a named pipe is read like standard input', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const { spawn } = await import('node:child_process');
    const writer = spawn('sh', ['-c', `cat '${file('x', gzipSync(JSON.stringify(rows)))}' > '${path}'`]);
    expect((await readInputs([path])).rows).toEqual(rows);
    writer.kill();
  });
});

function changed(bytes: Buffer, index: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[index] ^= 1;
  return copy;
}

/** A zip with one member, whose directory may declare what is not so. */
function zip({
  name = 'runs.jsonl',
  content = lines as string | Uint8Array,
  method = 8,
  flags = 0,
  crc = -1,
  size = -1,
  wide = false,
} = {}): Buffer {
  const bytes = Buffer.from(content);
  const stored = deflateRawSync(bytes);
  const number = (value: number, length: number) => {
    const field = Buffer.alloc(length);
    if (length === 8) field.writeBigUInt64LE(BigInt(value));
    else field.writeUIntLE(value, 0, length);
    return field;
  };
  const declared = size < 0 ? bytes.length : size;
  const common = (sizes: [number, number]) => [
    number(flags, 2),
    number(method, 2),
    number(0, 4),
    number(crc < 0 ? crc32(bytes) : crc, 4),
    number(sizes[0], 4),
    number(sizes[1], 4),
    number(name.length, 2),
  ];
  const local = Buffer.concat([
    number(0x04034b50, 4),
    number(20, 2),
    ...common([stored.length, declared]),
    number(0, 2),
    Buffer.from(name),
    stored,
  ]);
  const extra = wide
    ? Buffer.concat([number(1, 2), number(24, 2), number(declared, 8), number(stored.length, 8), number(0, 8)])
    : Buffer.alloc(0);
  const entry = Buffer.concat([
    number(0x02014b50, 4),
    number(20, 2),
    number(20, 2),
    ...common(wide ? [0xffffffff, 0xffffffff] : [stored.length, declared]),
    number(extra.length, 2),
    number(0, 2),
    number(0, 2),
    number(0, 2),
    number(0, 4),
    number(wide ? 0xffffffff : 0, 4),
    Buffer.from(name),
    extra,
  ]);
  const end64 = Buffer.concat([
    number(0x06064b50, 4),
    number(44, 8),
    number(45, 2),
    number(45, 2),
    number(0, 4),
    number(0, 4),
    number(1, 8),
    number(1, 8),
    number(entry.length, 8),
    number(local.length, 8),
    number(0x07064b50, 4),
    number(0, 4),
    number(local.length + entry.length, 8),
    number(1, 4),
  ]);
  const end = Buffer.concat([
    number(0x06054b50, 4),
    number(0, 2),
    number(0, 2),
    number(wide ? 0xffff : 1, 2),
    number(wide ? 0xffff : 1, 2),
    number(wide ? 0xffffffff : entry.length, 4),
    number(wide ? 0xffffffff : local.length, 4),
    number(0, 2),
  ]);
  return Buffer.concat([local, entry, ...(wide ? [end64] : []), end]);
}
