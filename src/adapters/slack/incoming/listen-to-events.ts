import type { App } from '@slack/bolt';
import type { SlackContext } from '../slack-context.ts';
import { createMessageHandler } from './messages.ts';

const MESSAGES = ['message', 'app_mention'] as const;
const LOST_ACCESS = [
  'channel_archive',
  'channel_left',
  'group_archive',
  'group_left',
  'tokens_revoked',
  'app_uninstalled',
] as const;

/** What people write, and what takes the bot's access away, which the operator has to know. */
export function listenToEvents(app: App, context: SlackContext): void {
  const handleMessage = createMessageHandler(context);
  for (const type of MESSAGES) app.event(type, ({ body }) => handleMessage(body));
  for (const type of LOST_ACCESS) {
    app.event(type, async ({ event }) => {
      const channel = 'channel' in event ? event.channel : null;
      context.log.error('slack_access_lost', { what: type, channel });
    });
  }
}
