// Reports of SWE-bench: which instances the patches of a run resolve, one by one or as lists of ids.

import type { Row } from '../../files/record-sink';
import { entriesOf, isStruct, tasksIn } from '../structs';
import type { Kind } from './kind';

export const sweBench: Kind = {
  name: 'SWE-bench report',
  source: 'https://github.com/SWE-bench/SWE-bench',
  where:
    '`swebench.harness.run_evaluation` writes `MODEL.RUN.json` into the working folder, and a `report.json` for each instance below `logs/run_evaluation/RUN/MODEL`',
  needs: [],
  fields: 'instance_id, resolved, or those by instance, or submitted_ids, resolved_ids',
  fits: (rows) => rows.some((row) => instancesOf(row).length > 0),
  unfold: instancesOf,
  columns: () => ({ prompt: ['instance_id'], reward: 'resolved', scores: [] }),
};

function instancesOf(row: Row): Row[] {
  if ('instance_id' in row && 'resolved' in row) return [row];
  if ('submitted_ids' in row && 'resolved_ids' in row) {
    const resolved = new Set(entriesOf(row.resolved_ids));
    return entriesOf(row.submitted_ids).map((id) => ({ instance_id: id, resolved: resolved.has(id) }));
  }
  return tasksIn(row).flatMap(([id, report]) =>
    isStruct(report) && 'resolved' in report && 'patch_exists' in report ? [{ ...report, instance_id: id }] : []
  );
}
