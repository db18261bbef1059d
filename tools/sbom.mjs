// The bill of materials of what the bundles hold, in CycloneDX 1.6: a scanner sees what `npm audit` in an installation cannot. It has no date and
// no serial number, so that the same build gives the same file.

import { readFileSync } from 'node:fs';

/**
 * Returns the bill of materials as JSON.
 *
 * @param {ReturnType<typeof import('./bundled.mjs').bundledPackages>} packages
 */
export function sbomOf(packages) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const own = JSON.parse(readFileSync('package.json', 'utf8'));
  // two copies of one version are one component
  const components = new Map(
    packages.map(({ lockKey, manifest }) => [purlOf(manifest), componentOf(manifest, lock[lockKey]?.integrity)])
  );
  const sbom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], component: componentOf(own) },
    components: [...components.values()],
    dependencies: [{ ref: purlOf(own), dependsOn: [...components.keys()] }],
    compositions: [{ aggregate: 'complete', assemblies: [purlOf(own)] }],
  };
  return `${JSON.stringify(sbom, null, 2)}\n`;
}

function componentOf(manifest, integrity) {
  const { name, version, license, description } = manifest;
  const [, group, rest] = /^(?:(@[^/]+)\/)?(.*)$/.exec(name);
  return {
    type: 'library',
    'bom-ref': purlOf(manifest),
    ...(group ? { group } : {}),
    name: rest,
    version,
    ...(description ? { description } : {}),
    ...(license ? { licenses: [licenceOf(license)] } : {}),
    purl: purlOf(manifest),
    ...(integrity ? { hashes: hashesOf(integrity) } : {}),
  };
}

/** An SPDX identifier, or an expression of several. */
function licenceOf(license) {
  return /^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license };
}

/** Package URLs write the @ of a scope as %40. */
function purlOf({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** The hashes of the package's archive, in the lock file's form `sha512-BASE64`. */
function hashesOf(integrity) {
  return integrity.split(' ').map((hash) => {
    const [, bits, base64] = /^sha(\d+)-(.*)$/.exec(hash);
    return { alg: `SHA-${bits}`, content: Buffer.from(base64, 'base64').toString('hex') };
  });
}
