// Where the command writes: nothing is lost or replaced that should stay, and what cannot be written is told in a line.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { planOutputs } from '../../src/cli/output/plan-outputs';
import { write } from '../../src/cli/output/write';
import { bin, runIn, shellIn } from '../helpers/command';
import { passedLines } from '../helpers/samples-file';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'best-of-n-output-')));
let folder: string;
let folders = 0;
beforeEach(() => {
  folder = join(root, String(folders++));
  mkdirSync(folder);
  writeFileSync(join(folder, 'in.jsonl'), passedLines(3));
});
afterAll(() => rmSync(root, { recursive: true }));

const inside = (name: string) => join(folder, name);
const textOf = (name: string) => readFileSync(inside(name), 'utf8');
/** A command whose output is larger than what a pipe holds. */
const long = ['bound', '-f', 'json', '-n', Array.from({ length: 3000 }, (_, i) => i + 1).join(',')];
const isRoot = process.geteuid?.() === 0;

describe('a file', () => {
  it('that is new has the mode that the umask leaves, and the whole text', async () => {
    const umask = process.umask(0o027);
    await write(
      Array.from({ length: 50_000 }, (_, i) => `${i}\n`),
      inside('new.txt')
    );
    process.umask(umask);
    expect(statSync(inside('new.txt')).mode & 0o777).toBe(0o640);
    expect(textOf('new.txt').split('\n').length).toBe(50_001);
    expect(readdirSync(folder).sort()).toEqual(['in.jsonl', 'new.txt']);
  });

  it.each([0o600, 0o640, 0o666, 0o755])('that is replaced keeps its mode, %o', async (mode) => {
    writeFileSync(inside('old.txt'), 'old');
    chmodSync(inside('old.txt'), mode);
    await write('new', inside('old.txt'));
    expect([textOf('old.txt'), statSync(inside('old.txt')).mode & 0o7777]).toEqual(['new', mode]);
  });

  it.runIf(isRoot)('that is replaced keeps its owner and group', async () => {
    writeFileSync(inside('old.txt'), 'old');
    chownSync(inside('old.txt'), 1234, 5678);
    chmodSync(inside('old.txt'), 0o4750);
    await write('new', inside('old.txt'));
    const { uid, gid, mode } = statSync(inside('old.txt'));
    expect([uid, gid, mode & 0o7777]).toEqual([1234, 5678, 0o4750]);
  });

  it('is written through links, also to where there is none yet', async () => {
    mkdirSync(inside('far'));
    symlinkSync('far/new.txt', inside('b.txt'));
    symlinkSync('b.txt', inside('a.txt'));
    for (const text of ['one', 'two']) {
      await write(text, inside('a.txt'));
      expect(textOf('far/new.txt')).toBe(text);
    }
    expect([lstatSync(inside('a.txt')), lstatSync(inside('b.txt'))].every((stats) => stats.isSymbolicLink())).toBe(true);
  });

  it.each([242, 250, 255])('may have a name of %i bytes', async (length) => {
    const name = `${'é'.repeat(60)}${'n'.repeat(length - 124)}.csv`;
    await write('text', inside(name));
    expect(textOf(name)).toBe('text');
  });

  it.each<[string, () => string, RegExp]>([
    ['a folder', () => folder, /it is a folder/],
    ['the name of a folder', () => inside('x/'), /it is the name of a folder/],
    ['a file in no folder', () => inside('no/x.csv'), /no\/x\.csv cannot be written: there is no such file or folder/],
    ['a file in a file', () => inside('in.jsonl/x.csv'), /a part of its path is no folder|is not a folder/],
    ['a name that is too long', () => inside('n'.repeat(256)), /the name is too long$/],
    [
      'a read-only file',
      () => {
        writeFileSync(inside('old.txt'), 'old', { mode: 0o444 });
        return inside('old.txt');
      },
      /it is read-only/,
    ],
    [
      'a file with two names',
      () => {
        writeFileSync(inside('old.txt'), 'old');
        linkSync(inside('old.txt'), inside('second.txt'));
        return inside('old.txt');
      },
      /it has 2 names \(hard links\)/,
    ],
    [
      'a circle of links',
      () => {
        symlinkSync('x.txt', inside('y.txt'));
        symlinkSync('y.txt', inside('x.txt'));
        return inside('x.txt');
      },
      /a link in a circle|ELOOP/,
    ],
  ])('that is %s is refused', async (_, make, message) => {
    const file = make();
    const before = readdirSync(folder);
    expect(() => planOutputs([{ option: '-o', file, text: () => 'new' }])).toThrow(message);
    await expect(write('new', file)).rejects.toMatchObject({ code: 'NOT_WRITTEN' });
    expect(readdirSync(folder)).toEqual(before);
    if (existsSync(inside('old.txt'))) expect(textOf('old.txt')).toBe('old');
  });

  it('stays as it was if the text cannot be made', async () => {
    writeFileSync(inside('old.txt'), 'old');
    function* broken() {
      yield 'x'.repeat(200_000);
      throw new Error('no more');
    }
    await expect(write(broken(), inside('old.txt'))).rejects.toThrow(/old\.txt cannot be written: no more/);
    expect(textOf('old.txt')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['in.jsonl', 'old.txt']);
  });
});

describe('several outputs', () => {
  const plan = (files: Record<string, string>, inputs: string[] = []) =>
    planOutputs(
      Object.entries(files).map(([option, file]) => ({ option, file, text: () => `text of ${option}` })),
      inputs
    );

  it('are never one file, however they are called', () => {
    writeFileSync(inside('x.csv'), '');
    symlinkSync('x.csv', inside('link.csv'));
    symlinkSync('new.csv', inside('to-new.csv'));
    symlinkSync('.', inside('here'));
    for (const [a, b] of [
      ['x.csv', 'x.csv'],
      ['x.csv', 'here/x.csv'],
      ['x.csv', 'link.csv'],
      ['new.csv', 'here/./new.csv'],
      ['to-new.csv', 'new.csv'],
    ]) {
      const files = { '-o': inside(a), '--per-prompt': `${folder}/${b}` };
      expect(() => plan(files), `${a} ${b}`).toThrow(/-o .* and --per-prompt .* are the same file/);
    }
    expect(() => plan({ '-o': inside('x.csv'), '--per-prompt': inside('new.csv') })).not.toThrow();
  });

  it('are never an input, however it is called', () => {
    symlinkSync('in.jsonl', inside('link.jsonl'));
    for (const name of ['in.jsonl', './in.jsonl', 'link.jsonl']) {
      expect(() => plan({ '-o': `${folder}/${name}` }, [inside('in.jsonl')])).toThrow(
        /-o .* is the input .*in\.jsonl, which would be overwritten/
      );
      expect(() => plan({ '-o': inside('in.jsonl') }, [`${folder}/${name}`])).toThrow(/is the input/);
    }
  });

  it('are written even if one of them cannot be, which is told', async () => {
    mkdirSync(inside('gone'));
    symlinkSync('/dev/full', inside('full'));
    const writeOutputs = plan({ '--a': inside('gone/a'), '--b': inside('full'), '--c': inside('c') });
    rmSync(inside('gone'), { recursive: true });
    await expect(writeOutputs()).rejects.toThrow(
      /gone\/a cannot be written: there is no such file or folder; .*full cannot be written: no space is left on the disk$/
    );
    expect(textOf('c')).toBe('text of --c');
  });

  it('of the command: refused before anything is read', () => {
    for (const args of [
      ['-o', 'x.csv', '--per-prompt', 'x.csv'],
      ['-o', 'in.jsonl'],
      ['-o', ''],
      ['--redis', ''],
    ]) {
      const { status, stdout, stderr } = runIn(folder, ['samples', './*.jsonl', '-n', '1', ...args]);
      expect([status, stdout], stderr).toEqual([2, '']);
      expect(stderr).not.toContain('taken for');
    }
    expect(shellIn(folder, '$CLI samples - -i jsonl -n 1 -o in.jsonl < in.jsonl').stderr).toMatch(/is the input -/);
    expect(shellIn(folder, '$CLI samples in.jsonl -n 1 --per-prompt a.csv > a.csv').stderr).toMatch(
      /--per-prompt a\.csv and standard output are the same file/
    );
    expect(textOf('in.jsonl')).toBe(passedLines(3));
    expect(runIn(folder, ['paper', '--plots', 'p', '-f', 'csv', '-o', 'p/win-rate.svg'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/are the same file/),
    });
  });
});

describe('pipes and devices', () => {
  it('a named pipe is written into and stays', async () => {
    shellIn(folder, 'mkfifo pipe');
    const reader = spawn('cat', [inside('pipe')]);
    let got = '';
    reader.stdout.on('data', (data) => {
      got += data;
    });
    await Promise.all([write(['a', 'b\n'.repeat(100_000)], inside('pipe')), once(reader, 'close')]);
    expect(got).toBe(`a${'b\n'.repeat(100_000)}`);
    expect(lstatSync(inside('pipe')).isFIFO()).toBe(true);
  });

  it('a device is written into and stays', async () => {
    await write('text', '/dev/null');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    await expect(write('text', '/dev/full')).rejects.toThrow('/dev/full cannot be written: no space is left on the disk');
  });

  it.runIf(isRoot)('a disk is not written to', () => {
    if (shellIn(folder, 'mknod disk b 7 200').status !== 0) return;
    expect(() => planOutputs([{ option: '-o', file: inside('disk'), text: () => '' }])).toThrow(/it is a disk/);
  });

  it("a shell's substitution, an open file and standard output", () => {
    const csv = '$CLI bound -n 2 -f csv';
    const expected = runIn(folder, ['bound', '-n', '2', '-f', 'csv']).stdout;
    expect(shellIn(folder, `${csv} -o >(cat > a); wait $!; cat a`).stdout).toBe(expected);
    expect(shellIn(folder, `echo first > b; ${csv} -o /dev/fd/3 3>> b; cat b`).stdout).toBe(`first\n${expected}`);
    expect(shellIn(folder, `echo first > c; ${csv} -o /dev/stdout >> c; cat c`).stdout).toBe(`first\n${expected}`);
    expect(shellIn(folder, `${csv} -o -`).stdout).toBe(expected);
  });

  it("an open file that is no one else's is refused", () => {
    const line = 'for i in 5 8 9 12; do $CLI bound -n 2 -o /dev/fd/$i; echo $?; done 2>&1';
    const lines = shellIn(folder, line).stdout.trim().split('\n');
    expect(lines.filter((_, i) => i % 2 === 1)).toEqual(Array(4).fill('1'));
  });

  it('a full disk is told in a line', () => {
    for (const line of ['$CLI samples in.jsonl 2>&1 > /dev/full | tail -1', '$CLI --help 2>&1 > /dev/full']) {
      const { stdout } = shellIn(folder, line);
      expect(stdout).toBe('best-of-n: standard output cannot be written: no space is left on the disk\n');
    }
    expect(shellIn(folder, '$CLI bound -n 2 > /dev/full').status).toBe(1);
  });

  it('a file system that takes only a part of the text gives an error too', () => {
    // a file may have 4,096 bytes: the system takes what fits, and then refuses more
    const { status, stderr } = shellIn(folder, `trap '' XFSZ; ulimit -f 4; $CLI ${long.join(' ')} > part.json`);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^best-of-n: standard output cannot be written: the file would be too large$/m),
    ]);
  });

  it('a reader that has seen enough ends the command quietly, in every kind of pipe', () => {
    const command = `$CLI ${long.join(' ')}`;
    const line = `set -o pipefail; ${command} | head -1; ${command} -o >(head -1 > a); echo $?; $CLI samples in.jsonl 2>&1 > /dev/null | true`;
    expect(shellIn(folder, line)).toEqual({ status: 0, stdout: '[\n0\n', stderr: '' });
  });

  it('a folder that nobody can make is refused', () => {
    expect(runIn(folder, ['paper', '--plots', '/proc/x/y'])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^best-of-n: the folder \/proc\/x\/y cannot be made: there is no such file or folder/),
    });
  });
});

it('the whole text reaches a slow reader', async () => {
  const child = spawn(process.execPath, [bin, ...long]);
  await new Promise((resolve) => setTimeout(resolve, 700));
  let length = 0;
  child.stdout.on('data', (data) => {
    length += data.length;
  });
  const [status] = await once(child, 'close');
  expect(status).toBe(0);
  expect(length).toBe(runIn(folder, long).stdout.length);
});
