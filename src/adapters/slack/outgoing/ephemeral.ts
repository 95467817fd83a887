import type { WebClient } from '@slack/web-api';
import type { GatewayContext } from '../../../runtime/gateway/gateway-context.ts';
import { callAgain, orLog, type PlatformAccess } from '../../../runtime/gateway/platform-access.ts';
import { draw } from '../drawing/draw.ts';

/** Says something that only one person sees, where Slack has messages of that kind. */
export function createEphemeralSender(
  web: WebClient,
  access: PlatformAccess,
): GatewayContext['sendEphemeral'] {
  return async (user, { channel, thread }, what) => {
    const { text, blocks } = draw(what);
    const said = {
      channel,
      user,
      ...(thread === null ? {} : { thread_ts: thread }),
      text,
      blocks: [...blocks],
    };
    const sent = callAgain(access, () => web.chat.postEphemeral(said));
    await orLog(access, 'slack_ephemeral_not_sent', sent);
  };
}
