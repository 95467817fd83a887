import {
  CloseCodes,
  type SessionInfo,
  SimpleIdentifyThrottler,
  WebSocketManager,
  WebSocketShardEvents,
} from '@discordjs/ws';
import {
  DiscordAPIError,
  GatewayCloseCodes,
  type GatewayDispatchEvents,
  GatewayIntentBits,
  GatewayOpcodes,
  type REST,
} from 'discord.js';
import { libraryWordsOf, networkFailureOf } from '#acts/gateway/platform-access.ts';
import type { Clock } from '#foundation/clock.ts';
import { type Heartbeat, startHeartbeat } from '#foundation/heartbeat.ts';
import type { Log } from '#foundation/log.ts';
import { awaitWithTimeout } from '#foundation/timeout.ts';
import { UNAUTHORIZED } from '../calls/faults.ts';
import type { DiscordSettings } from '../settings.ts';

/**
 * Milliseconds without a session until a connection is replaced, since the library may retry a dead
 * address forever. It gives a session 15 seconds to begin; twice that is enough for every attempt
 * that would succeed.
 */
const MAX_SILENCE_MS = 30_000;
/**
 * Milliseconds between heartbeats. Discord asks for one in 41 seconds, and allows 120 commands a
 * minute.
 */
const HEARTBEAT_MS = 5_000;
const CLOSE_MS = 2_000;
/** Milliseconds after which a connection counts as one that works. */
const LASTING_MS = 60_000;
const ONLY_SHARD = 0;

/** Payloads are unparsed. `READY` means a new session: earlier messages were missed. */
export type DispatchHandlers = Readonly<
  Partial<Record<GatewayDispatchEvents, (payload: unknown) => void | Promise<void>>>
>;

export interface ConnectionParts {
  readonly settings: DiscordSettings;
  readonly rest: REST;
  readonly handlers: DispatchHandlers;
  readonly clock: Clock;
  readonly log: Log;
}

/** The library does not reconnect after these. */
const FINAL_CODES: readonly number[] = [
  GatewayCloseCodes.AuthenticationFailed,
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
];

/** `session`: for the next socket to resume. */
export type SocketEnd =
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'bad_token' }
  | {
      readonly kind: 'failed';
      readonly error: Error;
      readonly session: SessionInfo | null;
      /** It has used up some of the thousand sessions that Discord lets a bot begin in a day. */
      readonly hasIdentified: boolean;
    };

export type GatewaySocket = ReturnType<typeof openGatewaySocket>;

/**
 * Reconnects as long as the library can. Uses the library's gateway without its client, which
 * builds an unused object from each payload, and crashes the process on one that it cannot read.
 */
export function openGatewaySocket(
  { settings: { token }, rest, handlers, clock, log }: ConnectionParts,
  earlier: SessionInfo | null,
) {
  const { promise: ended, resolve: end } = Promise.withResolvers<SocketEnd>();
  const state = {
    isOpen: false,
    isConnected: false,
    connectedAt: 0,
    hasLasted: false,
    isClosed: false,
    isSilent: false,
    hasIdentified: false,
    obstacle: 'no session',
  };
  let silence: Disposable | null = null;
  let heartbeats: Heartbeat | null = null;

  const fail = (why: string, resumable: SessionInfo | null): void =>
    end({
      kind: 'failed',
      error: new Error(why),
      session: resumable,
      hasIdentified: state.hasIdentified,
    });
  const onDisconnected = (): void => {
    state.isConnected = false;
    heartbeats?.[Symbol.dispose]();
    if (state.isClosed) return;
    // Without the session, which may be the cause.
    silence ??= clock.at(clock.now() + MAX_SILENCE_MS, () => fail(state.obstacle, null));
  };
  const onConnected = (how: 'fresh' | 'resumed'): void => {
    if (state.isClosed) return;
    silence?.[Symbol.dispose]();
    silence = null;
    state.isConnected = true;
    state.connectedAt = clock.now();
    log.info('discord_connected', { how });
    // The library's own heartbeats are rare: a connection could be dead for two minutes.
    heartbeats?.[Symbol.dispose]();
    heartbeats = startHeartbeat(clock, HEARTBEAT_MS, {
      ping: heartbeat,
      reportMissed: () => {
        state.isSilent = true;
        fail('no answer', session);
      },
    });
  };
  const heartbeat = (): void => {
    Promise.resolve(
      manager.send(ONLY_SHARD, { op: GatewayOpcodes.Heartbeat, d: session?.sequence ?? null }),
    ).catch((error: unknown) => log.debug('discord_library', { said: libraryWordsOf(error) }));
  };
  /**
   * Closes only an open connection: the library turns a later failure of an abandoned attempt into
   * an uncaught error.
   */
  const close = async (): Promise<void> => {
    if (!state.isOpen) return;
    try {
      const closing = Promise.resolve(
        manager.destroy({
          code: state.isSilent ? CloseCodes.Resuming : CloseCodes.Normal,
          reason: 'not wanted any more',
        }),
      );
      // The library may never finish closing before a session has begun.
      await awaitWithTimeout(closing, CLOSE_MS, () => undefined, clock);
    } catch (error) {
      log.debug('discord_library', { said: libraryWordsOf(error) });
    }
  };

  // By default the library keeps one session for all connections of the process.
  let session = earlier;
  const manager = new WebSocketManager({
    token,
    rest,
    intents: INTENTS,
    // The library asks before each attempt. After `close` there is none.
    retrieveSessionInfo: () => (state.isClosed ? new Promise<null>(() => undefined) : session),
    updateSessionInfo: (_shard, newest) => {
      session = newest;
    },
    buildIdentifyThrottler: async (gateway) => {
      const { session_start_limit: limit } = await gateway.fetchGatewayInformation();
      return new IdentifyThrottler(limit.max_concurrency, () => {
        state.hasIdentified = true;
      });
    },
  });
  manager.on(WebSocketShardEvents.Hello, () => {
    state.isOpen = true;
    if (state.isClosed) void close();
  });
  manager.on(WebSocketShardEvents.Ready, () => onConnected('fresh'));
  manager.on(WebSocketShardEvents.Resumed, () => onConnected('resumed'));
  manager.on(WebSocketShardEvents.HeartbeatComplete, () => heartbeats?.recordAnswer());
  manager.on(WebSocketShardEvents.Dispatch, ({ data: { t: event, d: payload } }) => {
    const handler = handlers[event];
    if (handler !== undefined && !state.isClosed) handle(() => handler(payload), event, log);
  });
  manager.on(WebSocketShardEvents.Closed, ({ code }) => {
    state.isOpen = false;
    if (FINAL_CODES.includes(code)) return end({ kind: 'refused', code });
    if (state.isConnected) {
      const lastedMs = clock.now() - state.connectedAt;
      log.warn('discord_disconnected', { code, lastedMs });
      // The library would connect again at once, without an end.
      if (lastedMs < LASTING_MS)
        fail(
          `Discord closed the connection (${code})`,
          code === CloseCodes.Normal ? null : session,
        );
      else state.hasLasted = true;
    }
    onDisconnected();
  });
  // An `error` event without a listener would end the process.
  manager.on(WebSocketShardEvents.Error, ({ error }) => {
    state.obstacle = networkFailureOf(error) ?? state.obstacle;
    log.debug('discord_library', { said: libraryWordsOf(error) });
  });
  onDisconnected();
  manager.connect().catch((error: unknown) => {
    if (error instanceof DiscordAPIError && error.status === UNAUTHORIZED)
      end({ kind: 'bad_token' });
    else fail(networkFailureOf(error) ?? libraryWordsOf(error), session);
  });

  return {
    get isConnected() {
      return state.isConnected;
    },
    /** A connection of it has worked for a while. */
    get hasLasted() {
      return (
        state.hasLasted || (state.isConnected && clock.now() - state.connectedAt >= LASTING_MS)
      );
    },
    /** Resolves once it will never connect again. */
    ended,
    /** Never rejects, and takes at most two seconds. */
    close: () => {
      state.isClosed = true;
      state.isConnected = false;
      silence?.[Symbol.dispose]();
      heartbeats?.[Symbol.dispose]();
      return close();
    },
  };
}

/**
 * The library's own throttler keeps waiting for a closed connection, and then identifies on the
 * next one before it is open.
 */
class IdentifyThrottler extends SimpleIdentifyThrottler {
  readonly #identified: () => void;

  constructor(maxConcurrency: number, onIdentified: () => void) {
    super(maxConcurrency);
    this.#identified = onIdentified;
  }

  override async waitForIdentify(shardId: number, signal: AbortSignal): Promise<void> {
    await super.waitForIdentify(shardId, signal);
    signal.throwIfAborted();
    this.#identified();
  }
}

const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
const INTENTS = Guilds | GuildMessages | DirectMessages | MessageContent;

/** A handler that fails is our bug, and later events still arrive. */
function handle(call: () => void | Promise<void>, event: string, log: Log): void {
  Promise.resolve()
    .then(call)
    .catch((error: unknown) => log.error('discord_event_failed', { event, error }));
}
