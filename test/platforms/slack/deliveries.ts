import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Carrier, Envelope, Outcome } from './envelope.ts';
import type { SlackEvent } from './events.ts';
import type { SlackRecord } from './record.ts';
import type { Workspace } from './workspace.ts';

/** Events that come twice or late, by the seed. */
export interface Disorder {
  readonly seed: number;
  /** Share of events that are delivered a second time, from 0 to 1. */
  readonly twice: number;
  /** Each event waits up to this long, so that they overtake one another. */
  readonly upToMs: number;
}

export interface DeliveryOptions {
  /** What an app must have subscribed to and be allowed to read in order to hear of an event. */
  readonly events: readonly string[];
  readonly scopes: readonly string[];
  /** Waits before each further attempt at an event that was not acknowledged; Slack's are 0, 1 and 5 minutes. */
  readonly retriesMs: readonly number[];
  readonly disorder: Disorder;
}

const RETRY_REASON = {
  late: 'timeout',
  refused: 'http_error',
  lost: 'connection_failed',
  unreachable: 'connection_failed',
} as const;

/** Everything on its way to the app, over whichever way it is connected. */
export class Deliveries {
  /** All envelopes that were ever sent, for a test to send again. */
  readonly sent: Envelope[] = [];
  readonly #workspace: Workspace;
  readonly #record: SlackRecord;
  readonly #options: DeliveryOptions;
  readonly #ending: AbortSignal;
  #carrier: Carrier;
  #held: Envelope[] | null = null;
  readonly #underway = new Set<Promise<unknown>>();

  constructor(
    workspace: Workspace,
    record: SlackRecord,
    carrier: Carrier,
    options: DeliveryOptions,
    ending: AbortSignal,
  ) {
    this.#workspace = workspace;
    this.#record = record;
    this.#carrier = carrier;
    this.#options = options;
    this.#ending = ending;
  }

  /** From now on everything goes this way. */
  goBy(carrier: Carrier): void {
    this.#carrier = carrier;
  }

  /** Tells the app of an event if it is in the channel, subscribed and allowed to read it. */
  tell({ subscription, scope, event }: SlackEvent): void {
    const channel = this.#workspace.channels.get(String(event.channel ?? ''));
    const { bot, team, isRevoked } = this.#workspace;
    const hasLeft = subscription === 'channel_left' || subscription === 'group_left';
    if (isRevoked || (channel !== undefined && !channel.members.has(bot.user) && !hasLeft)) return;
    if (!this.#options.events.includes(subscription)) return;
    if (scope !== null && !this.#options.scopes.includes(scope)) return;
    if (scope !== null) this.#record.scopesUsed.add(scope);
    const payload = {
      token: 'none',
      type: 'event_callback',
      team_id: team.id,
      api_app_id: bot.app,
      event_id: this.#workspace.next('Ev'),
      event_time: Math.floor(Date.now() / 1_000),
      event,
      authorizations: [
        {
          enterprise_id: null,
          team_id: team.id,
          user_id: bot.user,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
    };
    const envelope = this.envelope('events_api', subscription, payload, false);
    if (this.#held !== null) this.#held.push(envelope);
    else this.#launch(envelope);
  }

  envelope(
    kind: Envelope['kind'],
    what: string,
    payload: Envelope['payload'],
    acceptsAnswer: boolean,
  ): Envelope {
    const id = this.#workspace.next('envelope-');
    return { id, kind, what, payload, acceptsAnswer, attempt: 0, reason: null };
  }

  /** Events wait from now on, until they are released. */
  hold(): void {
    this.#held ??= [];
  }

  /** Sends what was held, in the order that `arrange` gives it; it may leave some out and name some twice. */
  release(arrange: (held: readonly Envelope[]) => readonly Envelope[] = (held) => held): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const envelope of arrange(held)) this.#launch(envelope);
  }

  /** Resolves when nothing is on its way and no attempt is outstanding. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  #launch(envelope: Envelope): void {
    const travel = this.#travel(envelope).finally(() => this.#underway.delete(travel));
    this.#underway.add(travel);
  }

  async #travel(envelope: Envelope): Promise<void> {
    const { seed, twice, upToMs } = this.#options.disorder;
    const drawn = createHash('sha256').update(`${seed} ${envelope.id}`).digest();
    const part = (at: number) => drawn.readUInt32BE(at) / 2 ** 32;
    if (upToMs > 0) await this.#wait(part(0) * upToMs);
    const again = part(4) < twice ? this.#insist({ ...envelope }) : null;
    await Promise.all([this.#insist(envelope), again]);
  }

  /** Sends an event until it is acknowledged or Slack gives up. */
  async #insist(envelope: Envelope): Promise<void> {
    let { result } = await this.send(envelope);
    for (const [place, waitMs] of this.#options.retriesMs.entries()) {
      if (result === 'acknowledged' || this.#ending.aborted) return;
      await this.#wait(waitMs);
      const [attempt, reason] = [place + 1, RETRY_REASON[result]];
      const id = this.#workspace.next('envelope-');
      ({ result } = await this.send({ ...envelope, id, attempt, reason }));
    }
  }

  /** Sends this once, new or not, and says how it was taken. */
  async send(envelope: Envelope): Promise<Outcome> {
    this.sent.push(envelope);
    const sentMs = performance.now();
    const outcome = await this.#carrier.carry(envelope);
    const { what, attempt } = envelope;
    const { result, status } = outcome;
    this.#record.deliveries.push({ what, attempt, result, status, ms: performance.now() - sentMs });
    if (result === 'late') this.#record.violate(`late_ack: ${what}`);
    return outcome;
  }

  async #wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#ending }).catch((error: unknown) => {
      if (!this.#ending.aborted) throw error;
    });
  }
}
