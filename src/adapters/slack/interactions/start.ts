import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import type { Work } from '../../../runtime/gateway/answer-request.ts';
import { requestedDesignIn } from '../../../runtime/gateway/form.ts';
import {
  type Requester,
  startDesign,
  startProblem,
  topicIn,
  withThread,
} from '../../../runtime/gateway/start-design.ts';
import { perform, verbOf } from '../../../runtime/gateway/verbs.ts';
import type { Document } from '../../../runtime/message/document.ts';
import { textDocument } from '../../../runtime/message/markdown.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { slackCode } from '../calls/faults.ts';
import { threadWords } from '../incoming/plain-words.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';
import { formIn, Opened, openBegin } from './forms.ts';
import type { Command, Submitted } from './interaction-payload.ts';

/** What a form asks for, and the channel that it was opened in; or what is wrong with which of its fields. */
export type Sent =
  | { readonly channel: string; readonly work: Work }
  | { readonly errors: Readonly<Record<string, string>> };

const Membership = z.object({
  channel: z.object({ is_im: z.boolean().optional(), is_member: z.boolean().optional() }),
});
/** A private channel that the bot is not in does not exist for it; conversations of a kind it has no scope for are not its own. */
const NOT_OURS = ['channel_not_found', 'missing_scope'];

/** The text after `/design`: a verb, the topic of a design, or nothing, which opens the form. */
export async function typed(
  context: SlackContext,
  { text, channel_id: channel, user_id, trigger_id }: Command,
  stored: Parameters<Work>[0],
): Promise<Document | null> {
  // What the form needs lives three seconds: it comes before everything else.
  if (text === '') return openBegin(context, user_id, trigger_id, { channel, message: null }, '');
  const requester = await requesterIn(context, user_id, channel);
  const { person } = requester;
  const key = `slack ${trigger_id}`;
  const verb = verbOf(text);
  if (verb !== null) return perform(context, verb, { person, channel, key, stored });
  const isOneWord = !/\s/.test(text);
  if (isOneWord) return textDocument(`${SLACK_TEXTS.notAWord(text)}\n\n${SLACK_TEXTS.help}`);
  const rest = { context: [], personas: [], budgetUsd: null, deadlineMs: null, repository: null };
  return startDesign(context, { ...topicIn(text), ...rest }, requester, key, stored);
}

/**
 * The form for a new design. An error in a field is shown at the field; everything else in an ephemeral message in the
 * channel.
 */
export async function beginSubmitted(context: SlackContext, { user, view }: Submitted): Promise<Sent> {
  const opened = Opened.safeParse(view.private_metadata).data;
  if (opened === undefined) return { errors: { topic: TEXTS.formUnread } };
  const { channel, message } = opened;
  const filled = requestedDesignIn(formIn(view.state.values));
  if ('errors' in filled) return filled;
  const requester = await requesterIn(context, user.id, channel);
  const problem = await startProblem(context, filled.requested, requester);
  if (problem !== null) return { errors: { topic: problem } };
  const read = message === null ? null : () => threadWords(context, channel, message.thread);
  const requested = await withThread(context, filled.requested, read);
  if (requested === null) return { errors: { topic: TEXTS.threadUnread } };
  return {
    channel,
    work: (stored) => startDesign(context, requested, requester, `slack ${view.id}`, stored),
  };
}

/** A thread is opened by its first message, which needs the bot in the channel. */
async function requesterIn({ web, people }: SlackContext, id: string, channel: string): Promise<Requester> {
  return {
    person: await people.person(id),
    channel,
    preconditionProblem: async () => ((await isInChannel(web, channel)) ? null : SLACK_TEXTS.notInChannel),
    openThread: async () => ({ channel, thread: '' }),
  };
}

/**
 * Whether the bot can write in this channel: a slash command works in those as well that it was never invited to. An
 * unknown answer counts as yes; posting the card then reports what is wrong.
 */
async function isInChannel(web: WebClient, channel: string): Promise<boolean> {
  try {
    const { channel: found } = Membership.parse(await web.conversations.info({ channel }));
    return found.is_im === true || found.is_member === true;
  } catch (error) {
    return !NOT_OURS.includes(slackCode(error));
  }
}
