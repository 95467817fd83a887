import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Authorize } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { Repositories } from '../../runtime/gateway/desk.ts';
import { mentioned } from '../../runtime/gateway/mentions.ts';
import type { Policy } from '../../runtime/permission.ts';
import type { Chat } from '../../runtime/ports/chat.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { waitUntil } from '../../runtime/turn/waiting.ts';
import { toldAgain } from './again.ts';
import { createSlackChat, type SlackChatParts } from './chat.ts';
import { createWebClient } from './client.ts';
import { createConnection, type SlackMode } from './connection.ts';
import type { SlackDesk } from './desk.ts';
import { draw } from './drawing/draw.ts';
import { slackCode } from './faults.ts';
import { listenToInteractions } from './interactions.ts';
import { createMessageHandler } from './messages.ts';
import { createPeople } from './people.ts';
import { SLACK_TEXTS } from './texts.ts';

/** Milliseconds between two tries to learn who the bot is: doubled each time, within these bounds. */
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [500, 30_000];
const UNAVAILABLE = 503;

export interface SlackSettings {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly mode: SlackMode;
  readonly policy: Policy;
}

export interface SlackParts {
  readonly settings: SlackSettings;
  readonly readFile: SlackChatParts['readFile'];
  readonly clock: Clock;
  readonly log: Log;
}

/** What comes in from Slack, as long as this process takes part. */
export interface SlackGateway {
  /** Takes Slack's signed requests; `null` in Socket Mode. */
  readonly listener: RequestListener | null;
  readonly isConnected: () => boolean;
  stop(): Promise<void>;
}

/** Slack, from both sides: what is said there, and what people do there. */
export interface Slack {
  readonly chat: Chat;
  connect(engine: Engine, repositories: Repositories): SlackGateway;
}

export function createSlack(parts: SlackParts): Slack {
  const { settings, readFile, clock, log } = parts;
  const web = createWebClient({ token: settings.botToken, apiUrl: settings.apiUrl, log });
  return {
    chat: createSlackChat({ web, clock, readFile }),
    connect: (engine, repositories) => connect(parts, web, engine, repositories),
  };
}

const Identity = z.object({ team_id: z.string(), user_id: z.string(), bot_id: z.string() });
type Identity = z.infer<typeof Identity>;

function connect(
  { settings, clock, log }: SlackParts,
  web: WebClient,
  engine: Engine,
  repositories: Repositories,
): SlackGateway {
  const over = new AbortController();
  let identity: Identity | null = null;
  const known = (): Identity => {
    if (identity === null) throw new Error('Slack has not said yet who the bot is.');
    return identity;
  };
  const authorize: Authorize<boolean> = async () => ({
    botToken: settings.botToken,
    botId: known().bot_id,
    botUserId: known().user_id,
    teamId: known().team_id,
  });
  const connection = createConnection({
    mode: settings.mode,
    apiUrl: settings.apiUrl,
    authorize,
    clock,
    log,
  });
  const { policy } = settings;
  const desk: SlackDesk = {
    platform: 'slack',
    texts: SLACK_TEXTS,
    engine,
    web,
    policy,
    people: createPeople({ web, clock, log, groups: groupsIn(policy) }),
    repositoryNames: repositories.names,
    pinRepository: repositories.pin,
    get team() {
      return known().team_id;
    },
    get botUser() {
      return known().user_id;
    },
    whisper: async (user, { channel, thread }, what) => {
      const { text, blocks } = draw(what);
      try {
        const where = { channel, user, ...(thread === null ? {} : { thread_ts: thread }) };
        await toldAgain(() => web.chat.postEphemeral({ ...where, text, blocks: [...blocks] }));
      } catch (error) {
        log.warn('slack_not_whispered', { code: slackCode(error) });
      }
    },
  };
  listenToInteractions(connection.app, desk);
  const handleMessage = createMessageHandler(desk, mentioned);
  for (const type of ['message', 'app_mention'] as const) {
    connection.app.event(type, ({ body }) => handleMessage(body));
  }
  for (const type of [
    'channel_archive',
    'channel_left',
    'group_archive',
    'group_left',
    'tokens_revoked',
    'app_uninstalled',
  ] as const) {
    connection.app.event(type, async ({ event }) => {
      log.error('slack_access_lost', { what: type, channel: 'channel' in event ? event.channel : null });
    });
  }
  void whoIsBot(web, clock, log, over.signal).then((found) => {
    if (found === null) return;
    identity = found;
    connection.start();
  });
  return {
    listener: connection.listener && onceKnown(connection.listener, () => identity !== null),
    isConnected: () => identity !== null && connection.isConnected(),
    stop: async () => {
      over.abort();
      await connection.stop();
    },
  };
}

/** Asks until Slack answers; `null` when it is not wanted any more. */
async function whoIsBot(
  web: WebClient,
  clock: Clock,
  log: Log,
  signal: AbortSignal,
): Promise<Identity | null> {
  for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      const found = Identity.parse(await web.auth.test());
      log.info('slack_known', { team: found.team_id, bot: found.user_id });
      return found;
    } catch (error) {
      log.error('slack_token_not_accepted', { code: slackCode(error), waitMs });
    }
    await waitUntil(clock, clock.now() + waitMs, signal);
  }
  return null;
}

function onceKnown(listener: RequestListener, isKnown: () => boolean): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    if (isKnown()) listener(request, response as never);
    else response.writeHead(UNAVAILABLE).end();
  };
}

function groupsIn({ starters, answerers, operators }: Policy): string[] {
  return [...new Set([...starters, ...answerers, ...operators])].filter((id) => id.startsWith('S'));
}
