import { expect, test } from 'vitest';
import { MAY_LACK } from '#presentation/answers/lists.ts';
import { begun } from '../../engine/running-engine.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import { ALL_SCOPES } from '../../platforms/slack/server.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { watched } from '../engines.ts';
import { connected } from './message-world.ts';

/** Longer than memberships are kept. */
const LATER_MS = 11_000;

type World = Awaited<ReturnType<typeof connected>>;

/** What somebody reads who asks the bot for a list, alone with it. */
async function listedFor({ slack }: World, who: string, words = 'list'): Promise<string> {
  const said = await slack.people.slash(who, slack.workspace.direct(who), `/design ${words}`);
  return said.privately.join();
}

/** A design that waits for answers in a channel. */
async function asked({ engine }: World, channel: string, starter: string, topic: string) {
  const thread = { platform: 'slack', channel, thread: '', starter };
  const id = await begun(engine, { thread, startedBy: 'Somebody', settings: {}, topic });
  await watched(engine, id).until(
    ({ answering, thread: opened }) => answering !== null && opened?.thread !== '',
  );
  return id;
}

test('A18: people see the designs they have started, and no others, where Slack does not say who is where', async () => {
  const scopes = ALL_SCOPES.filter((scope) => !['channels:read', 'groups:read'].includes(scope));
  const world = await connected({ isStill: true, slack: { scopes } });
  world.slack.record.allow(/missing_scope/);
  const { slack, engine, ana, ben, general } = world;
  const id = await asked(world, general, ben, 'Should the cache go?');
  expect(await listedFor(world, ana)).not.toContain('Should the cache go?');
  expect(await listedFor(world, ben)).toContain('Should the cache go?');
  for (const who of [ana, ben]) expect(await listedFor(world, who)).toContain(MAY_LACK);
  const { thread } = (await engine.design(id))?.thread ?? { thread: '' };
  slack.people.say(ana, general, 'Q1: 500', { thread });
  await watched(engine, id).until(({ replies }) => replies.length === 1);
  expect(await listedFor(world, ana)).not.toContain('Should the cache go?');
});

test.each(['limited', 'failed_before', 'cut_before'] as const)(
  'A18: a list says that it may lack some while Slack does not say which channels somebody is in (%s)',
  async (mishap) => {
    const { clock, pass } = createMovedClock(unhurriedClock());
    const world = await connected({ isStill: true, clock });
    const { slack, ana, ben, general } = world;
    await asked(world, general, ben, 'Should the cache go?');
    /** The lists of this person that lack nothing, by how one asks for them. */
    const wholeLists = async (who: string, ...typed: readonly string[]) => {
      const whole: string[] = [];
      for (const words of typed)
        if (!(await listedFor(world, who, words)).includes(MAY_LACK)) whole.push(words);
      return whole;
    };
    slack.record.allow(/users.conversations/);
    slack.faults.always('users.conversations', mishap);
    const typed = ['list', 'find cache', 'status 0a0a0a0a'];
    // Ben's status is that of his design.
    expect(await wholeLists(ana, ...typed, 'status')).toEqual([]);
    expect(await wholeLists(ben, ...typed, 'status')).toEqual(['status']);
    slack.faults.always('users.conversations', null);
    pass(LATER_MS);
    for (const who of [ana, ben]) expect(await wholeLists(who, ...typed)).toEqual(typed);
  },
);

test('A18: a list shows nothing of a channel that somebody has left, though they have spoken there', async () => {
  const world = await connected({ isStill: true });
  const { slack, engine, ana, ben } = world;
  const closed = slack.workspace.addChannel('closed', 'private');
  const members = slack.workspace.channels.get(closed)?.members;
  for (const who of [ana, ben]) members?.add(who);
  const id = await asked(world, closed, ben, 'Who is to be promoted?');
  const { thread } = (await engine.design(id))?.thread ?? { thread: '' };
  slack.people.say(ana, closed, 'Q1: Zoe', { thread });
  await watched(engine, id).until(({ replies }) => replies.length === 1);
  members?.delete(ana);
  expect(await listedFor(world, ana)).not.toContain('promoted');
  expect(await listedFor(world, ben)).toContain('promoted');
});
