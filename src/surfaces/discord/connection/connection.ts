/**
 * The connection to Discord's gateway: opened, kept, resumed, and given up for a while if a person
 * has to act first.
 */

import type { SessionInfo } from '@discordjs/ws';
import { GatewayCloseCodes } from 'discord.js';
import type { HeldToken } from '#acts/gateway/held-token.ts';
import { Leadership } from '#engine/ownership/leadership.ts';
import { warnRepeatedly } from '#foundation/repeated-line.ts';
import { backoffMsOf, RETRY_POLICIES } from '#foundation/retry.ts';
import { awaitUnlessAborted, waitUntil } from '#foundation/timeout.ts';
import type { Fleet } from '#ports/fleet.ts';
import {
  type ConnectionParts,
  type GatewaySocket,
  openGatewaySocket,
  type SocketEnd,
} from './gateway-socket.ts';

/**
 * Milliseconds before the next attempt if a person has to do something first: Discord allows 1,000
 * sessions a day.
 */
const REFUSED_WAIT_MS = 300_000;

/** Attempts in a row to resume one session. */
const MAX_RESUMES = 4;

export const BAD_TOKEN =
  'Discord does not accept DISCORD_TOKEN: copy it again under Bot in the developer portal, and start the daemon again.';
/** In the developer portal's words. */
const NO_CONTENT =
  'Discord does not let the bot read messages, so it is not started: switch on the Message Content Intent under Bot in the developer portal, and start the daemon again.';
const TOO_OLD = 'Discord no longer supports this version of Charrette: look for a newer one.';
const TO_DO: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.DisallowedIntents]: NO_CONTENT,
  [GatewayCloseCodes.ShardingRequired]:
    'The bot is in more servers than one connection may serve: remove it from some.',
};

type LeaderParts = ConnectionParts & {
  readonly fleet: Pick<Fleet, 'acquireLeadership' | 'resignLeadership'>;
  readonly held: HeldToken;
};

/** Connects to Discord while this daemon is the leader. Only one daemon of the fleet is. */
export class Connection {
  readonly #parts: LeaderParts;
  #leadership: Leadership | null = null;
  #socket: GatewaySocket | null = null;

  constructor(parts: LeaderParts) {
    this.#parts = parts;
  }

  readonly isLeader = (): boolean => this.#leadership?.isLeader ?? false;

  /** `false` for all daemons but the leader. */
  readonly isConnected = (): boolean => this.#socket?.isConnected ?? false;

  start(): void {
    const { settings, fleet, clock, log } = this.#parts;
    const name = `discord ${settings.applicationId}`;
    const onAcquired = (signal: AbortSignal) => this.#hold(signal);
    this.#leadership ??= new Leadership({ name, fleet, clock, log, onAcquired });
  }

  async stop(): Promise<void> {
    await this.#leadership?.stop();
  }

  async #hold(signal: AbortSignal): Promise<void> {
    try {
      await this.#keepConnected(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await this.#close();
    }
  }

  async #keepConnected(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    let failures = 0;
    let session: SessionInfo | null = null;
    while (!signal.aborted) {
      const socket = openGatewaySocket(this.#parts, session);
      this.#socket = socket;
      const end = await awaitUnlessAborted(socket.ended, signal);
      // A connection that Discord closes at once is a failure too: sessions are counted.
      failures = socket.hasLasted ? 1 : failures + 1;
      // A session that cannot be resumed may be what is wrong.
      session = end.kind === 'failed' && failures <= MAX_RESUMES ? end.session : null;
      await this.#close();
      await waitUntil(clock, clock.now() + this.#waitAfter(end, failures), signal);
    }
  }

  async #close(): Promise<void> {
    await this.#socket?.close();
    this.#socket = null;
  }

  /** Logs what the operator has to do. Returns the milliseconds before the next attempt. */
  #waitAfter(end: SocketEnd, failures: number): number {
    const { clock, held, log } = this.#parts;
    if (end.kind === 'failed') {
      const { connection } = RETRY_POLICIES;
      const slower = { ...connection, maxWaitMs: REFUSED_WAIT_MS };
      const waitMs = backoffMsOf(end.hasIdentified ? slower : connection, failures);
      const { error } = end;
      warnRepeatedly(
        log,
        clock,
        'discord_not_connected',
        { waitMs, error },
        `${waitMs} ${error.message}`,
      );
      return waitMs;
    }
    // The call that was refused has been recorded.
    if (end.kind === 'bad_token') return REFUSED_WAIT_MS;
    const { code } = end;
    if (code === GatewayCloseCodes.AuthenticationFailed) held.record(true, { code });
    else
      log.error('discord_refused', { code, toDo: TO_DO[code] ?? TOO_OLD, waitMs: REFUSED_WAIT_MS });
    return REFUSED_WAIT_MS;
  }
}
