// The order in which files of tests run: those that take longest first, so that none of them is left to run alone at the end. Vitest by itself
// knows this only from an earlier run on the same machine.

import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those of more than ten seconds or so, the longest first. */
const LONGEST = [
  'site/site',
  'site/docs-site',
  'site/story',
  'site/site-choices',
  'site/take-away',
  'package/consumers',
  'numerics/bits',
  'numerics/properties',
  'server/queue-containment',
  'server/queue',
  'server/queue-redis',
  'package/browser',
  'command/signals',
  'docs/docs',
  'site/own-data',
  'site/code-for',
  'site/late-answers',
  'docs/without-output',
  'docs/api-reference',
  'server/server',
  'package/peers',
  'package/package',
  'command/samples-command',
  'numerics/edges',
  'numerics/exact',
  'files/mutations',
  'server/server-limits',
  'server/server-fuzz',
  'server/server-stop',
  'numerics/promises',
  'numerics/math',
  'library/policies',
].map((name) => `test/${name}.test.ts`);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = LONGEST.indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'));
      return rank === -1 ? LONGEST.length : rank;
    };
    // the sort is stable: the rest stay in the order of Vitest
    return (await super.sort(files)).sort((a, b) => rankOf(a) - rankOf(b));
  }
}
