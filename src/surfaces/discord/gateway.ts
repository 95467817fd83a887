import { createChannelNames } from '../../acts/gateway/channel-names.ts';
import { HeldToken } from '../../acts/gateway/held-token.ts';
import { createRequesterTeller } from '../../acts/gateway/incoming/tell-requester.ts';
import { createChat } from '../../acts/gateway/outgoing/chat.ts';
import type { Gateway, GatewayParts } from '../../acts/gateway/port.ts';
import type { PlatformReaders } from '../../engine/access/may-read.ts';
import { namesOf } from '../../engine/access/operators.ts';
import type { Chat } from '../../ports/chat.ts';
import { faultOf } from './calls/faults.ts';
import { createRest } from './calls/rest.ts';
import type { User } from './calls/wire.ts';
import { BAD_TOKEN, Connection } from './connection/connection.ts';
import type { DiscordContext } from './discord-context.ts';
import { DISCORD_TEXTS } from './discord-texts.ts';
import { linkTo } from './drawing/link.ts';
import {
  channelNameOf,
  conversationContextOf,
  createConversations,
} from './incoming/conversations.ts';
import { createDispatchHandlers } from './incoming/dispatch.ts';
import { createMemberRights } from './incoming/member-rights.ts';
import { createPeople } from './incoming/people.ts';
import { createReaders } from './incoming/readers.ts';
import { refuseChannel } from './incoming/start-place.ts';
import { createPrivateWords } from './outgoing/ephemeral.ts';
import { createDiscordMessenger } from './outgoing/messenger.ts';
import type { DiscordSettings } from './settings.ts';

export function createDiscord(
  settings: DiscordSettings,
  { readFile, clock, log }: GatewayParts,
): Gateway {
  const { applicationId, apiUrl, policy, guildIds: servers } = settings;
  const held = new HeldToken(BAD_TOKEN, log, 'discord_refused');
  const rest = createRest({ ...settings, log, held });
  const access = { platform: 'discord', texts: DISCORD_TEXTS, faultOf, clock, log };
  const conversations = createConversations(rest, clock);
  // Until `connect`, there is no one to tell.
  let teller: Chat['tellRequester'] = () => Promise.resolve();
  return {
    chat: createChat(createDiscordMessenger(rest, policy), access, {
      readFile,
      policy,
      tellRequester: (design, replyId) => teller(design, replyId),
    }),
    connect: (engine, repositories) => {
      const stopping = new AbortController();
      // A bot's user id is its application's. Very old bots differ, and learn theirs from `READY`.
      let botUser = applicationId;
      const onReady = (user: User): void => {
        botUser = user.id;
      };
      const words = createPrivateWords(rest, access, engine);
      const rights = createMemberRights(rest, access);
      const people = createPeople(rights, access, namesOf(policy));
      const readers: PlatformReaders = {
        ...createReaders(rights, policy, conversations),
        member: (id, asking) => people.memberOf(id, settings.guildIds, asking),
        refuseChannel: (channel, person) => refuseChannel(context, channel, person),
      };
      const context: DiscordContext = {
        ...access,
        engine,
        repositories,
        policy,
        rest,
        applicationId,
        stopping: stopping.signal,
        servers,
        apiUrl,
        botUser: () => botUser,
        linkTo: (thread) => linkTo(null, thread),
        people,
        conversations,
        readers,
        rights,
        sendEphemeral: words.send,
        unread: words.unread,
        direct: words.direct,
      };
      teller = createRequesterTeller(context, async ({ authorId, author, thread }) => {
        const conversation = await conversations.get(thread.thread);
        const person = await context.people.byId(authorId, author, conversation.guild);
        return { context: conversationContextOf(context, conversation), person };
      });
      const handlers = createDispatchHandlers(context, onReady);
      const { fleet } = engine.parts;
      const connection = new Connection({ settings, rest, fleet, handlers, held, clock, log });
      connection.start();
      return {
        isConnected: connection.isConnected,
        tokenToDo: held.toDo,
        readers,
        policy,
        linkTo: context.linkTo,
        channelName: createChannelNames(access, (id) => channelNameOf(conversations, id)),
        stop: async () => {
          stopping.abort(new Error('stopping'));
          await connection.stop();
        },
      };
    },
  };
}
