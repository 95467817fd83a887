import type { InteractionType } from 'discord-api-types/v10';
import type { Message } from './message.ts';
import type { OpenModal } from './modal.ts';
import { refusal } from './refusal.ts';
import type { DiscordRecord } from './rest-api.ts';
import { snowflake } from './snowflake.ts';
import type { Sockets } from './sockets.ts';

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** Something that a person did and that the app is to answer. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  /** For people: what was done. */
  readonly what: string;
  readonly person: string;
  readonly channel: string;
  /** What was clicked, or where the modal came from; null for commands. */
  readonly message: Message | null;
  /**
   * What an answer that is a message is called: 20 for a command that was typed, 23 for one of a
   * menu.
   */
  readonly answerType: number;
  readonly bornMs: number;
  state: 'open' | 'acknowledged' | 'expired';
  /** An answer was lost on its way, so that nobody is to blame when none is in time. */
  isExcused: boolean;
  /** Of the first answer: the type of Discord's that it had. */
  answer: number | null;
  /** The answer's message, or the one that was clicked where the answer changes it. */
  original: Message | null;
  /** An answer was promised and has not come. */
  isThinking: boolean;
  modal: OpenModal | null;
  choices: readonly Choice[] | null;
  /** Resolves once the app has answered in time, or not. */
  readonly settled: Promise<void>;
  readonly settle: () => void;
  /** Resolves once what was promised has come. */
  readonly fulfilled: Promise<void>;
  readonly fulfil: () => void;
}

type About = Pick<Interaction, 'type' | 'what' | 'person' | 'channel' | 'message' | 'answerType'>;

export interface InteractionTimes {
  /** Time for the first answer: 3,000 at Discord. */
  readonly ackMs: number;
  /** The life of a token: 15 minutes at Discord. */
  readonly tokenMs: number;
}

/** All that people have done and that was to be answered. */
export class Interactions {
  readonly all = new Map<string, Interaction>();
  readonly #record: DiscordRecord;
  readonly #times: InteractionTimes;
  readonly #sockets: Sockets;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(record: DiscordRecord, times: InteractionTimes, sockets: Sockets) {
    this.#record = record;
    this.#times = times;
    this.#sockets = sockets;
  }

  add(about: About): Interaction {
    const id = snowflake();
    const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
    const { promise: fulfilled, resolve: fulfil } = Promise.withResolvers<void>();
    const promises = { settled, settle, fulfilled, fulfil };
    const open = {
      state: 'open' as const,
      isExcused: false,
      answer: null,
      original: null,
      isThinking: false,
      modal: null,
      choices: null,
    };
    const token = Buffer.from(`interaction:${id}:${snowflake()}`).toString('base64url');
    const interaction: Interaction = {
      ...about,
      ...open,
      ...promises,
      id,
      token,
      bornMs: performance.now(),
    };
    this.all.set(id, interaction);
    const { count, losses, reachable } = this.#sockets;
    this.#after(reachable === 0 ? 0 : this.#times.ackMs, () => {
      const wasSteady = count > 0 && this.#sockets.losses === losses && !interaction.isExcused;
      if (interaction.state === 'open' && wasSteady)
        this.#record.violate(`late_ack: ${interaction.what}`);
      expire(interaction);
    });
    return interaction;
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  /** The interaction of a first answer: it is there, in time and not yet answered. */
  open(id: string | undefined, token: string | undefined): Interaction {
    const interaction = this.all.get(id ?? '');
    if (
      interaction === undefined ||
      interaction.token !== token ||
      interaction.state === 'expired'
    ) {
      throw refusal('unknown_interaction');
    }
    if (interaction.state === 'acknowledged') throw refusal('already_acknowledged');
    return interaction;
  }

  acknowledge(interaction: Interaction, answer: number): void {
    interaction.state = 'acknowledged';
    interaction.answer = answer;
    interaction.settle();
    // From now on: an acknowledgement may come when the token's life is over.
    const ageMs = performance.now() - interaction.bornMs;
    this.#after(Math.max(0, this.#times.tokenMs - ageMs), () => {
      if (interaction.isThinking) this.#record.violate(`never_answered: ${interaction.what}`);
    });
  }

  /**
   * The interaction whose token answers further messages: it has had its first answer, and is not
   * too old.
   */
  byToken(token: string | undefined): Interaction {
    const interaction = [...this.all.values()].find((each) => each.token === token);
    if (interaction === undefined) throw refusal('unknown_webhook');
    if (performance.now() - interaction.bornMs > this.#times.tokenMs)
      throw refusal('invalid_token');
    if (interaction.state !== 'acknowledged') throw refusal('unknown_webhook');
    return interaction;
  }

  /** An answer to this has been lost by a fault. */
  excuse(id: string | undefined): void {
    const interaction = this.all.get(id ?? '');
    if (interaction !== undefined) interaction.isExcused = true;
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

/** Nothing can answer this any more, and nobody is blamed for it. */
export function expire(interaction: Interaction): void {
  if (interaction.state !== 'open') return;
  interaction.state = 'expired';
  interaction.settle();
}
