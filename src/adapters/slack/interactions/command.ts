import type { RespondArguments, RespondFn } from '@slack/bolt';
import type { Work } from '../../../runtime/gateway/answer-request.ts';
import { type Requester, startDesign } from '../../../runtime/gateway/start-design.ts';
import { perform, verbOf } from '../../../runtime/gateway/verbs.ts';
import { textDocument } from '../../../runtime/message/words.ts';
import type { Person } from '../../../runtime/permission.ts';
import { unescaped } from '../drawing/escaping.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';
import type { Command } from './interaction-payload.ts';
import { isInChannel } from './membership.ts';
import { openBegin } from './open-modal.ts';
import { respondAtOnce, responding } from './responders.ts';

/** What somebody typed behind `/design`: a verb, the topic of a design, or nothing, which opens the form. */
export async function typed(
  context: SlackContext,
  { text: markup, channel_id: channel, user_id, trigger_id }: Command,
  ack: (answer?: RespondArguments) => Promise<void>,
  respond: RespondFn,
): Promise<void> {
  const text = unescaped(markup).trim();
  const work: Work = async (stored) => {
    // What the form needs lives three seconds: it comes before everything else.
    if (text === '') return openBegin(context, trigger_id, { channel, message: null }, '');
    const person = await context.people.person(user_id);
    const key = `slack ${trigger_id}`;
    const verb = verbOf(text);
    if (verb !== null) return perform(context, verb, { person, channel, key, stored });
    const isOneWord = !/\s/.test(text);
    if (isOneWord) return textDocument(`${SLACK_TEXTS.notAWord(text)}\n\n${SLACK_TEXTS.help}`);
    const rest = { context: [], personas: [], budgetUsd: null, deadlineMs: null, repository: null };
    const requester = requesterIn(context, person, channel);
    return startDesign(context, { topic: text, ...rest }, requester, key, stored);
  };
  await respondAtOnce(context, work, ack, responding(context, respond));
}

/** A thread is opened by its first message, which needs the bot in the channel. */
export function requesterIn({ web }: SlackContext, person: Person, channel: string): Requester {
  return {
    person,
    channel,
    preconditionProblem: async () => ((await isInChannel(web, channel)) ? null : SLACK_TEXTS.notInChannel),
    openThread: async () => ({ channel, thread: '' }),
  };
}
