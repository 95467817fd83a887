/**
 * Messages that people write in chats, each platform's in the same form: new, changed, deleted. One
 * in a design's thread is recorded with the design; one that names the bot elsewhere is answered
 * (`mentions.ts`); what was missed while no daemon ran is read later (`catching-up.ts`).
 */

import { isLeftUnread } from '#core/answering/reading.ts';
import { linesOf } from '#core/questions/quoting/lines.ts';
import { joinShown, recordedOf, type ShownText, showAs } from '#core/questions/quoting/shown.ts';
import { isMoreThanQuestions } from '#core/questions/replies/answers-given.ts';
import { isUnnamed } from '#core/questions/replies/author.ts';
import { findNewestWords } from '#core/questions/replies/late-messages.ts';
import { openQuestions } from '#core/questions/replies/questions.ts';
import { listNumbers } from '#core/questions/replies/reply.ts';
import { markedMessageOf } from '#core/thread/desired-messages.ts';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import type { Refusal } from '#core/vocabulary/commands.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { ShownPart } from '#core/vocabulary/event-parts.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { type Person, refuseDeciding, refuseStarting } from '#engine/access/permission.ts';
import { sayInThread } from '#engine/thread/say-in-thread.ts';
import { cutWords } from '#foundation/cut-text.ts';
import { BusyError } from '#foundation/fault.ts';
import { No } from '#foundation/no.ts';
import { RETRY_POLICIES } from '#foundation/retry.ts';
import { noteWork } from '#foundation/stalls.ts';
import { waitUntil } from '#foundation/timeout.ts';
import { ChatFault } from '#ports/chat.ts';
import type { DesignFilter, DesignSummary } from '#ports/store.ts';
import { addWords, type Document, documentOfWords } from '#presentation/format/document.ts';
import { IS_SET_ASIDE } from '#presentation/words/set-aside.ts';
import { sayPrice } from '../../runs/in-threads.ts';
import { replyOf } from '../../runs/reply.ts';
import {
  type AttachedFile,
  addHeading,
  type FetchFile,
  readAttachments,
  refuseFile,
  remarkOn,
  unreadMarkOf,
} from '../attachments.ts';
import { designOfThread, drawAskedHere } from '../designs-here.ts';
import type { ChatPlace, ConnectedContext, GatewayContext } from '../gateway-context.ts';
import type { MessageAddress } from '../interaction.ts';
import { claim, isMarked, isPrivate, keepFirst, keepMark } from '../marks.ts';
import { callAgain } from '../platform-access.ts';
import { logUntold } from '../private-ways.ts';
import { filesRecordedOf, repliedIn, replyIdOf } from '../reply-id.ts';
import {
  explainNumbers,
  explainRefusal,
  REPLY_TEXTS,
  type ReplyCommand,
  sayBecomes,
} from '../reply-texts.ts';
import type { AskingPerson } from '../request.ts';
import { askPrivately } from '../verbs/ask-record.ts';
import { answerByCode, drawHowItStands, isKnownToCode } from '../verbs/how-it-stands.ts';
import { addOffer } from '../verbs/offers.ts';
import { findVerb, whoIn } from '../verbs/verbs.ts';
import { viaOf } from '../via.ts';
import {
  answerMention,
  questionIn,
  REQUEST_EXPIRES_MS,
  removeNameIn,
  requestIn,
} from './mentions.ts';
import type { Taken } from './taken.ts';

/** Newest designs of a thread in which to look for a changed message. */
const MAX_IN_THREAD = 10;
/** Newest designs of a channel in which to look for a deleted message. */
const MAX_IN_CHANNEL = 20;
/** Milliseconds that the platform's clock and ours may differ. */
const CLOCKS_APART_MS = 60_000;
/**
 * Milliseconds in which the daemon that claims a request has answered it, and between two looks at
 * another's claim.
 */
const CLAIM_MS = 30_000;
const CLAIM_LOOK_MS = 500;
/** A claim is over by then. */
const MAX_CLAIM_LOOKS = (2 * CLAIM_MS) / CLAIM_LOOK_MS + 1;

export interface IncomingMessage extends MessageAddress {
  /**
   * Author's id; `null` if the platform does not say, as for deleted messages: nobody is notified.
   */
  readonly author: string | null;
  readonly place: ChatPlace;
  /** With the place's policy and links. */
  readonly context: GatewayContext;
  /** The text as the platform wrote it, and an expression for the bot's name in it. */
  readonly text: string;
  readonly name: string;
  /** True if the text names the bot. */
  readonly isToBot: boolean;
  /** True for emoji, marks or a bare `+1`, as the platform writes them. */
  readonly isWordless: boolean;
  /** True if its author is alone with the bot. */
  readonly isDirect: boolean;
  /**
   * The bot's own post that it stands under, in the thread below it or by reference to it; `null`
   * for none.
   */
  readonly underPost: string | null;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly files: readonly AttachedFile[];
  /** Content that is not text, in words like “a poll”. */
  readonly unreadable?: readonly string[];
  /** The newest of the thread, which people speak to; absent outside of designs' threads. */
  readonly design?: DesignSummary;
}

/** A message in a design's thread. */
export interface DesignMessage extends IncomingMessage {
  readonly design: DesignSummary;
}

/** Author and readable words of a message. Deactivated accounts are ignored. */
export interface MessageWords {
  readonly person: Person;
  readonly isActive: boolean;
  readonly words: string;
  /** How parts of the words were shown. */
  readonly shown: readonly ShownPart[];
  /** Readable words of the message that this one replies to, with their author's name. */
  readonly repliesTo?: string;
}

/** One of the ways in which a platform reports the same message. */
type Report = 'only' | 'first' | 'later';

/** Makes a platform's text readable, and looks up its author. */
type ReadWords = (markup: ShownText) => Promise<MessageWords>;

export function messageWordsOf({
  text,
  shown = [],
}: ShownText): Pick<MessageWords, 'words' | 'shown'> {
  return { words: text, shown };
}

/**
 * Passes people's messages, changes and deletions in threads on to the designs. Calls resolve once
 * these are stored.
 */
export class IncomingMessages {
  readonly #context: ConnectedContext;
  readonly #fetchFile: FetchFile;
  /** Names this daemon in its claims. */
  readonly #id: string;
  /** Requests that are being answered; the store knows those that were. */
  readonly #underWay = new Map<string, Promise<Taken>>();

  constructor(context: ConnectedContext, fetchFile: FetchFile) {
    this.#context = context;
    this.#fetchFile = fetchFile;
    this.#id = context.engine.parts.identifiers.uuid();
  }

  /** `null` outside of designs' threads. */
  async inDesign<Incoming extends IncomingMessage>(
    incoming: Incoming,
  ): Promise<(Incoming & DesignMessage) | null> {
    noteWork(`read a message on ${this.#context.platform}`);
    if (await this.#isToPrivate(incoming)) return null;
    const design = await designOfThread(this.#context, incoming.place, incoming.underPost !== null);
    return design === null ? null : { ...incoming, design };
  }

  /** True for a reply to what the bot wrote to its author alone. */
  async #isToPrivate({ channel, underPost }: IncomingMessage): Promise<boolean> {
    return underPost !== null && isPrivate(this.#context, channel, underPost);
  }

  /**
   * Finds the design of a changed message: the one that received it, even if another now runs in
   * the thread.
   */
  async findChanged<Incoming extends IncomingMessage>(
    incoming: Incoming,
  ): Promise<(Incoming & DesignMessage) | null> {
    const newest = await this.inDesign(incoming);
    const { channel, thread } = incoming.place;
    if (newest === null || thread === null) return newest;
    const designs = await this.#list({ channel, thread, limit: MAX_IN_THREAD });
    const holder = await this.#holderOf(incoming, designs);
    return holder === null ? newest : { ...newest, design: holder };
  }

  #list(place: Pick<DesignFilter, 'channel' | 'thread' | 'limit'>): Promise<DesignSummary[]> {
    const { engine, platform } = this.#context;
    return engine.parts.store.list({ platform, ...place });
  }

  /** The first of these designs that has this message as a reply; `null` for none. */
  async #holderOf(
    incoming: IncomingMessage,
    designs: readonly DesignSummary[],
  ): Promise<DesignSummary | null> {
    for (const design of designs) {
      if (design.startedAt > incoming.sentAt + CLOCKS_APART_MS) continue;
      const replies = repliesOf(await this.#context.engine.loadListed(design));
      const replyId = this.#replyId({ ...incoming, design });
      if (replies.some(({ id }) => markedMessageOf(id) === replyId)) return design;
    }
    return null;
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
    const inDesign = await this.inDesign(incoming);
    const request = requestIn({ ...incoming, isInDesign: inDesign !== null });
    if (request === null && inDesign === null) return this.#takeBeside(incoming, markup, read);
    const which =
      report === null || !incoming.isToBot ? 'only' : await this.#whichReport(incoming, report);
    if (request !== null)
      return which === 'later'
        ? 'reported_before'
        : this.#request(inDesign ?? incoming, () => read({ text: request }));
    if (inDesign === null) return 'not_to_the_bot';
    const words = removeNameIn(markup, incoming.name);
    return this.#record(inDesign, () => read(words), which);
  }

  /**
   * Words that no design receives. Under one of the bot's own posts their author learns that, once
   * for each thread; in the channel they learn where to answer the questions whose numbers they
   * wrote.
   */
  async #takeBeside(incoming: IncomingMessage, markup: ShownText, read: ReadWords): Promise<Taken> {
    const { context, place, message, underPost } = incoming;
    const { channel, thread } = place;
    if (underPost !== null) {
      this.tell(incoming, `no design ${thread ?? channel}`, REPLY_TEXTS.noDesign);
      return 'no_design';
    }
    if (thread !== null || listNumbers(markup).length === 0) return 'not_to_the_bot';
    const { person, isActive } = await read(markup);
    if (!isActive) return this.#leaveDeactivated(person);
    const askedHere = await drawAskedHere({ context, person, channel }, markup);
    if (askedHere === null) return 'not_to_the_bot';
    this.tell(incoming, `beside ${message}`, askedHere);
    return 'beside_the_thread';
  }

  /**
   * The first is the one of which the store learned first, and its redelivery until its author was
   * told.
   */
  async #whichReport(incoming: IncomingMessage, report: string): Promise<Report> {
    const key = this.#key(incoming);
    if ((await keepMark(this.#context, `${key} report`, report)) !== report) return 'later';
    return (await isMarked(this.#context, `${key} told`)) ? 'later' : 'first';
  }

  /**
   * Carries out a request to the bot, once per message, also if it is delivered again to another
   * daemon.
   */
  #request(incoming: IncomingMessage, read: () => Promise<MessageWords>): Promise<Taken> {
    const key = this.#key(incoming);
    const answering =
      this.#underWay.get(key) ??
      this.#answerRequest(incoming, key, read).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, answering);
    return answering;
  }

  async #answerRequest(
    incoming: IncomingMessage,
    key: string,
    read: () => Promise<MessageWords>,
  ): Promise<Taken> {
    if (!(await this.#claim(key))) return 'answered_before';
    const { person, isActive, words } = await read();
    if (!isActive) return this.#leaveDeactivated(person);
    const { design } = incoming;
    if (design?.setAside !== undefined) return this.#tellSetAside(incoming, design);
    const isToPrivate = await this.#isToPrivate(incoming);
    const origin = { ...incoming, id: `${incoming.channel} ${incoming.message}` };
    const isInDesign = design !== undefined;
    await answerMention(person, origin, { words, isInDesign, isToPrivate, written: incoming });
    await keepMark(this.#context, `${key} answered`);
    return 'answered';
  }

  /**
   * `true` for the one daemon that answers a request, `false` once it is answered. Throws if
   * another one never does.
   */
  async #claim(key: string): Promise<boolean> {
    const { clock, stopping } = this.#context;
    for (let look = 0; look < MAX_CLAIM_LOOKS && !stopping.aborted; look++) {
      if (await isMarked(this.#context, `${key} answered`)) return false;
      if (await claim(this.#context, `${key} claimed`, this.#id, CLAIM_MS)) return true;
      await waitUntil(clock, clock.now() + CLAIM_LOOK_MS, stopping);
    }
    throw new ChatFault('Another process has claimed this request and not answered it.', 'passing');
  }

  /**
   * Records words with the design. In a direct message after the end, also offers a new start,
   * because the person may have no other place to ask.
   */
  async #record(
    incoming: DesignMessage,
    read: () => Promise<MessageWords>,
    which: Report,
  ): Promise<Taken> {
    const files = readAttachments(incoming.files, this.#fetchFile, this.#context.log);
    const [wordsRead, attachments] = await Promise.all([read(), files]);
    if (await this.#isDeleted(incoming)) return 'deleted_before';
    const { person, isActive } = wordsRead;
    if (!isActive) return this.#leaveDeactivated(person);
    if (incoming.design.setAside !== undefined)
      return this.#tellSetAside(incoming, incoming.design);
    const answered = await this.#leaveUnrecorded(incoming, wordsRead, which);
    if (answered !== null) return answered;
    const taken = await this.#keep(incoming, wordsRead, attachments, which);
    if (isUnnamed(person.name)) this.#nameLater(incoming, read);
    return taken;
  }

  /**
   * What becomes of a message that is no reply; `null` for one that a turn reads: all that come
   * with a file, too.
   */
  async #leaveUnrecorded(
    incoming: DesignMessage,
    wordsRead: MessageWords,
    which: Report,
  ): Promise<Taken | null> {
    if (incoming.files.length > 0) return null;
    return incoming.isWordless
      ? this.#leaveWordless(incoming)
      : this.#answerByCode(incoming, wordsRead, which);
  }

  /**
   * While a question is open, its author learns once for each design that an answer needs words.
   */
  async #leaveWordless(incoming: DesignMessage): Promise<Taken> {
    const { id } = incoming.design;
    const design = await this.#context.engine.design(id);
    const isAsked =
      design !== null && design.answering !== null && openQuestions(design).length > 0;
    if (!isAsked) return 'without_words';
    this.tell(incoming, `wordless ${id}`, REPLY_TEXTS.needsWords);
    return 'needs_words';
  }

  /**
   * Answers to their author alone words that code knows, once per message and words; `null` for all
   * other words.
   */
  async #answerByCode(
    incoming: DesignMessage,
    { person, words, shown }: MessageWords,
    which: Report,
  ): Promise<Taken | null> {
    const asked = questionIn(words);
    // What is quoted was asked of somebody else.
    if (shown.length > 0 || !isKnownToCode(asked)) return null;
    if (which === 'later') return 'reported_before';
    // A change can ask something else.
    const about = `answered ${incoming.message} ${asked}`;
    if (await isMarked(this.#context, this.#toldKey(person.id, about))) return 'answered_before';
    const design = await this.#context.engine.design(incoming.design.id);
    if (design === null) return null;
    const asking = { ...askingOf(incoming, person), key: `${this.#key(incoming)} ${about}` };
    const answer = await answerByCode(asking, design, asked);
    if (!this.#isRecent(incoming)) return 'too_late';
    this.tell(incoming, about, answer);
    return 'answered';
  }

  /**
   * Looks up an author's name again, which the platform did not say in time, and records their
   * words under it.
   */
  #nameLater(incoming: DesignMessage, read: () => Promise<MessageWords>): void {
    const readAuthor = async (): Promise<Person> => {
      const { person } = await read();
      if (isUnnamed(person.name)) throw new ChatFault('The author has no name yet.', 'passing');
      return person;
    };
    const work = callAgain(this.#context, readAuthor, RETRY_POLICIES.eventSentOnce).then((person) =>
      this.#underName(incoming, person),
    );
    work.catch((error: unknown) => this.#context.log.warn('author_not_named', { error }));
  }

  async #underName(incoming: DesignMessage, person: Person): Promise<void> {
    const design = await this.#context.engine.design(incoming.design.id);
    const { by: author, via } = whoIn(askingOf(incoming, person));
    for (const { id: replyId, author: authorName, text, shown } of design?.replies ?? []) {
      if (
        text === '' ||
        !isUnnamed(authorName) ||
        markedMessageOf(replyId) !== this.#replyId(incoming)
      )
        continue;
      const command = {
        type: 'revise_reply',
        replyId,
        author,
        via,
        ...recordedOf({ text, shown }),
      } as const;
      await this.#store(incoming, command, `${this.#key(incoming)} ${replyId} named`, null);
    }
  }

  #isRecent({ sentAt }: IncomingMessage): boolean {
    return this.#context.clock.now() - sentAt <= REQUEST_EXPIRES_MS;
  }

  async #keep(
    incoming: DesignMessage,
    wordsRead: MessageWords,
    attachments: Awaited<ReturnType<typeof readAttachments>>,
    which: Report,
  ): Promise<Taken> {
    const { person, words } = wordsRead;
    const { message, isToBot } = incoming;
    const unread = attachments.filter(({ content }) => content instanceof No);
    const said = this.#saidIn(
      incoming,
      wordsRead,
      unread.map(({ mark }) => mark),
    );
    const who = whoIn(askingOf(incoming, person));
    const record = (file: string | null, recorded: ShownText): Promise<void> => {
      const replyId = this.#replyId(incoming, file);
      const command = replyOf(who, { replyId, ...recorded, ...(isToBot ? { toBot: true } : {}) });
      const tell = async (isFresh: boolean): Promise<void> => {
        // A later report can be stored before the first, which is the one to be answered.
        const isNew = (isFresh || which === 'first') && file === null;
        await this.#tellWhatBecomesOf(incoming, replyId, person, isNew ? words : '');
        if (which === 'first') await keepMark(this.#context, `${this.#key(incoming)} told`);
      };
      return this.#store(
        incoming,
        command,
        this.#key(incoming, file),
        which === 'later' ? null : tell,
      );
    };
    if (said !== null && said.text !== '') await record(null, said);
    const readable = attachments.flatMap(({ content, ...file }) =>
      content instanceof No ? [] : [{ ...file, text: content.text }],
    );
    for (const { id, name, text: fileText } of readable)
      await record(id, { text: addHeading(name, fileText) });
    const remark = remarkOn(attachments, this.#context.texts.platform);
    if (remark !== '') this.tell(incoming, `files ${message}`, remark);
    if (said === null) return 'too_long';
    if (words !== '' || readable.length > 0) return 'recorded';
    return attachments.length > 0 ? 'unreadable' : this.#tellUnreadable(incoming);
  }

  /** Tells once for each kind that it cannot be read. */
  #tellUnreadable(incoming: DesignMessage): Taken {
    const { unreadable = [], design } = incoming;
    const kinds = unreadable.length > 0 ? unreadable : ['a message without text'];
    for (const kind of kinds)
      this.tell(incoming, `unreadable ${design.id} ${kind}`, REPLY_TEXTS.unreadable(kind));
    return 'unreadable';
  }

  #tellSetAside(incoming: IncomingMessage, { id }: DesignSummary): Taken {
    this.tell(incoming, `set aside ${id}`, IS_SET_ASIDE);
    return 'set_aside';
  }

  #leaveDeactivated({ id: person }: Person): Taken {
    this.#context.log.info('words_of_deactivated', { person });
    return 'of_a_deactivated_person';
  }

  /**
   * A message of a bot or an app, which is no person's word. Its thread learns once that these are
   * not read.
   */
  async ofAnother(incoming: IncomingMessage): Promise<Taken> {
    const inDesign = await this.inDesign(incoming);
    if (inDesign === null || inDesign.design.endedAt !== null) return 'of_an_app';
    const { id, thread } = inDesign.design;
    const { engine, platform, stopping } = this.#context;
    const mark = engine.parts.identifiers.uuid();
    if (!(await keepFirst(this.#context, `${platform} ${id} of another`, mark))) return 'of_an_app';
    void sayInThread(thread, documentOfWords(REPLY_TEXTS.othersUnread), id, engine.parts, stopping);
    return 'first_of_an_app';
  }

  /**
   * `change`: the platform's name of the change. If it arrives before its message, the message is
   * taken as it now reads, under its own key. What now asks something of the bot is no reply any
   * more; words that asked something before become one.
   */
  async revise(
    incoming: DesignMessage,
    markup: ShownText,
    read: ReadWords,
    removedFiles: readonly string[],
    change: string,
  ): Promise<Taken> {
    if (await this.#isDeleted(incoming)) return 'deleted_before';
    if (requestIn({ ...incoming, isInDesign: true }) !== null) {
      await this.#withdraw(incoming, null, change, true);
      return this.takeChangedRequest(incoming, read);
    }
    const reading = await read(removeNameIn(markup, incoming.name));
    const { person, isActive } = reading;
    if (!isActive) return this.#leaveDeactivated(person);
    if (incoming.design.setAside !== undefined)
      return this.#tellSetAside(incoming, incoming.design);
    for (const id of removedFiles) await this.#withdraw(incoming, id, change);
    const answered = await this.#leaveUnrecorded(incoming, reading, 'only');
    if (answered !== null) {
      await this.#withdraw(incoming, null, change, true);
      return answered;
    }
    const replyId = this.#replyId(incoming);
    const design = await this.#context.engine.design(incoming.design.id);
    const replies = repliesOf(design);
    const before = replies.filter(({ id }) => id.startsWith(replyId)).map(({ text }) => text);
    // Fetches nothing again: files unread before stay unread.
    const marks = incoming.files.flatMap((file) => {
      const mark = unreadMarkOf(file);
      return refuseFile(file) !== null || before.some((text) => text.includes(mark)) ? [mark] : [];
    });
    const said = this.#saidIn(incoming, reading, marks);
    if (said === null) return 'too_long';
    const { text } = said;
    const who = whoIn(askingOf(incoming, person));
    const key = this.#key(incoming);
    if (text !== '' && incoming.sentAt > incoming.design.startedAt - CLOCKS_APART_MS) {
      const command = replyOf(who, { replyId, ...said });
      await this.#store(incoming, command, key, null);
      // It may have been no reply in between.
      const isGone = design !== null && findNewestWords(design, replyId) === undefined;
      if (isGone) await this.#store(incoming, command, `${key} ${change} again`, null);
    }
    if (text === '') {
      await this.#withdraw(incoming, null, change);
      return 'withdrawn';
    }
    const { by: author, via } = who;
    const revise = { type: 'revise_reply', replyId, author, via, ...recordedOf(said) } as const;
    await this.#store(incoming, revise, `${key} ${change}`, () =>
      this.#tellOfLateChange(incoming, replyId, person),
    );
    return 'changed';
  }

  /**
   * Takes a message that asks something of the bot only since it was changed. One that asked before
   * is answered already.
   */
  async takeChangedRequest(incoming: IncomingMessage, read: ReadWords): Promise<Taken> {
    const request = requestIn({ ...incoming, isInDesign: incoming.design !== undefined });
    if (request === null) return 'not_to_the_bot';
    return this.#isRecent(incoming)
      ? this.#request(incoming, () => read({ text: request }))
      : 'too_late';
  }

  /**
   * Of a deletion the platform may say no more than where and when its message was written. A mark
   * keeps the message out if it arrives later.
   */
  async takeDeletion(deleted: IncomingMessage): Promise<Taken> {
    const { channel, thread } = deleted.place;
    const inThread = thread === null ? null : await this.findChanged(deleted);
    const inChannel = thread === null ? await this.#list({ channel, limit: MAX_IN_CHANNEL }) : [];
    if (inThread === null && inChannel.length === 0) return 'not_to_the_bot';
    await keepMark(this.#context, this.#deletionKey(deleted));
    const design = inThread?.design ?? (await this.#holderOf(deleted, inChannel));
    return design === null ? 'not_to_the_bot' : this.#takeBack({ ...deleted, design });
  }

  /** Its reply says whose message it was. */
  async #takeBack(deleted: DesignMessage): Promise<Taken> {
    const { engine, platform } = this.#context;
    const { message } = deleted;
    const replies = repliesOf(await engine.design(deleted.design.id));
    const reply = replies.find(({ id }) => markedMessageOf(id) === this.#replyId(deleted));
    const incoming = { ...deleted, author: deleted.author ?? reply?.authorId ?? null };
    const recorded = filesRecordedOf(replies, platform, channelInIds(deleted), message);
    await this.#withdraw(incoming, null, 'delete', true);
    for (const id of new Set([...incoming.files.map((file) => file.id), ...recorded]))
      await this.#withdraw(incoming, id, 'delete', true);
    return reply === undefined ? 'kept_out' : 'withdrawn';
  }

  #isDeleted(incoming: IncomingMessage): Promise<boolean> {
    return isMarked(this.#context, this.#deletionKey(incoming));
  }

  #deletionKey({ channel, message }: IncomingMessage): string {
    return `${this.#context.platform} ${channel} ${message} deleted`;
  }

  /** Tells the author in private, once for each `about`. */
  tell({ author, place }: IncomingMessage, about: string, what: string | Document): void {
    const answer = typeof what === 'string' ? documentOfWords(what) : what;
    if (author !== null) void this.#tellOnce(author, place, about, answer);
  }

  /** Tells in any case where the store cannot say if the person was told. */
  async #tellOnce(person: string, place: ChatPlace, about: string, what: Document): Promise<void> {
    const { engine, log, platform, sendEphemeral } = this.#context;
    const mark = engine.parts.identifiers.uuid();
    try {
      if (!(await keepFirst(this.#context, this.#toldKey(person, about), mark))) return;
    } catch (error) {
      log.warn('notice_not_marked', { error });
    }
    logUntold(log, await sendEphemeral(person, place, what), { platform, person });
  }

  #toldKey(person: string, about: string): string {
    return `${this.#context.platform} told ${person} ${about}`;
  }

  /**
   * `isWhole`: withdraws under the message's own key first: if the message arrives later, it is not
   * recorded.
   */
  async #withdraw(
    incoming: DesignMessage,
    file: string | null,
    change: string,
    isWhole = false,
  ): Promise<void> {
    const replyId = this.#replyId(incoming, file);
    const command = { type: 'withdraw_reply', replyId, ...viaOf(this.#context) } as const;
    const key = this.#key(incoming, file);
    if (isWhole) await this.#store(incoming, command, key, null);
    await this.#store(incoming, command, `${key} ${change}`, () =>
      this.#tellOfLateChange(incoming, command.replyId),
    );
  }

  /**
   * Resolves once stored. Notices follow later, by `onAccepted` if it was accepted; `null` for no
   * notices.
   */
  async #store(
    incoming: DesignMessage,
    command: ReplyCommand,
    key: string,
    onAccepted: ((isFresh: boolean) => unknown) | null,
  ): Promise<void> {
    const { id: designId } = incoming.design;
    const { engine, log } = this.#context;
    const { stored, answered } = engine.command(designId, command, key);
    const report = answered.then(async (answer) => {
      if (onAccepted === null) return;
      if (answer.accepted) await onAccepted((await stored)?.fresh === true);
      else this.#reportRefusal(incoming, command, answer.refusal);
    });
    // An unstored message is not acknowledged, and so delivered again.
    if ((await stored) === null) return report;
    report.catch((error: unknown) => {
      if (error instanceof BusyError) log.info('reply_queued', { designId });
      else log.error('reply_unanswered', { designId, error });
    });
  }

  /**
   * Tells the author what becomes of words: of all that name the bot, at a gate once if they may
   * decide, after the end of their first ones, and once of those that nobody reads. `words`:
   * theirs; empty for a redelivery.
   */
  async #tellWhatBecomesOf(
    incoming: DesignMessage,
    replyId: string,
    person: Person,
    words: string,
  ): Promise<void> {
    const { context, message, isToBot, isDirect } = incoming;
    const { id } = incoming.design;
    const design = await this.#context.engine.design(id);
    if (design === null) return;
    const gate = openGate(design);
    const isOver = design.end !== null;
    const isWaitedFor = words !== '' && this.#isRecent(incoming);
    if (isWaitedFor && isToBot && (isOver || gate !== null))
      return this.#answerFromRecord(incoming, design, person, {
        question: questionIn(words),
        replyId,
      });
    const numbers = isOver ? null : explainNumbers(design, replyId);
    if (numbers !== null) this.tell(incoming, `numbers ${message}`, numbers);
    const isUnread = !isOver && isLeftUnread(design, replyId);
    const mayDecide = gate !== null && refuseDeciding(context.policy, person, design) === null;
    const isAlone = isOver && isDirect && isWaitedFor;
    if (!isToBot && !isUnread && !mayDecide && !isOver) return;
    const about = isToBot || isAlone ? message : `${id} ${isUnread} ${design.gates.length}`;
    const said = isUnread ? REPLY_TEXTS.leftUnread : sayBecomes(design);
    await this.#tellHowItStands(incoming, design, person, `open ${about}`, said, isAlone);
  }

  /** `isAlone`: its author, alone with the bot, has no other place to ask for another design. */
  async #tellHowItStands(
    incoming: DesignMessage,
    design: Design,
    person: Person,
    about: string,
    said: string,
    isAlone = false,
  ): Promise<void> {
    const notice = await drawHowItStands(askingOf(incoming, person), design, said);
    const mayStart = isAlone && refuseStarting(incoming.context.policy, person) === null;
    this.tell(incoming, about, mayStart ? addOffer(notice, incoming) : notice);
  }

  /**
   * Answers words to the bot at a gate or after the end from the record, in private. Where it does
   * not say, they are words all the same.
   */
  async #answerFromRecord(
    incoming: DesignMessage,
    design: Design,
    person: Person,
    inquiry: { readonly question: string; readonly replyId: string },
  ): Promise<void> {
    const { context, message } = incoming;
    const price = await sayPrice(context.engine, design);
    this.tell(incoming, `looking ${message}`, `${findVerb('ask_record').meanwhile} ${price}`);
    const asking = { ...askingOf(incoming, person), key: this.#key(incoming) };
    const { answer, isAnswered } = await askPrivately(asking, design, inquiry);
    const isKept = !isAnswered && isMoreThanQuestions({ text: inquiry.question });
    this.tell(
      incoming,
      `answer ${message}`,
      isKept ? addWords(answer, sayBecomes(design)) : answer,
    );
  }

  /**
   * Tells the author of words that were changed after the end, or withdrawn if there is no
   * `person`.
   */
  async #tellOfLateChange(
    incoming: DesignMessage,
    replyId: string,
    person: Person | null = null,
  ): Promise<void> {
    const design = await this.#context.engine.design(incoming.design.id);
    if (!design?.replies.some((reply) => reply.id === replyId)) return;
    const { text } = design.lateWords.findLast((late) => late.id === replyId) ?? {};
    const { message } = incoming;
    if (text === '') this.tell(incoming, `taken back ${message}`, REPLY_TEXTS.takenBackLate);
    else if (text !== undefined && person !== null)
      await this.#tellHowItStands(incoming, design, person, `ended ${message}`, sayBecomes(design));
  }

  #reportRefusal(incoming: DesignMessage, command: ReplyCommand, refusal: Refusal): void {
    const words = explainRefusal(command, refusal);
    if (words === null) return;
    const { code } = refusal;
    // A message with its files gets one notice. A full record is announced once per design.
    const [message] = command.replyId.split('/');
    const isFull = command.type === 'record_reply' && code === 'not_open';
    this.tell(incoming, `${code} ${isFull ? incoming.design.id : message}`, words);
  }

  /**
   * Words below what they reply to, with marks for unread files. `null` if too long, of which the
   * author is notified.
   */
  #saidIn(
    incoming: DesignMessage,
    { words, shown, repliesTo }: Pick<MessageWords, 'words' | 'shown' | 'repliesTo'>,
    marks: readonly string[],
  ): ShownText | null {
    const parts = [withQuotation({ text: words, shown }, repliesTo), { text: marks.join('\n') }];
    const said = joinShown(
      parts.filter(({ text }) => words !== '' && text !== ''),
      '\n\n',
    );
    if (said.text.length <= BOUNDS.replyCharacters) return said;
    const tooLong = REPLY_TEXTS.tooLong(said.text.length, BOUNDS.replyCharacters);
    this.tell(incoming, `long ${incoming.message}`, tooLong);
    return null;
  }

  #replyId(incoming: IncomingMessage, file: string | null = null): string {
    return replyIdOf(this.#context.platform, channelInIds(incoming), incoming.message, file);
  }

  /** Key of a stored message; redelivery has the same. */
  #key(incoming: IncomingMessage, file: string | null = null): string {
    const key = `${this.#context.platform} ${channelInIds(incoming)} ${incoming.message}`;
    return file === null ? key : `${key} ${file}`;
  }
}

function askingOf({ context, place: { channel } }: IncomingMessage, person: Person): AskingPerson {
  return { context, person, channel };
}

function channelInIds({ channel, design }: IncomingMessage): string {
  return design === undefined ? channel : repliedIn(design.thread, channel);
}

function repliesOf(
  design: Design | null,
): readonly (Design['replies'][number] | Design['lateWords'][number])[] {
  return design === null ? [] : [...design.replies, ...design.lateWords];
}

/** Characters to quote of the message that another one replies to. */
const QUOTED_CHARACTERS = 500;

/**
 * A number, or a quotation of their own, already names what is answered. Quoted text is nobody's
 * answer.
 */
function withQuotation(said: ShownText, repliesTo = ''): ShownText {
  const [first] = said.shown ?? [];
  const isQuoting = first?.kind === 'quotation' && first.from === 0;
  if (repliesTo === '' || isQuoting || linesOf(said).some(({ number }) => number !== null))
    return said;
  const quotation = `> ${cutWords(repliesTo, QUOTED_CHARACTERS).replaceAll('\n', '\n> ')}`;
  return joinShown([showAs('quotation', quotation), said], '\n');
}
