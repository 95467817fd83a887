/** The connection to Slack by its socket: opened, kept, replaced, and who the bot is there. */

import { App, type ReceiverEvent } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { failureOf } from '#acts/gateway/platform-access.ts';
import { RETRY_POLICIES, retry } from '#foundation/retry.ts';
import { faultOf, isUnreached, refusesToken } from '../calls/faults.ts';
import { createSlackLogger } from '../calls/web-client.ts';
import { REACH, type SlackSettings } from '../settings.ts';
import { Identity } from './identity.ts';
import type { Access } from './probe.ts';
import { receiveBySocket } from './socket.ts';

export function createConnection(settings: SlackSettings, web: WebClient, access: Access) {
  const { appToken, apiUrl, botToken } = settings;
  const { log } = access;
  const stopping = new AbortController();
  let identified: Identity | null = null;
  const identity = (): Identity => {
    if (identified === null) throw new Error('Slack has not said yet who the bot is.');
    return identified;
  };
  const incoming = receiveBySocket(appToken, apiUrl, access);
  const app = new StoringApp({
    receiver: incoming.receiver,
    logger: createSlackLogger(log),
    authorize: async () => {
      const { bot_id: botId, user_id: botUserId, team_id: teamId } = identity();
      return { botToken, botId, botUserId, teamId };
    },
  });
  // An unhandled event stays unacknowledged, and Slack sends it again.
  app.error(async (error) => {
    log.error('slack_request_failed', { error });
    throw error;
  });
  return {
    app,
    /** Throws before Slack has identified the bot; no event arrives until then. */
    identity,
    isConnected: () => identified !== null && incoming.isConnected(),
    /** About the app-level token. */
    tokenToDo: incoming.tokenToDo,
    /** Events arrive once Slack has identified the bot. */
    start: () => {
      void readIdentity(web, apiUrl, access, stopping.signal).then((answer) => {
        if (answer === null) return;
        identified = answer;
        incoming.start();
      });
    },
    stopping: stopping.signal,
    stop: async (): Promise<void> => {
      stopping.abort();
      await incoming.stop();
    },
  };
}

/**
 * Bolt acknowledges an event before any listener has seen it. This class waits for the listeners,
 * and does not acknowledge the event if one fails.
 */
class StoringApp extends App {
  override async processEvent(event: ReceiverEvent): Promise<void> {
    if (event.body.type !== 'event_callback') return super.processEvent(event);
    await super.processEvent({ ...event, ack: async () => undefined });
    await event.ack();
  }
}

/** Asks until Slack answers; `null` once the signal is aborted. */
async function readIdentity(
  web: WebClient,
  apiUrl: string,
  { log }: Access,
  signal: AbortSignal,
): Promise<Identity | null> {
  const logFailure = (error: unknown): void => {
    // The client has logged a refused token.
    if (refusesToken(error)) return;
    log.error('slack_not_reached', {
      at: new URL(apiUrl).origin,
      error: failureOf({ faultOf }, error),
      ...(isUnreached(error) ? { toDo: REACH } : {}),
    });
  };
  const read = async (): Promise<Identity> => Identity.parse(await web.auth.test());
  try {
    const answer = await retry(read, RETRY_POLICIES.connection, {
      isPassing: () => true,
      onFailed: logFailure,
      signal,
    });
    log.info('slack_known', { team: answer.team_id, bot: answer.user_id });
    return answer;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
