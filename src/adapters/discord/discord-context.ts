import type { REST } from 'discord.js';
import type { LookUpCache } from '../../runtime/cache.ts';
import type { GatewayContext } from '../../runtime/gateway/gateway-context.ts';
import type { Conversation } from './incoming/conversation.ts';
import type { People } from './incoming/people.ts';
import type { PrivateWords } from './outgoing/ephemeral.ts';

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
  /** What this person could not be told in a direct message, once they ask for it; `whom`: for whom it is. */
  readonly unread: PrivateWords['unread'];
}
