import { refusalForAsking } from '../../../core/follow-up/follow-up.ts';
import type { Document } from '../../../core/presentation/format/document.ts';
import type { Design, ReplyRequest } from '../../../core/vocabulary/design.ts';
import type { Thread } from '../../../core/vocabulary/event-parts.ts';
import { ASKED_KINDS } from '../../../core/vocabulary/sets.ts';
import type { Person } from '../../../engine/access/permission.ts';
import type { Chat } from '../../../engine/ports/chat.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { askPrivately, whereAnswer } from '../verbs/ask-record.ts';
import { standingNotice } from './status-notice.ts';

interface Requester {
  readonly authorId: string;
  readonly author: string;
  readonly thread: Thread;
}

/**
 * Answers people whose words were read as requests: by code, from the record, or with the status. `find` looks up the
 * person and the place's context. Only logs a failure: their words are in the thread anyway.
 */
export function tellingRequesters(
  { log, platform }: GatewayContext,
  find: (requester: Requester) => Promise<{ readonly context: GatewayContext; readonly person: Person }>,
): Chat['tellRequester'] {
  return async (design, replyId) => {
    const { thread, end, id: designId } = design;
    const reply = design.replies.find(({ id }) => id === replyId);
    // The words were changed, withdrawn or corrected meanwhile; or the design has ended, which everybody sees.
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

/**
 * The kind of request decides who answers. At a gate, *why* is a question to the record; before that there is no
 * record.
 */
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
