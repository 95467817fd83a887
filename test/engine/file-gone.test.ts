import { expect, test } from 'vitest';
import { outcomeOf } from '../../src/core/outcome/outcome.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { No } from '../../src/foundation/no.ts';
import type { StoredEvent } from '../../src/ports/store.ts';
import { bannerOf } from '../../src/presentation/judged/banner.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import type { Persona } from '../../src/turns/prompt/persona.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { ownWorkshop } from './own-workshop.ts';
import { answering, eventsUntil, isEnd } from './running-engine.ts';

const TAKING_PART = ['archaeologist', 'failure-analyst', 'subtractor'];

/** A design that people are asked in, and which goes on with these files after a restart. */
async function restartedWith(personas: readonly Persona[]) {
  const { startEngine } = await ownWorkshop();
  const before = await startEngine();
  const id = await answering(before.engine, { personas: TAKING_PART });
  await before.engine.stop();
  const { engine, log } = await startEngine({ parts: { personas: [...personas] } });
  await engine.adoptDueDesigns();
  return { engine, log, id, startEngine };
}

async function ended({
  engine,
  id,
}: Pick<Awaited<ReturnType<typeof restartedWith>>, 'engine' | 'id'>) {
  const finish = { type: 'go_on', by: 'ana' } as const;
  await engine.command(id, finish).answered;
  const events = await eventsUntil(engine, id, isEnd);
  return { events, design: await found(engine, id) };
}

async function found(engine: Engine, id: Parameters<Engine['design']>[0]) {
  await engine.waitUntilSettled(id);
  const design = await engine.design(id);
  if (design === null) throw new Error('the design is gone');
  return design;
}

function goneIn(events: readonly StoredEvent[]): string[] {
  return events.flatMap(({ event }) =>
    event.type === 'session_lost' && event.cause.kind === 'file_gone' ? [event.participant] : [],
  );
}

test('C2: a persona whose file is gone is dead, once and with its cause, and the others go on', async () => {
  const running = await restartedWith(
    shipped.filter(({ profile }) => profile.id !== 'archaeologist'),
  );
  const { events, design } = await ended(running);
  expect(goneIn(events)).toEqual(['archaeologist']);
  expect(design.end?.status).not.toBe('failed');
  expect(design.proposals.map(({ participant }) => participant).toSorted()).toEqual([
    'failure-analyst',
    'subtractor',
  ]);
  const { caveats } = viewOf(design);
  const lost = 'Archaeologist is missing: it could not be started (persona file is gone)';
  expect(caveats.find(({ kind }) => kind === 'persona_missing')?.text).toContain(lost);
  const dead = running.log.events.filter(({ event }) => event === 'participant_dead');
  expect(dead.map(({ facts: { participant, toDo } }) => [participant, toDo])).toEqual([
    ['archaeologist', expect.stringContaining('the same persona files')],
  ]);
});

test('C9: with no file left the design is cancelled, and is run again only where there is one', async () => {
  const none = shipped.filter(({ profile }) => profile.role !== 'persona');
  const { engine, id, startEngine } = await restartedWith(none);
  const { design } = await ended({ engine, id });
  expect(design.end?.status).toBe('cancelled');
  const words =
    'Archaeologist, Failure analyst and Subtractor could not be started (persona file is gone';
  const { facts } = bannerOf(outcomeOf(design));
  expect(facts.join()).toContain(words);
  expect(facts.join()).not.toContain('charrette retry');
  const refusal = new No({ reason: 'permanent_error' });
  expect(await engine.retry(design, 'ana').answered).toEqual(refusal);
  await engine.stop();

  const onlyOne = shipped.filter(
    ({ profile }) => profile.role !== 'persona' || profile.id === 'subtractor',
  );
  const again = await startEngine({ parts: { personas: onlyOne } });
  const retried = await again.engine.retry(design, 'ana', { gates: 'none' }).answered;
  if (retried instanceof No) throw new Error('it is not run again');
  const { events } = await ended({ engine: again.engine, id: retried.design.id });
  expect(goneIn(events).toSorted()).toEqual(['archaeologist', 'failure-analyst']);
});
