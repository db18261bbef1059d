// The open files of this process, as names such as `/dev/stdout` and a shell's `>(command)` lead to them.

import { fstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';

/** The number of an open file of this process, if the path, whose folder has no links, is one. */
export function openFileIn(path: string): number | undefined {
  const [, owner, fd] = /^\/(?:proc\/(\d+)(?:\/task\/\d+)?|dev)\/fd\/(\d+)$/.exec(path) ?? [];
  return fd !== undefined && (owner === undefined || Number(owner) === process.pid) ? Number(fd) : undefined;
}

/** Whether whoever started this process left it open for us. Node.js has open files of its own, and would crash if somebody wrote into them. */
export function isGiven(fd: number, stats: Stats): boolean {
  if (fd <= 2 || stats.isFile() || stats.isCharacterDevice() || stats.isSocket()) return true;
  // a pipe that we could read as well leads to no one else
  return stats.isFIFO() && !othersLike(fd, stats).some(isReadOnly);
}

function othersLike(fd: number, { dev, ino }: Stats): number[] {
  return numbersIn('/proc/self/fd').filter((other) => {
    if (other === fd) return false;
    try {
      const stats = fstatSync(other);
      return stats.dev === dev && stats.ino === ino;
    } catch {
      // it was the folder that is being listed
      return false;
    }
  });
}

/** None where the system has no such folder. */
function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number);
  } catch {
    return [];
  }
}

function isReadOnly(fd: number): boolean {
  const [, flags] = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
  return (Number.parseInt(flags, 8) & 3) === 0;
}
