import type { REST } from 'discord.js';
import type { Desk } from '../../runtime/gateway/desk.ts';
import type { People } from './people.ts';
import type { Conversations } from './whereabouts.ts';

/** What everything that comes in from Discord is handled with. */
export interface DiscordDesk extends Desk {
  readonly rest: REST;
  readonly people: People;
  readonly conversations: Conversations;
  readonly applicationId: string;
  /** The bot's own user, as Discord names it. */
  readonly botUser: string;
  /** Where Discord's methods are; without a version. */
  readonly apiUrl: string;
  /** Whether Discord shows us what people write in channels. */
  readonly mayRead: () => boolean;
}
