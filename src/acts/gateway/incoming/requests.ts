/** What messages ask of the bot: carried out once, whichever daemon receives them. */

import { waitUntil } from '#foundation/timeout.ts';
import { ChatFault } from '#ports/chat.ts';
import type { ConnectedContext } from '../gateway-context.ts';
import { claim, isMarked, keepMark } from '../marks.ts';
import { isToPrivate } from './find-design-of.ts';
import { answerMention } from './mentions.ts';
import { type IncomingMessage, keyOf, type MessageWords } from './message.ts';
import type { Taken } from './taken.ts';
import { leaveDeactivated, tellSetAside } from './tell-author.ts';

/**
 * Milliseconds in which the daemon that claims a request has answered it, and between two looks at
 * another's claim.
 */
const CLAIM_MS = 30_000;
const CLAIM_LOOK_MS = 500;
/** A claim is over by then. */
const MAX_CLAIM_LOOKS = (2 * CLAIM_MS) / CLAIM_LOOK_MS + 1;

export class Requests {
  /** Names this daemon in its claims. */
  readonly #id: string;
  /** Requests that are being answered; the store knows those that were. */
  readonly #underWay = new Map<string, Promise<Taken>>();

  constructor({ engine }: ConnectedContext) {
    this.#id = engine.parts.identifiers.uuid();
  }

  /**
   * Carries out a request to the bot, once per message, also if it is delivered again to another
   * daemon.
   */
  take(incoming: IncomingMessage, read: () => Promise<MessageWords>): Promise<Taken> {
    const key = keyOf(incoming);
    const answering =
      this.#underWay.get(key) ??
      this.#answer(incoming, key, read).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, answering);
    return answering;
  }

  async #answer(
    incoming: IncomingMessage,
    key: string,
    read: () => Promise<MessageWords>,
  ): Promise<Taken> {
    const { context, design } = incoming;
    if (!(await this.#claim(context, key))) return 'answered_before';
    const { person, isActive, words } = await read();
    const left = leaveDeactivated(incoming, { person, isActive }) ?? tellSetAside(incoming);
    if (left !== null) return left;
    const isToItsAuthor = await isToPrivate(incoming);
    const origin = { ...incoming, key: `${incoming.channel} ${incoming.message}` };
    const isInDesign = design !== undefined;
    const asked = { words, isInDesign, isToPrivate: isToItsAuthor, written: incoming };
    await answerMention(person, origin, asked);
    await keepMark(context, `${key} answered`);
    return 'answered';
  }

  /**
   * `true` for the one daemon that answers a request, `false` once it is answered. Throws if
   * another one never does.
   */
  async #claim(context: ConnectedContext, key: string): Promise<boolean> {
    const { clock, stopping } = context;
    for (let look = 0; look < MAX_CLAIM_LOOKS && !stopping.aborted; look++) {
      if (await isMarked(context, `${key} answered`)) return false;
      if (await claim(context, `${key} claimed`, this.#id, CLAIM_MS)) return true;
      await waitUntil(clock, clock.now() + CLAIM_LOOK_MS, stopping);
    }
    throw new ChatFault('Another process has claimed this request and not answered it.', 'passing');
  }
}
