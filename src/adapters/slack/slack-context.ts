import type { WebClient } from '@slack/web-api';
import type { GatewayContext } from '../../acts/gateway/gateway-context.ts';
import type { Identity } from './connection/connection.ts';
import type { People } from './incoming/people.ts';

/** Context in which everything that comes in from Slack is handled. */
export interface SlackContext extends GatewayContext {
  readonly web: WebClient;
  readonly people: People;
  /** The workspace, and the bot in it. Throws before Slack has identified them, when no events are received yet. */
  readonly identity: () => Identity;
}
