import type { ContextItem } from '../../../core/events.ts';
import { begin, type Wish } from '../../../runtime/gateway/beginning.ts';
import { type FieldErrors, type Filled, wishIn } from '../../../runtime/gateway/form.ts';
import type { Request } from '../../../runtime/gateway/verbs.ts';
import { type Document, document } from '../../../runtime/message/document.ts';
import { bullets, given, lines, ours, section, verbatim } from '../../../runtime/message/rich.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { wordsDocument } from '../../../runtime/message/words.ts';
import { ChatFault } from '../../../runtime/ports/chat.ts';
import { contextOfMessage } from '../context.ts';
import { DISCORD_TEXTS } from '../texts.ts';
import type { Asked } from './asked.ts';
import { whyNotHere } from './footing.ts';
import { leaveThread, openPrivateThread, threadHere } from './thread.ts';

export interface Start {
  readonly filled: Filled;
  readonly isPrivate: boolean;
  /** The message that the form was opened on, which is taken along with its thread. */
  readonly message: string | null;
}

/** Starts a design as it was asked for. What speaks against that is told together with what was typed, so that nothing is lost. */
export async function startDesign(
  asked: Asked,
  { filled, isPrivate, message }: Start,
  stored: Request['stored'],
): Promise<Document | null> {
  const read = wishIn(filled);
  if ('errors' in read) return correction(problemsIn(read.errors), filled);
  const taken = message === null ? [] : await contextOfMessage(asked.desk, asked.where, message);
  if (taken === null) return correction([TEXTS.threadUnread], filled);
  return begun(asked, { ...read.wish, context: [...read.wish.context, ...taken] }, isPrivate, stored);
}

async function begun(
  asked: Asked,
  wish: Wish & { readonly context: readonly ContextItem[] },
  isPrivate: boolean,
  stored: Request['stored'],
): Promise<Document | null> {
  const { desk, person, where, key } = asked;
  const isOwnThread = isPrivate && where.kind !== 'direct';
  let opened: Awaited<ReturnType<typeof threadHere>> | null = null;
  const openThread = async () => {
    if (!isOwnThread) return threadHere(asked);
    opened = await openPrivateThread(asked, wish.topic);
    return opened;
  };
  const asker = { person, channel: where.named, whyNotHere: () => whyNotHere(asked, isPrivate), openThread };
  try {
    const refused = await begin(desk, wish, asker, key, stored);
    if (refused !== null && opened !== null) await leaveThread(asked, opened);
    return refused;
  } catch (error) {
    if (!(error instanceof ChatFault)) throw error;
    desk.engine.parts.log.warn('discord_thread_not_opened', { error: error.message });
    return wordsDocument(error.message);
  }
}

const LABELS: Readonly<Record<keyof Filled, string>> = {
  topic: TEXTS.modalTopic,
  context: TEXTS.modalContext,
  personas: TEXTS.modalPersonas,
  budget: TEXTS.modalBudget,
  deadline: TEXTS.modalDeadline,
  repository: TEXTS.modalRepository,
};

function problemsIn(errors: FieldErrors): string[] {
  return (Object.keys(LABELS) as (keyof Filled)[]).flatMap((field) => {
    const problem = errors[field];
    return problem === undefined ? [] : [`${LABELS[field]}: ${problem}`];
  });
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
