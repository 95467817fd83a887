import { expect, onTestFinished, test, vi } from 'vitest';
import { replyIdOf } from '#acts/gateway/reply-id.ts';
import { systemIdentifiers } from '#adapters/system/identifiers.ts';
import { createWebClient } from '#surfaces/slack/calls/web-client.ts';
import {
  begun,
  eventsUntil,
  isEnd,
  openWorkshop,
  startEngine,
} from '../../engine/running-engine.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { WAIT } from '../engines.ts';
import { chatThrough, quickClock } from './chat-world.ts';
import { slackWith } from './local.ts';

/** Calls to Slack for one whole design of six personas. */
const MAX_CALLS = 60;
/** A part of each message, in order, and what is attached to it. */
const WHOLE_THREAD = [
  ['Should the job queue move', []],
  ['ended the wait for answers', []],
  ['Q1: about 900', []],
  [
    'proposals',
    [
      'Archaeologist',
      'Contract keeper',
      'Failure analyst',
      'Migrationist',
      'Outsider',
      'Subtractor',
    ],
  ],
  ['differ', []],
  ['The decision would go here', ['brief.md', 'record.md', 'transcript.md', 'manifest.json']],
] as const;

test('a whole design says each thing once, in order, keeps it true, and is sparing with calls', async () => {
  const { slack, ana, general } = await slackWith();
  const web = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl, log: keepLog() });
  const chat = chatThrough(
    web,
    (design, name) => engine.parts.bundles.read(design, name),
    quickClock,
    keepLog(),
  );
  // Proposals are drawn in the order of their files.
  const identifiers = {
    ...systemIdentifiers,
    shuffle: <Item>(items: readonly Item[]) => [...items],
  };
  const workshop = await openWorkshop();
  onTestFinished(() => workshop.close());
  const { engine } = await startEngine(workshop, { parts: { chats: [chat], identifiers } });
  onTestFinished(() => engine.stop());
  const opened = { platform: 'slack', channel: general, thread: '', starter: ana };
  const id = await begun(engine, { thread: opened, settings: {}, personas: [] });
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  const { messages } = slack.workspace;
  await vi.waitUntil(() => messages.some(({ text }) => text.includes('questions are open')), WAIT);
  const { thread = '' } = (await engine.design(id))?.thread ?? {};
  const { ts, text } = slack.people.say(ana, general, 'Q1: about 900', { thread });
  const replyId = replyIdOf('slack', general, ts);
  const reply = { type: 'record_reply', replyId, author: 'Ana', text, questionId: null } as const;
  await engine.command(id, reply).answered;
  await engine.command(id, { type: 'go_on', by: 'Ana' }).answered;
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);

  const shown = slack.visible(general, thread);
  const attached = (text: string) => [...text.matchAll(/^📎 (.*)$/gm)].map(([, name]) => name);
  expect(shown.map(attached)).toEqual(WHOLE_THREAD.map(([, files]) => files));
  for (const [at, [words]] of WHOLE_THREAD.entries()) expect(shown[at]).toContain(words);
  const [card, , answer] = shown;
  expect(answer).toMatch(/^Ana: Q1: about 900\n(?:\(👀 1\) )?\(✅ 1\)$/);
  expect(slack.visible(general)).toEqual([card]);
  expect(slack.record.calls.length).toBeLessThanOrEqual(MAX_CALLS);
  expect(slack.record.violations).toEqual([]);
});
