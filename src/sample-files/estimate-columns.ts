// The estimates that the rows of a result hold, for whatever lists them: rows as records, tables, charts.

import { ESTIMATE_FIELDS, type EstimateField, isFamily, nameOf, needsMore } from '../estimate-fields';
import type { AggregateRow, PromptMean } from '../index';
import { NO_MEAN } from '../prompt-means';

/** An estimate with its mean at every n. */
export interface EstimateColumn {
  /** The field of rows that holds it: one of its own, or that of all others. */
  field: EstimateField | 'estimates';
  /** Which member of a family it is, or its name in `estimates`; '' if it is neither. */
  member: string;
  name: string;
  meanIn(row: AggregateRow): PromptMean;
}

/**
 * The estimates that any of the rows holds, in the order of the table. A row has a field for every single estimate, so one that needs more
 * than rewards counts only if some prompt has it; of a family a row has the members that there are.
 */
export function estimateColumns(rows: readonly AggregateRow[]): EstimateColumn[] {
  const others = [...new Set(rows.flatMap((row) => Object.keys(row.estimates)))];
  const own = ESTIMATE_FIELDS.flatMap((field): EstimateColumn[] => {
    if (isFamily(field)) {
      const members = [...new Set(rows.flatMap((row) => Object.keys(row[field])))];
      return members.map((member) => {
        const meanIn = (row: AggregateRow) => row[field][member] ?? NO_MEAN;
        return { field, member, name: nameOf(field, member), meanIn };
      });
    }
    const isShown = !needsMore(field) || rows.some((row) => row[field].prompts > 0);
    return isShown ? [{ field, member: '', name: nameOf(field), meanIn: (row) => row[field] }] : [];
  });
  const asked = others.map((name): EstimateColumn => {
    return { field: 'estimates', member: name, name, meanIn: (row) => row.estimates[name] ?? NO_MEAN };
  });
  return [...own, ...asked];
}
