// Rows of a whole conversation and its reward.

import { expect, it } from 'vitest';
import { conversations } from '../../src/sample-files/kinds/conversations';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { near, runOf } from '../helpers/kind-fixtures';

it('the last message is the answer, and two equal answers are two samples', async () => {
  const { columns, curves } = await runOf('conversations.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['messages'], reward: 'reward', scores: [] });
  // 0.75 and 0.25, 0.5 and 1
  expect(curves).toEqual([{ labels: {}, prompts: 2, samples: 4, means: { reward: near(5 / 8, 7 / 8) } }]);
});

it('a conversation that ends with the user, or beside an answer or an id, is taken as it is', () => {
  const user = { role: 'user', content: 'q' };
  const chat = [user, { role: 'assistant', content: 'a' }];
  const kindOf = (row: Record<string, unknown>) => inferColumns([row, row]).columns.kind;
  expect(kindOf({ messages: chat, reward: 1 })).toBe(conversations.name);
  expect(
    kindOf({
      conversations: [
        { from: 'human', value: 'q' },
        { from: 'gpt', value: 'a' },
      ],
      score: 1,
    })
  ).toBe(conversations.name);
  expect(kindOf({ messages: [user], reward: 1 })).toBe('scored answers');
  expect(kindOf({ messages: chat, response: 'b', reward: 1 })).toBe('scored answers');
  expect(kindOf({ messages: chat, prompt_id: 7, reward: 1 })).toBe('scored answers');
});
