// What the system refuses, in plain words instead of a call and its error number.

import { messageOf } from '../errors';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'access is denied',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links run in a circle',
  EIO: 'the disk reports an error',
  EBUSY: 'it is in use',
  ETXTBSY: 'it is a program that runs',
  ENXIO: 'nobody reads the pipe',
};

/** The reason of an error of the system, or its own message where there is no plainer one. */
export function reasonOf(error: unknown): string {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const reason = syscall === undefined ? undefined : REASONS[code ?? ''];
  // Node.js ends its message with the call and the path, which may be that of a temporary file
  return reason ?? messageOf(error).replace(/, \w+( '.*')?$/s, '');
}

/** The message of any error; one of the system names its file and the reason. */
export function plainMessage(error: unknown): string {
  const { code, syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (syscall === undefined || path === undefined || !(String(code) in REASONS)) return messageOf(error);
  return code === 'ENOENT' ? `there is no file ${path}` : `${path}: ${reasonOf(error)}`;
}
