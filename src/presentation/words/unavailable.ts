import type { TurnError, Unavailable } from '../../core/vocabulary/event-parts.ts';
import {
  type Cause,
  causeOfClass,
  type FormPart,
  type MetCause,
  type PermanentlyUnavailable,
  TEMPORARILY_UNAVAILABLE,
  type TemporarilyUnavailable,
  type UnavailableCause,
} from '../../core/vocabulary/sets.ts';
import { line, moment } from '../format/document.ts';
import { lowerFirst } from '../format/plain.ts';
import { convertToPlain } from '../format/plain-document.ts';
import { drawUnavailable } from './waiting.ts';

/** Why no model can be used, as sentences without a full stop. */
export const PERMANENTLY_UNAVAILABLE_WORDS: Record<PermanentlyUnavailable, string> = {
  unauthorized: 'The model refused our key (401)',
  unpaid: 'The account behind our key has no credit',
  forbidden: 'The account behind our key may not use the model',
  unknown_model: 'The endpoint does not know this model (404)',
  model_retired: 'The endpoint no longer has this model',
  wrong_address: 'There is no model API at the address of this model',
  unreachable: 'The model cannot be reached',
  refused_form: 'The model refuses every form of our requests',
  out_of_memory: 'The model does not fit into the server’s memory',
};

/** Why a call brought no answer, for causes that may pass; follows the model's name. */
export const TEMPORARILY_UNAVAILABLE_WORDS: Record<
  TemporarilyUnavailable | UnavailableCause,
  string
> = {
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

/** The words of a cause whose error has none of its own above. */
const CAUSE_WORDS: Partial<Record<Cause, string>> = {
  refused_form: 'The model refused our requests',
  too_long: 'The prompt is longer than the model can read',
  max_tokens: 'The answers were longer than the model may write',
  model_refusal: 'The model refused to answer',
  refused_input: 'Each submission of the model was refused',
  calls_as_text: 'The model writes its calls as text',
  no_tool: 'The model did not end its turns with a valid call of a tool',
  budget_used_up: 'The budget is used up',
  out_of_time: 'No answer came in time',
  session_lost: 'The processes of the personas died or fell silent',
};

export const REMEDY_OF: Record<Exclude<Cause, 'model_unavailable'>, string> = {
  refused_key: 'set a key with credit that may use it',
  unknown_model: 'correct its name or address in models.yaml',
  model_retired: 'name another model in models.yaml',
  wrong_address:
    'correct its base_url in models.yaml (for Anthropic also ANTHROPIC_BASE_URL), or the proxy in HTTPS_PROXY',
  unreachable: 'check its address and the network',
  refused_form: 'run charrette doctor --try to see what it accepts',
  out_of_memory: 'free memory there or name a smaller model in models.yaml',
  too_long: 'give it less material or name a model with a larger context',
  max_tokens: 'raise the model’s output in models.yaml',
  model_refusal: 'word the topic differently or name another model',
  refused_input: 'read in its turn why',
  calls_as_text:
    'turn on the tool parser of its server (vLLM: --enable-auto-tool-choice) or name another model',
  no_tool: 'run charrette doctor --try to see what it accepts',
  budget_used_up: 'raise the budget or wait for the next day',
  out_of_time: 'give it more time',
  session_lost: 'read their last output under failures/',
  unknown: 'read the record of a turn',
};

export function sayCause({ cause, detail }: MetCause): string {
  const temporary = TEMPORARILY_UNAVAILABLE.find((each) => each === detail);
  if (temporary !== undefined) return `The model ${TEMPORARILY_UNAVAILABLE_WORDS[temporary]}`;
  const words: Readonly<Record<string, string>> = PERMANENTLY_UNAVAILABLE_WORDS;
  return words[detail] ?? CAUSE_WORDS[cause] ?? 'The turns failed';
}

/** Why a turn failed, in words of our own. */
export function sayFailure({ class: kind, message }: TurnError): string {
  const cause = causeOfClass(kind);
  return cause === 'refused_input' ? message.replace(/\.$/, '') : sayCause({ cause, detail: kind });
}

/** The one next action. `then`: the retry, as an order. */
export function sayRemedyFor(cause: Cause, then: string): string {
  return cause === 'model_unavailable'
    ? `${then} when it answers`
    : `${REMEDY_OF[cause]}, then ${then}`;
}

/** Each follows *without* or *refused*. */
export const FORM_PART_WORDS: Record<FormPart, string> = {
  cache: 'cache marks',
  counting: 'a count of its tokens',
  output_length: 'a limit on the length of its answers',
  one_call: 'a limit of one call per answer',
  thoughts: 'its earlier thoughts',
  effort: 'an effort level',
  system: 'a system role',
  strict: 'strict tools',
  tool_calls: 'tool calls, which then come as messages',
};

export function sayPlainer(
  refused: readonly { readonly part: FormPart; readonly said: string }[],
): string {
  return refused
    .map(
      ({ part, said }) => `asked without ${FORM_PART_WORDS[part]}, because the answer was: ${said}`,
    )
    .join('; ');
}

/** `The model (claude-opus-5-5 at Anthropic) is overloaded` */
export function sayUnavailableModel({
  cause,
  model,
  endpoint,
}: Pick<Unavailable, 'cause' | 'model' | 'endpoint'>): string {
  return `The model (${endpoint === '' ? model : `${model} at ${endpoint}`}) ${TEMPORARILY_UNAVAILABLE_WORDS[cause]}`;
}

/** Why a design stopped, and when to run it again. */
export function sayGaveUp(unavailable: Unavailable): string {
  const { againAt, since } = unavailable;
  const next = againAt === null ? line`when it answers` : line`after ${moment(againAt, since)}`;
  const words = lowerFirst(sayUnavailableModel(unavailable));
  return convertToPlain(line`${drawUnavailable(words, since)}; run it again ${next}`);
}
