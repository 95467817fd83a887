import type { WebClient } from '@slack/web-api';
import type { ReadFile } from '#acts/drawing/files.ts';
import { createChat } from '#acts/gateway/outgoing/chat.ts';
import type { Clock } from '#foundation/clock.ts';
import type { Log } from '#foundation/log.ts';
import type { Chat } from '#ports/chat.ts';
import { faultOf } from '#surfaces/slack/calls/faults.ts';
import { createWebClient, SlackCalls } from '#surfaces/slack/calls/web-client.ts';
import { createSlackMessenger } from '#surfaces/slack/outgoing/messenger.ts';
import { blameless } from '../../platforms/blameless.ts';
import type { SlackOptions, SlackServer } from '../../platforms/slack/server.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { type ChatStory, ended, fileText, messagesIn } from '../chat-stories.ts';
import { slackWith } from './local.ts';

/** Real time, in which waiting takes a fiftieth of it. */
export const quickClock: Clock = {
  now: realClock.now,
  at: (dueAt, callback) => realClock.at(realClock.now() + (dueAt - realClock.now()) / 50, callback),
};

export function chatOf(slack: SlackServer, clock = quickClock, log = keepLog()): Chat {
  const web = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl, log: keepLog() });
  return chatThrough(web, async (_, name) => Buffer.from(fileText(name)), clock, log);
}

export function chatThrough(web: WebClient, readFile: ReadFile, clock: Clock, log: Log): Chat {
  const access = { platform: 'slack', faultOf, clock, log };
  const parts = { readFile, policy: OPEN_TO_ALL, tellRequester: async () => undefined };
  return createChat(createSlackMessenger(new SlackCalls(web, clock), access), access, parts);
}

/** A chat with a local Slack, and a thread there that Ana has begun. */
export async function chatWith(options: SlackOptions = {}) {
  const world = await slackWith(options);
  const { slack, ana, general } = world;
  const { ts: thread } = slack.people.say(ana, general, 'start');
  blameless(slack.record);
  const design = ended();
  const place = { platform: 'slack', channel: general, thread, starter: ana };
  return {
    ...world,
    chat: chatOf(slack),
    thread,
    place,
    design,
    message: messagesIn(place, design),
  };
}

/** The same for the stories that every platform tells. */
export async function openStory(): Promise<ChatStory> {
  const world = await chatWith();
  const { slack, ana, general, thread } = world;
  return {
    ...world,
    fresh: () => chatOf(slack),
    said: () => slack.visible(general, thread).slice(1),
    reply: (text) => {
      const reply = slack.people.say(ana, general, text, { thread });
      return { id: `slack:${general}:${reply.ts}`, remove: () => slack.people.remove(reply) };
    },
    files: () =>
      new Map(
        [...slack.workspace.files.values()].map(({ name, content }) => [name, String(content)]),
      ),
    loseAnswer: (to, mishap) =>
      slack.faults.script(to === 'message' ? 'chat.postMessage' : 'chat.update', mishap),
    callsOf: (name) => slack.record.callsOf(name),
    removeThread: () => {
      const root = slack.workspace.find(general, thread);
      if (root !== undefined) slack.people.remove(root);
    },
    inChannel: () => slack.visible(general),
  };
}
