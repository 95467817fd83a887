import { afterAll, beforeAll, describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { createWebClient } from '../../../src/adapters/slack/calls/web-client.ts';
import { createSlackChat } from '../../../src/adapters/slack/outgoing/chat.ts';
import { systemIdentifiers } from '../../../src/adapters/system/identifiers.ts';
import type { Post } from '../../../src/core/effects.ts';
import type { DesignId } from '../../../src/core/ids.ts';
import type { Engine } from '../../../src/runtime/engine/engine.ts';
import { replyIdOf } from '../../../src/runtime/gateway/reply-id.ts';
import type { Chat } from '../../../src/runtime/ports/chat.ts';
import type { SlackServer } from '../../platforms/slack/server.ts';
import {
  begun,
  eventsUntil,
  isEnd,
  openWorkshop,
  startEngine,
  type Workshop,
} from '../../runtime/engine/running-engine.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { quickClock } from './chat-world.ts';
import { slackWith } from './small-app.ts';

/** For a machine that is busy with other things. */
const PATIENT = { timeout: 120_000 };
/** Calls to Slack for one whole design of five personas. */
const MAX_CALLS = 60;

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

/** An engine that speaks in this Slack, and draws proposals in the order of its files. */
async function engineAt({ botToken: token, apiUrl }: SlackServer, hear = (chat: Chat): Chat => chat) {
  const web = createWebClient({ token, apiUrl, log: keptLog() });
  const chat = createSlackChat({
    web,
    clock: quickClock,
    readFile: (id, name) => engine.parts.bundles.read(id, name),
  });
  const identifiers = { ...systemIdentifiers, shuffled: <Item>(items: readonly Item[]) => [...items] };
  const { engine } = await startEngine(workshop, { parts: { chats: [hear(chat)], identifiers } });
  onTestFinished(() => engine.stop());
  return engine;
}

/** Starts a design of all personas; its thread is opened by what it says first. */
function begin(engine: Engine, channel: string, starter: string): Promise<DesignId> {
  return begun(engine, {
    thread: { platform: 'slack', channel, thread: '', starter },
    settings: {},
    personas: [],
  });
}

/** Answers one question as Ana, and leaves the others open. */
async function answer(engine: Engine, id: DesignId, slack: SlackServer): Promise<void> {
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  const asked = () =>
    slack.workspace.messages.find(({ text }) => text.includes('questions before they write'));
  await vi.waitUntil(() => asked() !== undefined, PATIENT);
  const { channel = '', thread = '' } = (await engine.design(id))?.thread ?? {};
  const ana = [...slack.workspace.people.keys()][0] ?? '';
  const { ts, text } = slack.people.say(ana, channel, 'Q1: about 900', { thread });
  const replyId = replyIdOf('slack', channel, ts);
  await engine.command(id, { type: 'record_reply', replyId, author: 'Ana', text, questionId: null }).answered;
  await engine.command(id, { type: 'finish_answering', by: 'Ana', skip: false }).answered;
}

/** Until everything has been said. */
async function finished(engine: Engine, id: DesignId): Promise<string> {
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  return (await engine.design(id))?.thread?.thread ?? '';
}

/** The start of each message of a thread, without what differs from run to run. */
function said(slack: SlackServer, channel: string, thread: string): string[] {
  return slack.visible(channel, thread).map((text) => {
    const lines = text.split('\n').filter((line) => !/REHEARSAL: no model (?:is|was) called\.\*$/.test(line));
    const first = /^Charrette: $/.test(lines[0] ?? '') ? lines.join(' ') : (lines[0] ?? '');
    return first.replaceAll(/`[0-9a-f]{8}…`/g, '`…`');
  });
}

const WHOLE_THREAD = [
  '*Should the job queue move from Redis to Postgres?*',
  'Charrette: *6 questions before they write.* 1 answered, 5 assumed.',
  'Ana: Q1: about 900',
  'Charrette: 🔏 5 of 5 proposals sealed: Archaeologist `…` · Contract keeper `…` · Failure analyst `…` · Migrationist `…` · Subtractor `…`',
  '5 proposals, each written without sight of the others. The whole of each is attached.',
  'Charrette:  📎 Archaeologist 📎 Contract keeper 📎 Failure analyst 📎 Migrationist 📎 Subtractor',
  'Charrette: *They differ on D1 (high impact): On “Should the job queue move from Redis to Postgres?”: which comes first?*',
  'Charrette: *They differ on D2 (medium impact): Must the first step wait until what E-3 warns of has been looked at?*',
  '*Decision ready, with reservations.*',
  'Charrette:  📎 brief.md 📎 adr.md 📎 transcript.md 📎 manifest.json',
];

describe('a whole design in a thread of Slack', PATIENT, () => {
  it('says each thing once, in order, keeps it true, and is sparing with calls', async () => {
    const { slack, ana, general } = await slackWith();
    const engine = await engineAt(slack);
    const id = await begin(engine, general, ana);
    await answer(engine, id, slack);
    const thread = await finished(engine, id);
    expect(said(slack, general, thread)).toEqual(WHOLE_THREAD);
    const [card, , reply] = slack.visible(general, thread);
    expect(card?.split('\n').slice(2, 4)).toEqual([
      '● Reading in ─ ● Questions ─ ● Proposals ─ ● Where they differ ─ ● Decision',
      '🏺 Archaeologist signed · 📜 Contract keeper signed · 💥 Failure analyst signed · 🪜 Migrationist dissents · ✂️ Subtractor signed',
    ]);
    expect(card).toContain('*Decision ready, with reservations.*');
    expect(reply).toBe('Ana: Q1: about 900\n(✅ 1)');
    expect(slack.visible(general)).toHaveLength(1);
    expect(slack.record.calls.length).toBeLessThanOrEqual(MAX_CALLS);
    expect(slack.record.violations).toEqual([]);
  });

  it('P4: says each thing once, in order, whatever happens to each call', async () => {
    const { slack, ana, general } = await slackWith();
    const { faults } = slack;
    faults.script('chat.postMessage', 'cut_after', 'failed_before', 'failed_after', 'limited');
    faults.script('conversations.history', 'failed_before');
    faults.script('conversations.replies', 'cut_before');
    faults.script('auth.test', 'cut_before');
    faults.script('files.getUploadURLExternal', 'failed_after');
    faults.script('upload', 'cut_before');
    faults.script('files.completeUploadExternal', 'cut_after', 'failed_before');
    faults.script('chat.update', 'failed_after', 'limited');
    faults.script('reactions.add', 'cut_after');
    const engine = await engineAt(slack);
    const id = await begin(engine, general, ana);
    await answer(engine, id, slack);
    const thread = await finished(engine, id);
    expect(said(slack, general, thread)).toEqual(WHOLE_THREAD);
    expect(slack.visible(general, thread)[2]).toBe('Ana: Q1: about 900\n(✅ 1)');
    const mishaps = slack.record.calls.filter(({ mishap }) => mishap !== null);
    expect(mishaps).toHaveLength(14);
    expect(slack.record.violations).toEqual([]);
  });

  test.each<Post>([{ kind: 'card' }, { kind: 'questions' }, { kind: 'files', of: 'proposals' }])(
    'P4: is taken over by another engine, while it says $kind, without a word twice or missing',
    async (lost) => {
      const { slack, ana, general } = await slackWith();
      const reached = Promise.withResolvers<void>();
      // The message is there, and this engine never hears of it.
      const deaf = (chat: Chat): Chat => ({
        ...chat,
        post: async (message, signal) => {
          const receipt = await chat.post(message, signal);
          if (message.post.kind !== lost.kind) return receipt;
          reached.resolve();
          return new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          });
        },
      });
      const first = await engineAt(slack, deaf);
      const id = await begin(first, general, ana);
      if (lost.kind === 'files') await answer(first, id, slack);
      await reached.promise;
      await first.stop();

      const engine = await engineAt(slack);
      await engine.adoptDueDesigns();
      if (lost.kind !== 'files') await answer(engine, id, slack);
      const thread = await finished(engine, id);
      expect(slack.visibleMessages(general).map(({ ts }) => ts)).toEqual([thread]);
      expect(said(slack, general, thread)).toEqual(WHOLE_THREAD);
      expect(slack.record.violations).toEqual([]);
    },
  );
});
