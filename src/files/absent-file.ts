// What is said of a name that is none of a file: an address, or a name that nearly is one.

import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { coded } from '../errors';
import { distance } from '../input/nearest-name';

/** How an address is fetched, by its scheme. */
const FETCH: Record<string, (address: string) => string> = {
  s3: (address) => `aws s3 cp ${address} - | best-of-n samples -`,
  gs: (address) => `gcloud storage cat ${address} | best-of-n samples -`,
  http: (address) => `curl -L ${address} | best-of-n samples -`,
  https: (address) => `curl -L ${address} | best-of-n samples -`,
  hf: (address) => {
    const [, repository = 'NAME', path] = /^hf:\/\/(?:datasets\/)?([^/]+\/[^/@]+)(?:@[^/]*)?(?:\/(.*))?$/.exec(address) ?? [];
    const files = path ? ` --include '${path}'` : '';
    return `hf download ${repository} --repo-type dataset${files} --local-dir data, then best-of-n samples data`;
  },
  file: (address) => `a file here is given by its path: best-of-n samples ${address.replace(/^file:\/\//, '')}`,
};

const ADDRESS = /^([a-z][a-z0-9+.-]+):\/\//i;

/** @throws Error if the name is an address. */
export function checkNoAddress(name: string): void {
  const scheme = ADDRESS.exec(name)?.[1].toLowerCase();
  if (scheme === undefined) return;
  const fetch = FETCH[scheme]?.(name);
  throw coded(
    Error,
    'NO_FILE',
    `${name} is an address, and addresses are not read: fetch the file first${fetch ? ` (${fetch})` : ''}`
  );
}

/** The error of a name under which there is no file, with one that is nearly the same. */
export async function noFile(name: string, cause?: unknown): Promise<Error> {
  if (name === '') return coded(Error, 'NO_FILE', 'a name of a file is empty', undefined, { cause });
  const folder = dirname(name);
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return coded(Error, 'NO_FILE', `there is no file called ${name}, and no folder ${folder}`, undefined, { cause });
  const wanted = basename(name).toLowerCase();
  const near = names
    .map((other) => ({
      other,
      distance: distance(wanted, other.toLowerCase()) * Number(stem(other.toLowerCase()) !== stem(wanted)),
    }))
    .filter(({ distance }) => distance < wanted.length && distance <= Math.max(1, Math.min(3, wanted.length / 4)))
    .sort((a, b) => a.distance - b.distance)[0];
  const hint = near ? `; did you mean ${name.slice(0, name.length - basename(name).length)}${near.other}?` : '';
  return coded(Error, 'NO_FILE', `there is no file called ${/^\s|\s$/.test(name) ? `"${name}"` : name}${hint}`, undefined, {
    cause,
  });
}

/** A name without its endings: one file may stand there in another format, or compressed. */
const stem = (name: string) => name.replace(/(.)\..*$/, '$1');
