import * as z from 'zod';
import { BOUNDS, GATE_CHOICES } from '../../core/events.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import type { Told } from './source.ts';
import { withDesign } from './with-design.ts';

const NOTE_CHARACTERS = 4_000;
const REASON_CHARACTERS = 1_000;
const GateName = z.templateLiteral(['gate-', z.number().int().positive()]);
const Choice = z.enum(GATE_CHOICES);
const CancelOptions = z.object({ reason: z.string().max(REASON_CHARACTERS) });
const AnswerOptions = z.object({ done: z.boolean().default(false) });
const DecideOptions = z.object({ note: z.string().max(NOTE_CHARACTERS) });

export function cancel(given: string, options: unknown): Promise<number> {
  const { reason } = parsed(
    CancelOptions,
    options,
    `--reason takes at most ${REASON_CHARACTERS} characters.`,
  );
  return withDesign(given, async ({ id, source }) => tell(await source.cancel(id, reason)));
}

export function answer(given: string, text: string, options: unknown): Promise<number> {
  const { done } = AnswerOptions.parse(options);
  if (text.trim() === '') throw new UsageError('The answer is empty. Write some text.');
  if (text.length > BOUNDS.replyCharacters) {
    throw new UsageError(
      `The answer has ${text.length} characters; at most ${BOUNDS.replyCharacters} are taken.`,
    );
  }
  return withDesign(given, async ({ id, source }) => {
    const replied = await source.reply(id, text);
    if (!done || !replied.ok) return tell(replied);
    return tell(await source.finishAnswering(id));
  });
}

export function decide(given: string, gate: string, choice: string, options: unknown): Promise<number> {
  const { note } = parsed(DecideOptions, options, `--note takes at most ${NOTE_CHARACTERS} characters.`);
  const gateId = parsed(GateName, gate, `"${gate.slice(0, 40)}" is no gate. Gates are named like gate-1.`);
  const allowed = `"${choice.slice(0, 40)}" is no choice; the choices are ${GATE_CHOICES.join(', ')}.`;
  const chosen = parsed(Choice, choice, allowed);
  return withDesign(given, async ({ id, source }) => tell(await source.decide(id, gateId, chosen, note)));
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown, problem: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new UsageError(problem);
  return result.data;
}

/** What was done is a result, a refusal is none. */
function tell({ ok, words }: Told): number {
  (ok ? process.stdout : process.stderr).write(`${words}\n`);
  return ok ? EXIT.completed : EXIT.other;
}
