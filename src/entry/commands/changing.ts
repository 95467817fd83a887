import type { Command } from 'commander';
import * as z from 'zod';
import { BOUNDS, GATE_CHOICES } from '../../core/events.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import type { Told } from './source.ts';
import { withDesign } from './with-design.ts';

const ID = 'its id, or at least six characters from either end of it';
const NOTE_CHARACTERS = 4_000;
const REASON_CHARACTERS = 1_000;
const GateName = z.templateLiteral(['gate-', z.number().int().positive()]);
const Choice = z.enum(GATE_CHOICES);
const CancelOptions = z.object({ reason: z.string().max(REASON_CHARACTERS).default('') });
const AnswerOptions = z.object({ done: z.boolean().default(false) });
const DecideOptions = z.object({ note: z.string().max(NOTE_CHARACTERS).default('') });

/** Verbs by which people take part in a design that runs elsewhere. */
export function addChanging(program: Command, exit: (code: number) => void): void {
  program
    .command('cancel')
    .description('cancel a design; what was contributed is kept')
    .argument('<id>', ID)
    .option('--reason <text>', 'why, for the record')
    .action(async (id: string, options: unknown) => exit(await cancel(id, options)));
  program
    .command('answer')
    .description('answer open questions; "Q2: …" at the start of a line pins an answer to a question')
    .argument('<id>', ID)
    .argument('<text>', 'the answers')
    .option('--done', 'nothing more will come: assume the rest')
    .action(async (id: string, text: string, options: unknown) => exit(await answer(id, text, options)));
  program
    .command('decide')
    .description('decide at a gate')
    .argument('<id>', ID)
    .argument('<gate>', 'its name, such as gate-1; charrette show has it')
    .argument('<choice>', GATE_CHOICES.join(', '))
    .option('--note <text>', 'what should be different, for send_back')
    .action(async (id: string, gate: string, choice: string, options: unknown) =>
      exit(await decide(id, gate, choice, options)),
    );
}

function cancel(given: string, options: unknown): Promise<number> {
  const { reason } = parsed(
    CancelOptions,
    options,
    `--reason takes at most ${REASON_CHARACTERS} characters.`,
  );
  return withDesign(given, async ({ id, source }) => tell(await source.cancel(id, reason)));
}

function answer(given: string, text: string, options: unknown): Promise<number> {
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

function decide(given: string, gate: string, choice: string, options: unknown): Promise<number> {
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
