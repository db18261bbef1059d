// npm run bench:files [-- --rounds 5] [--only text.jsonl,many.jsonl] [--write]: whole commands over sample files, wall time and peak memory, beside the same
// means in DuckDB (bench/files/). The commands take turns; figures are medians. The inputs, up to 5.2 GB, are made once in build/bench/.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

const FOLDER = 'build/bench';

/** Each input with what makes it, or with the input that DuckDB writes it from. */
const INPUTS = {
  'text.jsonl': { made: [5000, 64, 2000], threads: [1, 2] },
  'many.jsonl': { made: [1_000_000, 8, 40], threads: [1] },
  // only made when it is asked for by its name, or the results are written
  'big.jsonl': { made: [37_000, 64, 2000], threads: [1], large: true },
  'digits.jsonl': { made: [20_000, 64, 100, 17], threads: [1] },
  'text.csv': { from: 'text.jsonl', threads: [1] },
  'text.parquet': { from: 'text.jsonl', threads: [1] },
};

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, only: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const names = options.only?.split(',') ?? Object.keys(INPUTS).filter((name) => options.write || !INPUTS[name].large);

function make(name) {
  const path = `${FOLDER}/${name}`;
  if (existsSync(path)) return;
  const { made, from } = INPUTS[name];
  if (from) make(from);
  const args = made ? ['make-samples.mjs', path, ...made] : ['duckdb.mjs', `${FOLDER}/${from}`, '--copy', path];
  execFileSync(process.execPath, [`bench/files/${args[0]}`, ...args.slice(1).map(String)], { stdio: 'inherit' });
}

/** Runs a command to its end. */
async function timed(args) {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  let megabytes = 0;
  const watch = setInterval(() => {
    try {
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      if (peak) megabytes = Number(peak[1]) / 1024;
    } catch {
      // it has ended
    }
  }, 20);
  const code = await new Promise((done) => child.on('close', done));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${args.join(' ')} exits with ${code}: ${said}`);
  return { seconds: (performance.now() - began) / 1000, megabytes };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

if (!existsSync('bench/files/node_modules')) execFileSync('npm', ['ci', '--prefix', 'bench/files'], { stdio: 'inherit' });
mkdirSync(FOLDER, { recursive: true });
const rows = [];
for (const name of names) {
  make(name);
  const path = `${FOLDER}/${name}`;
  for (const threads of INPUTS[name].threads) {
    const ours = [];
    const peers = [];
    for (let round = 0; round < Number(options.rounds); round++) {
      ours.push(
        await timed(['dist/cli.js', 'samples', path, '-p', 'task_id', '-r', 'reward', '--threads', String(threads), '-f', 'json'])
      );
      peers.push(await timed(['bench/files/duckdb.mjs', path, String(threads)]));
    }
    const of = (runs, key) => median(runs.map((run) => run[key]));
    const [mine, theirs] = [of(ours, 'seconds'), of(peers, 'seconds')];
    const memory = [ours, peers].map((runs) => `${of(runs, 'megabytes').toFixed(0)} MB`);
    const size = `${(statSync(path).size / 1e6).toFixed(0)} MB`;
    rows.push([name, size, threads, `${mine.toFixed(2)} s`, `${theirs.toFixed(2)} s`, (mine / theirs).toFixed(2), ...memory]);
    console.error(rows[rows.length - 1].join('  '));
  }
}
const head = ['input', 'size', 'threads', 'best-of-n', 'DuckDB', 'ratio', 'its memory', "DuckDB's"];
const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
console.log(table);
if (options.write)
  writeFileSync(
    'bench/results-files.md',
    `# Whole commands over sample files\n\nMade by \`npm run bench:files -- --write\`; README.md says what was tried.\n\n${cpus().length} × ${cpus()[0].model}: wall time and peak memory, medians of ${options.rounds} rounds in which the commands take turns.\n\n${table}\n`
  );
