import { GatewayCloseCodes, type REST } from 'discord.js';
import { Leadership } from '../../../runtime/leadership.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import type { Fleet } from '../../../runtime/ports/fleet.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import { backoffMs, RETRY_POLICIES } from '../../../runtime/retry.ts';
import { abortable, waitUntil } from '../../../runtime/timeout.ts';
import { faultOf } from '../calls/faults.ts';
import { keepRegistered } from '../commands/registration.ts';
import type { DiscordSettings } from '../settings.ts';
import {
  type DispatchHandlers,
  type GatewaySocket,
  openGatewaySocket,
  type SocketEnd,
} from './gateway-socket.ts';
import { readApplication } from './probe.ts';

/** Milliseconds before a further attempt where that helps only once a person has done something: Discord allows 1,000 sessions a day. */
const REFUSED_WAIT_MS = 300_000;

const BAD_TOKEN =
  'Discord does not take DISCORD_TOKEN: copy it again under Bot in the developer portal, and start the daemon again.';
const NO_CONTENT =
  'Switch on the Message Content Intent under Bot in the developer portal and start the daemon again, or set DISCORD_MESSAGE_CONTENT=0. Until then people answer by a button.';
const TOO_OLD = 'Discord does not take what this version of Charrette asks for: look for a newer one.';
const TO_DO: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: BAD_TOKEN,
  [GatewayCloseCodes.ShardingRequired]:
    'The bot is in more servers than one connection may serve: remove it from some.',
};

export interface ConnectionParts {
  readonly settings: DiscordSettings;
  readonly rest: REST;
  readonly fleet: Pick<Fleet, 'acquireLeadership' | 'resignLeadership'>;
  readonly handlers: DispatchHandlers;
  readonly clock: Clock;
  readonly log: Log;
}

/** The connection from Discord, which one daemon of the fleet holds at a time: its leader. */
export interface Connection {
  /** Whether this daemon is the one to hear what happens. */
  readonly isLeader: () => boolean;
  /** Whether it hears it: `false` for all but the leader. */
  readonly isConnected: () => boolean;
  /** Whether people can answer in messages of their own, because the bot may read them; as far as is known here. */
  readonly hasContent: () => boolean;
  /** From now on events come in, whenever this daemon is the leader. */
  start(): void;
  /** Nothing comes in any more, and another daemon may hold the connection. */
  stop(): Promise<void>;
}

export function createConnection(parts: ConnectionParts): Connection {
  const { settings, fleet, clock, log } = parts;
  const stopping = new AbortController();
  const work = new LeaderWork(parts, stopping.signal);
  let leadership: Leadership | null = null;
  return {
    isLeader: () => leadership?.isLeader ?? false,
    isConnected: () => work.isConnected,
    hasContent: () => work.hasContent,
    start: () => {
      // Every daemon tells people how they can answer, also those that do not hold the connection.
      void work.readContentIntent();
      leadership ??= new Leadership({
        name: `discord ${settings.applicationId}`,
        fleet,
        clock,
        log,
        onAcquired: (signal) => work.hold(signal),
      });
    },
    stop: async () => {
      stopping.abort();
      await leadership?.stop();
    },
  };
}

/** What the daemon does that holds the connection. */
class LeaderWork {
  readonly #parts: ConnectionParts;
  readonly #stopping: AbortSignal;
  #socket: GatewaySocket | null = null;
  #reading: Promise<void> | null = null;
  hasContent: boolean;

  /** `stopping` is aborted when this daemon stops. */
  constructor(parts: ConnectionParts, stopping: AbortSignal) {
    this.#parts = parts;
    this.#stopping = stopping;
    this.hasContent = parts.settings.messageContent;
  }

  get isConnected(): boolean {
    return this.#socket?.isConnected ?? false;
  }

  /** As the developer portal has it; left as it is when Discord does not answer. Does not reject. */
  readContentIntent(): Promise<void> {
    this.#reading ??= this.#readContentIntent().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readContentIntent(): Promise<void> {
    const { settings, rest, log } = this.#parts;
    if (!settings.messageContent) return;
    try {
      const { mayReadContent } = await readApplication(rest, this.#stopping);
      this.hasContent = mayReadContent;
      if (!mayReadContent) log.error('discord_without_content', { toDo: NO_CONTENT });
    } catch (error) {
      const fault = faultOf(error);
      if (!this.#stopping.aborted) log.warn('discord_application_not_read', { error: fault });
    }
  }

  /** Connects, and connects again, until the signal. */
  async hold(signal: AbortSignal): Promise<void> {
    const registering = keepRegistered(this.#parts, signal);
    try {
      // Each new leader reads it: somebody may have switched it on.
      await abortable(this.readContentIntent(), signal);
      await this.#keepConnected(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await this.#close();
    }
    await registering;
  }

  async #keepConnected(signal: AbortSignal): Promise<void> {
    const { settings, rest, handlers, clock, log } = this.#parts;
    let failures = 0;
    while (!signal.aborted) {
      const { token } = settings;
      const socket = openGatewaySocket({ token, rest, withContent: this.hasContent, handlers, clock, log });
      this.#socket = socket;
      const end = await abortable(socket.ended, signal);
      failures = socket.hasConnected ? 1 : failures + 1;
      await this.#close();
      await waitUntil(clock, clock.now() + this.#waitAfter(end, failures), signal);
    }
  }

  async #close(): Promise<void> {
    await this.#socket?.close();
    this.#socket = null;
  }

  /** Tells the operator what to do, and answers with the milliseconds before the next attempt. */
  #waitAfter(end: SocketEnd, failures: number): number {
    const { log } = this.#parts;
    if (end.kind === 'failed') {
      const waitMs = backoffMs(RETRY_POLICIES.connection, failures);
      log.warn('discord_not_connected', { waitMs, error: end.error });
      return waitMs;
    }
    if (end.kind === 'refused' && end.code === GatewayCloseCodes.DisallowedIntents && this.hasContent) {
      this.hasContent = false;
      log.error('discord_without_content', { toDo: NO_CONTENT });
      return 0;
    }
    const code = end.kind === 'refused' ? end.code : null;
    const toDo = code === null ? BAD_TOKEN : (TO_DO[code] ?? TOO_OLD);
    log.error('discord_refused', { code, toDo, waitMs: REFUSED_WAIT_MS });
    return REFUSED_WAIT_MS;
  }
}
