import { createWebClient } from '../../../src/adapters/slack/calls/web-client.ts';
import { createSlackChat } from '../../../src/adapters/slack/outgoing/chat.ts';
import type { Design } from '../../../src/core/design.ts';
import type { Post } from '../../../src/core/effects.ts';
import type { Chat, ChatMessage } from '../../../src/runtime/ports/chat.ts';
import type { Clock } from '../../../src/runtime/ports/clock.ts';
import type { SlackOptions, SlackServer } from '../../platforms/slack/server.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { toldToTheEnd } from '../../support/told.ts';
import { slackWith } from './small-app.ts';

export const UNHURRIED = { timeout: 60_000 };
export const never = new AbortController().signal;

/** A whole design that began just now, as far as messages are concerned. */
export const ended = (): Design => ({ ...toldToTheEnd().design(), startedAt: Date.now() });

/** Real time, in which waiting takes a fiftieth of it. */
export const quickClock: Clock = {
  now: realClock.now,
  at: (dueAt, callback) => realClock.at(realClock.now() + (dueAt - realClock.now()) / 50, callback),
};

/** As the design's bundle has it. */
export const fileText = (name: string): string => `This is ${name}.`;

export function chatOf(slack: SlackServer, clock = quickClock): Chat {
  const web = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl, log: keptLog() });
  const readFile = async (_: unknown, name: string) => Buffer.from(fileText(name));
  return createSlackChat({ web, clock, readFile });
}

/** A chat with a local Slack, and a thread there that Ana has begun. */
export async function chatWith(options: SlackOptions = {}) {
  const world = await slackWith(options);
  const { slack, ana, general } = world;
  const { ts: thread } = slack.people.say(ana, general, 'start');
  const design = ended();
  let said = 0;
  const message = (post: Post, changes: Partial<ChatMessage> = {}): ChatMessage => {
    said += 1;
    const place = { platform: 'slack', channel: general, thread, starter: ana };
    return { id: `eff-${said}`, thread: place, post, design, after: null, ...changes };
  };
  return { ...world, chat: chatOf(slack), thread, design, message };
}
