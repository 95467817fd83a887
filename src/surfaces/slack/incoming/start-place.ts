import * as z from 'zod';
import { isBusy } from '#acts/gateway/designs-here.ts';
import type { ChatPlace } from '#acts/gateway/gateway-context.ts';
import type { StartPlace } from '#acts/gateway/interaction.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { slackCodeOf } from '../calls/faults.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';

const Membership = z.object({
  channel: z.object({ is_im: z.boolean().optional(), is_member: z.boolean().optional() }),
});
/**
 * Slack hides a private channel from a bot that is not in it, and refuses conversations of a kind
 * that the bot has no scope for.
 */
const NOT_OURS = ['channel_not_found', 'missing_scope'];

/**
 * The first message opens the thread, so the bot has to be in the channel. In a direct conversation
 * the design uses the thread in which it was asked for: an assistant shows no other.
 */
export function startPlaceIn(
  context: SlackContext,
  { channel, thread, name }: ChatPlace & { readonly name: string },
): StartPlace {
  const own = isDirectChannel(channel) ? thread : null;
  return {
    preconditionProblem: async () => {
      const problem = await refuseChannel(context, channel, name);
      return problem ?? ((await isBusy(context, { channel, thread: own })) ? TEXTS.busyHere : null);
    },
    openThread: async () => ({ channel, thread: own ?? '' }),
  };
}

export function isDirectChannel(channel: string): boolean {
  return channel.startsWith('D');
}

/**
 * Beginning of the name of a conversation among several people. Slack lets nobody invite an app to
 * it.
 */
const OF_SEVERAL = 'mpdm-';

/**
 * The reason why the bot cannot write there, or `null`. Slash commands work in channels without the
 * bot. If Slack does not answer, the channel counts as writable, and posting the card reports the
 * problem.
 */
export async function refuseChannel(
  { web }: Pick<SlackContext, 'web'>,
  channel: string,
  name = '',
): Promise<string | null> {
  const isConversation = isDirectChannel(channel) || name.startsWith(OF_SEVERAL);
  const problem = isConversation ? SLACK_TEXTS.notInConversation : SLACK_TEXTS.notInChannel;
  try {
    const { channel: membership } = Membership.parse(await web.conversations.info({ channel }));
    return membership.is_im === true || membership.is_member === true ? null : problem;
  } catch (error) {
    return NOT_OURS.includes(slackCodeOf(error)) ? problem : null;
  }
}

/**
 * The same for a design that is asked for elsewhere. A direct conversation is one person's, who
 * asks for designs there.
 */
export async function refuseFromElsewhere(
  context: Pick<SlackContext, 'web'>,
  channel: string,
): Promise<string | null> {
  return isDirectChannel(channel) ? SLACK_TEXTS.onlyThere : refuseChannel(context, channel);
}
