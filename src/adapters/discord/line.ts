import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
  SimpleShardingStrategy,
  type SimpleShardingStrategy as Strategy,
} from 'discord.js';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { restOptions } from './client.ts';

/** Milliseconds without a session after which this client is given up for a fresh one: it may try a dead address forever. */
const SILENCE_MS = 60_000;
/** Milliseconds that the library gets to close. */
const CLOSE_MS = 2_000;
const SAID_CHARACTERS = 300;
const NORMAL_CLOSURE = 1_000;

/** What comes in over a connection, as Discord sent it: parsed by whoever takes it. */
export interface DiscordHooks {
  /** A session has begun, and what was said before it was not heard. */
  onFresh(ready: unknown): void | Promise<void>;
  onMessage(message: unknown): void | Promise<void>;
  onMessageChanged(message: unknown): void | Promise<void>;
  /** With one `id`, or with several `ids`. */
  onMessageDeleted(deleted: unknown): void | Promise<void>;
  onInteraction(interaction: unknown): void | Promise<void>;
  /** A server that the bot was removed from, or that has trouble (`unavailable`). */
  onGuildGone(guild: unknown): void | Promise<void>;
  /** A channel or a thread that was deleted. */
  onChannelGone(channel: unknown): void | Promise<void>;
}

/** Why nothing comes in over a connection any more. */
export type LineEnd =
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'bad_token' }
  | { readonly kind: 'failed'; readonly error: Error };

/** One client of the library, which reconnects by itself as long as it can. */
export interface Line {
  readonly isConnected: boolean;
  /** Whether it ever was. */
  readonly hasConnected: boolean;
  /** Resolves when it will never connect again. */
  readonly ended: Promise<LineEnd>;
  /** Nothing comes in any more. Does not reject, and takes two seconds at most. */
  close(): Promise<void>;
}

export interface LineParts {
  readonly token: string;
  readonly apiUrl: string;
  readonly withContent: boolean;
  readonly hooks: DiscordHooks;
  readonly clock: Clock;
  readonly log: Log;
}

export function openLine({ token, apiUrl, withContent, hooks, clock, log }: LineParts): Line {
  const { promise: ended, resolve: end } = Promise.withResolvers<LineEnd>();
  const { client, strategy } = createClient(apiUrl, withContent);
  const state = { isConnected: false, hasConnected: false, isClosed: false };
  let silence: Disposable | null = null;

  const disconnected = (): void => {
    state.isConnected = false;
    if (state.isClosed) return;
    silence ??= clock.at(clock.now() + SILENCE_MS, () =>
      end({ kind: 'failed', error: new Error('no session') }),
    );
  };
  const connected = (how: 'fresh' | 'resumed'): void => {
    // Closed while it was connecting, the library goes on with that all the same.
    if (state.isClosed) {
      hangUp(strategy(), log);
      return;
    }
    silence?.[Symbol.dispose]();
    silence = null;
    state.isConnected = true;
    state.hasConnected = true;
    log.info('discord_connected', { how });
  };
  withstand(client, log);
  const heard = (event: GatewayDispatchEvents, hook: keyof DiscordHooks): void => {
    client.ws.on(event, (payload: unknown) => {
      if (!state.isClosed) handOn(() => hooks[hook](payload), event, log);
    });
  };
  client.ws.on(GatewayDispatchEvents.Ready, () => connected('fresh'));
  client.ws.on(GatewayDispatchEvents.Resumed, () => connected('resumed'));
  for (const [event, hook] of HEARD) heard(event, hook);
  client.on(Events.ShardReconnecting, () => {
    if (state.isConnected) log.warn('discord_disconnected', {});
    disconnected();
  });
  // It goes by the code of the closed connection; `client.isReady()` stays true.
  client.on(Events.ShardDisconnect, ({ code }) => end({ kind: 'refused', code }));
  client.on(Events.ShardError, (error) => log.debug('discord_library', { said: firstWords(error) }));
  client.on(Events.Warn, (message) => log.warn('discord_library', { said: firstWords(message) }));
  // Without a listener it would end the process.
  client.on(Events.Error, (error) => log.error('discord_library', { said: firstWords(error) }));
  disconnected();
  client.login(token).catch((error: unknown) => end(endOf(error)));

  return {
    get isConnected() {
      return state.isConnected;
    },
    get hasConnected() {
      return state.hasConnected;
    },
    ended,
    close: async () => {
      state.isClosed = true;
      state.isConnected = false;
      silence?.[Symbol.dispose]();
      await atMost(CLOSE_MS, clock, () => client.destroy(), log);
    },
  };
}

const HEARD: readonly (readonly [GatewayDispatchEvents, keyof DiscordHooks])[] = [
  [GatewayDispatchEvents.Ready, 'onFresh'],
  [GatewayDispatchEvents.MessageCreate, 'onMessage'],
  [GatewayDispatchEvents.MessageUpdate, 'onMessageChanged'],
  [GatewayDispatchEvents.MessageDelete, 'onMessageDeleted'],
  [GatewayDispatchEvents.MessageDeleteBulk, 'onMessageDeleted'],
  [GatewayDispatchEvents.InteractionCreate, 'onInteraction'],
  [GatewayDispatchEvents.GuildDelete, 'onGuildGone'],
  [GatewayDispatchEvents.ChannelDelete, 'onChannelGone'],
  [GatewayDispatchEvents.ThreadDelete, 'onChannelGone'],
];

/** What is heard is taken as it comes, so that the library need not remember any of it. */
function createClient(
  apiUrl: string,
  withContent: boolean,
): { client: Client; strategy: () => Strategy | null } {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  let strategy: Strategy | null = null;
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...(withContent ? [MessageContent] : [])],
    rest: restOptions(apiUrl),
    makeCache: Options.cacheWithLimits(NOTHING_KEPT),
    ws: {
      buildStrategy: (manager) => {
        strategy = new SimpleShardingStrategy(manager);
        return strategy;
      },
    },
  });
  return { client, strategy: () => strategy };
}

/** The library cannot do without servers, channels and roles; all that grows with use is left out. */
const NOTHING_KEPT = {
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildForumThreadManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: 0,
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildSoundboardSoundManager: 0,
  GuildStickerManager: 0,
  GuildTextThreadManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: 0,
  VoiceStateManager: 0,
} as const;

/**
 * Once something was handed on to us, the library makes objects of its own of it, which nobody here uses. What it cannot read,
 * because Discord says it in another shape than it knows, would end the process.
 */
function withstand({ ws }: Client, log: Log): void {
  const library = ws as unknown as { handlePacket: (...packet: unknown[]) => boolean };
  const handle = library.handlePacket.bind(library);
  library.handlePacket = (...packet) => {
    try {
      return handle(...packet);
    } catch (error) {
      log.warn('discord_library', { said: firstWords(error) });
      return true;
    }
  };
}

/** A hook that fails is our defect, and no reason to hear nothing more. */
function handOn(hand: () => void | Promise<void>, event: string, log: Log): void {
  Promise.resolve()
    .then(hand)
    .catch((error: unknown) => log.error('discord_event_failed', { event, error }));
}

function endOf(error: unknown): LineEnd {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid)
    return { kind: 'bad_token' };
  return { kind: 'failed', error: new Error(firstWords(error)) };
}

function hangUp(strategy: Strategy | null, log: Log): void {
  strategy
    ?.destroy({ code: NORMAL_CLOSURE, reason: 'not wanted any more' })
    .catch((error: unknown) => log.debug('discord_library', { said: firstWords(error) }));
}

/** The library's own end may never come, when it is asked for in the middle of connecting. */
function atMost(boundMs: number, clock: Clock, work: () => Promise<void>, log: Log): Promise<void> {
  return new Promise((resolve) => {
    const bound = clock.at(clock.now() + boundMs, resolve);
    const done = (): void => {
      bound[Symbol.dispose]();
      resolve();
    };
    work().then(done, (error: unknown) => {
      log.debug('discord_library', { said: firstWords(error) });
      done();
    });
  });
}

/** Without addresses: those of calls hold tokens. */
function firstWords(said: unknown): string {
  const words = said instanceof Error ? `${said.name}: ${said.message}` : String(said);
  return words.slice(0, SAID_CHARACTERS).replaceAll(/\b(?:https?|wss?):\/\/\S+/g, '(address)');
}
