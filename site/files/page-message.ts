// Messages of the readers as the page shows them: there are no options of a command there.

import { type Coded, coded } from '../../src/errors';
import { FORMATS } from '../../src/files/formats/index';

/** A clause that names an option of the command, from the mark or the word that joins it to what stands before. */
const OPTION_CLAUSE = /(?:; |: |, which )(?:(?!; |: |, which )[\s\S])*?(?<![\w-])--[a-z][\s\S]*?(?=; |$)/g;

const ENDINGS = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
  Object.values(FORMATS).map(({ extensions: [extension] }) => `.${extension}`)
);

/** The error with what can be done on the page in place of what an option of the command would do. */
export function onPage(error: unknown, isPasted = false): unknown {
  if (!(error instanceof Error)) return error;
  const said = error.message.replace(OPTION_CLAUSE, '');
  if (said === error.message) return error;
  const { code = 'BAD_FILE' } = error as Error & Partial<Coded>;
  const advice =
    code === 'UNKNOWN_FORMAT' && isPasted
      ? 'paste numbers, JSON, or CSV with the names of its columns on the first line'
      : code === 'UNKNOWN_FORMAT'
        ? `give it a name that ends in ${ENDINGS}`
        : 'correct the file, or choose other columns on the page';
  return coded(Error, code, `${said}; ${advice}`, undefined, { cause: error });
}
