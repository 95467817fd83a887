import { BOUNDS } from '#core/vocabulary/bounds.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { ContextItem } from '#core/vocabulary/event-parts.ts';
import { groupDigits } from '#core/vocabulary/figures.ts';
import { DEPTHS } from '#core/vocabulary/sets.ts';
import {
  listReadableRepositories,
  type Person,
  refuseStarting,
} from '#engine/access/permission.ts';
import { No } from '#foundation/no.ts';
import { ChatFault } from '#ports/chat.ts';
import { drawRefusal } from '#presentation/answers/act-answers.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { DEPTH_TAKES } from '#presentation/words/phases.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { NO_REPOSITORY, StartTyped } from '../../starting/fields.ts';
import { type AttachedFile, readAttachments, remarkOnUnread } from '../attachments.ts';
import { findThreadDesign, isRunning } from '../designs-here.ts';
import {
  type FieldErrors,
  type FormField,
  fieldOf,
  readFormBody,
  refuseFields,
  type SentFields,
  sentTextOf,
  shownTextOf,
} from '../form.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { gatewayRequestOf, type Interaction, type StartPlace } from '../interaction.ts';
import { logDenied } from '../log-denied.ts';
import { chooseRepository, prepareStart, refuseToStart, startFromChat } from './from-chat.ts';
import { addThread, type RequestedDesign } from './requested-design.ts';

export const BEGIN_FORM_ID = 'charrette.begin';
export const FOLLOW_UP = 'charrette.form.follow_up';

/**
 * The answer to a sent form, once its work is done, or problems at its fields; `null` for no
 * answer.
 */
export type FormOutcome = Document | No<FieldErrors> | null;

/**
 * Where a start comes from: the message on which its form was opened, or the design that it follows
 * up on.
 */
interface Origin {
  readonly message?: string | null;
  /** `false` for a message in which nothing can be read. */
  readonly isReadable?: boolean;
  readonly earlier?: Design | null;
}

/** Files that everybody reads before a design begins; for platforms that accept files. */
const FILES: FormField = {
  name: 'files',
  label: 'Files that everybody should read',
  hint: 'Text and Markdown, up to 1 MB each. No pictures, no PDF.',
  isRequired: false,
  input: { kind: 'files', most: 5 },
};

/** Fields for a new design. With an earlier design, those for a follow-up on it. */
export function listStartFields(
  context: Pick<GatewayContext, 'engine' | 'policy' | 'repositories'>,
  person: Person,
  {
    topic = '',
    hint = '',
    earlier = null,
    takesFiles = false,
  }: Pick<Origin, 'earlier'> & {
    readonly topic?: string;
    readonly hint?: string;
    readonly takesFiles?: boolean;
  },
): FormField[] {
  const readable = listReadableRepositories(context, person);
  const { topicCharacters: maxCharacters } = BOUNDS;
  const fields = [
    fieldOf(StartTyped, 'topic', { value: topic, hint, isRequired: true, maxCharacters }),
    fieldOf(StartTyped, 'context'),
    ...(earlier === null
      ? []
      : [fieldOf(StartTyped, 'supersede', { choices: MEANS, value: 'false' })]),
    ...(takesFiles ? [FILES] : []),
    fieldOf(StartTyped, 'personas', {
      choices: context.engine.parts.personas
        .filter(({ profile }) => profile.role === 'persona')
        .map(({ profile: { id, emoji, title, summary } }) => ({
          value: id,
          label: `${emoji} ${title}`,
          description: summary,
        })),
      hint:
        earlier === null
          ? 'Those whom the question needs, unless you choose.'
          : 'As before, unless you choose.',
    }),
    fieldOf(StartTyped, 'depth', {
      choices: DEPTH_CHOICES,
      value: earlier?.settings.depth ?? 'standard',
    }),
    fieldOf(StartTyped, 'budgetUsd'),
    fieldOf(StartTyped, 'deadlineMinutes'),
  ];
  const repositories = [...readable, NO_REPOSITORY].map((value) => ({ value, label: value }));
  return readable.length === 0
    ? fields
    : [
        ...fields,
        fieldOf(StartTyped, 'repo', {
          choices: repositories,
          value: chooseRepository(readable, earlier),
        }),
      ];
}

export const DEPTH_CHOICES = DEPTHS.map((depth) => ({
  value: depth,
  label: `${depth}: ${DEPTH_TAKES[depth]}`,
}));

const EARLIER_HINT =
  'The new design gets this decision, its dissents, and what was said afterwards.';

const MEANS = [
  { value: 'false', label: 'It stays' },
  { value: 'true', label: 'The new decision replaces it' },
];

/** Label of a field, before its problem in a list. */
export function fieldLabelOf(name: string): string {
  const label =
    name === FILES.name
      ? FILES.label
      : StartTyped.shape[name as keyof typeof StartTyped.shape]?.meta()?.title;
  return label === undefined ? '' : `${label}: `;
}

/**
 * Opens the form for a new design, or refuses before anything is typed in vain. The day's limit is
 * checked on submission.
 */
export async function openBegin(
  interaction: Interaction,
  wantedTopic: string | Promise<string>,
  { message = null, isReadable = true, earlier = null }: Origin = {},
): Promise<Document | null> {
  const { context } = interaction;
  const [person, unreachable, topic] = await Promise.all([
    interaction.personAtOnce(),
    interaction.unreachable(),
    wantedTopic,
  ]);
  const refusal = person.barred === undefined ? refuseStarting(context.policy, person) : null;
  if (refusal !== null) logDenied({ context, person }, 'start', null, refusal);
  const problem = refusal ?? unreachable;
  if (problem !== null) return documentOfWords(problem);
  const note = interaction.along(message)?.note ?? '';
  const hint = isReadable || note === '' ? note : TEXTS.nothingToRead;
  const takesFiles = interaction.fetchFile !== undefined;
  return interaction.open({
    ...(earlier === null
      ? { id: BEGIN_FORM_ID, value: message ?? '', title: 'A new design' }
      : { id: FOLLOW_UP, value: earlier.id, title: 'Follow up' }),
    submit: 'Start',
    fields: listStartFields(context, person, {
      topic,
      hint: earlier === null ? hint : EARLIER_HINT,
      earlier,
      takesFiles,
    }),
  });
}

export async function takeBegin(
  interaction: Interaction,
  fields: SentFields,
  { message = null, earlier = null }: Origin = {},
): Promise<FormOutcome> {
  const { context } = interaction;
  const person = await interaction.personAtOnce();
  const body = readFormBody(StartTyped, fields);
  if (body instanceof No) return body;
  const along = earlier === null ? interaction.along(message) : null;
  const place =
    earlier === null ? interaction.startPlace() : await placeAfter(interaction, earlier);
  const refusal = await refuseToStart({ context, person }, place);
  if (refusal !== null) return refusal;
  // A form already says what goes along with a message.
  const notes = along === null || message !== null ? [] : [along.note];
  const { shown: topicShown } = shownTextOf(fields, 'topic');
  const [withMessages, files] = await Promise.all([
    addThread(context, { ...body, topicShown, notes }, along?.read ?? null),
    readFormFiles(interaction, fields.get(FILES.name)?.files ?? []),
  ]);
  const requested = addFiles(withMessages, files);
  if (requested instanceof No) return requested;
  const typed = [sentTextOf(fields, 'topic'), sentTextOf(fields, 'context')];
  const request = await gatewayRequestOf(interaction, typed);
  const start = await prepareStart(request, requested, earlier);
  if (start instanceof No) return refuseFields(start.why, [...fields.keys()]);
  try {
    return await startFromChat(request, start, place, requested.notes);
  } catch (error) {
    if (!(error instanceof ChatFault)) throw error;
    context.log.warn('thread_not_opened', { error: error.message });
    return drawRefusal(error.message, typed);
  }
}

/**
 * Adds a form's files to what is read before a design. `null`: the messages that go along could not
 * be read.
 */
function addFiles(
  requested: RequestedDesign | null,
  files: readonly ContextItem[] | No<FieldErrors>,
): RequestedDesign | No<FieldErrors> {
  if (files instanceof No) return files;
  if (requested === null)
    return new No({ topic: 'The thread could not be read just now. Try again in a moment.' });
  const context = [...requested.context, ...files];
  const characters = context.reduce((sum, { text }) => sum + text.length, 0);
  if (files.length > 0 && characters > BOUNDS.contextCharacters)
    return new No({
      [FILES.name]: `With these files there are ${groupDigits(characters)} characters to read; the limit is ${groupDigits(BOUNDS.contextCharacters)}. Attach only the part that matters.`,
    });
  return { ...requested, context };
}

/** The thread of an earlier design, if nothing runs there. */
async function placeAfter({ context, place }: Interaction, earlier: Design): Promise<StartPlace> {
  const { thread } = earlier;
  const newest = await findThreadDesign(context, thread ?? place);
  return {
    preconditionProblem: async () => {
      if (thread === null) return TEXTS.elsewhere;
      return isRunning(newest) ? TEXTS.busyHere : null;
    },
    openThread: async () => ({
      channel: thread?.channel ?? place.channel,
      thread: thread?.thread ?? '',
    }),
    // One per thread at a time: of two concurrent requests, which both found this one ended, one
    // succeeds.
    key: `follow up ${newest?.id ?? earlier.id}`,
  };
}

/**
 * Reads a form's files as context, all or none: their author counts on them, so nothing starts
 * without one.
 */
async function readFormFiles(
  { context, fetchFile }: Pick<Interaction, 'context' | 'fetchFile'>,
  files: readonly AttachedFile[],
): Promise<ContextItem[] | No<FieldErrors>> {
  if (files.length === 0 || fetchFile === undefined) return [];
  const attachments = await readAttachments(files, fetchFile, context.log);
  const unread = remarkOnUnread(attachments, context.texts.platform);
  if (unread !== '')
    return new No({
      [FILES.name]: `${unread} Take it out, or attach the part that matters as text or Markdown.`,
    });
  return attachments.flatMap(({ name, content }) =>
    content instanceof No ? [] : [{ name, text: content.text }],
  );
}
