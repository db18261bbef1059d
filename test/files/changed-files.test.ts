// Files that change while they are read, files with several names, and what is no regular file.

import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  createReadStream,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf } from '../../src/files/bytes';
import { differenceFrom, localVersionOf, versionOf } from '../../src/files/file-version';
import { partsOf } from '../../src/files/inputs';
import { readAhead } from '../../src/files/read-ahead';
import { type Executor, inThisThread } from '../../src/sample-files/executor';
import { openFiles, runFiles } from '../../src/sample-files/run-files';

const LINE = '{"task_id":"q","passed":true}\n';
const folder = mkdtempSync(join(tmpdir(), 'best-of-n-changed-'));
afterAll(() => rmSync(folder, { recursive: true }));

let path: string;
let next = 0;
beforeEach(() => {
  path = join(folder, `runs-${next++}.jsonl`);
  writeFileSync(path, LINE.repeat(100));
});

const options = { ns: [1], confidence: 0.95, seed: 1, resamples: 1, skipBad: true };

/** Reads the file in parts, with a change when the third is about to be read, or after the last. */
async function runWith(change: () => void, when: 'between' | 'after' = 'between') {
  const files = await openFiles([path], {}, { partBytes: 500 });
  const here = inThisThread();
  let read = 0;
  const executor: Executor = {
    ...here,
    // a single thread would read all parts as one
    threads: 2,
    async readPart(...args) {
      if (when === 'between' && read++ === 2) change();
      const result = await here.readPart(...args);
      if (when === 'after' && args[0] === files.parts.at(-1)) change();
      return result;
    },
  };
  return runFiles(files, executor, options);
}

describe('a file that changes while it is read is an error that names it', () => {
  it.each<[string, () => void, RegExp]>([
    ['cut at the end of a line', () => truncateSync(path, 50 * LINE.length), /it had 3000 bytes and has 1500/],
    ['longer', () => appendFileSync(path, LINE), /it had 3000 bytes and has 3030/],
    [
      'of the same size',
      () => writeFileSync(path, LINE.replace('true ', 'false').repeat(100)),
      /it was (written to|last changed)/,
    ],
    [
      'replaced by another',
      () => {
        writeFileSync(`${path}.new`, LINE.repeat(100));
        renameSync(`${path}.new`, path);
      },
      /another file has its name now|it was last changed/,
    ],
    ['removed', () => rmSync(path), /ENOENT|the file is gone/],
  ])('%s', async (_, change, message) => {
    for (const when of ['between', 'after'] as const) {
      writeFileSync(path, LINE.repeat(100));
      // a change within a tick of the file system's clock is not seen
      await new Promise((resolve) => setTimeout(resolve, 20));
      const error = await runWith(change, when).catch((error) => error);
      expect(error.message).toMatch(message);
      expect(error.message).toContain(path);
    }
  });

  it('also while one part is read, and where what is left looks damaged', async () => {
    const { parts } = await partsOf([path]);
    truncateSync(path, 10);
    const error = await openFiles([path], {}).catch((error) => error);
    expect(error.message).toMatch(/runs-\d+\.jsonl:1:11: not JSON: the line ends too early/);
    const reading = bytesOf(parts[0]).stream()[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toThrow('the file changed while it was read: it had 3000 bytes and has 10');
  });
});

it('a version is the same for the cluster, and tells more in the process that saw it', async () => {
  const local = localVersionOf(await stat(path, { bigint: true }));
  const shared = versionOf(await stat(path));
  expect(local).toMatchObject(shared);
  expect(differenceFrom(local, shared)).toBeUndefined();
  const inode = (seenBy: string) => ({ ...local, local: { ...local.local, seenBy, inode: '1' } }) as typeof local;
  expect(differenceFrom(local, inode(local.local?.seenBy as string))).toBe('another file has its name now');
  expect(differenceFrom(local, inode('another process'))).toBeUndefined();
});

it('a file counts once, whatever its names', async () => {
  const other = (name: string) => join(folder, `${next}-${name}.jsonl`);
  symlinkSync(path, other('symbolic'));
  linkSync(path, other('hard'));
  symlinkSync(folder, join(folder, `folder-${next}`));
  const names = [
    path,
    relative(process.cwd(), path),
    other('symbolic'),
    other('hard'),
    path.replace(folder, join(folder, `folder-${next}`)),
  ];
  for (const name of names) {
    await expect(partsOf([path, name])).rejects.toThrow(
      name === path ? `${path} is given twice: ` : `${name} is given twice, also as ${path}: `
    );
  }
});

describe('what is no regular file', () => {
  it.each([
    ['JSON lines', LINE.repeat(5)],
    ['JSON lines, compressed', gzipSync(LINE.repeat(5))],
  ])('a pipe is read once, as a stream: %s', async (_, content) => {
    const pipe = join(folder, `pipe-${next++}`);
    execFileSync('mkfifo', [pipe]);
    const writer = spawn('sh', ['-c', 'cat > "$0"', pipe], { stdio: ['pipe', 'ignore', 'ignore'] });
    writer.stdin.end(content);
    const files = await openFiles([pipe, path], {});
    const { files: found } = await runFiles(files, inThisThread(files.pipes), options);
    expect(found.map(({ samples }) => samples)).toEqual([5, 100]);
  });

  it('an empty folder is an error', async () => {
    const name = join(folder, `folder-${next++}.csv`);
    mkdirSync(name);
    await expect(partsOf([name])).rejects.toThrow(`the folder ${name} holds no file to read: it is empty`);
  });

  it('a device without an end is an error', async () => {
    await expect(openFiles(['/dev/zero'], {}, { format: 'parquet' })).rejects.toThrow(
      '/dev/zero: not Parquet: it does not begin'
    );
    await expect(openFiles(['/dev/zero'], {})).rejects.toThrow('/dev/zero does not tell its format');
    const zeros = createReadStream('/dev/zero', { highWaterMark: 1000 });
    const asked: boolean[] = [];
    const never = readAhead(zeros, async (_, ended) => void asked.push(ended), 5000);
    await expect(never).rejects.toThrow(/more than 1024 MiB of it would have to be held in memory/);
    expect(asked.at(-1)).toBe(true);
  });
});

it('bytes after the compressed data are an error', async () => {
  for (const tail of [Buffer.from('tail'), Buffer.alloc(512), Buffer.concat([Buffer.alloc(8), gzipSync(LINE)])]) {
    writeFileSync(`${path}.gz`, Buffer.concat([gzipSync(LINE.repeat(5)), tail]));
    const run = async () => runFiles(await openFiles([`${path}.gz`], {}), inThisThread(), options);
    await expect(run()).rejects.toThrow(/jsonl\.gz: (other bytes follow the compressed data|the compressed data is damaged)/);
  }
});
