import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { TOPIC } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World } from './world.ts';

type Settings = (world: World) => Readonly<Record<string, string>>;

async function opened(settings: Settings = () => ({}), latencyMs = 60_000): Promise<World> {
  const few = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: String(latencyMs) };
  return World.open({ environment: (world) => ({ ...few, ...settings(world) }) });
}

async function refused({ slack }: World, person: string, channel: string, line: string): Promise<string> {
  const before = slack.visibleMessages(channel).length;
  const { privately } = await slack.people.slash(person, channel, line);
  expect(slack.visibleMessages(channel)).toHaveLength(before);
  return privately.join();
}

test('only those who are named, or in a group that is, start designs and run them again', async () => {
  const world = await opened(({ slack, ana }) => ({ SLACK_STARTERS: slack.workspace.addGroup([ana]) }));
  const { slack, ana, ben, general } = world;
  expect(await refused(world, ben, general, `/design ${TOPIC}`)).toContain(
    'Only some people may start designs here, and you are not among them.',
  );
  const { view: none, privately } = await slack.people.slash(ben, general, '/design');
  expect([none, privately.join()]).toEqual([null, expect.stringContaining('you are not among them')]);
  const { view } = await slack.people.slash(ana, general, '/design');
  if (view === null) throw new Error('no form was opened');
  expect((await slack.people.submitView(ben, view, { topic: TOPIC })).errors).toEqual({
    topic: expect.stringContaining('you are not among them'),
  });

  const card = await world.begun(TOPIC);
  await slack.people.click(ana, card, ACTIONS.cancel);
  await world.reads(card, '[ Run again ]');
  await slack.people.click(ben, card, ACTIONS.runAgain);
  await until('the refusal', () => slack.ephemeral(ben).join().includes('may run designs again here'));
  expect(await world.designs()).toHaveLength(1);
  expect(slack.ephemeral(ana).join()).not.toContain('not among them');
});

test('only those who are named answer and say that this is all', async () => {
  const world = await opened(({ ana }) => ({ SLACK_ANSWERERS: ana }), 0);
  const { slack, ana, ben, general } = world;
  const card = await world.begun(TOPIC);
  const questions = await world.says(card, 'before they write');
  slack.people.say(ben, general, 'Q1: Whatever you like.', { thread: card.ts });
  await until('the refusal', () => slack.ephemeral(ben).join().includes('Only some people may answer here'));
  await slack.people.click(ben, questions, ACTIONS.doneAnswering);
  await until('two refusals', () => slack.ephemeral(ben).length === 2);
  expect(world.text(questions)).not.toContain('✓');

  slack.people.say(ana, general, 'Q1: At most 900 a minute.', { thread: card.ts });
  await world.reads(questions, /Q1 .* ✓ Ana/);
  await slack.people.click(ana, questions, ACTIONS.doneAnswering);
  await world.reads(card, /Nothing was decided/);
  const { id } = await world.design();
  expect(await world.daemon.text(`/designs/${id}/events?since=0`)).not.toContain('Whatever you like.');
  expect(world.thread(card).join()).not.toContain('Only some people');
});

test('the person who started a design and operators cancel it, and nobody else', async () => {
  const world = await opened(({ slack, ben }) => ({ SLACK_OPERATORS: slack.workspace.addGroup([ben]) }));
  const { slack, ben, general } = world;
  const cleo = slack.workspace.addPerson('Cleo');
  slack.workspace.channels.get(general)?.members.add(cleo);
  const card = await world.begun(TOPIC);
  await world.reads(card, 'asking');
  expect(await refused(world, cleo, general, '/design cancel')).toContain(
    'Only Ana, who started this, and operators can cancel it. Nobody was told that you asked; ask Ana.',
  );
  slack.people.mention(cleo, general, 'cancel', card.ts);
  await until('the second refusal', () => slack.ephemeral(cleo).length === 2);
  expect(world.text(card)).not.toContain('Cancelled');

  await slack.people.click(ben, card, ACTIONS.cancel);
  await world.reads(card, 'Cancelled');
  await world.says(card, 'Cancelled by Ben');
});

test('designs are begun in the channels that are named, and so many a day by each person', async () => {
  const world = await opened(({ general }) => ({
    SLACK_CHANNELS: general,
    CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: '1',
  }));
  const { slack, ana, ben, general } = world;
  const random = slack.workspace.addChannel('random');
  expect(await refused(world, ana, random, `/design ${TOPIC}`)).toContain(
    'Nobody can start designs in this channel.',
  );
  await world.begun(TOPIC);
  expect(await refused(world, ana, general, `/design ${TOPIC}`)).toContain(
    'You have started 1 design today, and one person may start 1 a day.',
  );
  expect((await slack.people.slash(ben, general, `/design ${TOPIC}`)).privately.join()).toContain('On it.');
  await until('two cards', () => world.fromBot(general).length === 2);
});

test('where the bot is not, it says how to have it', async () => {
  const world = await opened();
  const { slack, ana, ben } = world;
  const { workspace } = slack;
  for (const [name, kind] of [
    ['public', 'public'],
    ['board', 'private'],
    ['directmessage', 'im'],
  ] as const) {
    const channel = workspace.addChannel(name, kind, [ana, ben]);
    expect(await refused(world, ana, channel, `/design ${TOPIC}`)).toContain('I am not in this channel.');
    if (kind === 'im') continue;
    workspace.inviteBot(channel);
    await world.begun(TOPIC, channel);
  }
});
