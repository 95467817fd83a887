import type { REST } from 'discord.js';
import type { LookUpCache } from '../../runtime/cache.ts';
import type { GatewayContext } from '../../runtime/gateway/gateway-context.ts';
import type { Conversation } from './incoming/conversation.ts';
import type { People } from './incoming/people.ts';

/** What everything that comes in from Discord is handled with. */
export interface DiscordContext extends GatewayContext {
  readonly rest: REST;
  readonly people: People;
  readonly conversations: LookUpCache<Conversation>;
  readonly applicationId: string;
  /** Servers that it is used in; none: all that the bot is in. */
  readonly servers: readonly string[];
  /** Where Discord's methods are; without a version. */
  readonly apiUrl: string;
  /** The bot's own user, as Discord names it. */
  readonly botUser: () => string;
  /** Whether Discord shows the bot what people write in channels. */
  readonly mayRead: () => boolean;
}
