import type { Refusal, StartDesign } from '../../core/commands.ts';
import { BusyError } from '../busy.ts';
import { wordsDocument } from '../message/words.ts';
import type { DesignSummary, InboxAnswer, OutsideCommand } from '../ports/store.ts';
import type { Desk, Place } from './desk.ts';
import { Once } from './once.ts';
import { REPLY_TEXTS } from './reply-texts.ts';

type ReplyCommand = Extract<
  Exclude<OutsideCommand, StartDesign>,
  { type: 'record_reply' | 'revise_reply' | 'withdraw_reply' }
>;

/** Who has said something, and in the thread of which design. */
export interface Speaker {
  /** `null` where the platform does not say who, as of what was deleted: then nobody is told anything. */
  readonly person: string | null;
  readonly place: Place;
  readonly design: DesignSummary;
}

/** Private remarks that are remembered, so that nobody is told the same again and again. */
const MOST_REMEMBERED = 2_000;

/** Hands people's words on to their design, and tells them privately where that does not work. */
export class Replies {
  readonly #desk: Desk;
  readonly #told = new Once(MOST_REMEMBERED);

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** P5: resolves once it is stored. What comes of it is dealt with later; with `speaker`, by telling them. */
  async store(
    design: DesignSummary,
    command: ReplyCommand,
    key: string,
    speaker: Speaker | null,
  ): Promise<void> {
    const stored = Promise.withResolvers<void>();
    let isStored = false;
    const answer = this.#desk.engine.command(design.id, command, key, () => {
      isStored = true;
      stored.resolve();
    });
    answer.then(
      (given) => {
        stored.resolve();
        if (speaker !== null) this.#deal(command, speaker, given);
      },
      (error: unknown) => {
        stored.reject(error);
        // Before that it was not acknowledged, and comes again.
        if (isStored) this.#later(design, error);
      },
    );
    await stored.promise;
  }

  /** Tells something once for each `about`. */
  tell({ person, place }: Speaker, about: string, words: string): void {
    if (person === null || !this.#told.first(`${person} ${about}`)) return;
    void this.#desk.whisper(person, place, wordsDocument(words));
  }

  #deal(command: ReplyCommand, speaker: Speaker, answer: InboxAnswer): void {
    if (answer.accepted) return;
    const { code } = answer.refusal;
    const words = command.type === 'record_reply' ? recordedNot(answer.refusal) : changedNot(answer.refusal);
    if (words === null) return;
    // A message and its files are one thing to whoever has sent them.
    const [message] = command.replyId.split('/');
    this.tell(speaker, code === 'ended' ? `ended ${speaker.design.id}` : `${code} ${message}`, words);
  }

  #later(design: DesignSummary, error: unknown): void {
    const { log } = this.#desk.engine.parts;
    if (error instanceof BusyError) log.info('reply_waits', { designId: design.id });
    else log.error('reply_unanswered', { designId: design.id, error });
  }
}

/** A message that was deleted before it came in has been refused under its own key already, as unknown. */
function recordedNot({ code, message }: Refusal): string | null {
  if (code === 'unknown_reference') return null;
  return code === 'ended' ? REPLY_TEXTS.ended : message;
}

/** Nobody has to hear that an old message, or one that was never taken, can be changed without consequence. */
function changedNot({ code, message }: Refusal): string | null {
  return code === 'ended' || code === 'unknown_reference' ? null : REPLY_TEXTS.notChanged(message);
}
