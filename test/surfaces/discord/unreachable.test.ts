import { expect, test, vi } from 'vitest';
import type { Chat } from '#ports/chat.ts';
import { begun } from '../../engine/running-engine.ts';
import { WAIT } from '../engines.ts';
import { QUESTION } from '../first-contact-stories.ts';
import { asking, connected } from './message-world.ts';

const PAGE = new URL('https://charrette.example');
const LET_GO_ON = 'Go on without the thread';

test.each([
  ['missing_permissions', 'The bot lacks a permission there: Send Messages'],
  ['blocked_by_rule', 'A rule of the server blocked it (AutoMod)'],
] as const)(
  'P13: after *On it*, a first post refused by %s is followed by the reason and a next step',
  async (refusal, reason) => {
    const { discord, ana, start, started, ephemerals } = await connected();
    discord.refused.set('messages.create', refusal);
    await start(ana, QUESTION);
    await vi.waitUntil(() => ephemerals(ana).length > 1, WAIT);
    const told = ephemerals(ana).join('\n');
    expect(told).toContain('On it.');
    expect(told).toContain(reason);
    expect(told).toContain('Then start it again');
    const design = (await started())[0];
    expect(design?.end).toMatchObject({ status: 'failed', stoppedBecause: 'thread_unreachable' });
  },
);

test('P13: one direct message tells of a lost thread, and lets the design continue', async () => {
  const { discord, ana, engine, design, thread, general } = await asking({ publicUrl: PAGE });
  const { id } = await design();
  discord.guild.deny(general, ['ViewChannel', 'SendMessages', 'SendMessagesInThreads']);
  await engine.command(id, { type: 'ask_starter', act: 'cancel', by: 'Ben', byId: 'somebody' })
    .answered;
  const direct = () => discord.visibleMessages(discord.guild.direct(ana));
  await vi.waitUntil(() => direct().length > 0, WAIT);
  const [told, ...more] = direct();
  expect(more).toEqual([]);
  expect(JSON.stringify(told?.components)).toContain(`${PAGE}designs/${id}`);
  expect((await design()).gates).toMatchObject([{ about: 'thread', decision: null }]);
  if (told === undefined) throw new Error(`nothing was said of ${thread}`);
  await discord.people.click(ana, told, LET_GO_ON);
  const asked = () => discord.people.ephemeral(ana).at(-1);
  await vi.waitUntil(() => asked() !== undefined, WAIT);
  const question = asked();
  if (question !== undefined) await discord.people.click(ana, question, LET_GO_ON);
  await vi.waitUntil(async () => (await design()).gates[0]?.decision !== null, WAIT);
});

test.each([
  ['midway', 'list', 'I cannot post in its thread any more'],
  ['as it ends', 'outcome', 'I cannot post its result in its thread'],
])(
  'P13: a design whose thread is deleted %s posts nowhere else, and tells its starter once',
  async (_, kind, words) => {
    let remove = (_thread: string): void => undefined;
    const chat = (real: Chat): Chat => ({
      ...real,
      post: (message, signal) => {
        if (message.post.kind === kind) remove(message.thread.thread);
        return real.post(message, signal);
      },
    });
    const { discord, engine, ana, general } = await connected({ chat });
    remove = (thread) => discord.guild.removeChannel(thread);
    const id = await begun(engine, {
      thread: { platform: 'discord', channel: general, thread: '', starter: ana },
      settings: kind === 'list' ? {} : { questions: 'none', gates: 'none' },
    });
    const direct = () => discord.visible(discord.guild.direct(ana));
    await vi.waitUntil(() => direct().length > 0, WAIT);
    await vi.waitUntil(
      async () => (await engine.parts.store.pendingEffects(id)).length === 0,
      WAIT,
    );
    expect(direct()).toEqual([expect.stringContaining(words)]);
    expect(discord.visible(general)).toHaveLength(1);
  },
);
