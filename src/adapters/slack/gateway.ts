import type { WebClient } from '@slack/web-api';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { Repositories } from '../../runtime/gateway/gateway-context.ts';
import type { Gateway, GatewayConnection, GatewayParts } from '../../runtime/ports/gateway.ts';
import { createWebClient } from './calls/web-client.ts';
import { createConnection } from './connection/connection.ts';
import { listenToEvents } from './incoming/listen-to-events.ts';
import { listenToInteractions } from './interactions/handle-interaction.ts';
import { createSlackChat } from './outgoing/chat.ts';
import { EVENTS_ROUTE, type SlackSettings } from './settings.ts';
import { createSlackContext } from './slack-context.ts';

export interface SlackParts extends GatewayParts {
  readonly settings: SlackSettings;
}

export function createSlack(parts: SlackParts): Gateway {
  const { settings, readFile, clock, log } = parts;
  const web = createWebClient({ token: settings.botToken, apiUrl: settings.apiUrl, log });
  return {
    chat: createSlackChat({ web, clock, readFile }),
    connect: (engine, repositories) => connect(parts, web, engine, repositories),
  };
}

function connect(
  { settings, clock, log }: SlackParts,
  web: WebClient,
  engine: Engine,
  repositories: Repositories,
): GatewayConnection {
  const connection = createConnection({ ...settings, web, clock, log });
  const { app, identity, listener, isConnected } = connection;
  const { policy } = settings;
  const context = createSlackContext(web, policy, engine, repositories, { identity, clock, log });
  listenToInteractions(app, context);
  listenToEvents(app, context);
  connection.start();
  return {
    routes: listener === null ? [] : [{ method: 'POST', path: EVENTS_ROUTE, listener }],
    isConnected,
    stop: () => connection.stop(),
  };
}
