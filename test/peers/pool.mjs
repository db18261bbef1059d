// The pool with the packages of this folder: prints an answer, the code of an error, and the reason of an abort.

import { createPool } from 'best-of-n/pool';

const pool = createPool({ threads: 2 });
const policy = await pool.policy({ rewards: [0, 1], probs: [0.5, 0.5] }, 2);
const { code } = await pool.policy({ rewards: [0, NaN], probs: [0.5, 0.5] }, 2).catch((error) => error);
const ended = new AbortController();
const aborted = pool.policy({ rewards: [0, 1], probs: [0.5, 0.5] }, 2, { signal: ended.signal }).catch((error) => error);
ended.abort('enough');
console.log(JSON.stringify({ policy: [...policy], code, reason: await aborted }));
await pool.close();
