import type { REST } from 'discord.js';
import type { LookUpCache } from '../../runtime/cache.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { GatewayContext, Repositories } from '../../runtime/gateway/gateway-context.ts';
import { namedIn } from '../../runtime/permission.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { faultOf } from './calls/faults.ts';
import { DISCORD_TEXTS } from './discord-texts.ts';
import { type Conversation, createConversations } from './incoming/conversations.ts';
import { createPeople, type People } from './incoming/people.ts';
import { createEphemeralSender } from './outgoing/ephemeral.ts';
import type { DiscordSettings } from './settings.ts';

/** What is known of a connection while it is there. */
export interface ConnectionFacts {
  /** The bot's own user, as Discord names it. */
  readonly botUser: () => string;
  /** Whether Discord shows the bot what people write in channels. */
  readonly mayRead: () => boolean;
}

/** What everything that comes in from Discord is handled with. */
export interface DiscordContext extends GatewayContext, ConnectionFacts {
  readonly rest: REST;
  readonly people: People;
  readonly conversations: LookUpCache<Conversation>;
  readonly applicationId: string;
  /** Where Discord's methods are; without a version. */
  readonly apiUrl: string;
}

export function createDiscordContext(
  rest: REST,
  { applicationId, apiUrl, policy }: DiscordSettings,
  engine: Engine,
  repositories: Repositories,
  facts: ConnectionFacts & { readonly clock: Clock; readonly log: Log },
): DiscordContext {
  const access = { platform: 'discord', faultOf, clock: facts.clock, log: facts.log };
  return {
    ...facts,
    ...access,
    texts: DISCORD_TEXTS,
    engine,
    rest,
    policy,
    applicationId,
    apiUrl,
    people: createPeople(rest, access, namedIn(policy)),
    conversations: createConversations(rest, facts.clock),
    repositories,
    sendEphemeral: createEphemeralSender(rest, access),
  };
}
