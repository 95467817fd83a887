import type { App } from '@slack/bolt';
import * as z from 'zod';
import { findThreadDesign } from '#acts/gateway/designs-here.ts';
import { answerMention } from '#acts/gateway/incoming/mentions.ts';
import { claim } from '#acts/gateway/marks.ts';
import type { SlackContext } from '../slack-context.ts';
import { isOurs } from './origin.ts';

const id = z.string().min(1).max(200);
const Stopped = z.object({ channel: id, user: id, thread_ts: id, event_ts: id });
/**
 * Milliseconds in which further presses by the same person are ignored; at most twice as many are.
 */
const ASKED_MS = 15_000;

/** Slack's stop button in a design's thread does the same as the word `cancel`. */
export function listenToStop(app: App, context: SlackContext): void {
  app.event('agent_session_stopped', async ({ event, body }) => {
    if (!(await isOurs(context, body))) return;
    const { channel, user, thread_ts: thread, event_ts } = Stopped.parse(event);
    const place = { channel, thread };
    const design = await findThreadDesign(context, place);
    if (design === null) return;
    if (!(await claim(context, `slack stop ${design.id} ${user}`, event_ts, ASKED_MS))) return;
    const source = { channel, thread, message: event_ts };
    const about = { context, place, key: `stop ${channel} ${event_ts} ${user}`, isDirect: false };
    await answerMention(await context.people.person(user), about, {
      words: 'cancel',
      isInDesign: true,
      isToPrivate: false,
      written: source,
    });
  });
}
