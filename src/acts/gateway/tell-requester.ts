import { refusalForAsking } from '../../core/follow-up/follow-up.ts';
import type { Document } from '../../core/presentation/format/document.ts';
import type { Design, ReplyRequest } from '../../core/vocabulary/design.ts';
import type { Thread } from '../../core/vocabulary/events.ts';
import { ASKED_KINDS } from '../../core/vocabulary/sets.ts';
import type { Person } from '../../engine/access/permission.ts';
import type { Chat } from '../../engine/ports/chat.ts';
import { askPrivately, whereAnswer } from './ask-record.ts';
import type { GatewayContext } from './gateway-context.ts';
import { standingNotice } from './standing-notice.ts';

/** The author of a reply in a thread. */
interface Requester {
  readonly authorId: string;
  readonly author: string;
  readonly thread: Thread;
}

/**
 * Answers those whose words a turn has read as a request: by code or from the record, else with how things stand. `find`: the person as they are now, and the context of the
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
      const notice = await requestedAnswer(context, design, asking, { id: replyId, ...request });
      if (notice !== null) await context.sendEphemeral(authorId, thread, notice);
    } catch (error) {
      log.warn('requester_not_told', { platform, designId, error });
    }
  };
}

/** What is asked for decides who answers. At a gate *why* is a question to the record; before it there is none yet. */
async function requestedAnswer(
  context: GatewayContext,
  design: Design,
  asking: { readonly person: Person; readonly channel: string },
  { id, ...request }: ReplyRequest & { readonly id: string },
): Promise<Document | null> {
  const { kind, quote } = request;
  if (ASKED_KINDS.some((each) => each === kind)) return whereAnswer(context, design, kind);
  const answer =
    kind === 'why' && refusalForAsking(design) === null
      ? await askPrivately(context, design, quote, { person: asking.person, key: `${id} why`, replyId: id })
      : null;
  return answer ?? standingNotice(context, design, asking, { kind: 'request', request });
}
