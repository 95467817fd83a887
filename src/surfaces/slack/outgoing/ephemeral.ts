import type { WebClient } from '@slack/web-api';
import type { GatewayContext } from '../../../acts/gateway/gateway-context.ts';
import { callAgain, orLog, type PlatformAccess } from '../../../acts/gateway/platform-access.ts';
import { draw } from '../drawing/draw.ts';

/** Shows a message to one person: in its place or, if the bot or the person is not in it, in a direct message. */
export function createEphemeralSender(
  web: WebClient,
  access: PlatformAccess,
): GatewayContext['sendEphemeral'] {
  return async (user, { channel, thread }, what) => {
    const { text, blocks } = draw(what);
    const said = { text, blocks: [...blocks] };
    const here = { channel, user, ...(thread === null ? {} : { thread_ts: thread }), ...said };
    const direct = { channel: user, unfurl_links: false, unfurl_media: false, ...said };
    const sent = callAgain(access, () => web.chat.postEphemeral(here)).catch((error: unknown) => {
      if (access.faultOf(error).kind === 'passing') throw error;
      return callAgain(access, () => web.chat.postMessage(direct));
    });
    await orLog(access, 'slack_ephemeral_not_sent', sent);
  };
}
