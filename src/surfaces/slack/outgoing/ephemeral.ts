import type { WebClient } from '@slack/web-api';
import type { GatewayContext, Place } from '../../../acts/gateway/gateway-context.ts';
import { callAgain, logFailure, type PlatformAccess } from '../../../acts/gateway/platform-access.ts';
import { draw } from '../drawing/draw.ts';

/** Shows a message to one person: in its place or, if the bot or the person is not in it, in a direct message. */
export function createEphemeralSender(
  web: WebClient,
  access: PlatformAccess,
): GatewayContext['sendEphemeral'] {
  return async (user, place, what) => {
    const { text, blocks } = draw(what);
    const content = { text, blocks: [...blocks] };
    const sendDirect = () =>
      callAgain(access, () =>
        web.chat.postMessage({ channel: user, unfurl_links: false, unfurl_media: false, ...content }),
      );
    const sendIn = async ({ channel, thread }: Place) => {
      const here = { channel, user, ...(thread ? { thread_ts: thread } : {}), ...content };
      try {
        await callAgain(access, () => web.chat.postEphemeral(here));
      } catch (error) {
        if (access.faultOf(error).kind === 'passing') throw error;
        await sendDirect();
      }
    };
    await logFailure(access, 'slack_ephemeral_not_sent', place === null ? sendDirect() : sendIn(place));
  };
}
