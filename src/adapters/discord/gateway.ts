import type { REST } from 'discord.js';
import pRetry from 'p-retry';
import * as z from 'zod';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { Repositories } from '../../runtime/gateway/desk.ts';
import { mentioned } from '../../runtime/gateway/mentions.ts';
import type { Policy } from '../../runtime/permission.ts';
import { type Chat, ChatFault } from '../../runtime/ports/chat.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { CatchingUp } from './catching-up.ts';
import { DiscordChat, type DiscordChatParts } from './chat.ts';
import { createRest } from './client.ts';
import { createConnection } from './connection.ts';
import type { DiscordDesk } from './desk.ts';
import { createInteractionHandler } from './interactions.ts';
import { channelGone, serverGone } from './losses.ts';
import { Deleted, Said } from './messages/event.ts';
import { Messages } from './messages.ts';
import { id } from './payload.ts';
import { createPeople } from './people.ts';
import type { DiscordSettings } from './settings.ts';
import { DISCORD_TEXTS } from './texts.ts';
import { createConversations } from './whereabouts.ts';
import { createWhisper } from './whisper.ts';

/** Times that something is tried to be stored, and milliseconds before the first of the further ones: some half a minute in all. */
const [RETRIES, FIRST_WAIT_MS, LONGEST_WAIT_MS] = [8, 200, 10_000];
/** Milliseconds before what could not be stored is read again. */
const READ_AGAIN_MS = 60_000;

export interface DiscordParts {
  readonly settings: DiscordSettings;
  readonly readFile: DiscordChatParts['readFile'];
  readonly clock: Clock;
  readonly log: Log;
}

/** What comes in from Discord, as long as this process takes part. */
export interface DiscordGateway {
  /** Whether this daemon hears it: one of the fleet does. */
  readonly isConnected: () => boolean;
  stop(): Promise<void>;
}

/** Discord, from both sides: what is said there, and what people do there. */
export interface Discord {
  readonly chat: Chat;
  connect(engine: Engine, repositories: Repositories): DiscordGateway;
}

export function createDiscord(parts: DiscordParts): Discord {
  const { settings, readFile, log } = parts;
  const rest = createRest({ token: settings.token, apiUrl: settings.apiUrl, log });
  return {
    chat: new DiscordChat({ rest, readFile }),
    connect: (engine, repositories) => connect(parts, rest, engine, repositories),
  };
}

const Ready = z.object({ user: z.object({ id }) });

function connect(
  { settings, clock, log }: DiscordParts,
  rest: REST,
  engine: Engine,
  repositories: Repositories,
): DiscordGateway {
  const over = new AbortController();
  // The user of a bot has the id of its application, but for some that are very old: those learn it when they connect.
  let botUser = settings.applicationId;
  const { policy, applicationId, apiUrl } = settings;
  const desk: DiscordDesk = {
    platform: 'discord',
    texts: DISCORD_TEXTS,
    engine,
    rest,
    policy,
    applicationId,
    apiUrl,
    people: createPeople({ rest, clock, log, named: namedIn(policy) }),
    conversations: createConversations(rest, clock),
    repositoryNames: repositories.names,
    pinRepository: repositories.pin,
    whisper: createWhisper(rest, clock, log),
    mayRead: () => connection.hasContent(),
    get botUser() {
      return botUser;
    },
  };
  const messages = new Messages(desk, mentioned);
  const catchingUp = new CatchingUp(desk, messages, over.signal);
  const taking = storing(over.signal, log, () => {
    clock.at(clock.now() + READ_AGAIN_MS, () => void catchingUp.run());
  });
  const connection = createConnection({
    settings,
    rest,
    fleet: engine.parts.fleet,
    clock,
    log,
    hooks: {
      onFresh: (ready) => {
        botUser = Ready.parse(ready).user.id;
        return catchingUp.run();
      },
      onMessage: taking(Said, (said) => messages.heard(said)),
      onMessageChanged: taking(Said, (said) => messages.changed(said)),
      onMessageDeleted: taking(Deleted, (deleted) => messages.deleted(deleted)),
      onInteraction: createInteractionHandler(desk),
      onGuildGone: (server) => serverGone(desk, server),
      onChannelGone: (channel) => channelGone(desk, channel),
    },
  });
  connection.start();
  return {
    isConnected: connection.isConnected,
    stop: async () => {
      over.abort(new Error('stopping'));
      await connection.stop();
    },
  };
}

/**
 * Discord sends nothing twice: what cannot be stored at once is tried again for a while, and then read again from where it
 * stands.
 */
function storing(signal: AbortSignal, log: Log, readAgain: () => void) {
  return <Event>(shape: z.ZodType<Event>, take: (event: Event) => Promise<void>) =>
    async (payload: unknown): Promise<void> => {
      const { data: event, error } = shape.safeParse(payload);
      if (error !== undefined) return log.warn('discord_event_unread', { error: error.message });
      try {
        await pRetry(() => take(event), {
          retries: RETRIES,
          minTimeout: FIRST_WAIT_MS,
          maxTimeout: LONGEST_WAIT_MS,
          shouldRetry: ({ error: reason }) => !isOutOfReach(reason),
          signal,
        });
      } catch (failed) {
        if (signal.aborted) return;
        if (isOutOfReach(failed)) return log.info('discord_event_out_of_reach', { error: failed });
        log.error('discord_event_not_stored', { error: failed });
        readAgain();
      }
    };
}

/** Where it was said is gone by now, or not for the bot any more. */
function isOutOfReach(error: unknown): boolean {
  return error instanceof ChatFault && error.kind === 'unreachable';
}

/** Discord's ids do not tell what they are of: whoever they do not name as a person they may name as a role. */
function namedIn({ starters, answerers, operators }: Policy): string[] {
  return [...new Set([...starters, ...answerers, ...operators])];
}
