import { tmpdir } from 'node:os';
import { expect, test, vi } from 'vitest';
import type { PublicEvent } from '../../../src/core/public-event.ts';
import type { DesignView } from '../../../src/core/view.ts';
import type { Message } from '../../support/slack/workspace.ts';
import { charrette } from '../cli.ts';
import { TOKEN } from '../daemon.ts';
import { answer, begin, ended, fewPersonas, outline, PATIENT, WHOLE } from './telling.ts';
import { until, World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

/** What people see who look at a thread that could not be written to after the answers. */
const CUT_SHORT = ['card', 'questions', 'Ben: Q1: At most 900 a minute. ✅'];

const archive = ({ slack, general }: World) => slack.workspace.archive(general);
const removeBot = ({ slack, general }: World) => slack.workspace.removeBot(general);

/** A design that lost its thread when the answers were in, and waits for a person. */
async function paused(
  lose: (world: World, card: Message) => void,
  environment: Record<string, string> = {},
): Promise<{ world: World; card: Message; id: string }> {
  const world = await World.open({
    slack: PATIENT,
    environment: {
      ...(await fewPersonas()),
      CHARRETTE_REHEARSAL_LATENCY_MS: '400',
      CHARRETTE_THREAD_GONE: 'pause',
      ...environment,
    },
  });
  const card = await begin(world);
  await answer(world, card);
  await until('the marks', () => world.thread(card).join().includes('(✅ 1)'));
  lose(world, card);
  const { id } = await world.design();
  await until('the pause', async () =>
    (await eventsOf(world, id)).some(({ type }) => type === 'gate_opened'),
  );
  await until('the log', () => world.daemon.output.includes('design_paused'));
  return { world, card, id };
}

async function eventsOf({ daemon }: World, id: string): Promise<PublicEvent[]> {
  return (await daemon.get<{ events: PublicEvent[] }>(`/designs/${id}/events`)).events;
}

/** While it was paused no model was asked anything new. */
async function expectNothingBegun(world: World, id: string): Promise<void> {
  const types = (await eventsOf(world, id)).map(({ type }) => type);
  const inPause = types.slice(types.indexOf('gate_opened'), types.indexOf('gate_decided'));
  expect(inPause.filter((type) => type === 'turn_started' || type === 'round_opened')).toEqual([]);
}

/** Resolves when whoever was at work has finished. */
async function quiet(world: World): Promise<DesignView> {
  await until('everybody has finished', async () =>
    (await world.design()).personas.every(({ activity }) => activity !== 'working'),
  );
  return world.design();
}

test('a design whose channel is archived waits for a person, and goes on from the command line to its end', async () => {
  const { world, card, id } = await paused(archive);
  const waiting = await quiet(world);
  expect(waiting).toMatchObject({
    status: 'awaiting_input',
    gate: { id: 'gate-1', reasons: ['thread_unreachable'], choices: ['accept', 'stop'] },
  });

  const daemon = {
    CHARRETTE_HTTP_PORT: new URL(world.daemon.url).port,
    CHARRETTE_ADMIN_TOKEN: TOKEN,
  };
  const shown = await charrette(tmpdir(), ['show', id], daemon);
  expect(shown.stdout).toContain(
    'A person has to decide at gate-1 (accept, stop): its thread cannot be written to any more.',
  );
  const decided = await charrette(tmpdir(), ['decide', id, 'gate-1', 'accept'], daemon);
  expect(decided).toMatchObject({ code: 0, stderr: '' });
  await until('the end', async () => (await world.design()).endedAt !== null);
  expect((await world.design()).status).toBe('completed');
  await expectNothingBegun(world, id);
  expect((await eventsOf(world, id)).filter(({ type }) => type === 'gate_opened')).toHaveLength(1);
  expect(outline(world, card)).toEqual(CUT_SHORT);
  expect(world.slack.record.violations).toEqual([]);
});

test.each([
  ['the token is revoked', ({ slack }: World) => slack.workspace.revoke()],
  ['the thread is deleted', ({ slack }: World, card: Message) => slack.workspace.remove(card)],
] as const)('a design waits for a person as well when %s', async (_, lose) => {
  const { world, id } = await paused(lose);
  expect(await quiet(world)).toMatchObject({
    status: 'awaiting_input',
    gate: { reasons: ['thread_unreachable'] },
  });
  await world.daemon.post(`/designs/${id}/cancel`);
  expect((await world.design()).status).toBe('cancelled');
  expect(world.slack.record.violations).toEqual([]);
});

test('P4: where the bot is invited again before that, the thread has everything, once and in order', async () => {
  const { world, card, id } = await paused(removeBot);
  await quiet(world);
  world.slack.workspace.inviteBot(world.general);
  const { status } = await world.daemon.post(`/designs/${id}/gates/gate-1`, {
    choice: 'accept',
    author: 'Ana',
  });
  expect(status).toBe(200);
  await ended(world, card);
  await expectNothingBegun(world, id);
  expect(outline(world, card)).toEqual(WHOLE);
  expect(world.text(card)).toContain('Decision ready');
  expect(world.slack.record.violations).toEqual([]);
});

test.each([
  ['a person stops it', {}, 'decided_by_person'],
  ['nobody decides in time', { CHARRETTE_GATE_SECONDS: '2' }, 'gate_unanswered'],
] as const)(
  'a paused design needs review when %s, and what was contributed is in its files',
  async (_, environment, because) => {
    const { world, id } = await paused(archive, environment);
    if (because === 'decided_by_person') {
      await world.daemon.post(`/designs/${id}/gates/gate-1`, { choice: 'stop', author: 'Ana' });
    }
    await until('the end', async () => (await world.design()).endedAt !== null);
    expect(await world.design()).toMatchObject({
      status: 'needs_review',
      outcome: { stoppedBecause: because, reasons: ['thread_unreachable'] },
    });
    await expectNothingBegun(world, id);
    expect(await world.daemon.text(`/designs/${id}/artifacts/transcript.md`)).toContain(
      'A person is asked to decide, because its thread cannot be written to any more.',
    );
    expect(world.slack.record.violations).toEqual([]);
  },
);
