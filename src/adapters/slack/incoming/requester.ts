import * as z from 'zod';
import { isBusy } from '../../../acts/gateway/designs-here.ts';
import type { Place } from '../../../acts/gateway/gateway-context.ts';
import type { Requester } from '../../../acts/gateway/start-design.ts';
import { TEXTS } from '../../../core/presentation/run/texts.ts';
import type { Person } from '../../../engine/access/permission.ts';
import { slackCode } from '../calls/faults.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';

const Membership = z.object({
  channel: z.object({ is_im: z.boolean().optional(), is_member: z.boolean().optional() }),
});
/** A private channel that the bot is not in does not exist for it; conversations of a kind it has no scope for are not its own. */
const NOT_OURS = ['channel_not_found', 'missing_scope'];

/**
 * Returns the requester of a design in a channel, where a thread is opened by its first message, which needs the bot in it. In a
 * direct conversation it is held in the thread that it was asked for in: an assistant shows nothing else.
 */
export function requesterIn(context: SlackContext, person: Person, { channel, thread }: Place): Requester {
  const own = isDirectChannel(channel) ? thread : null;
  return {
    person,
    channel,
    preconditionProblem: async () => {
      const problem = await notInChannel(context, channel);
      return problem ?? ((await isBusy(context, { channel, thread: own })) ? TEXTS.busyHere : null);
    },
    openThread: async () => ({ channel, thread: own ?? '' }),
  };
}

/** Slack's ids say it. */
export function isDirectChannel(channel: string): boolean {
  return channel.startsWith('D');
}

/**
 * Why the bot cannot write in this channel, in words, `null` if it can: a slash command works in those as well that it was never
 * invited to. An unknown answer counts as yes; posting the card then reports what is wrong.
 */
export async function notInChannel(
  { web }: Pick<SlackContext, 'web'>,
  channel: string,
): Promise<string | null> {
  try {
    const { channel: found } = Membership.parse(await web.conversations.info({ channel }));
    return found.is_im === true || found.is_member === true ? null : SLACK_TEXTS.notInChannel;
  } catch (error) {
    return NOT_OURS.includes(slackCode(error)) ? SLACK_TEXTS.notInChannel : null;
  }
}
