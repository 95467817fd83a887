import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DiscordEvent } from './events.ts';
import type { DiscordRecord } from './record.ts';

/** Messages that are told of twice or late, by the seed. */
export interface Disorder {
  readonly seed: number;
  /** Share of events that are delivered a second time, from 0 to 1. */
  readonly twice: number;
  /** Each event waits up to this long, so that they overtake one another. */
  readonly upToMs: number;
}

/** A way to the app; says for how many sessions an event was. */
export interface Carrier {
  dispatch(event: DiscordEvent): number;
}

/** Everything on its way to the app. */
export class Deliveries {
  /** All events there ever were, for a test to send again. */
  readonly sent: DiscordEvent[] = [];
  readonly #carrier: Carrier;
  readonly #record: DiscordRecord;
  readonly #disorder: Disorder;
  readonly #ending: AbortSignal;
  readonly #underway = new Set<Promise<unknown>>();
  #held: DiscordEvent[] | null = null;
  #count = 0;

  constructor(carrier: Carrier, record: DiscordRecord, disorder: Disorder, ending: AbortSignal) {
    this.#carrier = carrier;
    this.#record = record;
    this.#disorder = disorder;
    this.#ending = ending;
  }

  /** Tells of something that has happened: at once, or once it is released. */
  tell(event: DiscordEvent): void {
    if (this.#held !== null) this.#held.push(event);
    else this.#launch(event);
  }

  /** Sends this now, new or not. */
  send(event: DiscordEvent): void {
    this.sent.push(event);
    this.#record.deliveries.push({ what: event.name, sessions: this.#carrier.dispatch(event) });
  }

  /** Sends everything of this name once more. */
  sendAgain(name: string): void {
    for (const event of this.sent.filter((each) => each.name === name)) this.send(event);
  }

  /** Events wait from now on, until they are released; what people do at a command or a button does not. */
  hold(): void {
    this.#held ??= [];
  }

  /** Sends what was held, in the order that `arrange` gives it; it may leave some out and name some twice. */
  release(arrange: (held: readonly DiscordEvent[]) => readonly DiscordEvent[] = (held) => held): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const event of arrange(held)) this.#launch(event);
  }

  /** Resolves when nothing is on its way. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  /** Messages alone come out of order: an app is told of a channel before of what is in it. */
  #launch(event: DiscordEvent): void {
    const { seed, twice, upToMs } = this.#disorder;
    this.#count += 1;
    const drawn = createHash('sha256').update(`${seed} ${this.#count}`).digest();
    const part = (at: number): number => drawn.readUInt32BE(at) / 2 ** 32;
    const isMessage = event.name.startsWith('MESSAGE_');
    const again = isMessage && part(4) < twice;
    if (!isMessage || upToMs === 0) {
      this.send(event);
      if (again) this.send(event);
      return;
    }
    this.#later(part(0) * upToMs, event);
    if (again) this.#later(part(8) * upToMs, event);
  }

  #later(ms: number, event: DiscordEvent): void {
    const travel = pause(ms, undefined, { signal: this.#ending })
      .then(
        () => this.send(event),
        (error: unknown) => {
          if (!this.#ending.aborted) throw error;
        },
      )
      .finally(() => this.#underway.delete(travel));
    this.#underway.add(travel);
  }
}
