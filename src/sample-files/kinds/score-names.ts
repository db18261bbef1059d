// What may be a score by its name.

/** A name in small letters with underscores: `rewardScore` and `reward score` are `reward_score`. */
export function plainName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s.-]+/g, '_')
    .toLowerCase();
}

/** Numbers that nobody gave as a score: ids, times, counts, places, settings, and what a trainer makes of rewards. */
const NO_SCORE = new RegExp(
  [
    '(^|_)(ids?|idx|index|uid|uuid|hash|line|row|position|offset|rank|version|year)$',
    '(^|_)(ms|secs?|seconds|time|timestamp|timing|date|(created|updated)(_at)?(_utc)?|duration|latency(_s)?|elapsed(_s)?)$',
    '^(ts|tstamp|tok(ens)?_per_s(ec(ond)?)?)$',
    '(^|_)(tokens?|chars|characters|words|lines|turns|length|len|count|cost|price)$',
    '(^|_)(seed|step|steps|epoch|iteration|iter|attempts?|trial|repeat|repetition|retries|turn|level|difficulty)$',
    '(^|_)(temperature|top_p|top_k|max_tokens|lr|gpu|worker|batch(_size)?|clip_ratio)$',
    '(^|_)(advantages?|loss|logprobs?|log_prob|kl)$',
    '^$|^(n|k|sample|rollout|replica|generation|seconds_difference|upvote_ratio)$|^(num|n)_|^(__index_level|unnamed:)',
  ].join('|')
);

/** What is a score by its name, although it ends like a setting or a count: `length_reward`, `reward_len`. */
const SCORE = /(^|_)(rewards?|scores?|ratings?)(_|$)/;

/** Ids, times and counts even of scores, and what is computed from the scores of several answers. */
const NEVER_SCORE = new RegExp(
  [
    '(^|_)(ids?|idx|index|hash|ms|secs?|seconds|time|timestamp|count|model|fn|func_id)$',
    '_(std|var|variance|stderr|loss|margin|diff|difference|ratio|baseline|weight|threshold|rank)$',
    '^(num|n)_',
  ].join('|')
);

/** What the answer is, or should have been, which may be a number. */
const NO_ANSWER =
  /^(answer|target|label|solution|ground_?truth|gold_answer|gts?|truth|reference|expected|response|completion|output|generation|prediction|pred)$/;

/** Whether a column is called like a score. */
export function isCalledScore(name: string): boolean {
  return SCORE.test(plainName(name)) && mayBeScore(name);
}

/** Whether a column of this name may hold scores. */
export function mayBeScore(name: string): boolean {
  const plain = plainName(name);
  if (SCORE.test(plain)) return !NEVER_SCORE.test(plain);
  return !NO_SCORE.test(plain) && !NO_ANSWER.test(plain);
}
