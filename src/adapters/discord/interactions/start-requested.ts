import { type Filled, problemsOf, requestedDesignIn } from '../../../runtime/gateway/form.ts';
import { type RequestedDesign, startDesign } from '../../../runtime/gateway/start-design.ts';
import { threadContext } from '../../../runtime/gateway/thread-context.ts';
import type { Request } from '../../../runtime/gateway/verbs.ts';
import { type Document, document } from '../../../runtime/message/document.ts';
import { bullets, given, lines, ours, section, verbatim } from '../../../runtime/message/rich.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { wordsDocument } from '../../../runtime/message/words.ts';
import { ChatFault } from '../../../runtime/ports/chat.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { threadWords } from '../incoming/thread-words.ts';
import { type Interaction, requestOf } from './interaction.ts';
import { preconditionProblem } from './preconditions.ts';
import { leaveThread, openPrivateThread, threadHere } from './thread.ts';

export interface Start {
  readonly filled: Filled;
  readonly isPrivate: boolean;
  /** The message that the form was opened on, which is taken along with its thread. */
  readonly message: string | null;
}

/** Starts a design as it was asked for. What speaks against that is told together with what was typed, so that nothing is lost. */
export async function startRequested(
  interaction: Interaction,
  { filled, isPrivate, message }: Start,
  stored: Request['stored'],
): Promise<Document | null> {
  const { context, conversation } = interaction;
  const read = requestedDesignIn(filled);
  if ('errors' in read) return correction(problemsOf(read.errors), filled);
  const taken =
    message === null ? [] : await threadContext(context, () => threadWords(context, conversation, message));
  if (taken === null) return correction([TEXTS.threadUnread], filled);
  const requested = { ...read.requested, context: [...read.requested.context, ...taken] };
  return startHere(interaction, requested, isPrivate, requestOf(interaction, stored));
}

async function startHere(
  interaction: Interaction,
  requested: RequestedDesign,
  isPrivate: boolean,
  { person, key, stored }: Request,
): Promise<Document | null> {
  const { context, conversation } = interaction;
  const isOwnThread = isPrivate && conversation.kind !== 'direct';
  let opened: Awaited<ReturnType<typeof threadHere>> | null = null;
  const openThread = async () => {
    if (!isOwnThread) return threadHere(interaction);
    opened = await openPrivateThread(interaction, requested.topic);
    return opened;
  };
  const requester = {
    person,
    channel: conversation.named,
    preconditionProblem: () => preconditionProblem(interaction, isPrivate),
    openThread,
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
  const typed = [topic, context].map((each) => each.trim()).filter((each) => each !== '');
  return document(DISCORD_TEXTS.pleaseCorrect, (most) => [
    section(
      lines([ours(DISCORD_TEXTS.pleaseCorrect)]),
      bullets(problems.map((problem) => [given(problem, most)])),
    ),
    ...(typed.length === 0
      ? []
      : [
          section(
            lines([ours(DISCORD_TEXTS.whatYouWrote)]),
            ...typed.map((text) => ({ kind: 'code' as const, line: [verbatim(text, most)] })),
          ),
        ]),
  ]);
}
