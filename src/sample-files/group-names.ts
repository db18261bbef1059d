// What groups are called where their curves stand side by side.

import type { Group } from './grouping';

/** The text of each group or, if two would be called the same, the name and the value of each of its labels. */
export function groupNames(groups: readonly Pick<Group, 'group' | 'labels'>[]): string[] {
  if (new Set(groups.map(({ group }) => group)).size === groups.length) return groups.map(({ group }) => group);
  return groups.map(({ labels }) =>
    Object.entries(labels)
      .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
      .join(', ')
  );
}
