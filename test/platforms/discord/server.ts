import { GatewayIntentBits, MessageType } from 'discord-api-types/v10';
import { type Disorder, IN_ORDER } from '../deliveries.ts';
import { Faults, type SeededFaults } from '../faults.ts';
import { listening } from '../http.ts';
import { PlatformRecord } from '../record.ts';
import { Acting } from './acting.ts';
import { Commands } from './commands.ts';
import { GatewayDeliveries } from './deliveries.ts';
import { eventsOf } from './events.ts';
import { Guild } from './guild.ts';
import { Interactions } from './interactions.ts';
import type { Message } from './message.ts';
import { People } from './people.ts';
import type { PermissionName } from './permissions.ts';
import { Rates } from './rates.ts';
import { readable } from './readable.ts';
import type { RefusalName } from './refusal.ts';
import { type DiscordRecord, RestApi } from './rest-api.ts';
import { Sockets } from './sockets.ts';

export interface DiscordOptions {
  /** What the bot's role grants it. */
  readonly permissions?: readonly PermissionName[];
  /**
   * Whether the app has been granted the privileged intent to read what people write; it has,
   * unless a test says no.
   */
  readonly hasMessageContent?: boolean;
  /**
   * How much faster than Discord the limits on calls refill; 0 lifts them, and is what holds unless
   * a test says more.
   */
  readonly rateSpeed?: number;
  /** Milliseconds since the epoch, by which limits refill: the machine's unless a test says. */
  readonly rateNow?: () => number;
  /**
   * Time for the first answer to an interaction, and the life of its token: 3,000 and 900,000 at
   * Discord.
   */
  readonly ackMs?: number;
  readonly tokenMs?: number;
  /** How long a person waits for an answer that was promised before they look away. */
  readonly timeoutMs?: number;
  /** How long a nonce is remembered. */
  readonly nonceMs?: number;
  readonly faults?: SeededFaults;
  readonly disorder?: Disorder;
}

const TOKEN = 'local.discord.token';
const DISCORD_ACK_MS = 3_000;
const QUARTER_OF_AN_HOUR_MS = 900_000;
const SOME_MINUTES_MS = 300_000;
const TIMEOUT_MS = 30_000;

/** A guild with one app, which speaks Discord's protocol on this machine and is strict about it. */
export type DiscordServer = Awaited<ReturnType<typeof startDiscord>>;

export async function startDiscord(options: DiscordOptions = {}) {
  const { hasMessageContent = true } = options;
  const ending = new AbortController();
  const record: DiscordRecord = new PlatformRecord();
  // Only by asking an app learns that its owner has not switched the intent on.
  record.allow(/^gateway: 4014 /);
  const guild = new Guild(options.permissions);
  const faults = new Faults(options.faults, withoutTimes());
  const commands = new Commands();
  const granted = hasMessageContent ? GatewayIntentBits.MessageContent : 0;
  const sockets = new Sockets(guild, record, faults, { token: TOKEN, granted });
  const { ackMs = DISCORD_ACK_MS, tokenMs = QUARTER_OF_AN_HOUR_MS } = options;
  const interactions = new Interactions(record, { ackMs, tokenMs }, sockets);
  const deliveries = new GatewayDeliveries(
    sockets,
    record,
    options.disorder ?? IN_ORDER,
    ending.signal,
  );
  guild.watch = (change) => {
    for (const event of eventsOf(guild, change)) deliveries.deliver(event);
  };

  const { nonceMs = SOME_MINUTES_MS } = options;
  const backend = {
    gateway: sockets,
    guild,
    commands,
    interactions,
    mayRead: hasMessageContent,
    nonceMs,
    refused: new Map<string, RefusalName>(),
  };
  const rates = new Rates(options.rateSpeed ?? 0, options.rateNow ?? Date.now);
  const api = new RestApi(backend, TOKEN, rates, faults, record);
  await sockets.open();
  const { origin, close } = await listening(
    (incoming, outgoing) => api.serve(incoming, outgoing),
    (what) => record.violate(what),
  );
  guild.origin = origin;

  const acting = new Acting(backend, deliveries, options.timeoutMs ?? TIMEOUT_MS);
  const people = new People(acting);
  return {
    /** For the `api` option of discord.js' REST; the library adds the version. */
    apiUrl: `${guild.origin}/api`,
    token: TOKEN,
    applicationId: guild.application,
    guild,
    people,
    commands,
    interactions,
    sockets,
    deliveries,
    faults,
    /** Calls of these names are refused until they are taken out. */
    refused: backend.refused,
    record,
    /**
     * What everyone sees, in order: of a channel, a thread or a direct conversation. Who was
     * brought into a thread is left out.
     */
    visible: (channel: string): string[] =>
      visibleMessages(guild, channel).map((each) => readable(guild, each)),
    visibleMessages: (channel: string): Message[] => visibleMessages(guild, channel),
    /** What only this person sees, as they read it. */
    ephemeral: (person: string): string[] =>
      people.ephemeral(person).map((each) => readable(guild, each)),
    close: async (): Promise<void> => {
      ending.abort();
      interactions.close();
      sockets.close();
      await close();
    },
  };
}

function visibleMessages(guild: Guild, channel: string): Message[] {
  return guild.messages.in(channel).filter(({ type }) => type !== MessageType.RecipientAdd);
}

/**
 * Of a call's body what is the same in each run: ids hold the time of day, and what counts is which
 * one it is. Tokens of interactions hold ids.
 */
function withoutTimes(): (body: string) => string {
  const ids = new Map<string, number>();
  return (body) => {
    const plain = body.replaceAll(/aW50ZXJhY3Rpb246[\w-]+/g, (token) =>
      String(Buffer.from(token, 'base64url')),
    );
    return plain.replaceAll(/\d{15,20}/g, (id) => {
      const place = ids.get(id) ?? ids.size;
      ids.set(id, place);
      return `#${place}`;
    });
  };
}
