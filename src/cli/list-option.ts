// Options that take a list: given several times, separated by commas, or, for numbers and names, in words that follow one another.

import { Option } from 'commander';

export class ListOption extends Option {
  /** Further names of the option, which the help mentions in its text. */
  aliases: readonly string[] = [];

  /**
   * @param follows - whether a word after the option's first value belongs to the list as well.
   * @param parse - the entries that one word stands for.
   */
  constructor(
    flags: string,
    description: string,
    readonly follows: (word: string) => boolean,
    parse: (word: string) => readonly unknown[]
  ) {
    super(flags, description);
    // what was collected so far; at first it is the default
    this.argParser((word: string, before: unknown) => {
      const known = before === this.defaultValue ? [] : ((before as unknown[] | undefined) ?? []);
      // what is given twice would be computed twice, in two rows or columns of one name
      return [...new Set([...known, ...parse(word)])];
    });
  }

  alias(...names: string[]): this {
    this.aliases = names;
    return this;
  }
}
