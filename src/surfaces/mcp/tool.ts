import type {
  CallToolResult,
  InputRequiredResult,
  ServerContext,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Act, Tool } from '../../acts/act.ts';
import { listPathNames } from '../../acts/call.ts';
import { PATH_WORDS } from '../../acts/fields.ts';
import { ACTS } from '../../acts/table.ts';
import { findAnswerNamed } from '../../core/answering/taking.ts';
import { utcDayOf } from '../../core/vocabulary/figures.ts';
import { compact } from '../../foundation/compact.ts';
import { digestOf } from '../../foundation/digest.ts';
import {
  ARGUMENT_WORDS,
  askConsentAtGate,
  askConsentToTake,
  listNextSteps,
  NO_CONSENT,
  sayProgress,
} from '../../presentation/answers/agent.ts';
import { shortenSections } from '../../presentation/format/document.ts';
import { markdownOf } from '../../presentation/format/markdown.ts';
import { sayTaken } from '../../presentation/talk/replies.ts';
import { labelChoice } from '../../presentation/words/gate-words.ts';
import { addTool } from './add-tool.ts';
import { askApi, describeDesign, Seen } from './api.ts';
import { askConsent } from './consent.ts';
import { agentOf, say, sayNotDone, type ToolParts } from './parts.ts';

export const id = z
  .string()
  .max(100)
  .describe(PATH_WORDS.id ?? '');

type Given = Readonly<Record<string, unknown>>;

/**
 * Registers the tool of an act. Its arguments are the path's names and the fields of query and
 * body.
 */
export function addActTool(parts: ToolParts, tool: Tool, act: Act): void {
  const { name: toolName, asksPerson, isOfStage } = tool;
  const {
    body: {
      shape: { author, ...body },
    } = { shape: {} as z.ZodRawShape },
    query,
  } = act;
  const names = listPathNames(act);
  const inputSchema: z.ZodObject = z.strictObject({
    ...Object.fromEntries(names.map((name) => [name, id.describe(PATH_WORDS[name] ?? name)])),
    ...query?.shape,
    ...body,
    ...(author === undefined
      ? {}
      : { person: z.string().min(1).max(200).optional().describe(ARGUMENT_WORDS.person) }),
  });
  const isReading = act.noted === null;
  const annotations = { readOnlyHint: isReading, ...tool.annotations };
  addTool(parts, { ...tool, annotations }, inputSchema, async (given: Given, context) => {
    const missing = asksPerson === true ? await askPerson(parts, context, given, act) : null;
    if (missing !== null) return missing;
    const pick = (fields: readonly string[]) =>
      Object.fromEntries(
        fields.flatMap((field) => (given[field] === undefined ? [] : [[field, given[field]]])),
      );
    const texts = (fields: readonly string[]) =>
      Object.fromEntries(
        Object.entries(pick(fields)).map(([field, value]) => [field, String(value)]),
      );
    const content = isReading
      ? { query: texts(Object.keys(query?.shape ?? {})) }
      : {
          body: {
            ...pick(Object.keys(body)),
            ...(author && { author: given.person ?? parts.person }),
          },
          // A repeated call is carried out once, but only for a day.
          key: `mcp-${digestOf([toolName, given, utcDayOf(parts.clock.now()), isOfStage ? await stageOf(parts, given) : ''])}`,
        };
    const schema =
      act.answer === 'file'
        ? z.unknown()
        : (await import('../../acts/answers.ts')).ANSWERS[act.answer];
    const agent = agentOf(parts, context);
    return showAnswer(
      act,
      await askApi(parts.call, schema, act, texts(names), { ...content, agent }),
      given,
    );
  });
}

async function stageOf({ call }: ToolParts, given: Given): Promise<readonly unknown[]> {
  const { phase, gate, endedAt } = await askApi(call, Seen, ACTS.show, { id: String(given.id) });
  return [phase, gate?.id, endedAt];
}

const MAX_CHARACTERS = 100_000;

/**
 * Shows an answer as its row does; a design by what it waits for; else the file or JSON as it is.
 */
async function showAnswer(act: Act, answer: unknown, given: Given): Promise<CallToolResult> {
  const { answer: schema, show, done } = act;
  if (schema === 'DesignAnswer') {
    const seen = Seen.parse(answer);
    return sayStanding(
      seen,
      act === ACTS.reply ? sayTaken(seen, String(given.text)) : compact(done),
    );
  }
  if (typeof answer === 'string') return say([answer]);
  const document = await show?.(answer);
  const words =
    document === undefined
      ? JSON.stringify(answer, null, 2)
      : markdownOf(shortenSections(document.sections, MAX_CHARACTERS).flat());
  return say([words], z.looseObject({}).parse(answer));
}

export function sayStanding(seen: Seen, besides: readonly string[] = []): CallToolResult {
  return say([sayProgress(seen), ...besides, ...listNextSteps(seen)], describeDesign(seen));
}

/** Asks the person to confirm what is done in their name. */
async function askPerson(
  parts: ToolParts,
  context: ServerContext,
  given: Given,
  { typed: [command] = [] }: Act,
): Promise<CallToolResult | InputRequiredResult | null> {
  const seen = await askApi(parts.call, Seen, ACTS.show, { id: String(given.id) });
  const message =
    given.questionId === undefined ? messageAtGate(seen, given) : messageToTake(seen, given);
  if (typeof message !== 'string') return message;
  return askConsent(parts, context, {
    about: ['gate', given],
    message,
    unaskable: NO_CONSENT.actUnaskable(`${parts.program} ${command?.synopsis}`),
  });
}

/**
 * `null` for a closed gate, which stays closed: the design refuses, with who decided it and when.
 */
function messageAtGate(
  seen: Seen,
  { gateId, choice, note }: Given,
): string | CallToolResult | null {
  const { gate, topic, closedGates } = seen;
  if (closedGates.some(({ id }) => id === gateId)) return null;
  if (gate === null || gate.id !== gateId)
    return sayNotDone(
      `${gateId} is not open. ${sayProgress(seen)} ${listNextSteps(seen).join(' ')}`,
    );
  const gateChoice = gate.choices.find((each) => each === choice);
  const label = gateChoice === undefined ? String(choice) : labelChoice(gateChoice, 'decision');
  return askConsentAtGate(topic, gate.heading, label, String(note));
}

/** `null` if nobody differs, or nobody so named: the design refuses, with who differ. */
function messageToTake({ questions, topic }: Seen, { questionId, answer }: Given): string | null {
  const question = questions.find(({ id }) => id === questionId);
  const taken = findAnswerNamed(question?.differing ?? [], String(answer));
  return taken === undefined
    ? null
    : askConsentToTake(topic, String(questionId), taken.author, taken.words);
}
