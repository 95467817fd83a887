import type { REST } from 'discord.js';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { Repositories } from '../../runtime/gateway/gateway-context.ts';
import type { Gateway, GatewayConnection, GatewayParts } from '../../runtime/ports/gateway.ts';
import { createRest } from './calls/rest.ts';
import { createConnection } from './connection/connection.ts';
import { createDiscordContext } from './discord-context.ts';
import { createDispatchHandlers } from './incoming/dispatch-handlers.ts';
import { DiscordChat } from './outgoing/chat.ts';
import type { DiscordSettings } from './settings.ts';

export interface DiscordParts extends GatewayParts {
  readonly settings: DiscordSettings;
}

export function createDiscord(parts: DiscordParts): Gateway {
  const { settings, readFile, log } = parts;
  const rest = createRest({ token: settings.token, apiUrl: settings.apiUrl, log });
  return {
    chat: new DiscordChat({ rest, readFile }),
    connect: (engine, repositories) => connect(parts, rest, engine, repositories),
  };
}

function connect(
  { settings, clock, log }: DiscordParts,
  rest: REST,
  engine: Engine,
  repositories: Repositories,
): GatewayConnection {
  const stopping = new AbortController();
  // The user of a bot has the id of its application, but for some that are very old: those learn it when they connect.
  let botUser = settings.applicationId;
  const context = createDiscordContext(rest, settings, engine, repositories, {
    botUser: () => botUser,
    mayRead: () => connection.hasContent(),
    clock,
    log,
  });
  const onReady = (user: string): void => {
    botUser = user;
  };
  const handlers = createDispatchHandlers(context, onReady, stopping.signal);
  const { fleet } = engine.parts;
  const connection = createConnection({ settings, rest, fleet, handlers, clock, log });
  connection.start();
  return {
    routes: [],
    isConnected: connection.isConnected,
    stop: async () => {
      stopping.abort(new Error('stopping'));
      await connection.stop();
    },
  };
}
