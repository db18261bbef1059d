// The cells that name a prompt in a file of records: those of its group, and its id.

/** The names of the cells, and the cells of a prompt. */
export interface PromptCells {
  names: string[];
  cellsOf(labels: Readonly<Record<string, string>>, id: string): string[];
}

/**
 * A column of the group, and each of several columns of the prompt, has its own name, with `group.` or `prompt.` before it where the file has another of that
 * name.
 *
 * @param columns - the columns that name the prompt.
 * @param groups - which have the same labels.
 * @param others - the names of the other cells.
 */
export function promptCells(
  columns: readonly string[],
  [first]: readonly { labels: Readonly<Record<string, string>> }[],
  others: Iterable<string>
): PromptCells {
  const isOne = columns.length === 1;
  const taken = new Set([...others, ...(isOne ? ['prompt'] : [])]);
  const free = (kind: string) => (name: string) => (taken.has(name) ? `${kind}.${name}` : name);
  const groupNames = Object.keys(first?.labels ?? {});
  return {
    names: [...groupNames.map(free('group')), ...(isOne ? ['prompt'] : columns.map(free('prompt')))],
    cellsOf: (labels, id) => [...groupNames.map((name) => labels[name]), ...(isOne ? [id] : (JSON.parse(id) as string[]))],
  };
}
