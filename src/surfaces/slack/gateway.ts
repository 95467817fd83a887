import { createChannelNames } from '../../acts/gateway/channel-names.ts';
import { HeldToken } from '../../acts/gateway/held-token.ts';
import { createRequesterTeller } from '../../acts/gateway/incoming/tell-requester.ts';
import { createChat } from '../../acts/gateway/outgoing/chat.ts';
import type { Gateway, GatewayParts } from '../../acts/gateway/port.ts';
import type { Chat } from '../../ports/chat.ts';
import { faultOf } from './calls/faults.ts';
import { createWebClient, SlackCalls } from './calls/web-client.ts';
import { createConnection } from './connection/connection.ts';
import { linkTo } from './drawing/link.ts';
import { channelNameOf, createReaders } from './incoming/memberships.ts';
import { listenToEvents } from './incoming/messages.ts';
import { listenToMoves } from './incoming/moved-channels.ts';
import { createPeople } from './incoming/people.ts';
import { listenToRightsChanges } from './incoming/rights-changes.ts';
import { refuseFromElsewhere } from './incoming/start-place.ts';
import { listenToStop } from './incoming/stop.ts';
import { listenToInteractions } from './interactions/handle-interaction.ts';
import { createEphemeralSender } from './outgoing/ephemeral.ts';
import { createSlackMessenger } from './outgoing/messenger.ts';
import { BOT_TOKEN_TO_DO, groupIdsOf, type SlackSettings } from './settings.ts';
import type { SlackContext } from './slack-context.ts';
import { SLACK_TEXTS } from './slack-texts.ts';

export function createSlack(
  settings: SlackSettings,
  { readFile, clock, log }: GatewayParts,
): Gateway {
  const { policy } = settings;
  const held = new HeldToken(BOT_TOKEN_TO_DO, log, 'slack_token_not_accepted');
  const web = createWebClient({ token: settings.botToken, apiUrl: settings.apiUrl, log, held });
  const calls = new SlackCalls(web, clock);
  const access = { platform: 'slack', texts: SLACK_TEXTS, faultOf, clock, log };
  // Until `connect`, there is no one to tell.
  let teller: Chat['tellRequester'] = () => Promise.resolve();
  return {
    chat: createChat(createSlackMessenger(calls, access), access, {
      readFile,
      policy,
      tellRequester: (design, replyId) => teller(design, replyId),
    }),
    connect: (engine, repositories) => {
      const countOthers = () => engine.parts.fleet.countOthers();
      const connection = createConnection(settings, web, { ...access, countOthers });
      const { app, identity, isConnected, tokenToDo, stopping, stop } = connection;
      const people = createPeople(calls, access, groupIdsOf(policy));
      const readers = {
        ...createReaders(calls, access, policy),
        member: people.member,
        refuseChannel: (channel: string) => refuseFromElsewhere({ web }, channel),
      };
      const channelName = createChannelNames(access, (channel) => channelNameOf(calls, channel));
      const context: SlackContext = {
        ...access,
        engine,
        repositories,
        policy,
        web,
        identity,
        stopping,
        linkTo: (thread) => linkTo(identity().url, thread),
        people,
        channelName,
        readers,
        sendEphemeral: createEphemeralSender(web, access, engine),
      };
      teller = createRequesterTeller(context, ({ authorId }) =>
        people.person(authorId).then((person) => ({ context, person })),
      );
      listenToInteractions(app, context);
      listenToEvents(app, context);
      listenToMoves(app, context);
      listenToStop(app, context);
      listenToRightsChanges(app, { people, readers });
      connection.start();
      return {
        isConnected,
        tokenToDo: () => held.toDo() ?? tokenToDo(),
        readers,
        policy,
        linkTo: context.linkTo,
        channelName,
        stop,
      };
    },
  };
}
