import type { Work } from '../../../runtime/gateway/answer-request.ts';
import { sendBack } from '../../../runtime/gateway/clicks.ts';
import { startDesign, startProblem } from '../../../runtime/gateway/start-design.ts';
import { threadContext } from '../../../runtime/gateway/thread-context.ts';
import type { Document } from '../../../runtime/message/document.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { threadWords } from '../incoming/thread-words.ts';
import type { SlackContext } from '../slack-context.ts';
import { requesterIn } from './command.ts';
import type { Submitted } from './interaction-payload.ts';
import { formIn, noteIn, openedIn, sentBackIn } from './modals.ts';
import { type AcknowledgeForm, respondLater } from './responders.ts';

/**
 * The form for a new design. What is wrong with a field stands at the field; everything else is told in the channel, to this
 * person alone.
 */
export async function beginSubmitted(
  context: SlackContext,
  { user, view }: Submitted,
  ack: AcknowledgeForm,
): Promise<void> {
  const opened = openedIn(view.private_metadata);
  if (opened === null) return ack({ topic: TEXTS.formUnread });
  const { channel, message } = opened;
  const filled = formIn(view.state.values);
  if ('errors' in filled) return ack(filled.errors);
  const requester = requesterIn(context, await context.people.person(user.id), channel);
  const problem = await startProblem(context, filled.requested, requester);
  if (problem !== null) return ack({ topic: problem });
  const taken =
    message === null ? [] : await threadContext(context, () => threadWords(context, channel, message.thread));
  if (taken === null) return ack({ topic: TEXTS.threadUnread });
  const requested = { ...filled.requested, context: [...filled.requested.context, ...taken] };
  const work: Work = (stored) => startDesign(context, requested, requester, `slack ${view.id}`, stored);
  await respondLater(context, work, () => ack(), tellingIn(context, channel, user.id));
}

/** The form that sends a decision back. */
export async function sendBackSubmitted(
  context: SlackContext,
  { user, view }: Submitted,
  ack: AcknowledgeForm,
): Promise<void> {
  const opened = sentBackIn(view.private_metadata);
  if (opened === null) return ack({ note: TEXTS.formUnread });
  const { channel, value } = opened;
  const work: Work = async (stored) => {
    const person = await context.people.person(user.id);
    const request = { person, channel, key: `slack ${view.id}`, stored };
    return sendBack(context, value, noteIn(view.state.values), request);
  };
  await respondLater(context, work, () => ack(), tellingIn(context, channel, user.id));
}

function tellingIn(context: SlackContext, channel: string, person: string) {
  return (answer: Document) => context.sendEphemeral(person, { channel, thread: null }, answer);
}
