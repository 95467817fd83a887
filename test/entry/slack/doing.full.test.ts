import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import { readableView } from '../../platforms/slack/readable.ts';
import { until } from '../waiting.ts';
import { MODES, optionOf, World } from './world.ts';

const TOPIC = 'Should the job queue move from Redis to Kafka?';
/** Long enough to do something in the middle of a phase. */
const SLOW = { environment: { CHARRETTE_REHEARSAL_LATENCY_MS: '60000' } };

test.each(MODES)(
  'a form asks for the details, says at the field what is wrong, and starts a design, over %s',
  async (mode) => {
    const world = await World.open({ mode });
    const { slack, ana, general } = world;
    const { view } = await slack.people.slash(ana, general, '/design');
    if (view === null) throw new Error('no form was opened');
    expect(readableView(slack.workspace, view)).toContain('What is to be decided?');

    const wrong = await slack.people.submitView(ana, view, { topic: '???' });
    expect(wrong.errors).toEqual({
      topic: 'The topic has no letters or digits. Say in a sentence what is to be decided.',
    });
    const right = await slack.people.submitView(ana, view, {
      topic: TOPIC,
      context: 'At most 900 jobs a minute.',
      personas: ['subtractor', 'migrationist'],
      budget: '2.5',
      deadline: '30',
    });
    expect(right).toMatchObject({ isAcknowledged: true, errors: {}, view: null });
    const card = await world.card();
    await world.reads(card, '$0.00 of $2.50');
    expect(world.text(card)).toMatch(/Migrationist.*Subtractor/);
    expect(world.text(card)).not.toContain('Archaeologist');
    await until('the private word', () =>
      slack.ephemeral(ana).some((text) => text.includes('Two personas are reading up')),
    );
  },
);

test('the person says which of several running designs is meant', async () => {
  const world = await World.open(SLOW);
  const { slack, ana, general } = world;
  const reader = slack.workspace.people.get(ana);
  if (reader !== undefined) reader.aheadOfUtc = 7_200;
  const [first, second] = [
    await world.begun('Redis or Postgres for jobs?'),
    await world.begun('Tabs or spaces for code?'),
  ];
  const { privately } = await slack.people.slash(ana, general, '/design cancel');
  expect(privately.join()).toMatch(/2 designs.*Tabs or spaces for code\?.*Redis or Postgres for jobs\?/s);
  const list = slack.people.ephemeral(ana).at(-1);
  if (list === undefined) throw new Error('no list is shown');
  await slack.people.click(
    ana,
    list,
    ACTIONS.choose,
    optionOf(list, /^Redis or Postgres for jobs\? · Ana, (?:\d+ \w+, )?\d\d:\d\d$/),
  );
  const question = () => slack.people.ephemeral(ana).at(-1);
  await until('the question', () => slack.ephemeral(ana).at(-1)?.includes('Cancel this design?') === true);
  expect(slack.ephemeral(ana).at(-1)).toContain('Redis or Postgres for jobs?');
  expect(world.text(first)).not.toContain('Cancelled');
  const asked = question();
  if (asked === undefined) throw new Error('nothing was asked');
  await slack.people.click(ana, asked, ACTIONS.sure);
  await world.reads(first, /Cancelled/);
  await until('the answer', () => /Cancelled\..*Redis or Postgres/s.test(slack.ephemeral(ana).at(-1) ?? ''));
  expect(world.text(second)).not.toContain('Cancelled');
  expect((await slack.people.slash(ana, general, '/design status')).privately.join()).toContain(
    'Tabs or spaces for code?',
  );
  expect((await slack.people.slash(ana, general, '/design list')).privately.join()).toMatch(/cancelled/);

  await world.cancel(ana, second);
  await world.reads(second, /Cancelled/);
  await slack.people.slash(ana, general, '/design retry');
  const ended = question();
  if (ended === undefined) throw new Error('no list is shown');
  await slack.people.click(
    ana,
    ended,
    ACTIONS.choose,
    optionOf(ended, /^Redis or Postgres for jobs\? · Ana, /),
  );
  await world.told(ana, /Run this again\?.*Redis or Postgres/s);
});

test('“Design this” takes the message and its thread along', async () => {
  const world = await World.open({ environment: { CHARRETTE_ANSWER_SECONDS: '0' } });
  const { slack, ana, ben, general } = world;
  const message = slack.people.say(ben, general, 'The queue loses jobs when Redis restarts.');
  slack.people.say(ana, general, 'It happened twice in March.', { thread: message.ts });
  const { view } = await slack.people.shortcut(ana, message, 'charrette.design_this');
  if (view === null) throw new Error('no form was opened');
  expect(readableView(slack.workspace, view)).toContain('The queue loses jobs when Redis restarts.');
  await slack.people.submitView(ana, view, { topic: TOPIC });
  const card = await world.card();
  await world.reads(card, /Nothing was decided/);
  const { id } = await world.design();
  expect(await world.daemon.text(`/designs/${id}/events?since=0`)).toContain(
    'Ana: It happened twice in March.',
  );
});

test('Peek shows one person alone what a persona is at', async () => {
  const world = await World.open(SLOW);
  const { slack, ana, ben } = world;
  const card = await world.begun(TOPIC);
  await world.reads(card, 'asking');
  await slack.people.click(ben, card, ACTIONS.peek, optionOf(card, '✂️ Subtractor'));
  await until('the look', () => /Subtractor.*asking.*never replaced/s.test(slack.ephemeral(ben).join()));
  expect(slack.ephemeral(ana)).toHaveLength(1);
});
