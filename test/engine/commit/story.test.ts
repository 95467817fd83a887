import { expect, test } from 'vitest';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { CommitDraft } from '#engine/commit/commit.ts';
import { makeStoryLogger } from '#engine/commit/story.ts';
import { turnRecordOf } from '../../support/designs/commits.ts';
import { causeOf, given, type World } from '../../support/designs/given.ts';
import { GATED } from '../../support/designs/given-start.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { ownWorkshop } from '../own-workshop.ts';
import { begun, eventsUntil, isEnd } from '../running-engine.ts';

const STORY = new Set([
  'design_started',
  'session_lost',
  'session_replaced',
  'participant_dead',
  'facilitator_passed',
  'gate_opened',
  'gate_decided',
  'people_asked',
  'design_ended',
]);

interface Logged {
  readonly event: string;
  readonly facts: Record<string, unknown>;
}

/** The lines that tell the story of a design, in order. */
function storyOf({ events }: { readonly events: readonly Logged[] }, designId: DesignId): Logged[] {
  return events.filter(({ event, facts }) => STORY.has(event) && facts.designId === designId);
}

test('D7: two crashes, a gate and an end are a line each, with design, persona, session and cause', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine, sessions, log } = await startEngine();
  const id = await begun(engine);
  await sessions.loseAtWork('archaeologist');
  await eventsUntil(
    engine,
    id,
    ({ event }) => event.type === 'session_started' && event.origin === 'retry',
  );
  await sessions.loseAtWork('archaeologist');
  const opened = await eventsUntil(engine, id, ({ event }) => event.type === 'gate_opened');
  const accept = {
    type: 'decide_gate',
    gateId: 'gate-1',
    choice: 'accept',
    note: '',
    by: 'ana',
  } as const;
  expect(await engine.command(id, accept).answered).toEqual({ accepted: true });
  await eventsUntil(engine, id, isEnd);
  await engine.stop();

  const [first, second] = opened.flatMap(({ event }) =>
    event.type === 'session_lost' ? [event.sessionId] : [],
  );
  const about = { designId: id, participant: 'archaeologist' };
  const killed = { kind: 'killed', cause: 'process killed' };
  expect(storyOf(log, id)).toMatchObject([
    { event: 'design_started', facts: { designId: id, by: 'ana' } },
    { event: 'session_lost', facts: { ...about, sessionId: first, ...killed } },
    {
      event: 'session_replaced',
      facts: { ...about, sessionId: second, replaces: first, origin: 'retry', cause: killed.cause },
    },
    { event: 'session_lost', facts: { ...about, sessionId: second, ...killed } },
    {
      event: 'participant_dead',
      facts: { ...about, sessionId: second, cause: expect.stringContaining('crashed twice') },
    },
    { event: 'gate_opened', facts: { designId: id, gateId: 'gate-1', cause: 'persona_missing' } },
    {
      event: 'gate_decided',
      facts: {
        designId: id,
        gateId: 'gate-1',
        choice: 'accept',
        by: 'ana',
        cause: 'persona_missing',
      },
    },
    {
      event: 'design_ended',
      facts: { designId: id, status: 'completed', by: 'ana', cause: 'a person decided' },
    },
  ]);
});

test('D7: a cancellation names its author and not their words, and the end of everybody the cause of each death', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine, sessions, log } = await startEngine();
  for (const reason of ['enough', '']) {
    const cancelled = await begun(engine);
    await engine.command(cancelled, { type: 'cancel', by: 'ana', reason }).answered;
    expect(storyOf(log, cancelled).slice(1)).toMatchObject([
      {
        event: 'design_ended',
        facts: {
          status: 'cancelled',
          stoppedBecause: 'cancelled_by_person',
          by: 'ana',
          cause: 'a person cancelled it',
        },
      },
    ]);
  }

  const orphaned = await begun(engine);
  for (const persona of ['archaeologist', 'failure-analyst', 'archaeologist', 'failure-analyst'])
    await sessions.loseAtWork(persona);
  await eventsUntil(engine, orphaned, isEnd);
  const story = storyOf(log, orphaned);
  expect(story.filter(({ event }) => event === 'participant_dead')).toHaveLength(2);
  expect(story.at(-1)).toMatchObject({
    event: 'design_ended',
    facts: { status: 'cancelled', stoppedBecause: 'no_persona_left' },
  });
});

test('D7: two who die in one commit are told each with how many remained then', () => {
  const world = given().reach('proposing');
  const draft = new CommitDraft(
    {
      design: world.design,
      hashes: Array(world.design.version).fill(''),
      lastAt: world.design.startedAt,
    },
    () => turnRecordOf(world.design.id, 1),
  );
  const cause = causeOf('killed');
  for (const name of ['archaeologist', 'subtractor']) {
    draft.add(world.loses(name, cause));
    draft.add(world.loses(name, cause));
  }
  const log = keepLog();
  makeStoryLogger(log)(draft.finish(1, [], [], []).decided);
  const dead = log.events.filter(({ event }) => event === 'participant_dead');
  expect(dead.map(({ facts }) => [facts.remaining, facts.beingReplaced, facts.dead])).toEqual([
    [2, 0, 1],
    [1, 0, 2],
  ]);
});

test('D7: a gate is a warning where a round came to nothing or the thread is unreachable, else information', () => {
  const levelsOfGates = ({ design, history }: World) => {
    const levels: string[] = [];
    const noting = (level: string) => (event: string) => {
      if (event === 'gate_opened') levels.push(level);
    };
    const log = { ...silentLog, info: noting('info'), warn: noting('warn') };
    makeStoryLogger(log)([{ events: history, design }]);
    return levels;
  };
  const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
  expect(levelsOfGates(given({ says: GATED }).reach('deciding'))).toEqual(['info']);
  expect(levelsOfGates(given({ thread }).reach('proposing').unreachable())).toEqual(['warn']);
  const emptyHanded = given().reach('proposing');
  emptyHanded.deadline('round:r2');
  expect(levelsOfGates(emptyHanded)).toEqual(['warn']);
});
