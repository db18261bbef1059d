// The files that threads and processes run. They stand beside every entry, unless a program was bundled into one file.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { coded } from '../errors';
import { show } from '../input/show';

type WorkerName = 'pool-worker' | 'pool-process';

/** Where the built file stands beside the entries of the package. */
const beside = (name: WorkerName) => fileURLToPath(new URL(`./${name}.js`, import.meta.url));

/** Whether the package's files are as they were installed, and not bundled with others. */
export function isInPlace(): boolean {
  return existsSync(beside('pool-worker'));
}

/**
 * The path of a worker file.
 *
 * @param workerUrl - what the user says, a URL or a path.
 * @throws Error (`THREAD_FAILED`) that names the option, if there is no such file; TypeError if the option is no URL or path.
 */
export function workerFile(name: WorkerName, workerUrl: string | URL | undefined): string {
  const file = workerUrl === undefined ? beside(name) : pathOf(workerUrl);
  if (existsSync(file)) return file;
  const hint = `give the option workerUrl, for example new URL(import.meta.resolve('best-of-n/${name}')), or leave best-of-n out of the bundle`;
  throw coded(Error, 'THREAD_FAILED', `the worker file ${file} is not there: ${hint}`);
}

/** @throws TypeError if it is no URL of a file or path. */
export function pathOf(workerUrl: string | URL): string {
  const text = typeof workerUrl === 'string' ? workerUrl : String((workerUrl as Partial<URL> | null)?.href);
  if (/^file:/i.test(text)) return fileURLToPath(text);
  if (typeof workerUrl !== 'string' || /^[a-z][a-z+.-]+:/i.test(text))
    throw coded(TypeError, 'WRONG_TYPE', `workerUrl is ${show(workerUrl)}, expected the URL or the path of a file`);
  return text;
}
