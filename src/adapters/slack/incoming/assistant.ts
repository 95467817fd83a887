import type { App } from '@slack/bolt';
import * as z from 'zod';
import { failureOf } from '../../../runtime/gateway/platform-access.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';

const id = z.string().min(1).max(200);
const Started = z.object({ assistant_thread: z.object({ channel_id: id, thread_ts: id }) });

/**
 * Says what may be asked where somebody opens the app as an assistant. What they then write is a direct message in a thread, and
 * handled as one.
 */
export function listenAsAssistant(app: App, context: SlackContext): void {
  let isNoted = false;
  app.event('assistant_thread_started', async ({ event, body }) => {
    if (body.team_id !== context.identity().team_id) return;
    const { channel_id, thread_ts } = Started.parse(event).assistant_thread;
    const suggested = context.web.assistant.threads.setSuggestedPrompts({
      channel_id,
      thread_ts,
      prompts: [...SLACK_TEXTS.prompts],
    });
    // Nobody waits for it, and without the scope it fails every time.
    suggested.catch((error: unknown) => {
      if (!isNoted) context.log.warn('slack_prompts_not_suggested', { error: failureOf(context, error) });
      isNoted = true;
    });
  });
}
