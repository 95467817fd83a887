import { type Document, wordsDocument } from '../../core/presentation/format/document.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import { refused } from '../../core/presentation/thread/private-answers.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { readableFor, whyNotStart } from '../../engine/access/permission.ts';
import { ChatFault } from '../../engine/ports/chat.ts';
import { askedBefore } from './asked-before.ts';
import { designFields, FILES, type Filled, requestedDesignIn } from './form.ts';
import { readFormFiles } from './form-files.ts';
import { type Interaction, requestOf, type Stored } from './interaction.ts';
import { noteDenied } from './noted.ts';
import { withThread } from './requested-design.ts';
import { startDesign, startProblem } from './start-design.ts';

/** The form for a new design. */
export const BEGIN = 'charrette.begin';

/** Outcome of a form that was sent: work to do, or the reason for none, at its fields or as a whole. */
export type Sent =
  | { readonly work: (stored: Stored) => Promise<Document | null> }
  | { readonly errors: Readonly<Record<string, string>> }
  | { readonly problem: string };

/**
 * Opens the form for a new design; or says why this person may not, before anything is typed in vain. How many they have started
 * today is looked up when they send it. `message`: the one that it is opened on, which goes along.
 */
export async function openBegin(
  interaction: Interaction,
  topic: string | Promise<string>,
  message: string | null,
): Promise<Document | null> {
  const { context } = interaction;
  const { policy, engine } = context;
  const [{ person, isSure }, unreachable, words] = await Promise.all([
    interaction.personAtOnce(),
    interaction.unreachable(),
    topic,
  ]);
  const denied = isSure ? whyNotStart(policy, person) : null;
  if (denied !== null) noteDenied(context, { person, what: 'start', designId: null }, denied);
  const problem = denied ?? unreachable;
  if (problem !== null) return wordsDocument(problem);
  const names = readableFor(context, person);
  const hint = interaction.along(message)?.note ?? '';
  const [first, second, ...others] = designFields(words, engine.parts.personas, names, hint);
  const files = interaction.fetchFile === undefined ? [] : [FILES];
  const fields = [first, second, ...files, ...others].filter((field) => field !== undefined);
  const titles = { title: TEXTS.modalTitle, submit: TEXTS.modalStart };
  return interaction.open({ id: BEGIN, about: message ?? '', ...titles, fields });
}

/** Reads what was filled in for a new design, by a form or by the options of a command. */
export async function beginSent(
  interaction: Interaction,
  filled: Filled,
  message: string | null,
): Promise<Sent> {
  const { context } = interaction;
  const { person } = await interaction.personAtOnce();
  const read = requestedDesignIn(filled);
  if ('errors' in read) return read;
  const along = interaction.along(message);
  const asking = interaction.requester(person);
  const problem = await startProblem(context, read.requested, asking);
  if (problem !== null) return { problem };
  // A form has said already what goes along with a message.
  const notes = along === null || message !== null ? [] : [along.note];
  const [attached, withMessages] = await Promise.all([
    readFormFiles(interaction, filled.files),
    withThread(context, { ...read.requested, notes }, along?.read ?? null),
  ]);
  if ('problem' in attached) return { errors: { [FILES.name]: attached.problem } };
  if (withMessages === null) return { errors: { topic: TEXTS.threadUnread } };
  const requested = { ...withMessages, context: [...withMessages.context, ...attached.items] };
  const characters = requested.context.reduce((sum, { text }) => sum + text.length, 0);
  if (attached.items.length > 0 && characters > BOUNDS.contextCharacters)
    return { errors: { [FILES.name]: TEXTS.filesTooLong(characters, BOUNDS.contextCharacters) } };
  const typed = [filled.topic, filled.context];
  return {
    work: async (stored) => {
      const { person: known, key } = await requestOf(interaction, stored);
      const requester = { ...interaction.requester(known), typed };
      const before = await askedBefore(context, requested.topic, requester);
      try {
        return await startDesign(context, requested, requester, key, stored, { before });
      } catch (error) {
        if (!(error instanceof ChatFault)) throw error;
        context.log.warn('thread_not_opened', { error: error.message });
        return refused(error.message, typed);
      }
    },
  };
}
