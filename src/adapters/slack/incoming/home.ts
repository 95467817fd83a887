import type { App } from '@slack/bolt';
import * as z from 'zod';
import { overviewFor } from '../../../runtime/gateway/overview.ts';
import { failureOf, orLog } from '../../../runtime/gateway/platform-access.ts';
import { draw } from '../drawing/draw.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';

const id = z.string().min(1).max(200);
const Opened = z.object({ user: id, tab: z.string().max(100).nullish() });
const Started = z.object({ assistant_thread: z.object({ channel_id: id, thread_ts: id }) });

/**
 * Listens where each person is alone with the app: on its page, which is shown anew each time it is opened, and in the assistant.
 */
export function listenAtHome(app: App, context: SlackContext): void {
  listenAsAssistant(app, context);
  app.event('app_home_opened', async ({ event, body }) => {
    const { user, tab } = Opened.parse(event);
    if (tab === 'messages' || body.team_id !== context.identity().team_id) return;
    // Nothing is lost if it fails: it is shown when it is opened next.
    void orLog(context, 'slack_home_not_shown', showHome(context, user));
  });
}

async function showHome(context: SlackContext, user: string): Promise<void> {
  const { people, web } = context;
  const { blocks } = draw(await overviewFor(context, await people.person(user)));
  await web.views.publish({ user_id: user, view: { type: 'home', blocks: [...blocks] } });
}

/**
 * Says what may be asked where somebody opens the app as an assistant. What they then write is a direct message in a thread, and
 * handled as one.
 */
function listenAsAssistant(app: App, context: SlackContext): void {
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
