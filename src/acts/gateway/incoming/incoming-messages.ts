/**
 * Messages that people write in chats, each platform's in the same form: new, changed, deleted. One
 * in a design's thread is recorded with the design (`take-words.ts`), and so is its change
 * (`take-change.ts`); one that asks something of the bot is answered (`requests.ts`,
 * `mentions.ts`); what was missed while no daemon ran is read later (`catching-up.ts`).
 */

import type { ShownText } from '#core/questions/quoting/shown.ts';
import { listNumbers } from '#core/questions/replies/reply.ts';
import { sayInThread } from '#engine/thread/say-in-thread.ts';
import { documentOfWords } from '#presentation/format/document.ts';
import type { FetchFile } from '../attachments.ts';
import { drawAskedHere } from '../designs-here.ts';
import type { ConnectedContext } from '../gateway-context.ts';
import { isMarked, keepFirst, keepMark } from '../marks.ts';
import { REPLY_TEXTS } from '../reply-texts.ts';
import { findDesignOf } from './find-design-of.ts';
import { removeNameIn, wordsToBotOf } from './mentions.ts';
import {
  type DesignMessage,
  type IncomingMessage,
  isDeleted,
  isRecent,
  keyOf,
  type ReadWords,
} from './message.ts';
import { Requests } from './requests.ts';
import { withdrawWhole } from './store-reply.ts';
import { type MessageChange, takeChange } from './take-change.ts';
import { type Report, takeWords } from './take-words.ts';
import type { Taken } from './taken.ts';
import { leaveDeactivated, tellAuthor } from './tell-author.ts';

/**
 * Passes people's messages and their changes in threads on to the designs. Calls resolve once these
 * are stored.
 */
export class IncomingMessages {
  readonly #requests: Requests;
  readonly #fetchFile: FetchFile;

  constructor(context: ConnectedContext, fetchFile: FetchFile) {
    this.#requests = new Requests(context);
    this.#fetchFile = fetchFile;
  }

  /**
   * Handles a new message: what it asks of the bot, else words for its design; any other message is
   * people's own. `markup`: its words. `report`: the name of this report, if the platform reports
   * what names the bot in several ways, or in one of them. The first is answered, at whichever
   * daemon; another one can still bring words and files.
   */
  async take(
    incoming: IncomingMessage,
    markup: ShownText,
    read: ReadWords,
    report: string | null = null,
  ): Promise<Taken> {
    const inDesign = await findDesignOf(incoming);
    const request = wordsToBotOf({ ...incoming, isInDesign: inDesign !== null });
    if (request === null && inDesign === null) return takeBeside(incoming, markup, read);
    const which =
      report === null || !incoming.isToBot ? 'only' : await findReport(incoming, report);
    if (request !== null)
      return which === 'later'
        ? 'reported_before'
        : this.#requests.take(inDesign ?? incoming, () => read({ text: request }));
    if (inDesign === null) return 'not_to_the_bot';
    const words = removeNameIn(markup, incoming.name);
    return takeWords(inDesign, () => read(words), this.#fetchFile, which);
  }

  /**
   * A message of a bot or an app, which is no person's word. Its thread learns once that these are
   * not read.
   */
  async ofAnother(incoming: IncomingMessage): Promise<Taken> {
    const inDesign = await findDesignOf(incoming);
    if (inDesign === null || inDesign.design.endedAt !== null) return 'of_an_app';
    const { id, thread } = inDesign.design;
    const { engine, platform, stopping } = incoming.context;
    const mark = engine.parts.identifiers.uuid();
    const key = `${platform} ${id} of another`;
    if (!(await keepFirst(incoming.context, key, mark))) return 'of_an_app';
    void sayInThread(thread, documentOfWords(REPLY_TEXTS.othersUnread), id, engine.parts, stopping);
    return 'first_of_an_app';
  }

  /** A changed message. What now asks something of the bot is no reply any more. */
  async revise(
    incoming: DesignMessage,
    markup: ShownText,
    read: ReadWords,
    change: MessageChange,
  ): Promise<Taken> {
    if (await isDeleted(incoming)) return 'deleted_before';
    if (wordsToBotOf({ ...incoming, isInDesign: true }) === null)
      return takeChange(incoming, markup, read, change);
    await withdrawWhole(incoming, null, change.name);
    return this.takeChangedRequest(incoming, read);
  }

  /**
   * Takes a message that asks something of the bot only since it was changed. One that asked before
   * is answered already.
   */
  async takeChangedRequest(incoming: IncomingMessage, read: ReadWords): Promise<Taken> {
    const request = wordsToBotOf({ ...incoming, isInDesign: incoming.design !== undefined });
    if (request === null) return 'not_to_the_bot';
    return isRecent(incoming)
      ? this.#requests.take(incoming, () => read({ text: request }))
      : 'too_late';
  }
}

/**
 * Words that no design receives. Under one of the bot's own posts their author learns that, once
 * for each thread; in the channel they learn where to answer the questions whose numbers they
 * wrote.
 */
async function takeBeside(
  incoming: IncomingMessage,
  markup: ShownText,
  read: ReadWords,
): Promise<Taken> {
  const { context, place, message, underPost } = incoming;
  const { channel, thread } = place;
  if (underPost !== null) {
    tellAuthor(incoming, `no design ${thread ?? channel}`, REPLY_TEXTS.noDesign);
    return 'no_design';
  }
  if (thread !== null || listNumbers(markup).length === 0) return 'not_to_the_bot';
  const wordsRead = await read(markup);
  const left = leaveDeactivated(incoming, wordsRead);
  if (left !== null) return left;
  const askedHere = await drawAskedHere({ context, person: wordsRead.person, channel }, markup);
  if (askedHere === null) return 'not_to_the_bot';
  tellAuthor(incoming, `beside ${message}`, askedHere);
  return 'beside_the_thread';
}

/**
 * The first is the one of which the store learned first, and its redelivery until its author was
 * told.
 */
async function findReport(incoming: IncomingMessage, report: string): Promise<Report> {
  const { context } = incoming;
  const key = keyOf(incoming);
  if ((await keepMark(context, `${key} report`, report)) !== report) return 'later';
  return (await isMarked(context, `${key} told`)) ? 'later' : 'first';
}
