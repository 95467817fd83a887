import type { WebClient } from '@slack/web-api';
import type { ConnectedContext } from '../../acts/gateway/gateway-context.ts';
import type { Identity } from './connection/identity.ts';
import type { People } from './incoming/people.ts';

export interface SlackContext extends ConnectedContext {
  readonly web: WebClient;
  readonly people: People;
  /** As of `createChannelNames`. */
  readonly channelName: (channel: string) => Promise<string | null>;
  /** Throws before Slack has identified the bot; no event arrives until then. */
  readonly identity: () => Identity;
}
