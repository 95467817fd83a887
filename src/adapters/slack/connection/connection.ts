import type { RequestListener } from 'node:http';
import { App, type ReceiverEvent } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Clock } from '../../../runtime/ports/clock.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import { slackLogger } from '../calls/web-client.ts';
import { type Identity, readIdentity } from './identity.ts';
import { createReceiver, type SlackMode } from './receivers.ts';

const UNAVAILABLE = 503;

export interface ConnectionParts {
  readonly mode: SlackMode;
  readonly botToken: string;
  readonly apiUrl: string;
  readonly web: WebClient;
  readonly clock: Clock;
  readonly log: Log;
}

/** What comes in from Slack: Bolt on one of its two receivers. */
export interface Connection {
  readonly app: App;
  /** Takes Slack's signed requests; `null` in Socket Mode. */
  readonly listener: RequestListener | null;
  /** Throws before Slack has said it; nothing comes in until then. */
  readonly identity: () => Identity;
  readonly isConnected: () => boolean;
  /** From now on events come in, as soon as Slack has said who the bot is. */
  start(): void;
  /** Nothing comes in any more. */
  stop(): Promise<void>;
}

export function createConnection({ mode, botToken, web, ...parts }: ConnectionParts): Connection {
  const { log } = parts;
  const stopping = new AbortController();
  let known: Identity | null = null;
  const identity = (): Identity => {
    if (known === null) throw new Error('Slack has not said yet who the bot is.');
    return known;
  };
  const receiver = createReceiver(mode, parts);
  const app = new StoringApp({
    receiver: receiver.receiver,
    logger: slackLogger(log),
    authorize: async () => {
      const { bot_id: botId, user_id: botUserId, team_id: teamId } = identity();
      return { botToken, botId, botUserId, teamId };
    },
  });
  // What was not handled is not acknowledged, and Slack sends it again.
  app.error(async (error) => {
    log.error('slack_request_failed', { error });
    throw error;
  });
  const { listener } = receiver;
  return {
    app,
    listener:
      listener &&
      ((request, response) => {
        if (known !== null) listener(request, response);
        else response.writeHead(UNAVAILABLE).end();
      }),
    identity,
    isConnected: () => known !== null && receiver.isConnected(),
    start: () => {
      void readIdentity(web, log, stopping.signal).then((found) => {
        known = found;
        if (found !== null) receiver.start();
      });
    },
    stop: async () => {
      stopping.abort();
      await receiver.stop();
    },
  };
}

/**
 * Bolt acknowledges an event before any listener has seen it. This one waits until the listeners are done, and does not
 * acknowledge it when one of them has failed (P5).
 */
class StoringApp extends App {
  override async processEvent(event: ReceiverEvent): Promise<void> {
    if (event.body.type !== 'event_callback') return super.processEvent(event);
    await super.processEvent({ ...event, ack: async () => undefined });
    await event.ack();
  }
}
