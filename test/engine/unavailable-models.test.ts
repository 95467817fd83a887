import { expect, test } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import type { Settings } from '../../src/core/vocabulary/event-parts.ts';
import { ModelFault, type ModelRequest } from '../../src/ports/model.ts';
import { plainOf } from '../../src/presentation/format/plain-document.ts';
import { drawCard } from '../../src/presentation/thread/card.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { askOf } from '../support/designs/ask-of.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd } from './running-engine.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];
/** Passes with each attempt in vain. */
const ATTEMPT_MS = 20_000;
const VOICES = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });

interface Unavailability {
  /** Milliseconds that it lasts. */
  readonly ms: number;
  readonly fault: (leftMs: number) => ModelFault;
  readonly isHit?: (participant: string) => boolean;
  readonly settings?: Partial<Settings>;
  readonly parkMs?: number;
}

/**
 * A design on a clock that passes with the attempts of its model, and from pause to pause. `cards`:
 * all that its card said meanwhile.
 */
async function whileUnavailable({
  ms,
  fault,
  isHit = () => true,
  settings = {},
  parkMs,
}: Unavailability) {
  const { startEngine } = await ownWorkshop();
  const { clock, pass } = createMovedClock();
  const overAt = clock.now() + ms;
  const requests: ModelRequest[] = [];
  const model: Model = {
    rehearsal: false,
    answer: (request, context, options) => {
      const leftMs = overAt - clock.now();
      if (leftMs <= 0 || !isHit(askOf(context).participant.id))
        return VOICES.answer(request, context, options);
      requests.push(request);
      pass(ATTEMPT_MS);
      return Promise.reject(fault(leftMs));
    },
  };
  const parts = {
    clock,
    callModel: createModelBroker({ model, clock }),
    ...(parkMs === undefined ? {} : { parkMs }),
  };
  const { engine } = await startEngine({ model, parts, settings });
  const id = await begun(engine, { settings: { questions: 'none', ...settings } });
  const cards = new Set<string>();
  const look = async () => {
    const design = await engine.design(id);
    if (design !== null) cards.add(drawCard(viewOf(design)).sections.map(plainOf).join('\n'));
    return design;
  };
  engine.onWaiting(id, () => void look());
  const events = await eventsUntil(engine, id, (stored) => {
    const { event } = stored;
    const paused = event.type === 'design_paused' ? event.paused : null;
    if (paused !== null) void look().then(() => pass(Math.max(0, paused.until - clock.now())));
    return isEnd(stored);
  });
  const design = await engine.design(id);
  if (design === null) throw new Error('there is no such design');
  return {
    design,
    events: events.map(({ event }) => event),
    cards: [...cards].join('\n'),
    requests,
    engine,
  };
}

const overloaded = () => new ModelFault('overloaded', 'the endpoint answered 529');
const limited = (leftMs: number) =>
  new ModelFault('rate_limited', 'the endpoint answered 429', { retryAfterMs: leftMs });

test('A21: 529 for five minutes costs time and nothing else, and the card says what it waits for', async () => {
  const { design, events, cards } = await whileUnavailable({ ms: 5 * MINUTE, fault: overloaded });
  expect(design.end).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
  expect(events.map(({ type }) => type)).not.toContain('participant_excused');
  expect(cards).toMatch(
    /The model \(rehearsal at Anthropic\) is overloaded, since \d\d:\d\d UTC; trying until \d\d:\d\d UTC/,
  );
});

test('A21: 529 for an hour pauses the design, which goes on by itself', async () => {
  const settings = { designMs: 3 * HOUR, synthesisMs: HOUR };
  const { design, events, cards, engine } = await whileUnavailable({
    ms: HOUR,
    fault: overloaded,
    settings,
    parkMs: 0,
  });
  expect(design.end).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
  expect(design.pauses.length).toBeGreaterThan(3);
  expect(events.map(({ type }) => type)).not.toContain('participant_excused');
  expect(cards).toMatch(
    /The model .* is overloaded, since \d\d:\d\d UTC; next try at \d\d:\d\d UTC/,
  );
  expect(engine.models.temporary).toEqual([]);
});

test('A21: a 429 that names its reset in an hour is asked again then, and not before', async () => {
  const settings = { designMs: 3 * HOUR, synthesisMs: HOUR };
  const { design, requests } = await whileUnavailable({ ms: HOUR, fault: limited, settings });
  expect(design.end).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
  expect(design.pauses).toHaveLength(1);
  expect(requests.length).toBeLessThanOrEqual(2);
});
