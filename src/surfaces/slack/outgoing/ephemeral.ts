import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import { markPrivate } from '#acts/gateway/marks.ts';
import type { PlatformAccess } from '#acts/gateway/platform-access.ts';
import { type Tell, tellFirst, tellWithRetries } from '#acts/gateway/private-ways.ts';
import type { Document } from '#presentation/format/document.ts';
import { draw } from '../drawing/draw.ts';

const Posted = z.object({ channel: z.string(), ts: z.string() });

/** Shows a message to one person: in its place or, if Slack refuses that, in a direct message. */
export function createEphemeralSender(
  web: WebClient,
  access: PlatformAccess,
  engine: GatewayContext['engine'],
): GatewayContext['sendEphemeral'] {
  return (user, place, what) => {
    const contentOf = (words: Document) => {
      const { text, blocks } = draw(words);
      return { text, blocks: [...blocks] };
    };
    const sendBy = (call: (content: ReturnType<typeof contentOf>) => Promise<unknown>): Tell => {
      return (words) => tellWithRetries(access, () => call(contentOf(words)));
    };
    const sendDirect = sendBy(async (content) => {
      const posted = await web.chat.postMessage({
        channel: user,
        unfurl_links: false,
        unfurl_media: false,
        ...content,
      });
      const { data } = Posted.safeParse(posted);
      if (data !== undefined) void markPrivate({ ...access, engine }, data.channel, data.ts);
    });
    if (place === null) return sendDirect(what);
    const { channel, thread } = place;
    const here = { channel, user, ...(thread ? { thread_ts: thread } : {}) };
    const sendHere = sendBy((content) => web.chat.postEphemeral({ ...here, ...content }));
    return tellFirst([sendHere, sendDirect], what);
  };
}
