import { expect, test, vi } from 'vitest';
import type { DesignView } from '../../../src/core/view.ts';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { answer, begin, click, ended, fewPersonas, outline, PATIENT, WHOLE } from './telling.ts';
import { optionOf, until, World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Long enough for a process to be killed while the model is asked. */
const LATENCY_MS = '1500';
const VICTIM = 'failure-analyst';

async function opened(): Promise<World> {
  const environment = { ...(await fewPersonas()), CHARRETTE_REHEARSAL_LATENCY_MS: LATENCY_MS };
  return World.open({ slack: PATIENT, environment });
}

test('C2: a persona whose process is killed is replaced, once, and the design goes on', async () => {
  const world = await opened();
  const { slack, ben } = world;
  const card = await begin(world);
  await world.reads(card, 'Failure analyst asking');
  await kill(world, VICTIM);
  await until('the replacement', async () => {
    const pid = pidOf(await world.design(), VICTIM);
    return pid !== null && !killed.has(pid);
  });
  await world.reads(card, /Failure analyst (?:being replaced|asking again) \(its process was killed/);
  await slack.people.click(ben, card, ACTIONS.peek, optionOf(card, '💥 Failure analyst'));
  await until('the look', () => /Failure analyst[\s\S]*replaced once/.test(slack.ephemeral(ben).join()));
  await answer(world, card);
  await ended(world, card);

  const victim = (await world.design()).personas.find(({ id }) => id === VICTIM);
  expect(victim).toMatchObject({ retried: true, previousSessionIds: [expect.any(String)] });
  expect(world.text(card)).toMatch(/Failure analyst (signed|dissents)/);
  expect(outline(world, card)).toEqual(WHOLE);
  expect(world.slack.record.violations).toEqual([]);
});

test('C5: a persona that is killed twice is gone, and the outcome names it and says why', async () => {
  const world = await opened();
  const card = await begin(world);
  await world.reads(card, 'Failure analyst asking');
  await kill(world, VICTIM);
  await kill(world, VICTIM);
  await world.reads(card, /Failure analyst crashed twice/);
  const questions = await world.says(card, 'before they write');
  expect(world.text(questions)).toContain('Archaeologist');
  await answer(world, card);
  // Half of the team is missing, so a person has to look at it.
  const gate = await world.says(card, 'a person has to look at it first');
  await click(world, world.ana, gate, ACTIONS.accept);
  await ended(world, card);

  const outcome = await world.says(card, 'took part to the end');
  expect(world.text(outcome)).toMatch(
    /1 of 2 took part to the end.*Failure analyst crashed twice: its process was killed/,
  );
  expect(world.slack.record.violations).toEqual([]);
});

test('C9: when everybody is killed twice it is cancelled at once, with each cause, and can be run again', async () => {
  const world = await opened();
  const { slack, ana } = world;
  const card = await begin(world);
  await world.reads(card, 'asking');
  await Promise.all([kill(world, VICTIM), kill(world, 'archaeologist')]);
  await Promise.all([kill(world, VICTIM), kill(world, 'archaeologist')]);
  const outcome = await world.says(card, 'no colleague is left');
  expect(world.text(outcome)).toMatch(/Failure analyst crashed twice: its process was killed/);
  expect(world.text(outcome)).toMatch(/Archaeologist crashed twice: its process was killed/);
  await world.reads(card, /Cancelled[\s\S]*\[ Run again \]/);
  expect(outline(world, card).filter((kind) => kind === 'questions')).toEqual([]);

  await slack.people.click(ana, card, ACTIONS.runAgain);
  const again = await world.says(card, 'Once more');
  await world.reads(again, 'asking');
  expect(slack.record.violations).toEqual([]);
});

/** Kills the process that a persona has, or the next one that it gets when that was killed before. */
const killed = new Set<number>();
async function kill(world: World, id: string): Promise<void> {
  await until(`a process of ${id}`, async () => {
    const pid = pidOf(await world.design(), id);
    if (pid === null || killed.has(pid)) return false;
    killed.add(pid);
    process.kill(pid, 'SIGKILL');
    return true;
  });
}

function pidOf({ personas }: DesignView, id: string): number | null {
  return personas.find((each) => each.id === id)?.pid ?? null;
}
