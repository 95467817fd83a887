import type { Design } from '../../../core/design.ts';
import type { DesignId } from '../../../core/ids.ts';
import { parsedReplyId } from '../../../runtime/gateway/reply-id.ts';
import type { DiscordDesk } from '../desk.ts';

const FILE = /^\d{1,20}$/;

/** The files of a message that were recorded, by their ids: what was on it before is not told. */
export async function filesOfMessage(
  { engine }: Pick<DiscordDesk, 'engine'>,
  designId: DesignId,
  { id, channel_id }: { readonly id: string; readonly channel_id: string },
): Promise<string[]> {
  const design = await engine.design(designId);
  const replies = (design?.replies ?? []).map((reply) => parsedReplyId(reply.id));
  return replies.flatMap((reply) =>
    reply?.platform === 'discord' &&
    reply.channel === channel_id &&
    reply.message === id &&
    isFile(reply.file)
      ? [reply.file]
      : [],
  );
}

/** The messages of a thread that were recorded, as far as they are messages: what a form brought is none. */
export function messagesRecorded({ replies }: Pick<Design, 'replies'>, conversation: string): Set<string> {
  const parsed = replies.map(({ id }) => parsedReplyId(id));
  return new Set(
    parsed.flatMap((reply) =>
      reply?.platform === 'discord' &&
      reply.channel === conversation &&
      (reply.file === null || isFile(reply.file))
        ? [reply.message]
        : [],
    ),
  );
}

function isFile(file: string | null): file is string {
  return file !== null && FILE.test(file);
}
