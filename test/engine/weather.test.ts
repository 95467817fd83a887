import { expect, test } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import { outcomeOf } from '../../src/core/outcome/outcome.ts';
import { headlineOf } from '../../src/core/presentation/decision/headline.ts';
import { plainOf } from '../../src/core/presentation/format/plain-document.ts';
import { cardDocument } from '../../src/core/presentation/thread/card.ts';
import type { Settings } from '../../src/core/vocabulary/event-parts.ts';
import { pausedIn } from '../../src/core/vocabulary/status.ts';
import { askOf, type Model, ModelFault, type ModelRequest } from '../../src/engine/ports/model.ts';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import { realClock } from '../support/child-real-clock.ts';
import { movedClock } from '../support/moved-clock.ts';
import { shipped } from '../support/shipped-personas.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd } from './running-engine.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];
/** Passes with each attempt in vain. */
const ATTEMPT_MS = 20_000;
const VOICES = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
/** The rehearsal speaks for two vendors, one for the first persona alone. */
const OTHER_VENDOR = 'archaeologist';

interface Weather {
  /** Milliseconds that it lasts. */
  readonly ms: number;
  readonly fault: (leftMs: number) => ModelFault;
  readonly isHit?: (participant: string) => boolean;
  readonly settings?: Partial<Settings>;
  readonly parkMs?: number;
}

/** A design on a clock that passes with the attempts of its model, and from pause to pause. `cards`: all that its card said meanwhile. */
async function inWeather({ ms, fault, isHit = () => true, settings = {}, parkMs }: Weather) {
  const { startEngine } = await ownWorkshop();
  const { clock, pass } = movedClock();
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
    if (design !== null) cards.add(cardDocument(design).sections(3_000).map(plainOf).join('\n'));
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
  return { design, events: events.map(({ event }) => event), cards: [...cards].join('\n'), requests, engine };
}

const overloaded = () => new ModelFault('overloaded', 'the endpoint answered 529', true);
const limited = (leftMs: number) => new ModelFault('rate_limited', 'the endpoint answered 429', true, leftMs);
const unreachable = () => new ModelFault('unreachable', 'the endpoint cannot be reached: ENOTFOUND', true);

test('A21: 529 for five minutes costs time and nothing else, and the card says what it waits for', async () => {
  const { design, events, cards } = await inWeather({ ms: 5 * MINUTE, fault: overloaded });
  expect(design.end).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
  expect(events.map(({ type }) => type)).not.toContain('participant_excused');
  expect(cards).toMatch(
    /The model \(rehearsal at Anthropic\) has been overloaded since \d\d:\d\d UTC; trying until \d\d:\d\d UTC/,
  );
});

test('A21: 529 for an hour pauses the design, which goes on by itself', async () => {
  const settings = { designMs: 3 * HOUR, synthesisMs: HOUR };
  const { design, events, cards, engine } = await inWeather({
    ms: HOUR,
    fault: overloaded,
    settings,
    parkMs: 0,
  });
  expect(design.end).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
  expect(design.pauses.length).toBeGreaterThan(3);
  expect(events.map(({ type }) => type)).not.toContain('participant_excused');
  expect(cards).toMatch(/Paused since \d\d:\d\d UTC: the model .* goes on at \d\d:\d\d UTC/);
  expect(engine.models.failing).toEqual([]);
});

test('A21: a 429 that names its reset in an hour is asked again then, and not before', async () => {
  const settings = { designMs: 3 * HOUR, synthesisMs: HOUR };
  const { design, requests } = await inWeather({ ms: HOUR, fault: limited, settings });
  expect(design.end).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
  expect(design.pauses).toHaveLength(1);
  expect(requests.length).toBeLessThanOrEqual(2);
});

test('A21: an endpoint that is down for two days ends it in its own time, with the cause and what to do', async () => {
  const settings = { designMs: 2 * HOUR };
  const { design } = await inWeather({ ms: 48 * HOUR, fault: unreachable, settings });
  expect(design.end).toMatchObject({ status: 'needs_review', stoppedBecause: 'model_unavailable' });
  expect(design.end?.at).toBeLessThanOrEqual(design.startedAt + settings.designMs);
  expect(headlineOf(outcomeOf(design)).headline).toMatch(
    /^Needs review: the model \(rehearsal at Anthropic\) has been unreachable since .* UTC; run it again when it answers\.$/,
  );
});

test('A21: a program without a person waits ten minutes', async () => {
  const settings = { designMs: 3 * HOUR, gates: 'none', weatherMs: 10 * MINUTE } as const;
  const { design } = await inWeather({ ms: 48 * HOUR, fault: unreachable, settings });
  expect(design.end).toMatchObject({ status: 'needs_review', stoppedBecause: 'model_unavailable' });
  expect(((design.end?.at ?? 0) - design.startedAt) / MINUTE).toBeLessThan(11);
});

test('A21: where one vendor of two is down, the design ends with what the other has said', async () => {
  const settings = { designMs: 10 * HOUR, synthesisMs: 5 * HOUR, gates: 'none' } as const;
  const { design } = await inWeather({
    ms: 48 * HOUR,
    fault: overloaded,
    isHit: (participant) => participant === OTHER_VENDOR,
    settings,
  });
  expect(design.proposals.map(({ participant }) => participant)).toEqual(['failure-analyst']);
  expect(design.end?.status).toBe('needs_review');
  expect(pausedIn(design)).toBeNull();
});
