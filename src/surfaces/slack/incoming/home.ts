import type { App } from '@slack/bolt';
import * as z from 'zod';
import { logFailure } from '#acts/gateway/platform-access.ts';
import { drawOverview } from '#acts/gateway/verbs/overview.ts';
import { draw } from '../drawing/draw.ts';
import type { SlackContext } from '../slack-context.ts';
import { judgeOrigin } from './origin.ts';

const id = z.string().min(1).max(200);
const Opened = z.object({ user: id, tab: z.string().max(100).nullish() });

/** Draws the app's *Home* tab each time that a person opens it. */
export function listenAtHome(app: App, context: SlackContext): void {
  app.event('app_home_opened', async ({ event, body }) => {
    const { user, tab } = Opened.parse(event);
    if (tab === 'messages' || (await judgeOrigin(context, body)) !== 'ours') return;
    // A failure loses nothing: the next opening draws it again.
    void logFailure(context, 'slack_home_not_shown', showHome(context, user));
  });
}

async function showHome(context: SlackContext, user: string): Promise<void> {
  const { people, web } = context;
  const { blocks } = draw(await drawOverview(context, await people.person(user)));
  await web.views.publish({ user_id: user, view: { type: 'home', blocks: [...blocks] } });
}
