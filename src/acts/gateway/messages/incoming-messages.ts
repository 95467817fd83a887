import { isLeftUnread } from '../../../core/questions/matching/reading.ts';
import { linesOf } from '../../../core/questions/quoting/quoted.ts';
import { isUnnamed } from '../../../core/questions/replies/author.ts';
import { markedMessageOf } from '../../../core/thread/desired-messages.ts';
import { BOUNDS } from '../../../core/vocabulary/bounds.ts';
import type { Refusal } from '../../../core/vocabulary/commands.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { openGate } from '../../../core/vocabulary/status.ts';
import { cutWords } from '../../../core/vocabulary/text.ts';
import type { Person } from '../../../engine/access/permission.ts';
import { sayInThread } from '../../../engine/thread/say-in-thread.ts';
import { SeenKeys } from '../../../foundation/cache.ts';
import { BusyError } from '../../../foundation/fault.ts';
import { RETRY_POLICIES } from '../../../foundation/retry.ts';
import { ChatFault } from '../../../ports/chat.ts';
import type { DesignFilter, DesignSummary } from '../../../ports/store.ts';
import { factsIn } from '../../../presentation/facts.ts';
import { type Document, documentOfWords } from '../../../presentation/format/document.ts';
import { IS_SET_ASIDE } from '../../../presentation/set-aside.ts';
import { sayPrice } from '../../runs/in-threads.ts';
import { replyOf } from '../../runs/reply.ts';
import { hasActName, readAskedWord } from '../../word.ts';
import {
  type AttachedFile,
  addHeading,
  type FetchFile,
  markOf,
  readAttachments,
  refuseFile,
  remarkOn,
} from '../attachments.ts';
import { designOfThread } from '../designs-here.ts';
import type { GatewayContext, Place } from '../gateway-context.ts';
import type { Written } from '../interaction.ts';
import { drawLateNotice, explainNumbers, isFirstLate } from '../notices.ts';
import { callAgain } from '../platform-access.ts';
import { logUntold } from '../private-ways.ts';
import { filesRecordedOf, replyIdOf } from '../reply-id.ts';
import { explainRefusal, REPLY_TEXTS, type ReplyCommand } from '../reply-texts.ts';
import { askPrivately } from '../verbs/ask-record.ts';
import { whoIn } from '../verbs/verbs.ts';
import { viaOf } from '../via.ts';
import {
  addressOf,
  answerMention,
  questionIn,
  REQUEST_EXPIRES_MS,
  removeName,
  requestIn,
} from './mentions.ts';
import { actAsked, drawStatusNotice, type Spoken } from './status-notice.ts';

/** Mentions and notices to remember, so that each mention is answered once and no notice repeats. */
const MAX_REMEMBERED = 2_000;
/** Newest designs of a thread in which to look for a changed message. */
const MAX_IN_THREAD = 10;
/** Newest designs of a channel in which to look for a deleted message. */
const MAX_IN_CHANNEL = 20;
/** Milliseconds that the platform's clock and ours may differ. */
const CLOCKS_APART_MS = 60_000;

export interface IncomingMessage extends Written {
  /** Author's id; `null` if the platform does not say, as for deleted messages: nobody is notified. */
  readonly author: string | null;
  readonly place: Place;
  /** With the place's policy and links. */
  readonly context: GatewayContext;
  /** The text as the platform wrote it, and an expression for the bot's name in it. */
  readonly text: string;
  readonly name: string;
  /** True if the text names the bot. */
  readonly isToBot: boolean;
  /** True if its author is alone with the bot. */
  readonly isDirect: boolean;
  readonly isOwnThread: boolean;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly files: readonly AttachedFile[];
  /** Content that is not text, in words like “a poll”. */
  readonly unreadable?: readonly string[];
}

/** A message in a design's thread. `design`: the thread's newest, which people speak to. */
export interface DesignMessage extends IncomingMessage {
  readonly design: DesignSummary;
}

/** Author and readable words of a message. Deactivated accounts are ignored. */
export interface Words {
  readonly person: Person;
  readonly isActive: boolean;
  readonly words: string;
  /** Readable words of the message that this one replies to, with their author's name. */
  readonly repliesTo?: string;
}

/** One of the ways in which a platform reports the same message. */
type Report = 'only' | 'first' | 'later';

/** Makes a platform's text readable, and looks up its author. */
type ReadWords = (markup: string) => Promise<Words>;

/**
 * Passes people's messages, changes and deletions in threads on to the designs. Calls resolve once these are stored.
 */
export class IncomingMessages {
  readonly #context: GatewayContext;
  readonly #fetchFile: FetchFile;
  readonly #mentions = new SeenKeys(MAX_REMEMBERED);
  readonly #toldOnce = new SeenKeys(MAX_REMEMBERED);

  constructor(context: GatewayContext, fetchFile: FetchFile) {
    this.#context = context;
    this.#fetchFile = fetchFile;
  }

  /** `null` outside of designs' threads. */
  async inDesign<Incoming extends IncomingMessage>(
    incoming: Incoming,
  ): Promise<(Incoming & DesignMessage) | null> {
    const design = await designOfThread(this.#context, incoming.place, incoming.isOwnThread);
    return design === null ? null : { ...incoming, design };
  }

  /** Finds the design of a changed message: the one that received it, even if another now runs in the thread. */
  async findChanged<Incoming extends IncomingMessage>(
    incoming: Incoming,
  ): Promise<(Incoming & DesignMessage) | null> {
    const newest = await this.inDesign(incoming);
    const { channel, thread } = incoming.place;
    if (newest === null || thread === null) return newest;
    const holder = await this.#holderOf(incoming, { channel, thread, limit: MAX_IN_THREAD });
    return holder === null ? newest : { ...newest, design: holder };
  }

  /**
   * Finds the design of a deleted message, of which the platform may say no more than its channel and time. If none has it, that
   * of the channel's newest design, which keeps its key.
   */
  async findDeleted<Incoming extends IncomingMessage>(
    incoming: Incoming,
  ): Promise<(Incoming & DesignMessage) | null> {
    const { channel, thread } = incoming.place;
    if (thread !== null) return this.findChanged(incoming);
    const { engine, platform } = this.#context;
    const [newest] = await engine.parts.store.list({ platform, channel, limit: 1 });
    if (newest === undefined) return null;
    const holder = await this.#holderOf(incoming, { channel, limit: MAX_IN_CHANNEL });
    return { ...incoming, design: holder ?? newest };
  }

  /** The newest design that has this message as a reply; `null` for none. */
  async #holderOf(
    incoming: IncomingMessage,
    place: Pick<DesignFilter, 'channel' | 'thread' | 'limit'>,
  ): Promise<DesignSummary | null> {
    const { engine, platform } = this.#context;
    for (const design of await engine.parts.store.list({ platform, ...place })) {
      if (design.startedAt > incoming.sentAt + CLOCKS_APART_MS) continue;
      const replies = repliesOf(await engine.loadListed(design));
      if (replies.some(({ id }) => markedMessageOf(id) === this.#replyId(incoming))) return design;
    }
    return null;
  }

  /**
   * Handles a new message: what it asks of the bot, else words for its design; any other message is people's own.
   * `markup`: its words. `report`: the name of this report, if the platform reports what names the bot in several ways, or in
   * one of them. The first is answered, at whichever daemon; another one can still bring words and files.
   */
  async take(
    incoming: IncomingMessage,
    markup: string,
    read: ReadWords,
    report: string | null = null,
  ): Promise<void> {
    const inDesign = await this.inDesign(incoming);
    const request = requestIn({ ...incoming, isInDesign: inDesign !== null });
    if (request === null && inDesign === null) return;
    const which = report === null || !incoming.isToBot ? 'only' : await this.#whichReport(incoming, report);
    if (request !== null)
      return which === 'later' ? undefined : this.#request(inDesign ?? incoming, () => read(request));
    if (inDesign === null) return;
    const words = removeName(markup, incoming.name, 'front');
    await this.#record(inDesign, () => read(words), which);
  }

  /** The first is the one of which the store learned first, and its redelivery until its author was told. */
  async #whichReport(incoming: IncomingMessage, report: string): Promise<Report> {
    const key = this.#key(incoming);
    if ((await this.#mark(`${key} report`, report)) !== report) return 'later';
    return (await this.#isMarked(`${key} told`)) ? 'later' : 'first';
  }

  /** Keeps a mark for all daemons, and returns the one that was kept first. */
  async #mark(key: string, body = ''): Promise<string> {
    const { store } = this.#context.engine.parts;
    await store.rememberResponse(key, null, { status: 200, body });
    return (await store.recallResponse(key))?.body ?? body;
  }

  async #isMarked(key: string): Promise<boolean> {
    return (await this.#context.engine.parts.store.recallResponse(key)) !== null;
  }

  /** Carries out a request to the bot, once per message, also if it is delivered again to another daemon. */
  async #request(incoming: IncomingMessage | DesignMessage, read: () => Promise<Words>): Promise<void> {
    const key = this.#key(incoming);
    if (!this.#mentions.isNew(key)) return;
    try {
      if (await this.#isMarked(`${key} answered`)) return;
      const { person, isActive, words } = await read();
      const design = 'design' in incoming ? incoming.design : null;
      if (design?.setAside !== undefined) return this.tell(incoming, `set aside ${design.id}`, IS_SET_ASIDE);
      const address = addressOf(person, { ...incoming, id: `${incoming.channel} ${incoming.message}` });
      if (isActive) await answerMention(address, { words, isInDesign: design !== null, written: incoming });
      await this.#mark(`${key} answered`);
    } catch (error) {
      this.#mentions.forget(key);
      throw error;
    }
  }

  /**
   * Records words with the design. In a direct message after the end, also offers a new start, because the person may
   * have no other place to ask.
   */
  async #record(incoming: DesignMessage, read: () => Promise<Words>, which: Report): Promise<void> {
    const files = readAttachments(incoming.files, this.#fetchFile, this.#context.log);
    const [wordsRead, attachments] = await Promise.all([read(), files]);
    await this.#keep(incoming, wordsRead, attachments, which);
    if (isUnnamed(wordsRead.person.name)) this.#nameLater(incoming, read);
    // Messages that name the bot ask about the decision instead, and facts are answered.
    const isOffered = wordsRead.words !== '' && !incoming.isToBot && factsIn(wordsRead.words).length === 0;
    if (incoming.isDirect && isOffered && this.#isWaitedFor(incoming))
      await this.#request(incoming, async () => wordsRead);
  }

  /** Looks up an author's name again, which the platform did not say in time, and records their words under it. */
  #nameLater(incoming: DesignMessage, read: () => Promise<Words>): void {
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
    const { by: author, via } = whoIn(this.#context, { person, channel: incoming.channel });
    for (const { id: replyId, author: authorName, text } of design?.replies ?? []) {
      if (text === '' || !isUnnamed(authorName) || markedMessageOf(replyId) !== this.#replyId(incoming))
        continue;
      const command = { type: 'revise_reply', replyId, author, via, text } as const;
      await this.#store(incoming, command, `${this.#key(incoming)} ${replyId} named`, null);
    }
  }

  /** True for words after the end whose author still waits for an answer. */
  #isWaitedFor(incoming: DesignMessage): boolean {
    const { endedAt } = incoming.design;
    return endedAt !== null && incoming.sentAt > endedAt && this.#isRecent(incoming);
  }

  #isRecent({ sentAt }: IncomingMessage): boolean {
    return this.#context.clock.now() - sentAt <= REQUEST_EXPIRES_MS;
  }

  async #keep(
    incoming: DesignMessage,
    wordsRead: Words,
    attachments: Awaited<ReturnType<typeof readAttachments>>,
    which: Report,
  ): Promise<void> {
    const { person, isActive, words } = wordsRead;
    const { design, message } = incoming;
    const { log, texts } = this.#context;
    if (!isActive) return log.info('words_of_deactivated', { person: person.id });
    if (design.setAside !== undefined) return this.tell(incoming, `set aside ${design.id}`, IS_SET_ASIDE);
    const unread = attachments.filter(({ content }) => 'why' in content);
    const text = this.#textOf(
      incoming,
      wordsRead,
      unread.map(({ mark }) => mark),
    );
    const wordsToBot = questionIn(words);
    const isTold = incoming.isToBot || readAskedWord(wordsToBot) !== null || factsIn(wordsToBot).length > 0;
    const who = whoIn(this.#context, { person, channel: incoming.channel });
    const record = (file: string | null, recordedText: string): Promise<void> => {
      const replyId = this.#replyId(incoming, file);
      const command = replyOf(who, { replyId, text: recordedText, ...(isTold ? { toBot: true } : {}) });
      const tell = async (isFresh: boolean): Promise<void> => {
        // A later report can be stored before the first, which is the one to be answered.
        const isNew = (isFresh || which === 'first') && file === null;
        await this.#tellWhatBecomesOf(incoming, replyId, person, isNew ? wordsToBot : '');
        if (which === 'first') await this.#mark(`${this.#key(incoming)} told`);
      };
      return this.#store(incoming, command, this.#key(incoming, file), which === 'later' ? null : tell);
    };
    if (text !== null && text !== '') await record(null, text);
    for (const { id, name, content } of attachments) {
      if ('text' in content) await record(id, addHeading(name, content.text));
    }
    const remark = remarkOn(attachments, texts.platform);
    if (remark !== '') this.tell(incoming, `files ${message}`, remark);
    if (words !== '' || attachments.length > 0) return;
    const unreadable: string[] = [];
    for (const kind of incoming.unreadable ?? [])
      if (await this.#isFirst(incoming, `unreadable of ${person.id}: ${kind}`)) unreadable.push(kind);
    if (unreadable.length > 0)
      this.tell(incoming, `unreadable ${message}`, REPLY_TEXTS.unreadable(unreadable));
  }

  /** A message of a bot or an app, which is no person's word. Its thread learns once that these are not read. */
  async ofAnother(incoming: IncomingMessage): Promise<void> {
    const inDesign = await this.inDesign(incoming);
    if (inDesign === null || inDesign.design.endedAt !== null) return;
    const { id, thread } = inDesign.design;
    if (!(await this.#isFirst(inDesign, 'of another'))) return;
    const { parts } = this.#context.engine;
    const { signal } = new AbortController();
    void sayInThread(thread, documentOfWords(REPLY_TEXTS.othersUnread), id, parts, signal);
  }

  /** True once for each design, at all daemons and over restarts: the store keeps the key of a command that changes nothing. */
  async #isFirst(incoming: DesignMessage, about: string): Promise<boolean> {
    const { engine, platform, log } = this.#context;
    const { id } = incoming.design;
    const command = {
      type: 'withdraw_reply',
      replyId: this.#replyId(incoming),
      ...viaOf(this.#context),
    } as const;
    const { stored, answered } = engine.command(id, command, `${platform} ${id} ${about}`);
    answered.catch((error: unknown) => log.info('reply_queued', { designId: id, error }));
    return (await stored)?.fresh === true;
  }

  /**
   * `change`: the platform's name of the change. If it arrives before its message, the message is recorded as it now
   * reads, under its own key.
   */
  async revise(
    incoming: DesignMessage,
    markup: string,
    read: ReadWords,
    removedFiles: readonly string[],
    change: string,
  ): Promise<void> {
    if (requestIn({ ...incoming, isInDesign: true }) !== null) {
      await this.#withdraw(incoming, null, change);
      return this.takeChangedRequest(incoming, read);
    }
    const reading = await read(removeName(markup, incoming.name, 'front'));
    const { person, isActive } = reading;
    if (!isActive || incoming.design.setAside !== undefined) return;
    for (const id of removedFiles) await this.#withdraw(incoming, id, change);
    const replyId = this.#replyId(incoming);
    const design = await this.#context.engine.design(incoming.design.id);
    const replies = repliesOf(design);
    const before = replies.filter(({ id }) => id.startsWith(replyId)).map(({ text }) => text);
    // Fetches nothing again: files unread before stay unread.
    const marks = incoming.files.flatMap((file) => {
      const mark = markOf(file);
      return refuseFile(file) !== null || before.some((text) => text.includes(mark)) ? [mark] : [];
    });
    const text = this.#textOf(incoming, reading, marks);
    if (text === null) return;
    const who = whoIn(this.#context, { person, channel: incoming.channel });
    const key = this.#key(incoming);
    if (text !== '' && incoming.sentAt > incoming.design.startedAt - CLOCKS_APART_MS) {
      await this.#store(incoming, replyOf(who, { replyId, text }), key, null);
    }
    if (text === '') await this.#withdraw(incoming, null, change);
    else {
      const { by: author, via } = who;
      const revise = { type: 'revise_reply', replyId, author, via, text } as const;
      await this.#store(incoming, revise, `${key} ${change}`, () =>
        this.#tellOfLateChange(incoming, replyId),
      );
    }
  }

  /** Takes a message that asks something of the bot only since it was changed. One that asked before is answered already. */
  async takeChangedRequest(incoming: IncomingMessage | DesignMessage, read: ReadWords): Promise<void> {
    const request = requestIn({ ...incoming, isInDesign: 'design' in incoming });
    if (request !== null && this.#isRecent(incoming)) await this.#request(incoming, () => read(request));
  }

  async takeBack(incoming: DesignMessage): Promise<void> {
    const { engine, platform } = this.#context;
    const { channel, message } = incoming;
    const replies = repliesOf(await engine.design(incoming.design.id));
    const recorded = filesRecordedOf(replies, platform, channel, message);
    await this.#withdraw(incoming, null, 'delete');
    for (const id of new Set([...incoming.files.map((file) => file.id), ...recorded]))
      await this.#withdraw(incoming, id, 'delete');
  }

  /** Sends a private notice, once per `about`. */
  tell(incoming: IncomingMessage, about: string, words: string): void {
    this.#send(incoming, about, documentOfWords(words));
  }

  #send({ author, place }: IncomingMessage, about: string, what: Document): void {
    if (author === null || !this.#toldOnce.isNew(`${author} ${about}`)) return;
    void this.#tellOrLog(author, place, what);
  }

  async #tellOrLog(person: string, place: Place, what: Document): Promise<void> {
    const { sendEphemeral, log, platform } = this.#context;
    logUntold(log, await sendEphemeral(person, place, what), { platform, person });
  }

  /** Withdraws under the message's own key first: if the message arrives later, it is not recorded. */
  async #withdraw(incoming: DesignMessage, file: string | null, change: string): Promise<void> {
    const replyId = this.#replyId(incoming, file);
    const command = { type: 'withdraw_reply', replyId, ...viaOf(this.#context) } as const;
    const key = this.#key(incoming, file);
    if (change === 'delete') await this.#store(incoming, command, key, null);
    await this.#store(incoming, command, `${key} ${change}`, () =>
      this.#tellOfLateChange(incoming, command.replyId),
    );
  }

  /** Resolves once stored. Notices follow later, by `onAccepted` if it was accepted; `null` for no notices. */
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
   * Notifies the author: of what code knows, before the end when they name the bot, at a gate once if they may decide,
   * after the end about their first words. `wordsToBot`: their words; empty for a redelivery.
   */
  async #tellWhatBecomesOf(
    incoming: DesignMessage,
    replyId: string,
    person: Person,
    wordsToBot: string,
  ): Promise<void> {
    const { engine } = this.#context;
    const { id } = incoming.design;
    const design = await engine.design(id);
    if (design === null) return;
    const inquiry = { question: wordsToBot, replyId };
    const isAsked = wordsToBot !== '' && this.#isRecent(incoming);
    if (isAsked && (await this.#answer(incoming, design, person, inquiry))) return;
    if (design.end !== null) {
      const about = incoming.isToBot ? `ended ${incoming.message}` : `ended ${id}`;
      if (incoming.isToBot || isFirstLate(design, replyId, incoming.author))
        await this.#sendLateNotice(incoming, design, about);
      return;
    }
    const numbers = explainNumbers(design, replyId);
    if (numbers !== null) this.tell(incoming, `numbers ${incoming.message}`, numbers);
    const asIs = incoming.isToBot ? 'to_bot' : 'at_gate';
    const kind = isLeftUnread(design, replyId) ? 'left_unread' : asIs;
    await this.#tellHowItStands(incoming, person, { kind });
  }

  /**
   * Answers the author in private: an act with its button, a fact by code, and words to the bot at a gate or after the end
   * from the record. False if none of these knows.
   */
  async #answer(
    incoming: DesignMessage,
    design: Design,
    person: Person,
    inquiry: { readonly question: string; readonly replyId: string },
  ): Promise<boolean> {
    const { context } = incoming;
    const { question, replyId } = inquiry;
    const act = await actAsked(context, design, { person, channel: incoming.place.channel }, question);
    if (act !== null) {
      this.#send(incoming, `act ${incoming.message}`, act);
      return true;
    }
    const isFact = factsIn(question).length > 0;
    const isLate = design.lateWords.some(({ id }) => id === replyId);
    const isOfRecord = incoming.isToBot && (isLate || openGate(design) !== null);
    if (!isFact && !isOfRecord) return false;
    if (!isFact) {
      const price = await sayPrice(context.engine, design);
      this.tell(incoming, `looking ${incoming.message}`, REPLY_TEXTS.lookingUpAlone(price));
    }
    const { answer, isAnswered } = await askPrivately(context, design, inquiry, {
      person,
      channel: incoming.place.channel,
      key: this.#key(incoming),
    });
    this.#send(incoming, `answer ${incoming.message}`, answer);
    return isAnswered;
  }

  /**
   * Tells the status after each message that names the bot. At a gate, also tells each decider, after every message that names an
   * act, else once, and each author of unread words once.
   */
  async #tellHowItStands(incoming: DesignMessage, person: Person, occasion: Spoken): Promise<void> {
    const { id } = incoming.design;
    const design = await this.#context.engine.design(id);
    if (design === null || design.end !== null) return;
    const { context } = incoming;
    const asking = { person, channel: incoming.place.channel };
    const notice = await drawStatusNotice(context, design, asking, occasion);
    const isEach = incoming.isToBot || hasActName(incoming.text);
    const about = isEach ? incoming.message : `${occasion.kind} ${id} ${design.gates.length}`;
    if (notice !== null) this.#send(incoming, `open ${about}`, notice);
  }

  /** Notifies the author of words that were changed after the end: new words count as words after the end. */
  async #tellOfLateChange(incoming: DesignMessage, replyId: string): Promise<void> {
    const { engine } = this.#context;
    const { id } = incoming.design;
    const design = await engine.design(id);
    if (!design?.replies.some((reply) => reply.id === replyId)) return;
    const { text } = design.lateWords.findLast((late) => late.id === replyId) ?? {};
    if (text === '') this.tell(incoming, `taken back ${id}`, REPLY_TEXTS.takenBackLate);
    else if (text !== undefined && isFirstLate(design, replyId, incoming.author))
      await this.#sendLateNotice(incoming, design, `ended ${id}`);
  }

  async #sendLateNotice(incoming: DesignMessage, design: Design, about: string): Promise<void> {
    const { retry } = await this.#context.engine.retryPreview(design);
    this.#send(incoming, about, drawLateNotice(incoming.context, design, retry));
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
   * Words below what they reply to, with marks for unread files. `null` if too long, of which the author is notified.
   */
  #textOf(
    incoming: DesignMessage,
    { words, repliesTo }: Pick<Words, 'words' | 'repliesTo'>,
    marks: readonly string[],
  ): string | null {
    const parts = [withQuotation(words, repliesTo), marks.join('\n')].filter((part) => part !== '');
    const text = words === '' ? '' : parts.join('\n\n');
    if (text.length <= BOUNDS.replyCharacters) return text;
    const tooLong = REPLY_TEXTS.tooLong(text.length, BOUNDS.replyCharacters);
    this.tell(incoming, `long ${incoming.message}`, tooLong);
    return null;
  }

  #replyId({ channel, message }: IncomingMessage, file: string | null = null): string {
    return replyIdOf(this.#context.platform, channel, message, file);
  }

  /** Key of a stored message; redelivery has the same. */
  #key({ channel, message }: IncomingMessage, file: string | null = null): string {
    return `${this.#context.platform} ${channel} ${message}${file === null ? '' : ` ${file}`}`;
  }
}

function repliesOf(
  design: Design | null,
): readonly (Design['replies'][number] | Design['lateWords'][number])[] {
  return design === null ? [] : [...design.replies, ...design.lateWords];
}

/** Characters to quote of the message that another one replies to. */
const QUOTED_CHARACTERS = 500;

/** A number, or a quotation of their own, already names what is answered. Quoted text is nobody's answer. */
function withQuotation(words: string, repliesTo = ''): string {
  const isNamed = words.startsWith('>') || linesOf(words).some(({ number }) => number !== null);
  if (repliesTo === '' || isNamed) return words;
  return `> ${cutWords(repliesTo, QUOTED_CHARACTERS).replaceAll('\n', '\n> ')}\n${words}`;
}
