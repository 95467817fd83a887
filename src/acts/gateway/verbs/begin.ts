import { BOUNDS } from '../../../core/vocabulary/bounds.ts';
import type { ContextItem } from '../../../core/vocabulary/event-parts.ts';
import { grouped } from '../../../core/vocabulary/figures.ts';
import { readableFor, refusalForStarting } from '../../../engine/access/permission.ts';
import { type Document, wordsDocument } from '../../../presentation/format/document.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { type AttachedFile, readAttachments, remarkOnUnread } from '../attachments.ts';
import { designFields, FILES, requestedDesignIn, type SubmittedForm } from '../form.ts';
import type { Interaction, Stored } from '../interaction.ts';
import { logDenied } from '../log-denied.ts';
import { withThread } from '../requested-design.ts';
import { beginUnlessAsked } from './held-start.ts';
import { startProblem } from './start-design.ts';

export const BEGIN = 'charrette.begin';

/** Result of a submitted form: work to do, or errors at its fields or of the whole. */
export type SubmittedStart =
  | { readonly work: (stored: Stored) => Promise<Document | null> }
  | { readonly errors: Readonly<Record<string, string>> }
  | { readonly problem: string };

/**
 * Opens the form for a new design, or refuses before anything is typed in vain. The day's limit is checked on
 * submission. `message`: the message on which it was opened, which becomes context.
 */
export async function openBegin(
  interaction: Interaction,
  topic: string | Promise<string>,
  message: string | null,
): Promise<Document | null> {
  const { context } = interaction;
  const { policy, engine } = context;
  const [person, unreachable, words] = await Promise.all([
    interaction.personAtOnce(),
    interaction.unreachable(),
    topic,
  ]);
  const denied = person.barred === undefined ? refusalForStarting(policy, person) : null;
  if (denied !== null) logDenied(context, { person, what: 'start', designId: null }, denied);
  const problem = denied ?? unreachable;
  if (problem !== null) return wordsDocument(problem);
  const names = readableFor(context, person);
  const hint = interaction.along(message)?.note ?? '';
  const [first, second, ...others] = designFields(words, engine.parts.personas, names, hint);
  const files = interaction.fetchFile === undefined ? [] : [FILES];
  const fields = [first, second, ...files, ...others].filter((field) => field !== undefined);
  const titles = { title: 'A new design', submit: TEXTS.modalStart };
  return interaction.open({ id: BEGIN, about: message ?? '', ...titles, fields });
}

export async function beginSubmitted(
  interaction: Interaction,
  filled: SubmittedForm,
  message: string | null,
): Promise<SubmittedStart> {
  const { context } = interaction;
  const person = await interaction.personAtOnce();
  const read = requestedDesignIn(filled);
  if ('errors' in read) return read;
  const along = interaction.along(message);
  const asking = interaction.requester(person);
  const problem = await startProblem(context, read.requested, asking);
  if (problem !== null) return { problem };
  // A form already says what goes along with a message.
  const notes = along === null || message !== null ? [] : [along.note];
  const [attached, withMessages] = await Promise.all([
    readFormFiles(interaction, filled.files),
    withThread(context, { ...read.requested, notes }, along?.read ?? null),
  ]);
  if ('problem' in attached) return { errors: { [FILES.name]: attached.problem } };
  if (withMessages === null)
    return { errors: { topic: 'The thread could not be read just now. Try again in a moment.' } };
  const requested = { ...withMessages, context: [...withMessages.context, ...attached.items] };
  const characters = requested.context.reduce((sum, { text }) => sum + text.length, 0);
  if (attached.items.length > 0 && characters > BOUNDS.contextCharacters)
    return {
      errors: {
        [FILES.name]: `With these files there are ${grouped(characters)} characters to read; the limit is ${grouped(BOUNDS.contextCharacters)}. Attach only the part that matters.`,
      },
    };
  const typed = [filled.topic, filled.context];
  return { work: (stored) => beginUnlessAsked(interaction, requested, typed, stored) };
}

/**
 * Reads a form's files as context. Returns the problem if one of them cannot be read: its author counts on it, so
 * nothing starts without it.
 */
async function readFormFiles(
  { context, fetchFile }: Pick<Interaction, 'context' | 'fetchFile'>,
  files: readonly AttachedFile[],
): Promise<{ readonly items: ContextItem[] } | { readonly problem: string }> {
  if (files.length === 0 || fetchFile === undefined) return { items: [] };
  const found = await readAttachments(files, fetchFile, context.log);
  const unread = remarkOnUnread(found, context.texts.platform);
  if (unread !== '')
    return { problem: `${unread} Take it out, or attach the part that matters as text or Markdown.` };
  return {
    items: found.flatMap(({ name, content }) => ('text' in content ? [{ name, text: content.text }] : [])),
  };
}
