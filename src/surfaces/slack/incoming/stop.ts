import type { App } from '@slack/bolt';
import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import { designOfThread } from '../../../acts/gateway/designs-here.ts';
import { mentioned } from '../../../acts/gateway/messages/mentions.ts';
import type { SlackContext } from '../slack-context.ts';
import { isDirectChannel } from './requester.ts';

const id = z.string().min(1).max(200);
const Stopped = z.object({ channel: id, user: id, thread_ts: id, event_ts: id });
/** Milliseconds in which further presses by the same person are ignored. */
const ASKED_MS = 15_000;
const MAX_ASKED = 1_000;

/** Slack's stop button in a design's thread does the same as the word `cancel`. */
export function listenToStop(app: App, context: SlackContext): void {
  const { engine, people, clock } = context;
  const askedAt = new LRUCache<string, number>({ max: MAX_ASKED });
  app.event('agent_session_stopped', async ({ event, body }) => {
    if (body.team_id !== context.identity().team_id) return;
    const { channel, user, thread_ts: thread, event_ts } = Stopped.parse(event);
    const place = { channel, thread };
    const found = await designOfThread(context, place);
    const design = found === null ? null : await engine.design(found.id);
    if (design === null) return;
    const press = `${design.id} ${user}`;
    if (clock.now() - (askedAt.get(press) ?? -ASKED_MS) < ASKED_MS) return;
    askedAt.set(press, clock.now());
    const key = `slack stop ${channel} ${event_ts} ${user}`;
    const written = { channel, thread, message: event_ts };
    const isDirect = isDirectChannel(channel);
    const person = await people.person(user);
    await mentioned(context, { words: 'cancel', person, place, design, key, written, isDirect });
  });
}
