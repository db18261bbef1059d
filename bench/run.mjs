// npm run bench [-- --laws] [--rounds 3] [--write]: every contender in turn, each in a process of its own, size by size and round after round, so
// that what the machine does meanwhile hits all of them; then medians over the rounds with the spread, and ratios. `--laws` is the part about
// divergences, selection rules, second scores and training weights. `--write` puts the tables into results.md or results-laws.md.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    laws: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const { RESULTS, tablesOf } = await import(options.laws ? './laws-tables.mjs' : './support-tables.mjs');
const tables = tablesOf(Number(options.rounds));
console.log(tables);
if (options.write) {
  const command = `npm run bench --${options.laws ? ' --laws' : ''} --write`;
  const text = `# Results\n\nMade by \`${command}\`; README.md explains the stages.\n\n${tables}\n`;
  writeFileSync(new URL(RESULTS, import.meta.url), text);
}
