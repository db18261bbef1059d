// Rows of a whole conversation and its reward: the answer is the last message, and what comes before it is the prompt.

import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { isStruct } from '../structs';
import { fieldsOf, type Kind, type KindColumns, valuesOf } from './kind';
import { columnsIn, plain } from './plain';
import { plainName } from './score-names';

const FIELD = /^(messages|conversations?|prompt|prompt_messages|chat|dialog(ue)?)$/;

/** Fields with an answer of its own. */
const ANSWER = /^((model_|generated_)?(responses?|completions?|outputs?|answers?|generations?|solutions?)|generated_text)$/;

/** Whether a value is a list of messages that ends with one of the model. */
function endsWithAnswer(value: unknown): value is Row[] {
  if (!isArrayLike(value) || value.length < 2) return false;
  const last = value[value.length - 1];
  return isStruct(last) && /^(assistant|gpt|model|bot|chatbot)$/i.test(String(last.role ?? last.from));
}

/** The field with the conversation. */
const conversationIn = (rows: readonly Row[]) =>
  fieldsOf(rows).find((name) => FIELD.test(plainName(name)) && valuesOf(rows, name).some(endsWithAnswer));

/** The record with what comes before the answer in place of the conversation. */
function promptAlone(row: Row): Row[] {
  const name = conversationIn([row]);
  return [name === undefined ? row : { ...row, [name]: Array.from(row[name] as Row[]).slice(0, -1) }];
}

export const conversations: Kind = {
  name: 'scored conversations',
  source: 'https://huggingface.co/docs/trl/dataset_formats',
  where: 'rows of chat messages with a reward, as one writes them with `datasets` or by hand',
  needs: [],
  fields: 'messages (or conversations, ...) that end with the answer, reward (or score, rating, ...)',
  fits(rows) {
    const name = conversationIn(rows);
    if (name === undefined || fieldsOf(rows).some((field) => ANSWER.test(plainName(field)))) return false;
    return columnsIn(rows.flatMap(promptAlone))?.prompt.includes(name) ?? false;
  },
  unfold: promptAlone,
  columns: (rows): KindColumns => plain.columns(rows),
};
