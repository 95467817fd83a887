import type { WebClient } from '@slack/web-api';
import type { GatewayContext } from '../../../runtime/gateway/gateway-context.ts';
import { callAgain, failureOf, type PlatformAccess } from '../../../runtime/gateway/platform-access.ts';
import { draw } from '../drawing/draw.ts';

/** Says something that only one person sees, where Slack has messages of that kind. */
export function createEphemeralSender(
  web: WebClient,
  access: PlatformAccess,
): GatewayContext['sendEphemeral'] {
  return async (user, { channel, thread }, what) => {
    const { text, blocks } = draw(what);
    const where = { channel, user, ...(thread === null ? {} : { thread_ts: thread }) };
    try {
      await callAgain(access, () => web.chat.postEphemeral({ ...where, text, blocks: [...blocks] }));
    } catch (error) {
      access.log.warn('slack_ephemeral_not_sent', { error: failureOf(access, error) });
    }
  };
}
