import { createModels } from '../../adapters/models/models.ts';
import { SPOKE } from '../../adapters/models/turn-forms.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { countOf, formatMoney } from '../../core/vocabulary/figures.ts';
import { present } from '../../core/vocabulary/present.ts';
import { type Cause, causeOfClass, type FormPart } from '../../core/vocabulary/sets.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { type Finding, note, ok, problem } from '../../foundation/finding.ts';
import type { Log } from '../../foundation/log.ts';
import {
  ModelFault,
  type ModelReply,
  type ModelRequest,
  type RefusedPart,
} from '../../ports/model.ts';
import type { ModelForms } from '../../ports/model-forms.ts';
import {
  FORM_PART_WORDS,
  REMEDY_OF,
  sayCause,
  sayRemedyFor,
} from '../../presentation/words/unavailable.ts';
import { ModelCatalog } from '../../turns/models/catalog.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { fingerprintOf, unsupportedPartsOf } from '../../turns/models/form.ts';
import { hasTextCall } from '../../turns/models/repair.ts';
import { listToolSpecs } from '../../turns/tools.ts';

/**
 * Tokens of an answer: enough for a thought and a short call, and so few that a trial costs about a
 * cent.
 */
const ANSWER_TOKENS = 256;
/** As in a turn, whose third request asks for messages. */
const MOST_ANSWERS = 3;
const CALL = 'Call `pass`. Its rationale is one word, and its notes are empty.';
const AGAIN = 'try it again';
const TOTAL_MS = 120_000;
const CLOCKS = { connectMs: 10_000, firstTokenMs: 60_000, stallMs: 30_000, totalMs: TOTAL_MS };

interface TrialParts {
  readonly log: Log;
  readonly redact: (text: string) => string;
  /** `null` if the store cannot be opened; the result is then not kept. */
  readonly forms: ModelForms | null;
}

/** Ignores what was found out before: a trial replaces it. */
const NO_FORMS: ModelForms = {
  findForm: async () => null,
  keep: async () => undefined,
  list: async () => [],
};

/** Where a design's next action would be this trial, or its words know less than the trial. */
const NEXT: Partial<Record<Cause, string>> = {
  wrong_address: 'correct that setting',
  refused_form: 'correct what it names, or name another model',
  no_tool: 'name another model',
};

/**
 * Asks a model to call a small tool, beside the largest real one, in ever less strict forms until
 * it accepts one and calls, and stores that form. A refused form costs nothing.
 */
export async function tryModel(
  entry: ModelEntry,
  apiKey: string | null,
  { forms, ...parts }: TrialParts,
): Promise<Finding> {
  const leftOut: RefusedPart[] = [];
  try {
    const replies = await askModel(entry, apiKey, parts, (left) => {
      leftOut.push(left);
    });
    return await judgeReplies(replies, { entry, leftOut, forms });
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    const refusal = { cause: causeOfClass(error.kind), detail: error.kind };
    const next = NEXT[refusal.cause];
    const advice =
      next === undefined ? sayRemedyFor(refusal.cause, AGAIN) : `${next}, then ${AGAIN}`;
    return problem(
      `accepts nothing: ${sayCause(refusal)} (${error.message})${refusalWordsOf(leftOut)}; ${advice}`,
    );
  }
}

interface Tried extends Pick<TrialParts, 'forms'> {
  readonly entry: ModelEntry;
  readonly leftOut: readonly RefusedPart[];
}

/** A form is stored unless the model calls nothing in it. */
async function judgeReplies(
  replies: readonly ModelReply[],
  { entry, leftOut, forms }: Tried,
): Promise<Finding> {
  const costs = replies.map(({ costUsd }) => costUsd);
  const costUsd = costs.reduce(
    (sum, each) => (sum === null || each === null ? null : sum + each),
    0,
  );
  const acceptance = `accepts ${acceptedWordsOf(entry, leftOut)}${refusalWordsOf(leftOut)}`;
  const { stop } = present(replies.at(-1), 'there is an answer');
  const hasCalled = replies.some(isCalling);
  const isText = replies.some(hasTextCall);
  if (!hasCalled && stop !== 'max_tokens') {
    const next = isText ? AS_TEXT : 'name another model';
    return problem(
      `${acceptance}, but calls no tool (${countOf(replies.length, 'answer')}, ${formatMoney(costUsd)}); ${next}`,
    );
  }
  const { baseUrl: endpoint, id: model } = entry;
  await forms?.keep({
    endpoint,
    model,
    mark: fingerprintOf(entry),
    at: systemClock.now(),
    leftOut: [...leftOut],
  });
  const notSaved =
    forms === null ? '; not saved, because the store is in use: turns will find it out again' : '';
  const words = `; cost: ${formatMoney(costUsd)}${notSaved}`;
  if (!hasCalled) return note(`${acceptance}; its answer was cut before a call${words}`);
  return isText ? note(`${acceptance}; ${AS_TEXT}${words}`) : ok(`${acceptance}${words}`);
}

const AS_TEXT = `writes its calls as text, which may not suffice to sign: ${REMEDY_OF.calls_as_text}`;

function isCalling({ content }: ModelReply): boolean {
  return content.some(({ type }) => type === 'tool_use');
}

/**
 * Sends what a turn sends, by the same client, but for the messages: an endpoint refuses that, at
 * no cost.
 */
export async function askNothing(
  entry: ModelEntry,
  apiKey: string | null,
  parts: Omit<TrialParts, 'forms'>,
): Promise<ModelFault | null> {
  const nothing = { system: [], messages: [], tools: [] };
  try {
    await askModel(entry, apiKey, parts, () => undefined, nothing);
    return null;
  } catch (error) {
    if (error instanceof ModelFault) return error;
    throw error;
  }
}

async function askModel(
  entry: ModelEntry,
  apiKey: string | null,
  parts: Omit<TrialParts, 'forms'>,
  onPlainer: (left: RefusedPart) => void,
  instead: Partial<ModelRequest> = {},
): Promise<ModelReply[]> {
  const keys = entry.key === null || apiKey === null ? [] : ([[entry.key, apiKey]] as const);
  const models = new ModelCatalog([entry], new Map(keys));
  const model = await createModels({ ...parts, models, clock: systemClock, forms: NO_FORMS });
  const tools = listToolSpecs({
    terminalTools: ['submit_composite', 'pass'],
    readings: 0,
    hasRepository: true,
  });
  const textBlockOf = (text: string, cache: boolean) => ({ type: 'text' as const, text, cache });
  const request = {
    model: entry.name,
    effort: 'low',
    maxOutputTokens: ANSWER_TOKENS,
    tools,
    system: [textBlockOf('This is a trial. Answer at once.', true)],
    messages: [{ role: 'user' as const, content: [textBlockOf(CALL, false)] }],
    ...instead,
  };
  // One of its kind for all answers, as for one turn.
  const context = { ask: null, question: '', places: [] };
  const replies: ModelReply[] = [];
  for (;;) {
    const reply = await model.answer(request, context, {
      signal: AbortSignal.timeout(TOTAL_MS),
      clocks: CLOCKS,
      onProgress: () => undefined,
      onPlainer,
    });
    replies.push(reply);
    const mayCall =
      request.tools.length > 0 && replies.length < MOST_ANSWERS && SPOKE.includes(reply.stop);
    if (isCalling(reply) || !mayCall) return replies;
  }
}

function acceptedWordsOf(entry: ModelEntry, leftOut: readonly RefusedPart[]): string {
  const without: readonly FormPart[] = [
    ...unsupportedPartsOf(entry),
    ...leftOut.map(({ part }) => part),
  ];
  const has = (part: FormPart) => !without.includes(part);
  const tools = has('tool_calls')
    ? has('strict')
      ? 'strict tools'
      : 'plain tools'
    : 'messages only';
  return listWords([
    tools,
    ...(has('effort') ? ['effort'] : []),
    ...(has('cache') ? ['cache'] : []),
  ]);
}

function refusalWordsOf(leftOut: readonly RefusedPart[]): string {
  if (leftOut.length === 0) return '';
  return `; refused ${leftOut.map(({ part, said }) => `${FORM_PART_WORDS[part]} (“${said}”)`).join(', ')}`;
}
