// npm run pass-at-k [-- FILE [k,k,...]]: pass@k of a code-generation benchmark, with standard errors and intervals over tasks. The
// sample file has JSON lines, one for each sample, with `task_id` and `passed`. Without a file, one is made up first.

import { createReadStream, mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { aggregate, Samples } from 'best-of-n';
import Table from 'cli-table3';

const [file = madeUp('build/samples.jsonl'), list] = process.argv.slice(2);

try {
  const tasks = await tallyOf(file);
  const { rows, samples, prompts } = aggregate(samplesOf(tasks), list === undefined ? {} : { ns: list.split(',').map(Number) });
  console.log(`${file}: ${prompts} tasks of ${samples.least} to ${samples.most} samples`);
  console.log(tableOf(rows));
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}

/** Counts the samples of each task and how many of them passed; the samples of a task may be scattered over the file. */
async function tallyOf(path) {
  const tasks = new Map();
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    number++;
    if (line.trim() === '') continue;
    const { task_id: id, passed } = parsed(line, number);
    if (id === undefined) throw new TypeError(`line ${number} has no task_id`);
    if (typeof passed !== 'boolean')
      throw new TypeError(`line ${number}: passed is ${JSON.stringify(passed)}, expected true or false`);
    const task = tasks.get(id) ?? { samples: 0, correct: 0 };
    task.samples++;
    if (passed) task.correct++;
    tasks.set(id, task);
  }
  return tasks;
}

function parsed(line, number) {
  let value;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new SyntaxError(`line ${number} is not JSON: ${error.message}`);
  }
  if (typeof value !== 'object' || value === null) throw new TypeError(`line ${number} is ${line}, expected an object`);
  return value;
}

/** With the pass flag as reward the best of k passes if any of them does, so pass@k is the expected reward of best-of-k. */
function* samplesOf(tasks) {
  for (const { samples, correct } of tasks.values())
    yield Samples.from({ rewards: new Float64Array(samples).fill(1, 0, correct) });
}

function tableOf(rows) {
  const table = new Table({
    head: ['k', 'pass@k', 'standard error', '95 % interval', 'tasks'],
    style: { head: [], border: [], compact: true },
  });
  for (const { n, expectedReward: pass } of rows) {
    const interval = pass.interval?.map((x) => x.toFixed(4)).join(' to ') ?? '';
    table.push([n, pass.mean?.toFixed(4) ?? '', pass.standardError?.toFixed(4) ?? '', interval, pass.prompts]);
  }
  return table.toString();
}

/** Writes a file of 164 made-up tasks with 20, 27 or 34 samples each, the hardest of which are never solved. */
function madeUp(path) {
  const lines = [];
  for (let task = 0; task < 164; task++) {
    const chance = Math.max(0, ((task * 61) % 164) / 164 - 0.1);
    const count = 20 + ((task * 7) % 21);
    for (let sample = 0; sample < count; sample++) {
      const draw = ((task * 7919 + sample * 104729 + 13) % 9973) / 9973;
      lines.push(JSON.stringify({ task_id: `MadeUp/${task}`, completion_id: sample, passed: draw < chance }));
    }
  }
  mkdirSync('build', { recursive: true });
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
