import { expect, onTestFinished, test, vi } from 'vitest';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { never } from '../chat-stories.ts';
import { drawnId } from '../drawn-controls.ts';
import { answeringOnly, WAIT, watched } from '../engines.ts';
import { chatWith } from './chat-world.ts';
import { connected, type WorldOptions } from './message-world.ts';

type World = Awaited<ReturnType<typeof connected>>;

const HOUR = 3_600_000;
const QUESTION = /Cancel this design\?/;
/** Nothing is over while a test moves its clock. */
const PATIENT = { roundMs: 100 * HOUR, answerMs: 100 * HOUR, designMs: 500 * HOUR };
const SET = 'agents.sessions.setStatus';

/**
 * Each status that was set, as Slack recorded the calls; a title stands behind the status that it
 * came with.
 */
function calls({ slack }: Pick<World, 'slack'>): string[] {
  return slack.record
    .callsOf(SET)
    .map(({ arguments: { status, title = '' }, error }) =>
      [status, title, error ?? ''].join(' ').trim(),
    );
}

/** A design that opens its thread below its card, and waits for answers. */
async function opened(options: WorldOptions = {}) {
  const world = await connected(options);
  const { engine, general } = world;
  const id = await world.begin('', general, PATIENT);
  const design = watched(engine, id);
  await design.until(({ answering, thread }) => answering !== null && thread?.thread !== '');
  const { thread } = (await engine.design(id))?.thread ?? { thread: '' };
  const session = () => world.slack.sessions.in(general, thread);
  const untilStatus = (status: string) =>
    vi.waitUntil(() => session()?.statuses.at(-1) === status, WAIT);
  return { ...world, ...design, thread, session, untilStatus };
}

/** The same, with personas at work that never finish. */
async function working(options: WorldOptions = {}) {
  const world = await opened({ isStill: true, ...options });
  await world.untilStatus('suspended');
  await world.engine.command(world.id, { type: 'go_on', by: 'Ana' }).answered;
  await world.untilStatus('processing');
  const stop = (who: string, about?: { isLate: boolean }) =>
    world.slack.people.stop(who, world.general, world.thread, about);
  const questions = (who: string) => world.ephemerals(who).filter((text) => QUESTION.test(text));
  return { ...world, stop, questions };
}

test('a thread is a session: suspended for answers, processing, closed, with its title once', async () => {
  const world = await working();
  await world.cancel();
  await world.untilStatus('closed');
  expect(world.session()?.title).toBe('Should the job queue move from Redis to Postgres?');
  expect(world.session()?.initiator).toBe(world.ana);
  const [first, ...rest] = calls(world);
  expect(first).toMatch(
    /^(processing|suspended) Should the job queue move from Redis to Postgres\?$/,
  );
  expect(rest.filter((each, at) => at > 0 || each !== 'suspended')).toEqual([
    'processing',
    'closed',
  ]);
});

test('a session whose starter has left the channel is made all the same, and stands in nobody’s list', async () => {
  const world = await connected({ model: (model) => answeringOnly(model, []) });
  const { slack, general, ana } = world;
  slack.workspace.channels.get(general)?.members.delete(ana);
  const design = watched(world.engine, await world.begin(''));
  await design.until(({ thread }) => thread?.thread !== '');
  const { thread } = (await design.design()).thread ?? { thread: '' };
  const session = await vi.waitUntil(() => slack.sessions.in(general, thread), WAIT);
  expect(session).toMatchObject({ initiator: null, statuses: ['processing'] });
});

test('a title that Slack refuses is replaced by a plain one', async () => {
  const { slack, ana, general, chat, place } = await chatWith();
  slack.sessions.refusedTitle = 'Should we move?';
  slack.record.allow(/invalid_title/);
  const thread = { ...place, starter: ana };
  await chat.showSession?.(thread, { status: 'processing', title: 'Should we move?' }, never);
  expect(slack.sessions.in(general, place.thread)).toMatchObject({
    title: 'A design',
    statuses: ['processing'],
  });
});

test('the sign of work is renewed before Slack takes it away, and nothing else is set meanwhile', async () => {
  const { clock, pass } = createMovedClock(unhurriedClock());
  const world = await working({ clock, turnTotalMs: HOUR });
  const before = calls(world).length;
  pass(0.85 * HOUR);
  await vi.waitUntil(() => calls(world).length > before, WAIT);
  expect(calls(world).slice(before)).toEqual(['processing']);
});

test('the stop button asks once more, privately, and cancels when that is confirmed', async () => {
  const world = await working();
  const { slack, engine, id, ana, ben, stop, questions, untilStatus } = world;
  stop(ana);
  await vi.waitUntil(() => questions(ana).length > 0, WAIT);
  expect((await engine.design(id))?.end).toBeNull();
  expect(questions(ben)).toEqual([]);
  const question = slack.people.ephemeral(ana).findLast(({ text }) => QUESTION.test(text));
  if (question === undefined) throw new Error('nothing was asked');
  await slack.people.click(ana, question, drawnId(question.blocks, 'sure'));
  await world.until(({ end }) => end?.status === 'cancelled');
  await untilStatus('closed');
});

test.each([1, 2])('A25: five presses are one question, with %i connected', async (daemons) => {
  const { ana, ben, stop, questions, ephemerals, connectAnother } = await working();
  if (daemons === 2) await connectAnother();
  for (let presses = 0; presses < 5; presses++) stop(ana);
  await vi.waitUntil(() => questions(ana).length > 0, WAIT);
  // What comes after the five has been handled after them.
  stop(ben);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(questions(ana)).toHaveLength(1);
});

test('an app that is not an agent is told of once, is asked once, and works as before', async () => {
  const world = await opened({ slack: { isAgent: false } });
  const { engine, id, log } = world;
  await engine.command(id, { type: 'go_on', by: 'Ana' }).answered;
  await eventsUntil(engine, id, isEnd);
  const other = await begun(engine, {
    thread: { platform: 'slack', channel: world.general, thread: '', starter: world.ana },
    startedBy: 'Ana',
    settings: { questions: 'none' },
  });
  await eventsUntil(engine, other, isEnd);
  await Promise.all([engine.waitUntilSettled(id), engine.waitUntilSettled(other)]);
  expect((await engine.design(id))?.end?.status).toBe('completed');
  expect(calls(world).map((call) => call.split(' ').at(-1))).toEqual(['not_authorized']);
  expect(log.events.filter(({ event }) => event === 'slack_no_agent')).toHaveLength(1);
});

test('the operator reads once that Slack shows no stop button to people', async () => {
  const events = ['app_mention', 'message.channels', 'message.groups', 'message.im'];
  const world = await opened({ slack: { events } });
  await world.untilStatus('suspended');
  await world.cancel();
  await world.untilStatus('closed');
  expect(world.log.events.filter(({ event }) => event === 'slack_no_stop_button')).toHaveLength(1);
});

test('a thread in which a design is run again is processing again', async () => {
  const world = await working();
  const { engine, id, session, untilStatus } = world;
  await world.cancel();
  await untilStatus('closed');
  await engine.waitUntilSettled(id);
  const again = await engine.retry(await world.design(), 'Ana', {}, world.ana).answered;
  expect(again).toHaveProperty('design');
  await untilStatus('processing');
  expect(session()?.statuses.slice(-2)).toEqual(['closed', 'processing']);
});

test('a rerun design leaves the session to the new run, even if its end was not shown', async () => {
  const { clock, pass } = createMovedClock(unhurriedClock());
  const { slack, engine, id, ana, log, cancel, design, session, untilStatus } = await working({
    clock,
  });
  slack.faults.script(SET, 'failed_before');
  await cancel();
  await vi.waitUntil(() => log.events.some(({ event }) => event === 'session_not_shown'), WAIT);
  const again = await engine.retry(await design(), 'Ana', {}, ana).answered;
  expect(again).toHaveProperty('design');
  await vi.waitUntil(() => session()?.statuses.length === 3, WAIT);
  pass(3_000);
  await engine.waitUntilSettled(id);
  await untilStatus('processing');
  expect(session()?.statuses).not.toContain('closed');
});

test('a Slack that does not answer about sessions holds up neither the card nor the end of a design', async () => {
  const { clock, pass } = createMovedClock(unhurriedClock());
  const { slack, engine, general, id, cancel, session } = await working({ clock });
  const over = Promise.withResolvers<void>();
  onTestFinished(() => over.resolve());
  const isAsked = slack.faults.hold(SET, over.promise);
  await cancel();
  await vi.waitUntil(
    () => slack.visible(general).some((text) => text.includes('cancelled it')),
    WAIT,
  );
  await isAsked;
  pass(4_000);
  await engine.waitUntilSettled(id);
  expect((await engine.design(id))?.end?.status).toBe('cancelled');
  expect(session()?.statuses).not.toContain('closed');
});

test('a channel in which Slack knows no agents leaves the sessions of the others alone', async () => {
  const world = await connected({ model: (model) => answeringOnly(model, []) });
  const { slack, engine, general, log } = world;
  const other = slack.workspace.addChannel('other');
  slack.sessions.refusing.add(general);
  for (const channel of [general, general, other]) {
    const id = await world.begin('', channel, PATIENT);
    await watched(engine, id).until(({ thread }) => thread?.thread !== '');
  }
  await vi.waitUntil(() => calls(world).length === 2, WAIT);
  expect(calls(world).map((call) => call.split(' ').at(-1))).toEqual([
    'not_authorized',
    'Postgres?',
  ]);
  expect(log.events.filter(({ event }) => event === 'slack_no_agent')).toHaveLength(1);
});
