import {
  type Cause,
  type FormPart,
  LAPSES,
  type Lapse,
  type Outage,
  type Weather,
} from '../../vocabulary/sets.ts';

/** Why no model can be used, as sentences without a full stop. */
export const OUTAGE_WORDS: Record<Outage, string> = {
  unauthorized: 'The model refused our key (401)',
  unpaid: 'The account behind our key has no credit',
  forbidden: 'Our key may not use the model (403)',
  unknown_model: 'The endpoint does not know this model (404)',
  unreachable: 'The model cannot be reached',
  refused_form: 'The model refuses every form of our requests',
};

/** Why a call brought no answer, for causes that may pass; follows the model's name. */
export const LAPSE_WORDS: Record<Lapse | Weather, string> = {
  unreachable: 'cannot be reached',
  connect_timeout: 'does not accept a connection in time',
  first_token_timeout: 'does not begin to answer in time',
  stall_timeout: 'stops in the middle of its answers',
  total_timeout: 'does not finish its answers in time',
  connection_lost: 'breaks off its answers',
  rate_limited: 'accepts no more requests for now (429)',
  overloaded: 'is overloaded',
  server_error: 'answers with a server error (5xx)',
};

/** The same for causes that are waited out, with a time: `has been overloaded` since 14:02. */
export const LASTING_WORDS: Record<Weather, string> = {
  unreachable: 'has been unreachable',
  connect_timeout: 'has accepted no connection in time',
  connection_lost: 'has broken off its answers',
  rate_limited: 'has accepted no more requests (429)',
  overloaded: 'has been overloaded',
  server_error: 'has answered with server errors (5xx)',
};

const CAUSE_WORDS: Record<Exclude<Cause, Outage | Lapse>, string> = {
  invalid_request: 'The model refused our requests',
  context_exceeded: 'The prompt is longer than the model can read',
  request_too_large: 'The conversation is too long to send',
  max_tokens: 'The answers were longer than the model may write',
  model_refusal: 'The model refused to answer',
  refused_input: 'None of the model’s submissions was accepted',
  no_tool: 'The model did not call a tool that ends a turn',
  malformed_answer: 'The model’s answers were malformed',
  model_calls_used_up: 'The model used up its calls without submitting',
  tool_calls_used_up: 'The model kept reading until its tool calls were used up',
  budget_used_up: 'The budget is used up',
  turn_timeout: 'The turns took longer than allowed',
  round_deadline: 'No answer came by the deadline of the round',
  session_silent: 'The processes of the personas fell silent',
  session_lost: 'The processes of the personas died',
  unknown: 'The turns failed',
};

const TRY_FORMS = 'run charrette doctor --try to see what it accepts';
const STRONGER = 'name a stronger model';

const REMEDIES: Record<Exclude<Cause, Lapse>, string> = {
  unauthorized: 'set a valid key',
  unpaid: 'add credit to it',
  forbidden: 'give the key access to it',
  unknown_model: 'correct its name or address in models.yaml',
  unreachable: 'check its address and the network',
  refused_form: TRY_FORMS,
  invalid_request: TRY_FORMS,
  context_exceeded: 'name a model with a larger context',
  request_too_large: 'give it less material',
  max_tokens: 'raise the model’s output in models.yaml',
  model_refusal: 'word the topic differently or name another model',
  refused_input: STRONGER,
  no_tool: TRY_FORMS,
  malformed_answer: TRY_FORMS,
  model_calls_used_up: STRONGER,
  tool_calls_used_up: STRONGER,
  budget_used_up: 'raise the budget or wait for the next day',
  turn_timeout: 'give the turns more time',
  round_deadline: 'give it more time',
  session_silent: 'check the load of the machine',
  session_lost: 'read their last output under failures/',
  unknown: 'read the record of a turn',
};

export function causeWords(cause: Cause): string {
  const lapse = lapseIn(cause);
  if (lapse !== undefined) return `The model ${LAPSE_WORDS[lapse]}`;
  const words: Readonly<Record<string, string>> = { ...OUTAGE_WORDS, ...CAUSE_WORDS };
  return words[cause] ?? cause;
}

/** The one next action. `then`: the retry, as an order. */
export function remedyFor(cause: Cause, then: string): string {
  const remedies: Readonly<Record<string, string>> = REMEDIES;
  return lapseIn(cause) === undefined ? `${remedies[cause]}, then ${then}` : `${then} when it answers`;
}

function lapseIn(cause: Cause): Lapse | undefined {
  return LAPSES.find((each) => each === cause);
}

/** Each follows *without* or *refused*. */
export const PART_WORDS: Record<FormPart, string> = {
  cache: 'cache marks',
  counting: 'a count of its tokens',
  output_length: 'a limit on the length of its answers',
  one_call: 'a limit of one call per answer',
  thoughts: 'its earlier thoughts',
  effort: 'an effort level',
  strict: 'strict tools',
  tool_calls: 'tool calls, which then come as messages',
};

export function plainerWords(refused: readonly { readonly part: FormPart; readonly said: string }[]): string {
  return refused.map(({ part, said }) => `${askedWithoutWords(part)}${said}`).join('; ');
}

/** Precedes the endpoint's words. */
export function askedWithoutWords(part: FormPart): string {
  return `asked without ${PART_WORDS[part]}, because the endpoint said: `;
}
