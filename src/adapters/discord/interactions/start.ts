import { ChannelType, PermissionFlagsBits, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import { designOfThread } from '../../../runtime/gateway/designs-here.ts';
import { type Filled, problemsOf, requestedDesignIn } from '../../../runtime/gateway/form.ts';
import { foundOr, orLog } from '../../../runtime/gateway/platform-access.ts';
import {
  type RequestedDesign,
  type Requester,
  startDesign,
  withThread,
} from '../../../runtime/gateway/start-design.ts';
import {
  bullets,
  type Document,
  document,
  given,
  lines,
  ours,
  section,
  verbatim,
  wordsDocument,
} from '../../../runtime/message/document.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { ChatFault } from '../../../runtime/ports/chat.ts';
import { faultOf } from '../calls/faults.ts';
import { missingRights, type Right } from '../calls/rights.ts';
import { Identified } from '../calls/wire.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { threadWords } from '../incoming/plain-words.ts';
import { threadName } from '../outgoing/places.ts';
import type { Interaction } from './answer.ts';

/** Milliseconds that a look-up may take. */
const LOOK_UP_MS = 10_000;
/** What a design cannot do without, by where it is begun. A design that nobody sees the ✅ of is held all the same. */
const ALWAYS: readonly Right['flag'][] = ['ViewChannel', 'SendMessagesInThreads', 'ReadMessageHistory'];
const IN_CHANNEL: readonly Right['flag'][] = [...ALWAYS, 'SendMessages', 'CreatePublicThreads'];
const IN_PRIVATE: readonly Right['flag'][] = [...ALWAYS, 'CreatePrivateThreads'];

type Place = Awaited<ReturnType<Requester['openThread']>>;

/**
 * Starts a design as requested. A refusal repeats what was typed, so that nothing is lost. `message` is the one that
 * the form was opened on; it and its thread become context.
 */
export async function startRequested(
  interaction: Interaction,
  filled: Filled,
  isPrivate: boolean,
  message: string | null,
): Promise<Document | null> {
  const { context, conversation } = interaction;
  if (message !== null && !Identified.safeParse({ id: message }).success)
    return wordsDocument(TEXTS.formUnread);
  const read = requestedDesignIn(filled);
  if ('errors' in read) return correction(problemsOf(read.errors), filled);
  const words = message === null ? null : () => threadWords(context, conversation, message);
  const requested = await withThread(context, read.requested, words);
  if (requested === null) return correction([TEXTS.threadUnread], filled);
  return startHere(interaction, requested, isPrivate && conversation.kind !== 'direct');
}

async function startHere(
  interaction: Interaction,
  requested: RequestedDesign,
  isOwnThread: boolean,
): Promise<Document | null> {
  const { context, conversation, request } = interaction;
  const { person, key, stored } = request;
  let opened: Place | null = null;
  const requester = {
    person,
    channel: conversation.named,
    preconditionProblem: () => preconditionProblem(interaction, isOwnThread),
    openThread: async () => {
      if (!isOwnThread) return threadHere(interaction);
      opened = await openPrivateThread(interaction, requested.topic);
      return opened;
    },
  };
  try {
    const refused = await startDesign(context, requested, requester, key, stored);
    if (refused !== null && opened !== null) await leaveThread(interaction, opened);
    return refused;
  } catch (error) {
    if (!(error instanceof ChatFault)) throw error;
    context.log.warn('discord_thread_not_opened', { error: error.message });
    return wordsDocument(error.message);
  }
}

/** A form that was sent is gone in Discord, with everything that was typed into it. */
function correction(problems: readonly string[], { topic, context }: Filled): Document {
  const typed = [topic, context].filter((each) => each !== '');
  return document(DISCORD_TEXTS.pleaseCorrect, (most) => {
    const first = section(
      lines([ours(DISCORD_TEXTS.pleaseCorrect)]),
      bullets(problems.map((problem) => [given(problem, most)])),
    );
    const code = typed.map((text) => ({ kind: 'code' as const, line: [verbatim(text, most)] }));
    return code.length === 0 ? [first] : [first, section(lines([ours(DISCORD_TEXTS.whatYouWrote)]), ...code)];
  });
}

/** Why no design can be held there, in words; `null` if one can. */
async function preconditionProblem(
  { context, conversation, granted }: Interaction,
  isOwnThread: boolean,
): Promise<string | null> {
  if (conversation.kind === 'elsewhere') return DISCORD_TEXTS.notHere;
  const mayModerate = granted !== null && (granted & PermissionFlagsBits.ManageThreads) !== 0n;
  if (conversation.isLocked && !isOwnThread && !mayModerate) return DISCORD_TEXTS.locked;
  if (isOwnThread && !(await holdsPrivate(context, conversation))) return DISCORD_TEXTS.notPrivateHere;
  const needed = isOwnThread ? IN_PRIVATE : conversation.kind === 'channel' ? IN_CHANNEL : ALWAYS;
  const missing = granted === null ? [] : missingRights(granted);
  const lacking = missing.filter(({ flag }) => needed.includes(flag));
  if (lacking.length > 0) return DISCORD_TEXTS.lacking(lacking.map(({ title }) => title));
  if (isOwnThread) return null;
  const newest = await designOfThread(context, conversation);
  return newest === null || newest.endedAt !== null ? null : DISCORD_TEXTS.busyHere;
}

/** Of a thread the channel around it counts. One that cannot be looked up says so when the thread is opened. */
async function holdsPrivate(
  context: Interaction['context'],
  { kind, holdsPrivate, named: id }: Interaction['conversation'],
): Promise<boolean> {
  if (kind === 'channel') return holdsPrivate;
  const lookUp = context.conversations.get(id);
  const around = await foundOr(context, lookUp, LOOK_UP_MS, null, { what: 'channel', id });
  return around?.holdsPrivate ?? true;
}

/** Where a design is held that begins where it is asked for. In a channel the thread hangs on its first message. */
async function threadHere({ context, conversation }: Interaction): Promise<Place> {
  const { kind, channel, thread } = conversation;
  if (thread === null) return { channel, thread: '' };
  if (kind !== 'direct') {
    // Not needed to see what is said in a public thread, and then harmless.
    const joined = context.rest.put(Routes.threadMembers(thread, '@me'));
    await orLog(context, 'discord_thread_not_joined', joined, { thread });
  }
  return { channel, thread };
}

/**
 * Opens a thread that only its members see, with the requester as the first. Claims the answer before, which only one daemon
 * can, so that no two threads are opened. Throws `ChatFault`, with words for the requester.
 */
async function openPrivateThread(
  { context, conversation, request, answer }: Interaction,
  topic: string,
): Promise<Place> {
  if (!(await answer.claim())) throw new ChatFault('Somebody else is answering this.', 'refused');
  const body = {
    name: threadName(topic),
    type: ChannelType.PrivateThread,
    // Its members may bring others in.
    invitable: true,
    auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
  };
  try {
    const { id } = Identified.parse(await context.rest.post(Routes.threads(conversation.named), { body }));
    await context.rest.put(Routes.threadMembers(id, request.person.id));
    return { channel: id, thread: id };
  } catch (error) {
    throw faultOf(error);
  }
}

/** Archives a thread that will not be used. */
async function leaveThread({ context }: Interaction, { thread }: Place): Promise<void> {
  const archived = context.rest.patch(Routes.channel(thread), { body: { archived: true } });
  await orLog(context, 'discord_thread_left_open', archived, { thread });
}
