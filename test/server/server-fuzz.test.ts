// Some hundred hostile requests from a seed: each is answered, none with 500. `npm run reliability:fuzz-service` sends thousands, large ones too.

import { expect, it } from 'vitest';
import { startCommand } from '../helpers/service';
import { requestOf } from '../reliability/hostile-requests.mjs';

it('hostile requests are answered, and the service goes on', async () => {
  const { child, base } = await startCommand();
  try {
    const counts: Record<number, number> = {};
    for (let index = 0; index < 400; index++) {
      const { path, headers, body } = requestOf(Number(process.env.SEED ?? 1), index);
      const answer = await fetch(base + path, { method: 'POST', headers: headers as Record<string, string>, body });
      const text = await answer.text();
      expect([200, 400, 406, 413, 415], `request ${index}: ${text}`).toContain(answer.status);
      if (answer.status !== 200) expect(JSON.parse(text), `request ${index}`).toMatchObject({ status: answer.status });
      counts[answer.status] = (counts[answer.status] ?? 0) + 1;
    }
    // both what is right and what is wrong was among them
    expect(counts[200]).toBeGreaterThan(50);
    expect(counts[400]).toBeGreaterThan(50);
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    expect(child.exitCode).toBeNull();
  } finally {
    child.kill('SIGKILL');
  }
});
