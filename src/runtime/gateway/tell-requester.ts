import type { Thread } from '../../core/vocabulary/events.ts';
import type { Person } from '../permission.ts';
import type { Chat } from '../ports/chat.ts';
import type { GatewayContext } from './gateway-context.ts';
import { standingNotice } from './standing-notice.ts';

/** The author of a reply in a thread. */
interface Requester {
  readonly authorId: string;
  readonly author: string;
  readonly thread: Thread;
}

/**
 * Tells those whose words a turn has read as a request how things stand. `find`: the person as they are now, and the context of the
 * place. A failure is logged: their words are in the thread for all to read.
 */
export function tellingRequesters(
  { log, platform }: GatewayContext,
  find: (requester: Requester) => Promise<{ readonly context: GatewayContext; readonly person: Person }>,
): Chat['tellRequester'] {
  return async (design, replyId) => {
    const { thread, end, id: designId } = design;
    const reply = design.replies.find(({ id }) => id === replyId);
    // Changed, taken back or corrected meanwhile; or the design has ended, which everybody sees.
    if (reply?.request == null || reply.authorId === undefined || thread === null || end !== null) return;
    const { authorId, author, request } = reply;
    try {
      const { context, person } = await find({ authorId, author, thread });
      const asking = { person, channel: thread.channel };
      const notice = await standingNotice(context, design, asking, { kind: 'request', request });
      if (notice !== null) await context.sendEphemeral(authorId, thread, notice);
    } catch (error) {
      log.warn('requester_not_told', { platform, designId, error });
    }
  };
}
