// Reports of SWE-bench.

import { expect, it } from 'vitest';
import { kindOf } from '../../src/sample-files/kinds/index';
import { sweBench } from '../../src/sample-files/kinds/swe-bench';
import { near, runOf } from '../helpers/kind-fixtures';

it('an instance is a prompt', async () => {
  const { columns, curves } = await runOf('swe-bench.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['instance_id'], reward: 'resolved' });
  expect(curves).toMatchObject([{ prompts: 2, samples: 4, means: { resolved: near(1 / 4, 1 / 2) } }]);
});

it('a report by instance and the lists of a whole run say the same', () => {
  const report = (resolved: boolean) => ({ patch_exists: true, patch_is_None: false, resolved });
  const lists = { submitted_ids: ['a', 'b'], resolved_ids: ['b'], unresolved_ids: ['a'], resolved_instances: 1 };
  for (const row of [{ a: report(false), b: report(true) }, lists]) {
    expect(kindOf([row])).toBe(sweBench);
    expect(sweBench.unfold?.(row)).toMatchObject([
      { instance_id: 'a', resolved: false },
      { instance_id: 'b', resolved: true },
    ]);
  }
});
