import { Deliveries, type Disorder } from '../deliveries.ts';
import { drawn } from '../faults.ts';
import type { SlackEvent } from './events.ts';
import type { SlackRecord } from './web-api.ts';
import { isShared } from './wire.ts';
import type { Workspace } from './workspace.ts';

/** An event that Slack sends to an app. */
export interface Envelope {
  /** Names one delivery; Slack has been seen to send one twice. */
  readonly id: string;
  readonly kind: 'events_api' | 'slash_commands' | 'interactive';
  /** For people: what it is about. */
  readonly what: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether the acknowledgement may carry an answer. */
  readonly acceptsAnswer: boolean;
  /** 0 at first, then how often it was sent before. */
  readonly attempt: number;
  /** Why it is sent again. */
  readonly reason: string | null;
}

export interface Outcome {
  /** `lost`: the connection ended first. `unreachable`: there was none. */
  readonly result: 'acknowledged' | 'late' | 'lost' | 'unreachable';
  /** What the acknowledgement carried. */
  readonly answer: unknown;
}

/** The way to an app. */
export interface Carrier {
  carry(envelope: Envelope): Promise<Outcome>;
}

export interface DeliveryOptions {
  /** The subscription and the scope that an app needs to receive an event. */
  readonly events: readonly string[];
  readonly scopes: readonly string[];
  /**
   * Waits before each further attempt at an event that was not acknowledged; Slack's are 0, 1 and 5
   * minutes.
   */
  readonly retriesMs: readonly number[];
  readonly disorder: Disorder;
}

const RETRY_REASON = {
  late: 'timeout',
  lost: 'connection_failed',
  unreachable: 'connection_failed',
} as const;

/** Everything on its way to the app, over its sockets; what is not acknowledged is sent again. */
export class EnvelopeDeliveries extends Deliveries<Envelope> {
  readonly #workspace: Workspace;
  readonly #record: SlackRecord;
  readonly #options: DeliveryOptions;
  readonly #carrier: Carrier;

  constructor(
    workspace: Workspace,
    record: SlackRecord,
    carrier: Carrier,
    options: DeliveryOptions,
    ending: AbortSignal,
  ) {
    super(ending);
    this.#workspace = workspace;
    this.#record = record;
    this.#carrier = carrier;
    this.#options = options;
  }

  /** Tells the app of an event if it is in the channel, subscribed and allowed to read it. */
  tell({ subscription, scope, event }: SlackEvent): void {
    const channel = this.#workspace.channels.get(String(event.channel ?? ''));
    const { bot, team, organisation, isRevoked } = this.#workspace;
    if (isRevoked || (channel !== undefined && !channel.members.has(bot.user))) return;
    if (!this.#options.events.includes(subscription)) return;
    if (scope !== null && !this.#options.scopes.includes(scope)) return;
    if (scope !== null) this.#record.scopesUsed.add(scope);
    const payload = {
      token: 'none',
      type: 'event_callback',
      team_id: channel?.host ?? team.id,
      api_app_id: bot.app,
      event_id: this.#workspace.next('Ev'),
      event_time: Math.floor(Date.now() / 1_000),
      event,
      authorizations: [
        {
          enterprise_id: organisation,
          team_id: team.id,
          user_id: bot.user,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: channel !== undefined && isShared(this.#workspace, channel),
      event_context: `context of ${subscription}`,
    };
    this.deliver(this.envelope('events_api', subscription, payload, false));
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

  protected launch(envelope: Envelope): void {
    this.underway(this.#travel(envelope));
  }

  async #travel(envelope: Envelope): Promise<void> {
    const { seed, twice, upToMs } = this.#options.disorder;
    const [wait, again] = drawn(`${seed} ${envelope.id}`);
    if (upToMs > 0) await this.wait(wait * upToMs);
    const repeated = again < twice ? this.#insist({ ...envelope }) : null;
    await Promise.all([this.#insist(envelope), repeated]);
  }

  /** Sends an event until it is acknowledged or Slack gives up. */
  async #insist(envelope: Envelope): Promise<void> {
    let { result } = await this.send(envelope);
    for (const [place, waitMs] of this.#options.retriesMs.entries()) {
      if (result === 'acknowledged' || this.hasEnded) return;
      await this.wait(waitMs);
      const [attempt, reason] = [place + 1, RETRY_REASON[result]];
      const id = this.#workspace.next('envelope-');
      ({ result } = await this.send({ ...envelope, id, attempt, reason }));
    }
  }

  /** Sends this once, new or not, and returns the response. */
  async send(envelope: Envelope): Promise<Outcome> {
    this.sent.push(envelope);
    const sentMs = performance.now();
    const outcome = await this.#carrier.carry(envelope);
    const { what, attempt } = envelope;
    const { result } = outcome;
    this.#record.deliveries.push({ what, attempt, result, ms: performance.now() - sentMs });
    if (result === 'late') this.#record.violate(`late_ack: ${what}`);
    return outcome;
  }
}
