import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import type { Log } from '../../../runtime/ports/log.ts';
import { RETRY_POLICIES, retry } from '../../../runtime/retry.ts';
import { slackCode } from '../calls/faults.ts';

const Identity = z.object({ team_id: z.string(), user_id: z.string(), bot_id: z.string() });
/** Who the bot is in its workspace. */
export type Identity = z.infer<typeof Identity>;

/** Asks until Slack answers; `null` when the signal is aborted. */
export async function readIdentity(web: WebClient, log: Log, signal: AbortSignal): Promise<Identity | null> {
  const read = async (): Promise<Identity> => Identity.parse(await web.auth.test());
  try {
    const found = await retry(read, RETRY_POLICIES.connection, {
      isPassing: () => true,
      onFailed: (error) => log.error('slack_token_not_accepted', { code: slackCode(error) }),
      signal,
    });
    log.info('slack_known', { team: found.team_id, bot: found.user_id });
    return found;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
