// Errors of the system and of zlib while a file is read, in words.

import { RecordError } from './record-error';

export function readingError(error: NodeJS.ErrnoException): Error {
  const { code, message, syscall } = error;
  if (code === 'Z_BUF_ERROR') return new RecordError('the compressed data ends too early: the file is cut short');
  if (code?.startsWith('Z_')) return new RecordError(`the compressed data is damaged: ${message}`);
  // the system's message does not name the file
  return syscall === 'read' ? new RecordError(`it cannot be read: ${message}`) : error;
}
