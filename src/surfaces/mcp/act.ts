import type { CallToolResult, InputRequiredResult, ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Act, Tool } from '../../acts/act.ts';
import { PATH_WORDS } from '../../acts/fields.ts';
import { ACTS } from '../../acts/table.ts';
import { ARGUMENT_WORDS, gateConsent, NO_CONSENT, nextIn, progressIn } from '../../presentation/agent.ts';
import { choiceLabel } from '../../presentation/gate-words.ts';
import { about, answering, asked, Seen } from './api.ts';
import { consentMissing, digest } from './consent.ts';
import { agentOf, notDone, said, type ToolParts } from './parts.ts';

export const id = z
  .string()
  .max(100)
  .describe(PATH_WORDS.id ?? '');
export const person = z.string().min(1).max(200).optional().describe(ARGUMENT_WORDS.person);

type Given = Readonly<Record<string, unknown>>;
/** Returns the result of the call if the act must not be done, else `null`. */
type Before = (
  parts: ToolParts,
  context: ServerContext,
  given: Given,
) => Promise<CallToolResult | InputRequiredResult | null>;

const CONSENT: Readonly<Record<string, Before>> = { decide_gate: gateConsented };
/** Registers the tool of an act that takes only the act's fields. A repeated call is carried out once (P5). */
export function actTool(parts: ToolParts, { name, asksPerson, ...words }: Tool, act: Act): void {
  if (act.command === undefined)
    throw new Error(`broken invariant: the act of ${name} is more than a command`);
  const consented = CONSENT[name];
  if ((consented !== undefined) !== (asksPerson === true))
    throw new Error(`broken invariant: nobody says how the person is asked about ${name}`);
  const { author: _, ...fields } = act.body?.shape ?? {};
  const { subject } = act;
  const within =
    subject === undefined
      ? {}
      : {
          [subject.name]: z
            .string()
            .max(20)
            .describe(PATH_WORDS[subject.name] ?? ''),
        };
  const inputSchema: z.ZodObject = z.strictObject({ id, ...within, ...fields, person });
  parts.server.registerTool(name, { ...words, inputSchema }, (given: Given, context) =>
    answering(async () => {
      const missing = (await consented?.(parts, context, given)) ?? null;
      if (missing !== null) return missing;
      const { id: design, person: author = parts.person, [subject?.name ?? '']: named, ...body } = given;
      const sentBy = { key: `mcp-${digest([name, given])}`, agent: agentOf(parts, context) };
      const names = { id: String(design), [subject?.name ?? '']: String(named) };
      return standing(await asked(parts.call, Seen, act, names, { ...sentBy, body: { ...body, author } }));
    }),
  );
}

/** Asks the person to confirm their choice, if the gate is the open one. */
async function gateConsented(parts: ToolParts, context: ServerContext, given: Given) {
  const { gateId, choice, note } = given;
  const seen = await asked(parts.call, Seen, ACTS.show, { id: String(given.id) });
  const { gate, topic } = seen;
  if (gate === null || gate.id !== gateId)
    return notDone(`${gateId} is not open. ${progressIn(seen)} ${nextIn(seen).join(' ')}`);
  const chosen = gate.choices.find((each) => each === choice);
  const label = chosen === undefined ? String(choice) : choiceLabel(chosen, 'decision');
  return consentMissing(parts, context, {
    about: ['gate', given],
    message: gateConsent(topic, gate.heading, label, String(note)),
    unaskable: NO_CONSENT.gateUnaskable(parts.program),
  });
}

const Answers = z.strictObject({
  id,
  text: z
    .string()
    .max(100_000)
    .default('')
    .describe(ACTS.reply.body?.shape.text.description ?? ''),
  done: z.boolean().default(false).describe(ARGUMENT_WORDS.done),
  person,
});

/** Records an answer, and can end the wait for answers. */
export function answerQuestions(parts: ToolParts, { name, ...words }: Tool): void {
  parts.server.registerTool(name, { ...words, inputSchema: Answers }, (given, context) =>
    answering(async () => {
      const author = given.person ?? parts.person;
      const sentBy = { key: `mcp-${digest(['answer', given])}`, agent: agentOf(parts, context) };
      const send = (act: Act, body: object) =>
        asked(parts.call, Seen, act, { id: given.id }, { ...sentBy, body: { ...body, author } });
      const isSaid = given.text.trim() !== '';
      if (!isSaid && !given.done) return notDone('There is nothing to send: text is empty.');
      if (isSaid) await send(ACTS.reply, { text: given.text });
      if (given.done) await send(ACTS.done_answering, {});
      return standing(await asked(parts.call, Seen, ACTS.show, { id: given.id }));
    }),
  );
}

function standing(seen: Seen) {
  return said([progressIn(seen), ...nextIn(seen)], about(seen));
}
