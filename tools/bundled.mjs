// The packages that a bundle holds, from the paths of the modules that were bundled.

import { readdirSync, readFileSync } from 'node:fs';

/**
 * Returns the folder, the place in the lock file and the package.json of each package, sorted by its folder.
 *
 * @param {Iterable<string>} paths
 */
export function bundledPackages(paths) {
  const folders = [...paths].flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(folders)].sort().map((folder) => ({
    folder,
    lockKey: folder.slice(folder.indexOf('node_modules/')),
    manifest: JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')),
  }));
}

/** The paths of the modules that the last build bundled; tsup.config.ts notes them. */
export function bundledPaths() {
  return readdirSync('build/inputs').flatMap((file) => JSON.parse(readFileSync(`build/inputs/${file}`, 'utf8')));
}
