import { ChannelType, RESTJSONErrorCodes, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import { correction, refused } from '../../../core/telling/message/answers.ts';
import { TEXTS } from '../../../core/telling/message/texts.ts';
import { type Filled, problemsOf, requestedDesignIn } from '../../../runtime/gateway/form.ts';
import { type RequestedDesign, withThread } from '../../../runtime/gateway/requested-design.ts';
import { type Requester, startDesign, startProblem } from '../../../runtime/gateway/start-design.ts';
import { ChatFault } from '../../../runtime/ports/chat.ts';
import { discordCode, faultOf, isFieldRefused } from '../calls/faults.ts';
import { Identified } from '../calls/wire.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { requesterHere } from '../incoming/requester.ts';
import { alongWith } from '../incoming/thread-words.ts';
import { threadName } from '../outgoing/places.ts';
import type { Interaction } from './answer.ts';
import { openBegin } from './forms.ts';

/** A private thread cannot be there, as in an announcement channel or around the post of a forum. */
function isNotThere(error: unknown): boolean {
  const isOtherChannel = discordCode(error) === RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType;
  return isOtherChannel || isFieldRefused(error, 'type');
}

/** Whether it is in a thread of people, which goes along with a start in it. */
export function isAmongPeople({ context, conversation }: Interaction): boolean {
  return alongWith(context, conversation, null) !== null;
}

/** The form for a new design, which says what goes along. */
export function openForm(
  interaction: Interaction,
  topic: string,
  message: string | null,
): ReturnType<typeof openBegin> {
  const along = alongWith(interaction.context, interaction.conversation, message);
  return openBegin(interaction, topic, message, along?.note ?? '');
}

/**
 * Starts a design as requested. A refusal repeats what was typed, so that nothing is lost. `message` is the one that
 * the form was opened on.
 */
export async function startRequested(
  interaction: Interaction,
  filled: Filled,
  isPrivate: boolean,
  message: string | null,
): ReturnType<typeof startDesign> {
  const { context, conversation } = interaction;
  if (message !== null && !Identified.safeParse({ id: message }).success) return refused(TEXTS.formUnread);
  const read = requestedDesignIn(filled);
  const corrected = (problems: readonly string[]) =>
    correction(DISCORD_TEXTS.pleaseCorrect, problems, [filled.topic, filled.context]);
  if ('errors' in read) return corrected(problemsOf(read.errors));
  const isOwnThread = isPrivate && conversation.kind !== 'direct';
  const along = isOwnThread ? null : alongWith(context, conversation, message);
  const typed = [filled.topic, filled.context];
  const here = requesterHere(interaction, interaction.request.person, isOwnThread);
  // Without the right to read the thread, that right is named, and not that the thread could not be read.
  const problem = along === null ? null : await startProblem(context, read.requested, here);
  if (problem !== null) return refused(problem, typed);
  // The form has said what goes along with a message.
  const notes = along === null || message !== null ? [] : [along.note];
  const requested = await withThread(context, { ...read.requested, notes }, along?.read ?? null);
  if (requested === null) return corrected([TEXTS.threadUnread]);
  return startHere(interaction, requested, { ...here, typed }, isOwnThread);
}

async function startHere(
  interaction: Interaction,
  requested: RequestedDesign,
  here: Requester,
  isOwnThread: boolean,
): ReturnType<typeof startDesign> {
  const { context, request } = interaction;
  const { key, stored } = request;
  const requester = {
    ...here,
    openThread: () => (isOwnThread ? openPrivateThread(interaction, requested.topic) : here.openThread()),
  };
  try {
    return await startDesign(context, requested, requester, key, stored);
  } catch (error) {
    if (!(error instanceof ChatFault)) throw error;
    context.log.warn('discord_thread_not_opened', { error: error.message });
    return refused(error.message, here.typed);
  }
}

/**
 * Opens a thread that only its members see, with the requester as the first. Claims the answer before, which only one daemon
 * can, so that no two threads are opened. Throws `ChatFault`, with words for the requester.
 */
async function openPrivateThread(
  { context, conversation, request, answer }: Interaction,
  topic: string,
): ReturnType<Requester['openThread']> {
  if (!(await answer.claim())) throw new ChatFault('Somebody else is answering this.', 'refused');
  const body = {
    name: threadName(topic),
    type: ChannelType.PrivateThread,
    // Its members may bring others in.
    invitable: true,
    auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
  };
  const opened = context.rest.post(Routes.threads(conversation.named), { body }).catch((error: unknown) => {
    throw isNotThere(error) ? new ChatFault(DISCORD_TEXTS.notPrivateHere, 'refused') : error;
  });
  try {
    const { id } = Identified.parse(await opened);
    await context.rest.put(Routes.threadMembers(id, request.person.id));
    return { channel: id, thread: id };
  } catch (error) {
    throw faultOf(error);
  }
}
