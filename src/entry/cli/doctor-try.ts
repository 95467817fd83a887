import { createModels } from '../../adapters/models/models.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { money } from '../../core/vocabulary/figures.ts';
import { causeOf, type FormPart } from '../../core/vocabulary/sets.ts';
import { listed } from '../../core/vocabulary/text.ts';
import { type Finding, ok, problem } from '../../foundation/finding.ts';
import type { Log } from '../../foundation/log.ts';
import { ModelFault, type ModelReply, type ModelRequest, type RefusedPart } from '../../ports/model.ts';
import type { ModelForms } from '../../ports/model-forms.ts';
import { causeWords, PART_WORDS, remedyFor } from '../../presentation/unavailable.ts';
import { ModelCatalog } from '../../turns/models/catalog.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { markOf, neverIn } from '../../turns/models/form.ts';
import { toolSpecs } from '../../turns/tools.ts';

/** Tokens of the answer. Its content does not matter, and a trial should cost less than a cent. */
const ANSWER_TOKENS = 64;
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
  find: async () => null,
  keep: async () => undefined,
  list: async () => [],
};

/**
 * Asks a model once with the largest real tool, in ever less strict forms until it accepts one (A20), and stores that
 * form. A refused form costs nothing.
 */
export async function tryModel(
  entry: ModelEntry,
  apiKey: string | null,
  { forms, ...parts }: TrialParts,
): Promise<Finding> {
  const leftOut: RefusedPart[] = [];
  try {
    const { costUsd } = await asked(entry, apiKey, parts, (left) => {
      leftOut.push(left);
    });
    const { baseUrl: endpoint, id: model } = entry;
    await forms?.keep({ endpoint, model, mark: markOf(entry), leftOut, at: systemClock.now() });
    const kept =
      forms === null ? '; not saved, because the store is in use: turns will find it out again' : '';
    return ok(
      `accepts ${takenWords(entry, leftOut)}${refusedWords(leftOut)}; cost: ${money(costUsd)}${kept}`,
    );
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    const met = { cause: causeOf(error.kind), detail: error.kind };
    const next = remedyFor(met.cause, 'try it again');
    return problem(`accepts nothing: ${causeWords(met)} (${error.message})${refusedWords(leftOut)}; ${next}`);
  }
}

/** Sends what a turn sends, by the same client, but for the messages: an endpoint refuses that, at no cost. */
export async function askedNothing(
  entry: ModelEntry,
  apiKey: string | null,
  parts: Omit<TrialParts, 'forms'>,
): Promise<ModelFault | null> {
  const nothing = { system: [], messages: [], tools: [] };
  try {
    await asked(entry, apiKey, parts, () => undefined, nothing);
    return null;
  } catch (error) {
    if (error instanceof ModelFault) return error;
    throw error;
  }
}

async function asked(
  entry: ModelEntry,
  apiKey: string | null,
  parts: Omit<TrialParts, 'forms'>,
  onPlainer: (left: RefusedPart) => void,
  instead: Partial<ModelRequest> = {},
): Promise<ModelReply> {
  const keys = entry.key === null || apiKey === null ? [] : ([[entry.key, apiKey]] as const);
  const models = new ModelCatalog([entry], new Map(keys));
  const model = await createModels({ ...parts, models, clock: systemClock, forms: NO_FORMS });
  const tools = toolSpecs({ terminalTools: ['submit_composite'], readings: 0, hasRepository: true });
  const said = (text: string, cache: boolean) => ({ type: 'text' as const, text, cache });
  const request = {
    ...{ model: entry.name, effort: 'low', maxOutputTokens: ANSWER_TOKENS, tools },
    system: [said('This is a trial. Answer at once.', true)],
    messages: [{ role: 'user' as const, content: [said('Call the tool.', false)] }],
    ...instead,
  };
  return await model.answer(
    request,
    { question: '', places: [] },
    { signal: AbortSignal.timeout(TOTAL_MS), clocks: CLOCKS, onProgress: () => undefined, onPlainer },
  );
}

function takenWords(entry: ModelEntry, leftOut: readonly RefusedPart[]): string {
  const without: readonly FormPart[] = [...neverIn(entry), ...leftOut.map(({ part }) => part)];
  const has = (part: FormPart) => !without.includes(part);
  const tools = has('tool_calls') ? (has('strict') ? 'strict tools' : 'plain tools') : 'messages only';
  return listed([tools, ...(has('effort') ? ['effort'] : []), ...(has('cache') ? ['cache'] : [])]);
}

function refusedWords(leftOut: readonly RefusedPart[]): string {
  if (leftOut.length === 0) return '';
  return `; refused ${leftOut.map(({ part, said }) => `${PART_WORDS[part]} (“${said}”)`).join(', ')}`;
}
