import { expect, test } from 'vitest';
import type { Profile } from '#core/vocabulary/event-parts.ts';
import type { DesignEvent, EventOf } from '#core/vocabulary/events.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { Estimates } from '#engine/limits/estimate.ts';
import type { Store } from '#ports/store.ts';
import { sayEstimate } from '#presentation/words/cost.ts';
import { chainEvents } from '../../support/designs/commits.ts';
import { given, type World } from '../../support/designs/given.ts';
import { MINUTE } from '../../support/designs/given-start.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { costUsd, SHIPPED } from '../../support/services/shipped-models.ts';

/** The events of a completed design of this price and length. */
function completed(
  costUsd: number | null,
  minutes: number,
  changes: Partial<EventOf<'design_started'>> = {},
): DesignEvent[] {
  const world: World = given().reach('asking');
  world.spends('subtractor', costUsd);
  world.later(minutes * MINUTE).reachEnd();
  return world.history.map((event) =>
    event.type === 'design_started' ? { ...event, rehearsal: false, ...changes } : event,
  );
}

function estimates(
  designs: readonly DesignEvent[][],
  changes: Partial<ConstructorParameters<typeof Estimates>[0]> = {},
) {
  const ids = designs.map((_, index) => `dsn_${index}` as DesignId);
  const store = {
    list: async () => ids.map((id) => ({ id })),
    events: async (id: DesignId) =>
      chainEvents(
        (designs[ids.indexOf(id)] ?? []).map((event) =>
          event.type === 'design_started' ? { ...event, designId: id } : event,
        ),
      ),
  } as unknown as Store;
  return new Estimates({
    store,
    clock: realClock,
    priceOf: costUsd,
    vendorOf: (models) => SHIPPED.vendorOf(models),
    endingsOf: () => [],
    rehearsal: false,
    ...changes,
  });
}

const MODEL = 'claude-opus-5-5';

/**
 * Who takes part, each by role and model: as many personas as in the designs that are on record
 * here.
 */
function roster(
  personas: number,
  model = MODEL,
  auditor = model,
): { role: Profile['role']; model: string }[] {
  return [
    ...Array.from({ length: personas }, () => ({ role: 'persona' as const, model })),
    { role: 'synthesizer', model },
    { role: 'auditor', model: auditor },
  ];
}

const REPOSITORY = { name: 'r', commit: 'a'.repeat(40), digest: '' };
const STANDARD = {
  settings: { depth: 'standard' },
  repository: null,
  participants: roster(3),
} as const;
const OF_SIX = { ...STANDARD, participants: roster(6) };

test('an estimate is the median cost and time of designs of this depth', async () => {
  const recorded = [completed(1, 5), completed(9, 30), completed(2, 6), completed(3, 7)];
  const others = [
    completed(50, 90, { settings: { ...given().design.settings, depth: 'quick' } }),
    completed(50, 90, { rehearsal: true }),
    completed(50, 90).map(
      (event): DesignEvent =>
        event.type === 'outcome_settled' ? { ...event, stoppedBecause: 'money_used_up' } : event,
    ),
    completed(50, 90).flatMap((event): DesignEvent[] => {
      const { at } = event;
      const stopped = {
        type: 'deliberation_stopped',
        at,
        reason: 'time_used_up',
        dropped: ['audit'],
      } as const;
      return event.type === 'outcome_settled'
        ? [{ ...stopped, dropped: [...stopped.dropped] }, event]
        : [event];
    }),
    completed(50, 90, { repository: REPOSITORY }),
  ];
  const estimate = await estimates([...recorded, ...others]).of(STANDARD);
  expect(estimate).toMatchObject({ usd: 3, minutes: 7, designs: 4 });
  expect(estimate && sayEstimate(estimate, null)).toBe(
    'About $3.00 and 7 min at standard depth, judging by the last 4 designs. All messages and the repository’s content are sent to Anthropic. Personas and auditor are of one model family.',
  );
});

test('up to two designs on record, an estimate is the table in the prices of the models', async () => {
  const two = [completed(1, 5), completed(2, 6)];
  expect(await estimates(two).of(OF_SIX)).toMatchObject({
    usd: expect.closeTo(1.8, 1),
    minutes: 8,
    designs: 0,
  });
  const quick = {
    ...STANDARD,
    settings: { depth: 'quick' },
    repository: REPOSITORY,
  } as const;
  expect(await estimates([]).of(quick)).toMatchObject({
    usd: expect.closeTo(0.93, 1),
    minutes: 4,
    designs: 0,
  });
});

test('an estimate ignores recorded designs with other models, or another number of personas', async () => {
  const recorded = [completed(90, 5), completed(90, 5), completed(90, 5)];
  expect(await estimates(recorded).of(STANDARD)).toMatchObject({ usd: 90, designs: 3 });
  for (const participants of [
    roster(6),
    roster(3, 'claude-haiku-5'),
    roster(3, MODEL, 'claude-haiku-5'),
  ]) {
    expect(await estimates(recorded).of({ ...STANDARD, participants })).toMatchObject({
      designs: 0,
    });
  }
});

test('an unknown price is not made up, neither from the table nor from the record', async () => {
  const auditor = { ...STANDARD, participants: roster(3, MODEL, 'somebody-elses') };
  const unknown = await estimates([]).of(auditor);
  expect(unknown).toMatchObject({ usd: null, minutes: 8, designs: 0 });
  expect(unknown && sayEstimate(unknown, null)).toMatch(
    /^About an unknown price and 8 min at standard depth\./,
  );
  const recorded = [completed(null, 5), completed(null, 5), completed(1, 5)];
  expect(await estimates(recorded).of(STANDARD)).toMatchObject({
    usd: null,
    minutes: 5,
    designs: 3,
  });
});

/**
 * Events of a completed design whose every turn costs this, in calls of a minute; the map is
 * refused once.
 */
function withTurns(
  turnUsd: number,
  changes: Partial<EventOf<'design_started'>> = {},
): DesignEvent[] {
  const world = given({ start: { expected: [] } });
  world.turnUsd = turnUsd;
  world.reach('mapping').spends('synthesizer', 5);
  const { id: turnId } = world.turn('synthesizer');
  world.when({
    type: 'report_tool_call',
    turnId,
    tool: 'map_divergences',
    result: 'refused',
    latencyMs: 1,
  });
  world.later(MINUTE).reachEnd();
  return world.history.map((event) =>
    event.type === 'design_started' ? { ...event, ...changes } : event,
  );
}

test('C21: turns have the median price of recorded ones, without refused attempts, and else that of the table', async () => {
  const table = await estimates([]).turns(STANDARD);
  const recorded = [0.1, 0.4, 0.2].map((usd) => withTurns(usd));
  const turns = await estimates(recorded).turns(STANDARD);
  const of = (kind: string, all = turns) => all.find((turn) => turn.kind === kind);
  expect(of('proposals')).toEqual({ kind: 'proposals', usd: expect.closeTo(0.2, 9), ms: 0 });
  expect(of('mapping')?.usd).toBeCloseTo(0.2, 9);
  expect(of('mapping')?.ms).toBe(MINUTE - 200);
  // Nobody has had to match anything.
  expect(of('matching')).toEqual(of('matching', table));
  expect(await estimates(recorded.slice(1)).turns(STANDARD)).toEqual(table);
});

test('a rehearsal has no estimate', async () => {
  expect(await estimates([], { rehearsal: true }).of(STANDARD)).toBeNull();
});

test('an estimate prices each persona by the model of its family, and says who receives what is read', async () => {
  const [, ...others] = roster(3);
  const cheaper = [{ role: 'persona' as const, model: 'claude-haiku-5-5' }, ...others];
  const endings = [
    { model: 'claude-haiku-5-5', endsOn: '2027-01-22', hasEnded: false, instead: ['one', 'two'] },
  ];
  const [one, spread] = await Promise.all(
    [roster(3), cheaper].map((participants) =>
      estimates([], { vendorOf: () => 'Anthropic and Google', endingsOf: () => endings }).of({
        ...STANDARD,
        participants,
      }),
    ),
  );
  expect(spread?.usd).toBeLessThan(one?.usd ?? 0);
  expect(spread).toMatchObject({
    oneFamily: { personas: false, auditor: true },
    vendor: 'Anthropic and Google',
  });
  expect(spread && sayEstimate(spread, null)).toContain(
    'are sent to Anthropic and Google. Auditor and synthesizer are of one model family. claude-haiku-5-5 ends on 2027-01-22: name one or two instead.',
  );
});
