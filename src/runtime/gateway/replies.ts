import type { OutsideCommand, Refusal, StartDesign } from '../../core/commands.ts';
import { BusyError } from '../busy.ts';
import { SeenKeys } from '../cache.ts';
import { wordsDocument } from '../message/words.ts';
import type { DesignSummary, InboxAnswer } from '../ports/store.ts';
import type { GatewayContext, Place } from './gateway-context.ts';
import { REPLY_TEXTS } from './reply-texts.ts';

type ReplyCommand = Extract<
  Exclude<OutsideCommand, StartDesign>,
  { type: 'record_reply' | 'revise_reply' | 'withdraw_reply' }
>;

/** Who wrote something, and in the thread of which design. */
export interface Author {
  /** `null` where the platform does not say who, as of what was deleted: then nobody is told anything. */
  readonly author: string | null;
  readonly place: Place;
  readonly design: DesignSummary;
}

/** Private remarks that are remembered, so that nobody is told the same again and again. */
const MAX_REMEMBERED = 2_000;

/** Hands people's words on to their design, and tells them privately where that does not work. */
export class Replies {
  readonly #context: GatewayContext;
  readonly #toldOnce = new SeenKeys(MAX_REMEMBERED);

  constructor(context: GatewayContext) {
    this.#context = context;
  }

  /** Resolves once it is stored (P5). A refusal comes later, and `author` is told of it. */
  async store(
    design: DesignSummary,
    command: ReplyCommand,
    key: string,
    author: Author | null,
  ): Promise<void> {
    const { stored, answered } = this.#context.engine.command(design.id, command, key);
    const refusalTold = answered.then((answer) => {
      if (author !== null) this.#tellRefusal(command, author, answer);
    });
    // What is not stored is not acknowledged, and comes again.
    if (await stored) refusalTold.catch((error: unknown) => this.#logUnanswered(design, error));
    else await refusalTold;
  }

  /** Tells something once for each `about`. */
  tell({ author, place }: Author, about: string, words: string): void {
    if (author === null || !this.#toldOnce.isNew(`${author} ${about}`)) return;
    void this.#context.sendEphemeral(author, place, wordsDocument(words));
  }

  #tellRefusal(command: ReplyCommand, author: Author, answer: InboxAnswer): void {
    if (answer.accepted) return;
    const { code } = answer.refusal;
    const words =
      command.type === 'record_reply' ? recordRefusal(answer.refusal) : changeRefusal(answer.refusal);
    if (words === null) return;
    // A message and its files are one thing to their author.
    const [message] = command.replyId.split('/');
    this.tell(author, code === 'ended' ? `ended ${author.design.id}` : `${code} ${message}`, words);
  }

  #logUnanswered(design: DesignSummary, error: unknown): void {
    const { log } = this.#context;
    if (error instanceof BusyError) log.info('reply_waits', { designId: design.id });
    else log.error('reply_unanswered', { designId: design.id, error });
  }
}

/** A message that was deleted before it came in has been refused under its own key already, as unknown. */
function recordRefusal({ code, message }: Refusal): string | null {
  if (code === 'unknown_reference') return null;
  return code === 'ended' ? REPLY_TEXTS.ended : message;
}

/** Nobody has to hear that an old message, or one that was never taken, can be changed without consequence. */
function changeRefusal({ code, message }: Refusal): string | null {
  return code === 'ended' || code === 'unknown_reference' ? null : REPLY_TEXTS.notChanged(message);
}
