// Fails if a package that the bundles hold has a known vulnerability of high or critical severity. `npm audit` sees them, as they are in the lock
// file of a checkout, but not in an installation of this package.

import { execFile } from 'node:child_process';
import { bundledPackages, bundledPaths } from './bundled.mjs';

/** How long the registry may take, in milliseconds. */
const TIMEOUT = 120_000;

const GRAVE = ['high', 'critical'];

/** The report of `npm audit`; undefined if the registry does not answer, so that there is none. */
async function auditReport() {
  const text = await new Promise((resolve) => {
    // it exits with 1 where it finds something, and writes the report all the same
    execFile('npm', ['audit', '--json'], { timeout: TIMEOUT, maxBuffer: 2 ** 28 }, (_, stdout) => resolve(stdout));
  });
  try {
    const report = JSON.parse(text);
    return report.vulnerabilities && report;
  } catch {
    return undefined;
  }
}

/** The advisories on bundled packages themselves, and not on what they would bring along, which is not bundled. */
function advisoriesOn(packages, { vulnerabilities }) {
  const bundled = new Set(packages.map(({ lockKey }) => lockKey));
  return Object.values(vulnerabilities)
    .filter(({ nodes }) => nodes.some((node) => bundled.has(node)))
    .flatMap(({ name, via }) => via.filter((cause) => typeof cause === 'object').map((advisory) => ({ name, ...advisory })));
}

const packages = bundledPackages(bundledPaths());
const report = await auditReport();
if (report === undefined) {
  console.log('skipped: the registry does not answer');
} else {
  const advisories = advisoriesOn(packages, report);
  for (const { name, range, severity, title, url } of advisories) console.log(`${severity}: ${name} ${range}: ${title} (${url})`);
  const grave = advisories.filter(({ severity }) => GRAVE.includes(severity));
  console.log(
    `${packages.length} bundled packages: ${advisories.length} known vulnerabilities, ${grave.length} of them high or critical`
  );
  if (grave.length > 0) process.exitCode = 1;
}
