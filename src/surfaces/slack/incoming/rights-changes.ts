import type { App } from '@slack/bolt';
import * as z from 'zod';
import type { SlackReaders } from './memberships.ts';
import type { People } from './people.ts';

const id = z.string().min(1).max(200);
const Changed = z.object({ user: z.object({ id }) });
const Left = z.object({ user: id });

/**
 * Has rights and names looked up anew where Slack says that they have changed, before their time is
 * over.
 */
export function listenToRightsChanges(
  app: App,
  { people, readers }: { readonly people: People; readonly readers: SlackReaders },
): void {
  app.event('user_change', async ({ event }) => people.forget(Changed.parse(event).user.id));
  app.event('subteam_members_changed', async () => people.forgetGroups());
  app.event('member_left_channel', async ({ event }) => readers.forget(Left.parse(event).user));
}
