import { namedIn } from '../../runtime/permission.ts';
import type { Gateway, GatewayParts } from '../../runtime/ports/gateway.ts';
import { faultOf } from './calls/faults.ts';
import { createRest } from './calls/rest.ts';
import { Connection } from './connection/connection.ts';
import type { DiscordContext } from './discord-context.ts';
import { DISCORD_TEXTS } from './discord-texts.ts';
import { linkTo } from './drawing/link.ts';
import { createConversations } from './incoming/conversations.ts';
import { createDispatchHandlers } from './incoming/dispatch.ts';
import { createPeople } from './incoming/people.ts';
import { DiscordChat } from './outgoing/chat.ts';
import { createPrivateWords } from './outgoing/ephemeral.ts';
import { ThreadPeople } from './outgoing/thread-people.ts';
import type { DiscordSettings } from './settings.ts';

export function createDiscord(settings: DiscordSettings, { readFile, clock, log }: GatewayParts): Gateway {
  const { applicationId, apiUrl, policy, guildIds: servers } = settings;
  const rest = createRest({ ...settings, log });
  const access = { platform: 'discord', faultOf, clock, log };
  return {
    chat: new DiscordChat(rest, readFile, (calls) => new ThreadPeople(calls, clock, policy)),
    connect: (engine, repositories) => {
      const stopping = new AbortController();
      // The user of a bot has the id of its application, but for some that are very old: those learn it when they connect.
      let botUser = applicationId;
      const onReady = (user: string): void => {
        botUser = user;
      };
      const words = createPrivateWords(rest, access);
      const context: DiscordContext = {
        ...access,
        texts: DISCORD_TEXTS,
        engine,
        repositories,
        policy,
        rest,
        applicationId,
        servers,
        apiUrl,
        botUser: () => botUser,
        linkTo: (thread) => linkTo(null, thread),
        people: createPeople(rest, access, namedIn(policy)),
        conversations: createConversations(rest, clock),
        sendEphemeral: words.send,
        unread: words.unread,
      };
      const handlers = createDispatchHandlers(context, onReady, stopping.signal);
      const { fleet } = engine.parts;
      const connection = new Connection({ settings, rest, fleet, handlers, clock, log });
      connection.start();
      return {
        routes: [],
        isConnected: connection.isConnected,
        stop: async () => {
          stopping.abort(new Error('stopping'));
          await connection.stop();
        },
      };
    },
  };
}
