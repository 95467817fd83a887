import { unreachableReasonOf } from '#core/thread/desired-messages.ts';
import type { Design, ReplyRequest } from '#core/vocabulary/design.ts';
import type { Thread } from '#core/vocabulary/event-parts.ts';
import { starterOf } from '#core/vocabulary/starter.ts';
import type { Person } from '#engine/access/permission.ts';
import { cutWords } from '#foundation/cut-text.ts';
import type { Chat } from '#ports/chat.ts';
import { drawFacts } from '#presentation/answers/answers.ts';
import { findFacts } from '#presentation/answers/facts.ts';
import type { Document } from '#presentation/format/document.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import { drawUnreachable } from '#presentation/thread/unreachable.ts';
import { viewOf } from '#presentation/view/view.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { logUntold, openWayTo, type Tell, tellFirst } from '../private-ways.ts';
import { REPLY_TEXTS } from '../reply-texts.ts';
import type { AskingPerson } from '../request.ts';
import { drawHowItStands } from '../verbs/how-it-stands.ts';

const QUOTE_CHARACTERS = 200;

interface Requester {
  readonly authorId: string;
  readonly author: string;
  readonly thread: Thread;
}

/**
 * Answers people whose words were read as requests: by code, or with the status. `find` looks up
 * the person and the place's context. Only logs a failure: their words are in the thread anyway.
 */
export function createRequesterTeller(
  gateway: GatewayContext,
  find: (
    requester: Requester,
  ) => Promise<{ readonly context: GatewayContext; readonly person: Person }>,
): Chat['tellRequester'] {
  const { log, platform } = gateway;
  return async (design, replyId) => {
    const { thread, end, id: designId } = design;
    if (replyId === null) return tellStarter(gateway, design);
    const reply = design.replies.find(({ id }) => id === replyId);
    // The words were changed, withdrawn or corrected meanwhile; or the design has ended, which
    // everybody sees.
    if (reply?.request == null || reply.authorId === undefined || thread === null || end !== null)
      return;
    const { authorId, author, request } = reply;
    try {
      const { context, person } = await find({ authorId, author, thread });
      const notice = await drawRequested(
        { context, person, channel: thread.channel },
        design,
        request,
      );
      logUntold(log, await context.sendEphemeral(authorId, thread, notice), { platform, designId });
    } catch (error) {
      log.warn('requester_not_told', { platform, designId, error });
    }
  };
}

/**
 * Tells the starter that nothing can be posted in the thread: a start that failed at once, the way
 * that it was confirmed; later, in a direct message.
 */
async function tellStarter(
  { platform, log, sendEphemeral }: GatewayContext,
  design: Design,
): Promise<void> {
  const { id } = starterOf(design);
  if (id === '') return;
  const notice = drawUnreachable(viewOf(design), unreachableReasonOf(design));
  const hasJustStarted = design.end?.status === 'failed';
  const confirmed = hasJustStarted ? openWayTo(platform, id) : null;
  const send: Tell = (words) => sendEphemeral(id, hasJustStarted ? design.thread : null, words);
  const told = await tellFirst(confirmed === null ? [send] : [confirmed, send], notice);
  logUntold(log, told, { platform, designId: design.id });
}

/**
 * Code answers a question in its fixed words; else how it stands, with the buttons that may be
 * pressed.
 */
async function drawRequested(
  asking: AskingPerson,
  design: Design,
  { kind, quote }: ReplyRequest,
): Promise<Document> {
  const facts = kind === 'question' ? findFacts(quote) : [];
  if (facts.length > 0) return drawFacts(viewOf(design), facts);
  const words = cutWords(foldToOneLine(quote), QUOTE_CHARACTERS);
  return drawHowItStands(asking, design, REPLY_TEXTS.requested(words));
}
