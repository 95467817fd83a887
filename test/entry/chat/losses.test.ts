import { expect, test } from 'vitest';
import type { PublicEvent } from '../../../src/core/public-event.ts';
import { atNight } from '../../support/whole.ts';
import { calledHere } from '../cli.ts';
import { until } from '../waiting.ts';
import { ARCHIVED, CARD_DELETED, LOSSES, type Lost, UNDONE } from './losses.ts';
import { ended, outline, WHOLE } from './telling.ts';

/** What people see who look at a thread that could not be written to after the answers. */
const CUT_SHORT = ['card', 'questions', 'Ben: Q1: At most 900 a minute. ✅'];
const PAUSE = { CHARRETTE_THREAD_GONE: 'pause' };

async function typesOf({ world, id }: Lost): Promise<string[]> {
  const { events } = await world.daemon.get<{ events: PublicEvent[] }>(`/designs/${id}/events`);
  return events.map(({ type }) => type);
}

/** Resolves when it waits for a person, and nobody is at work. */
async function paused(lost: Lost): Promise<void> {
  const { world, id } = lost;
  await until('the pause', async () => (await typesOf(lost)).includes('gate_opened'));
  await until('the log', () => world.daemon.output.includes('design_paused'));
  await until('everybody has finished', async () =>
    (await world.daemon.design(id)).personas.every(({ activity }) => activity !== 'working'),
  );
  expect(await world.daemon.design(id)).toMatchObject({
    status: 'awaiting_input',
    gate: { id: 'gate-1', reasons: ['thread_unreachable'], choices: ['accept', 'stop'] },
  });
}

async function over({ world, id }: Lost): Promise<void> {
  await until('the end', async () => (await world.daemon.design(id)).endedAt !== null);
}

/** While it was paused no model was asked anything new. */
async function expectNothingBegun(lost: Lost): Promise<void> {
  const types = await typesOf(lost);
  const inPause = types.slice(types.indexOf('gate_opened'), types.indexOf('gate_decided'));
  expect(inPause.filter((type) => type === 'turn_started' || type === 'round_opened')).toEqual([]);
}

/** Those that can be undone are lost below, where a design waits; a channel and a thread that are deleted look alike. */
const IN_THE_MIDDLE = ['is archived', 'is revoked', 'is locked', 'thread is deleted'];

test.each(atNight(LOSSES, ({ what }) => IN_THE_MIDDLE.some((each) => what.endsWith(each))))(
  '$what in the middle: the design goes on to its end, and the operator is told',
  async ({ lose }) => {
    const lost = await lose({});
    const { world, card, id } = lost;
    await over(lost);
    expect((await world.daemon.design(id)).status).toBe('completed');
    expect(await typesOf(lost)).not.toContain('gate_opened');
    await until('the result', async () =>
      (await world.daemon.text(`/designs/${id}/artifacts/brief.md`)).includes('## '),
    );
    await until('the log', () => world.daemon.output.includes('thread_unreachable'));
    if (lose === ARCHIVED.lose) expect(outline(world, card).slice(0, 3)).toEqual(CUT_SHORT);
  },
);

test.each(atNight([...LOSSES, CARD_DELETED], (each) => [CARD_DELETED, UNDONE.at(-1)].includes(each)))(
  '$what, where a design waits for a person then: one stops it, and what was contributed is in its files',
  async ({ lose }) => {
    const lost = await lose(PAUSE);
    const { world, id } = lost;
    await paused(lost);
    const stop = { choice: 'stop', author: 'Ana' };
    expect((await world.daemon.post(`/designs/${id}/gates/gate-1`, stop)).status).toBe(200);
    await over(lost);
    expect(await world.daemon.design(id)).toMatchObject({
      status: 'needs_review',
      outcome: { stoppedBecause: 'decided_by_person', reasons: ['thread_unreachable'] },
    });
    await expectNothingBegun(lost);
    expect(await world.daemon.text(`/designs/${id}/artifacts/transcript.md`)).toContain(
      'A person is asked to decide, because its thread cannot be written to any more.',
    );
  },
);

test.each(UNDONE)(
  'P4: $what, and that is undone while a person decides: the thread has everything, once and in order',
  async ({ lose }) => {
    const lost = await lose(PAUSE);
    const { world, card, id, regain } = lost;
    await paused(lost);
    regain();
    const accept = { choice: 'accept', author: 'Ana' };
    expect((await world.daemon.post(`/designs/${id}/gates/gate-1`, accept)).status).toBe(200);
    await ended(world, card);
    await expectNothingBegun(lost);
    expect(outline(world, card)).toEqual(WHOLE);
    expect(world.text(card)).toContain('Nothing was decided');
  },
);

test('a design that waits because its thread is gone goes on from the command line to its end', async () => {
  const lost = await ARCHIVED.lose(PAUSE);
  const { world, card, id } = lost;
  await paused(lost);
  const shown = await calledHere(world.dataDir, ['show', id]);
  expect(shown.stdout).toMatch(
    /A person has to decide until .* UTC: its thread cannot be written to any more\./,
  );
  expect(shown.stdout).toContain(`decide ${id.slice(-8)} gate-1 accept\n`);
  const decided = await calledHere(world.dataDir, ['decide', id, 'gate-1', 'accept']);
  expect(decided).toMatchObject({ code: 0, stderr: '' });
  await over(lost);
  expect((await world.daemon.design(id)).status).toBe('completed');
  await expectNothingBegun(lost);
  expect((await typesOf(lost)).filter((type) => type === 'gate_opened')).toHaveLength(1);
  expect(outline(world, card)).toEqual(CUT_SHORT);
});

test('a design that waits because its thread is gone needs review when nobody decides in time', async () => {
  const lost = await ARCHIVED.lose({ ...PAUSE, CHARRETTE_GATE_SECONDS: '20' });
  const { world, id } = lost;
  await paused(lost);
  await over(lost);
  expect(await world.daemon.design(id)).toMatchObject({
    status: 'needs_review',
    outcome: { stoppedBecause: 'gate_unanswered', reasons: ['thread_unreachable'] },
  });
  await expectNothingBegun(lost);
});
