import { markedMessageOf } from '../../core/presentation/format/desired-messages.ts';
import { type Document, wordsDocument } from '../../core/presentation/format/document.ts';
import { IS_SET_ASIDE } from '../../core/presentation/run/set-aside.ts';
import { isLeftUnread } from '../../core/questions/reading.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Refusal } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import type { Person } from '../../engine/access/permission.ts';
import type { DesignSummary } from '../../engine/ports/store.ts';
import { SeenKeys } from '../../foundation/cache.ts';
import { BusyError } from '../../foundation/fault.ts';
import { askPrivately } from './ask-record.ts';
import {
  type AttachedFile,
  type FetchFile,
  markOf,
  readAttachments,
  reasonNotFetched,
  remarkOn,
  withHeading,
} from './attachments.ts';
import { designOfThread } from './designs-here.ts';
import type { GatewayContext, Place } from './gateway-context.ts';
import { mentioned, REQUEST_EXPIRES_MS } from './mentions.ts';
import { noteAnswered } from './noted.ts';
import { isFirstLate, lateNotice, numberNotice } from './notices.ts';
import { questionIn } from './question-in.ts';
import { replyIdOf } from './reply-id.ts';
import { type ReplyCommand, refusalWords } from './reply-refusal.ts';
import { REPLY_TEXTS } from './reply-texts.ts';
import { nameOf, viaOf } from './signed.ts';
import { type Spoken, standingNotice } from './standing-notice.ts';
import { hasNumber, unroutedReplyDocument, waitingBeside } from './unrouted-reply.ts';
import { isAccept } from './word.ts';

/** Limit for the mentions kept, so that each is answered once, and for the private notices, so that none is repeated. */
const MAX_REMEMBERED = 2_000;
/** Designs of one thread in which a changed message is looked for, the newest first. */
const MAX_IN_THREAD = 10;
/** Milliseconds by which the platform's clock and ours may differ. */
const CLOCKS_APART_MS = 60_000;

/** A message that a person wrote, as a platform tells of it. */
export interface IncomingMessage {
  /** The author's id; `null` where the platform does not say, as for deleted messages: then nobody is notified. */
  readonly author: string | null;
  readonly place: Place;
  /** Names the bot. */
  readonly isToBot: boolean;
  /** `true` in a thread that the bot has opened. */
  readonly isOwnThread: boolean;
  /** The platform's own names for the message and for where it is. */
  readonly channel: string;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly files: readonly AttachedFile[];
  /** Links to threads as they are opened from there. */
  readonly linkTo: GatewayContext['linkTo'];
}

/** One in the thread of a design: the newest of the thread, which is the one that people speak to. */
export interface DesignMessage extends IncomingMessage {
  readonly design: DesignSummary;
}

/** A message's author and words, as people read them. Words of a deactivated account are ignored. */
export interface Words {
  readonly person: Person;
  readonly isActive: boolean;
  readonly words: string;
}

/** Conditions of the place where a person speaks to the bot. */
interface MentionPlace {
  /** The context of that place. */
  readonly context: GatewayContext;
  /** `true` in a thread, which would be taken along. */
  readonly isInThread: boolean;
  /** They are alone with the bot. */
  readonly isDirect: boolean;
}

/** Names in the audit log. */
const NOTED = { record_reply: 'reply', revise_reply: 'change_reply', withdraw_reply: 'take_back' } as const;

/** Hands to the design all that people write, change and delete in its thread. All calls resolve once it is stored (P5). */
export class IncomingMessages {
  readonly #context: GatewayContext;
  readonly #fetchFile: FetchFile;
  readonly #mentions = new SeenKeys(MAX_REMEMBERED);
  readonly #toldOnce = new SeenKeys(MAX_REMEMBERED);

  constructor(context: GatewayContext, fetchFile: FetchFile) {
    this.#context = context;
    this.#fetchFile = fetchFile;
  }

  /** `null` for what is not in the thread of a design. */
  async inDesign<Incoming extends IncomingMessage>(
    incoming: Incoming,
  ): Promise<(Incoming & DesignMessage) | null> {
    const design = await designOfThread(this.#context, incoming.place, incoming.isOwnThread);
    return design === null ? null : { ...incoming, design };
  }

  /** The same for a change to a message: it belongs to the design that was told it, also where another one goes on in the thread. */
  async changedIn<Incoming extends IncomingMessage>(
    incoming: Incoming,
  ): Promise<(Incoming & DesignMessage) | null> {
    const newest = await this.inDesign(incoming);
    const { channel, thread } = incoming.place;
    if (newest === null || thread === null) return newest;
    const { engine, platform } = this.#context;
    const inThread = { platform, channel, thread, limit: MAX_IN_THREAD };
    for (const design of await engine.parts.store.list(inThread)) {
      const known = design.setAside === undefined ? await engine.design(design.id) : null;
      const said = [...(known?.replies ?? []), ...(known?.lateWords ?? [])];
      if (said.some(({ id }) => markedMessageOf(id) === this.#replyId(incoming)))
        return { ...newest, design };
    }
    return newest;
  }

  /** Asks who begins a line with a question’s number beside the threads if that is an answer, where one design waits there. */
  async astray(
    incoming: IncomingMessage,
    text: string,
    read: () => Promise<Words>,
    { context, isInThread, isDirect }: MentionPlace,
  ): Promise<void> {
    const { author, place, channel, message } = incoming;
    if (author === null || !hasNumber(text, { questions: null })) return;
    if (this.#context.clock.now() - incoming.sentAt > REQUEST_EXPIRES_MS) return;
    const { person, isActive, words } = await read();
    if (!isActive) return;
    const waiting = await waitingBeside(context, { person, channel: place.channel, isDirect });
    if (waiting === null || !hasNumber(words, waiting)) return;
    const written = { channel, message, thread: isInThread ? place.thread : null };
    this.#send(incoming, `astray ${message}`, unroutedReplyDocument(waiting, words, written, false));
  }

  /** Carries out a request that mentions the bot, once for each message. */
  async mention(
    incoming: IncomingMessage | DesignMessage,
    read: () => Promise<Words>,
    { context, isInThread, isDirect }: MentionPlace,
  ): Promise<void> {
    const { engine } = this.#context;
    const key = this.#key(incoming);
    if (!this.#mentions.isNew(key)) return;
    try {
      const [{ person, isActive, words }, design] = await Promise.all([
        read(),
        'design' in incoming && incoming.design.setAside === undefined
          ? engine.design(incoming.design.id)
          : null,
      ]);
      if (!isActive) return;
      const { place, channel, message } = incoming;
      const written = { channel, message, thread: isInThread ? place.thread : null };
      await mentioned(context, { words, person, place, design, key, written, isDirect });
    } catch (error) {
      this.#mentions.forget(key);
      throw error;
    }
  }

  /**
   * Keeps words with the design. `next`: where it is in a direct message; after the end the next start is offered there as well,
   * because there may be no other place to ask for one. `null` anywhere else.
   */
  async record(incoming: DesignMessage, read: Promise<Words>, next: MentionPlace | null): Promise<void> {
    if (await this.#accepts(incoming, read)) return;
    const files = readAttachments(incoming.files, this.#fetchFile, this.#context.log);
    const [said, attachments] = await Promise.all([read, files]);
    await this.#keep(incoming, said, attachments);
    // Who names the bot asks about the decision.
    if (next !== null && said.words !== '' && !incoming.isToBot && this.#isWaitedFor(incoming))
      await this.mention(incoming, async () => said, next);
  }

  /** Asks once more who types `accept` and nothing else at a gate that offers it. */
  async #accepts(incoming: DesignMessage, read: Promise<Words>): Promise<boolean> {
    const { design: summary, files } = incoming;
    if (files.length > 0 || summary.setAside !== undefined || !this.#isRecent(incoming)) return false;
    const [said, design] = await Promise.all([read, this.#context.engine.design(summary.id)]);
    const words = questionIn(said.words);
    if (!isAccept(words, design)) return false;
    const context = { ...this.#context, linkTo: incoming.linkTo };
    await this.mention(incoming, async () => ({ ...said, words }), {
      context,
      isInThread: true,
      isDirect: false,
    });
    return true;
  }

  /** Tells if this was said after the end by a person who still waits for an answer. */
  #isWaitedFor(incoming: DesignMessage): boolean {
    const { endedAt } = incoming.design;
    return endedAt !== null && incoming.sentAt > endedAt && this.#isRecent(incoming);
  }

  /** Tells if its author still waits for an answer. */
  #isRecent({ sentAt }: IncomingMessage): boolean {
    return this.#context.clock.now() - sentAt <= REQUEST_EXPIRES_MS;
  }

  async #keep(
    incoming: DesignMessage,
    { person, isActive, words }: Words,
    attachments: Awaited<ReturnType<typeof readAttachments>>,
  ): Promise<void> {
    const { design, message } = incoming;
    const { log, texts } = this.#context;
    if (!isActive) return log.info('words_of_deactivated', { person: person.id });
    if (design.setAside !== undefined) return this.tell(incoming, `set aside ${design.id}`, IS_SET_ASIDE);
    const unread = attachments.filter(({ content }) => 'why' in content);
    const text = this.#textOf(
      incoming,
      words,
      unread.map(({ mark }) => mark),
    );
    const question = incoming.isToBot ? questionIn(words) : '';
    const record = (file: string | null, said: string): Promise<void> => {
      const replyId = this.#replyId(incoming, file);
      const command = {
        type: 'record_reply',
        replyId,
        author: nameOf(this.#context, person),
        authorId: person.id,
        ...viaOf(this.#context),
        questionId: null,
        text: said,
        ...(incoming.isToBot ? { toBot: true as const } : {}),
      } as const;
      return this.#store(incoming, command, this.#key(incoming, file), (isFresh) =>
        this.#tellWhatBecomesOf(incoming, replyId, person, isFresh && file === null ? question : ''),
      );
    };
    if (text !== null && text !== '') await record(null, text);
    for (const { id, name, content } of attachments) {
      if ('text' in content) await record(id, withHeading(name, content.text));
    }
    const remark = remarkOn(attachments, texts.platform);
    if (remark !== '') this.tell(incoming, `files ${message}`, remark);
  }

  /**
   * `change` is the platform's own name for it. An event may come before the one whose message it changes: that one is then
   * recorded as it is now, under its own key.
   */
  async revise(
    incoming: DesignMessage,
    { person, isActive, words }: Words,
    removed: readonly string[],
    change: string,
  ): Promise<void> {
    if (!isActive) return;
    if (incoming.design.setAside !== undefined) return;
    for (const id of removed) await this.#withdraw(incoming, id, change);
    const replyId = this.#replyId(incoming);
    const design = await this.#context.engine.design(incoming.design.id);
    const recorded = [...(design?.replies ?? []), ...(design?.lateWords ?? [])];
    const before = recorded.filter(({ id }) => id.startsWith(replyId)).map(({ text }) => text);
    // Nothing is fetched again: what could not be read when the message came is as unread as it was.
    const marks = incoming.files.flatMap((file) => {
      const mark = markOf(file);
      return reasonNotFetched(file) !== null || before.some((text) => text.includes(mark)) ? [mark] : [];
    });
    const text = this.#textOf(incoming, words, marks);
    if (text === null) return;
    const said = { replyId, author: nameOf(this.#context, person), ...viaOf(this.#context), text };
    const key = this.#key(incoming);
    if (text !== '' && incoming.sentAt > incoming.design.startedAt - CLOCKS_APART_MS) {
      const record = { type: 'record_reply', ...said, authorId: person.id, questionId: null } as const;
      await this.#store(incoming, record, key, null);
    }
    if (text === '') await this.#withdraw(incoming, null, change);
    else {
      const revise = { type: 'revise_reply', ...said } as const;
      await this.#store(incoming, revise, `${key} ${change}`, () =>
        this.#tellOfLateChange(incoming, replyId),
      );
    }
  }

  async deleted(incoming: DesignMessage): Promise<void> {
    await this.#withdraw(incoming, null, 'delete');
    for (const { id } of incoming.files) await this.#withdraw(incoming, id, 'delete');
  }

  /** Sends a private notice, once for each `about`. */
  tell(incoming: IncomingMessage, about: string, words: string): void {
    this.#send(incoming, about, wordsDocument(words));
  }

  #send({ author, place }: IncomingMessage, about: string, what: Document): void {
    if (author === null || !this.#toldOnce.isNew(`${author} ${about}`)) return;
    void this.#context.sendEphemeral(author, place, what);
  }

  /** First under the message's own key: should the message come in only after this, it is not recorded any more. */
  async #withdraw(incoming: DesignMessage, file: string | null, change: string): Promise<void> {
    const replyId = this.#replyId(incoming, file);
    const command = { type: 'withdraw_reply', replyId, ...viaOf(this.#context) } as const;
    const key = this.#key(incoming, file);
    if (change === 'delete') await this.#store(incoming, command, key, null);
    await this.#store(incoming, command, `${key} ${change}`, () =>
      this.#tellOfLateChange(incoming, command.replyId),
    );
  }

  /** Resolves once it is stored (P5). What its author has to know of it comes later, by `taken` if it was; nothing where that is `null`. */
  async #store(
    incoming: DesignMessage,
    command: ReplyCommand,
    key: string,
    taken: ((isFresh: boolean) => unknown) | null,
  ): Promise<void> {
    const { id: designId } = incoming.design;
    const { engine, log } = this.#context;
    const { stored, answered } = engine.command(designId, command, key);
    const name = 'author' in command ? command.author : (incoming.author ?? 'unknown');
    const person = { id: incoming.author ?? '', name };
    const subject = { person, what: NOTED[command.type], designId };
    const noted = noteAnswered(this.#context, subject, { stored, answered });
    const reported = answered.then(async (answer) => {
      await noted;
      if (taken === null) return;
      if (answer.accepted) await taken((await stored)?.fresh === true);
      else this.#reportRefusal(incoming, command, answer.refusal);
    });
    // A message that is not stored is not acknowledged, and is delivered again.
    if ((await stored) === null) return reported;
    reported.catch((error: unknown) => {
      if (error instanceof BusyError) log.info('reply_waits', { designId });
      else log.error('reply_unanswered', { designId, error });
    });
  }

  /**
   * Sends a notice to the author: after the end for their first words, before it when they name the bot, and at a gate once to
   * each person who may decide. There and after the end words that name the bot may be a question. `question`: those words;
   * empty where there are none, or they came in before.
   */
  async #tellWhatBecomesOf(
    incoming: DesignMessage,
    replyId: string,
    person: Person,
    question: string,
  ): Promise<void> {
    const { engine } = this.#context;
    const { id } = incoming.design;
    const design = await engine.design(id);
    if (design === null) return;
    const isLate = design.lateWords.some(({ id: late }) => late === replyId);
    const isAsked = question !== '' && this.#isRecent(incoming) && (isLate || openGate(design) !== null);
    if (isAsked && (await this.#answer(incoming, design, person, { question, replyId }))) return;
    if (design.end !== null) {
      const about = incoming.isToBot ? `ended ${incoming.message}` : `ended ${id}`;
      if (incoming.isToBot || isFirstLate(design, replyId, incoming.author))
        await this.#sendLateNotice(incoming, design, about);
      return;
    }
    const numbers = numberNotice(design, replyId);
    if (numbers !== null) this.tell(incoming, `numbers ${incoming.message}`, numbers);
    const asIs = incoming.isToBot ? 'to_bot' : 'at_gate';
    const kind = isLeftUnread(design, replyId) ? 'left_unread' : asIs;
    await this.#tellHowItStands(incoming, person, { kind });
  }

  /** Answers its author in private. `false`: the words ask nothing. */
  async #answer(
    incoming: DesignMessage,
    design: Design,
    person: Person,
    { question, replyId }: { readonly question: string; readonly replyId: string },
  ): Promise<boolean> {
    const context = { ...this.#context, linkTo: incoming.linkTo };
    this.tell(incoming, `looking ${incoming.message}`, REPLY_TEXTS.lookingUpAlone);
    const answer = await askPrivately(context, design, question, {
      person,
      key: this.#key(incoming),
      replyId,
    });
    if (answer !== null) this.#send(incoming, `answer ${incoming.message}`, answer);
    return answer !== null;
  }

  /** Told at every message that names the bot; at a gate once to those who may decide, and once to those whose words stay unread. */
  async #tellHowItStands(incoming: DesignMessage, person: Person, spoken: Spoken): Promise<void> {
    const { id } = incoming.design;
    const design = await this.#context.engine.design(id);
    if (design === null || design.end !== null) return;
    const context = { ...this.#context, linkTo: incoming.linkTo };
    const asking = { person, channel: incoming.place.channel };
    const notice = await standingNotice(context, design, asking, spoken);
    const about = incoming.isToBot ? incoming.message : `${spoken.kind} ${id} ${design.gates.length}`;
    if (notice !== null) this.#send(incoming, `open ${about}`, notice);
  }

  /** Notifies the author of words said in time and changed after the end: new words are words after the end like others. */
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
    this.#send(incoming, about, lateNotice(incoming, design, retry));
  }

  #reportRefusal(incoming: DesignMessage, command: ReplyCommand, refusal: Refusal): void {
    const words = refusalWords(command, refusal);
    if (words === null) return;
    const { code } = refusal;
    // A message and its files are one thing to their author; and that no more is kept is said once.
    const [message] = command.replyId.split('/');
    const isFull = command.type === 'record_reply' && code === 'not_open';
    this.tell(incoming, `${code} ${isFull ? incoming.design.id : message}`, words);
  }

  /**
   * The words, and marks for files that are not read, below them. `null` where that is too long, of which the author is
   * notified.
   */
  #textOf(incoming: DesignMessage, words: string, marks: readonly string[]): string | null {
    const parts = [words, marks.join('\n')].filter((part) => part !== '');
    const text = words === '' ? '' : parts.join('\n\n');
    if (text.length <= BOUNDS.replyCharacters) return text;
    const tooLong = REPLY_TEXTS.tooLong(text.length, BOUNDS.replyCharacters);
    this.tell(incoming, `long ${incoming.message}`, tooLong);
    return null;
  }

  #replyId({ channel, message }: IncomingMessage, file: string | null = null): string {
    return replyIdOf(this.#context.platform, channel, message, file);
  }

  /** Returns the key that a message is stored under: a redelivery has the same one (P5). */
  #key({ channel, message }: IncomingMessage, file: string | null = null): string {
    return `${this.#context.platform} ${channel} ${message}${file === null ? '' : ` ${file}`}`;
  }
}
