import type { REST } from 'discord.js';
import { GatewayDispatchEvents } from 'discord-api-types/v10';
import { onTestFinished } from 'vitest';
import { HeldToken } from '#acts/gateway/held-token.ts';
import type { Clock } from '#foundation/clock.ts';
import type { Log } from '#foundation/log.ts';
import type { Fleet } from '#ports/fleet.ts';
import { createRest } from '#surfaces/discord/calls/rest.ts';
import { BAD_TOKEN, Connection } from '#surfaces/discord/connection/connection.ts';
import type { DispatchHandlers } from '#surfaces/discord/connection/gateway-socket.ts';
import type { DiscordSettings } from '#surfaces/discord/settings.ts';
import { openWorkshop } from '../../engine/running-engine.ts';
import { fastClock } from '../../entry/pace.ts';
import type { DiscordServer } from '../../platforms/discord/server.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';

/** A fleet of one daemon, on a store of its own until the end of the test. */
export async function ownFleet(): Promise<Fleet> {
  const { fleet, close } = await openWorkshop();
  onTestFinished(async () => {
    await fleet.leave();
    await close();
  });
  return fleet;
}

export interface Logged {
  readonly level: string;
  readonly event: string;
  readonly facts: Record<string, unknown>;
}

/** A log that keeps its entries. */
export function listeningLog(): { log: Log; logged: Logged[] } {
  const logged: Logged[] = [];
  const at =
    (level: string) =>
    (event: string, facts: Record<string, unknown> = {}) => {
      logged.push({ level, event, facts });
    };
  return {
    logged,
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
  };
}

export function settingsFor(
  { apiUrl, token, applicationId }: Pick<DiscordServer, 'apiUrl' | 'token' | 'applicationId'>,
  given: Partial<DiscordSettings> = {},
): DiscordSettings {
  return { token, applicationId, apiUrl, guildIds: [], policy: OPEN_TO_ALL, ...given };
}

export interface ReceivedEvent {
  readonly event: string;
  readonly payload: unknown;
}

const EVENTS = [
  GatewayDispatchEvents.Ready,
  GatewayDispatchEvents.MessageCreate,
  GatewayDispatchEvents.MessageUpdate,
  GatewayDispatchEvents.MessageDelete,
  GatewayDispatchEvents.InteractionCreate,
];

/** A connection that is wanted, and all that comes in over it. */
export function connectionTo(
  settings: DiscordSettings,
  fleet: Pick<Fleet, 'acquireLeadership' | 'resignLeadership'>,
  handlers: DispatchHandlers = {},
  clock: Clock = fastClock(20),
): {
  connection: Connection;
  rest: REST;
  received: ReceivedEvent[];
  logged: Logged[];
  held: HeldToken;
} {
  const { log, logged } = listeningLog();
  const received: ReceivedEvent[] = [];
  const listening = EVENTS.map((event) => [
    event,
    (payload: unknown) => void received.push({ event, payload }),
  ]);
  const held = new HeldToken(BAD_TOKEN, log, 'discord_refused');
  const rest = createRest({ ...settings, log, held });
  const connection = new Connection({
    settings,
    rest,
    fleet,
    held,
    handlers: { ...Object.fromEntries(listening), ...handlers },
    clock,
    log,
  });
  connection.start();
  onTestFinished(() => connection.stop());
  return { connection, rest, received, logged, held };
}
