import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { slackCode } from '../calls/faults.ts';

const Answer = z.object({
  channel: z.object({ is_im: z.boolean().optional(), is_member: z.boolean().optional() }),
});

/** A private channel that the bot is not in does not exist for it; conversations of a kind it has no scope for are not its own. */
const NOT_OURS = ['channel_not_found', 'missing_scope'];

/**
 * Whether the bot can write in this channel: a slash command works in those as well that it was never invited to. What
 * cannot be found out is taken for yes; the card then says what is wrong.
 */
export async function isInChannel(web: WebClient, channel: string): Promise<boolean> {
  try {
    const { channel: found } = Answer.parse(await web.conversations.info({ channel }));
    return found.is_im === true || found.is_member === true;
  } catch (error) {
    return !NOT_OURS.includes(slackCode(error));
  }
}
