/**
 * The parent's side of a turn: passes the child's messages to the broker, one at a time, and holds
 * the child to the bounds of its turn.
 */

import { BadMessage, type ReplyValue, type TurnMessage } from './protocol.ts';
import type { Broker, ChildEnd, ChildTurn } from './session.ts';

export type TurnQuestion = Exclude<TurnMessage, { readonly type: 'end' }>;

export class BrokeredTurn {
  readonly id: string;
  readonly outcome = Promise.withResolvers<ChildEnd>();
  readonly #maxCalls: number;
  readonly #broker: Broker;
  #calls = 0;
  #lastType: TurnMessage['type'] | null = null;
  /** The child waits; it has sent nothing since. */
  isAnswering = false;
  #isAccepted = false;

  constructor(turn: ChildTurn, broker: Broker) {
    this.id = turn.turnId;
    this.#maxCalls = turn.maxCalls;
    this.#broker = broker;
  }

  /** @throws {BadMessage} for what the child's loop cannot send now. */
  check(message: TurnMessage): void {
    const { type } = message;
    if (type === 'call') this.#calls += 1;
    const isAfterAccepting = type === 'end' && message.end === 'submitted';
    // One tool at most for each call, so that the bound on calls is one on what is stored.
    const isUncalled = (type === 'use' || type === 'submit') && this.#lastType !== 'call';
    const isTooMuch = isUncalled || this.#calls > this.#maxCalls;
    if (this.isAnswering || isAfterAccepting !== this.#isAccepted || isTooMuch)
      throw new BadMessage(`a message out of its turn (${type})`);
    this.#lastType = type;
  }

  async answer(message: TurnQuestion): Promise<ReplyValue> {
    this.isAnswering = true;
    const value = await this.#ask(message);
    this.isAnswering = false;
    return value;
  }

  async #ask(message: TurnQuestion): Promise<ReplyValue> {
    switch (message.type) {
      case 'call': {
        const { content } = await this.#broker.call(message.messages);
        return { content };
      }
      case 'use':
        return await this.#broker.use(message.tool, message.input);
      case 'submit': {
        const { problem } = await this.#broker.submit(message.tool, message.input);
        this.#isAccepted = problem === null;
        return { problem };
      }
    }
  }
}
