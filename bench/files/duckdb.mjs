// What someone who knows SQL would write instead of `best-of-n samples FILE -p task_id -r reward`: the unbiased best-of-n mean for the powers of two, with
// its standard error over prompts, in DuckDB. No win rate, no interval, no place in an error.
//
//   node duckdb.mjs FILE THREADS          prints the rows
//   node duckdb.mjs FILE --copy TO        writes the file as CSV or Parquet

import { DuckDBInstance } from '@duckdb/node-api';

const [file, option, target] = process.argv.slice(2);
const isJson = file.endsWith('.jsonl');
if (option === '--copy') {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`copy (select * from read_json('${file}', format='newline_delimited')) to '${target}'`);
} else {
  const source = isJson
    ? `read_json('${file}', format='newline_delimited', columns={task_id: 'VARCHAR', reward: 'DOUBLE'})`
    : `'${file}'`;
  const connection = await (await DuckDBInstance.create(':memory:', { threads: option })).connect();
  const result = await connection.runAndReadAll(`
    with ranked as (select task_id, reward, row_number() over (partition by task_id order by reward) i, count(*) over (partition by task_id) m from ${source}),
    grid as (select unnest([1, 2, 4, 8, 16, 32, 64]) n),
    means as (select n, task_id, sum(reward * exp(lgamma(i) - lgamma(i - n + 1) - lgamma(n) - (lgamma(m + 1) - lgamma(m - n + 1) - lgamma(n + 1)))) v
              from ranked, grid where i >= n and n <= m group by n, task_id)
    select n, avg(v), stddev_samp(v) / sqrt(count(*)), count(*) from means group by n order by n`);
  for (const row of result.getRows()) console.log(row.join('\t'));
}
