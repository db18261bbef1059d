// What is shipped says what is in it and under which terms: the bill of materials, the licences and the notices, against what was bundled.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

interface Component {
  name: string;
  group?: string;
  version: string;
  purl: string;
  licenses: unknown[];
  hashes: { alg: string; content: string }[];
}

const sbom = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8'));
const components: Component[] = sbom.components;
const licences = readFileSync('dist/THIRD-PARTY-LICENSES.txt', 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** The folders of the packages whose modules the build bundled, found otherwise than the tools do. */
const folders = new Set(
  readdirSync('build/inputs')
    .flatMap((file): string[] => JSON.parse(readFileSync(join('build/inputs', file), 'utf8')))
    .filter((path) => path.includes('node_modules/'))
    .map((path) => {
      const steps = path.split('/');
      const at = steps.lastIndexOf('node_modules') + 1;
      return steps.slice(0, steps[at].startsWith('@') ? at + 2 : at + 1).join('/');
    })
);
const bundled = [...folders].map((folder) => ({ folder, ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }));
const purls = new Set(bundled.map(({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`));

it('the bill of materials has every package that is bundled, and nothing else', () => {
  expect(bundled.length).toBeGreaterThan(50);
  expect([sbom.bomFormat, sbom.specVersion, sbom.version]).toEqual(['CycloneDX', '1.6', 1]);
  expect(sbom.metadata.component).toMatchObject({ name: manifest.name, version: manifest.version });
  expect(components.map(({ purl }) => purl).sort()).toEqual([...purls].sort());
  expect(sbom.dependencies[0].dependsOn.sort()).toEqual([...purls].sort());
});

it('each entry has a version, a licence, and the hash that the lock file has', () => {
  const lock = readFileSync('package-lock.json', 'utf8');
  for (const { name, group, version, purl, licenses, hashes } of components) {
    const full = group === undefined ? name : `${group}/${name}`;
    expect(purl).toBe(`pkg:npm/${full.replace('@', '%40')}@${version}`);
    expect(licenses, purl).toHaveLength(1);
    expect(hashes, purl).not.toHaveLength(0);
    for (const { alg, content } of hashes) {
      expect(alg).toBe('SHA-512');
      expect(lock).toContain(`"integrity": "sha512-${Buffer.from(content, 'hex').toString('base64')}"`);
    }
  }
});

it('the licences have every package that is bundled, with its licence and its notices, and nothing else', () => {
  const heads = licences.split(`\n${'-'.repeat(80)}\n\n`).map((part) => part.slice(0, part.indexOf('\n')));
  expect(heads.sort()).toEqual(bundled.map(({ name, version, license }) => `${name} ${version} (${license})`).sort());
  const notices = bundled.flatMap(({ folder }) =>
    readdirSync(folder)
      .filter((file) => /^notice/i.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
  );
  expect(notices.length).toBeGreaterThan(0);
  for (const notice of notices) expect(licences).toContain(notice);
  expect(licences).toMatch(/^Apache Arrow JavaScript\nCopyright [\d-]+ The Apache Software Foundation/m);
});

it('package.json asks for provenance, and the package has the security page', () => {
  expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
  expect(manifest.files).toContain('SECURITY.md');
});

/** Runs the audit with an `npm` that prints this instead of asking a registry. */
function auditWith(report: string) {
  const folder = mkdtempSync(join(tmpdir(), 'best-of-n-audit-'));
  try {
    writeFileSync(join(folder, 'npm'), `#!/bin/sh\ncat <<'END'\n${report}\nEND\nexit 1\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const { status, stdout } = spawnSync(process.execPath, ['tools/audit.mjs'], { env, encoding: 'utf8' });
    return { status, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('the audit fails on grave faults of bundled packages alone, and says when nobody answers', () => {
  const report = (node: string, severity: string, via: unknown[] = [{ title: 'a fault', severity, range: '<9', url: 'x' }]) =>
    auditWith(JSON.stringify({ vulnerabilities: { some: { name: 'some', severity, via, nodes: [node] } } }));
  expect(report('node_modules/ajv', 'high')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('high: some <9: a fault'),
  });
  expect(report('node_modules/ajv', 'moderate').status).toBe(0);
  // a package that is not bundled, and one that is flagged for what it would bring along
  expect(report('node_modules/vitest', 'critical').status).toBe(0);
  expect(report('node_modules/ajv', 'critical', ['other']).status).toBe(0);
  expect(auditWith('{"error": {"code": "ENETUNREACH"}}')).toEqual({
    status: 0,
    stdout: 'skipped: the registry does not answer\n',
  });
  expect(auditWith('')).toEqual({ status: 0, stdout: 'skipped: the registry does not answer\n' });
});
