import { expect, test, vi } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { fewPersonas } from '../slack/telling.ts';
import { until } from '../slack/world.ts';
import { answer, begin, click, ended, kill, optionOf, outline, PATIENT, pidOf, WHOLE } from './telling.ts';
import { World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Long enough for a process to be killed while the model is asked. */
const LATENCY_MS = '1500';
const VICTIM = 'failure-analyst';

async function opened(): Promise<World> {
  const environment = { ...(await fewPersonas()), CHARRETTE_REHEARSAL_LATENCY_MS: LATENCY_MS };
  return World.open({ discord: PATIENT, environment });
}

test('C2: a persona whose process is killed is replaced, once, and the design goes on', async () => {
  const world = await opened();
  const { discord, ana, ben } = world;
  const card = await begin(world);
  await world.reads(card, 'Failure analyst asking');
  await kill(world, VICTIM);
  await world.reads(card, /Failure analyst (?:being replaced|asking again) \(its process was killed/);
  await until('the replacement', async () => pidOf(await world.design(), VICTIM) !== null);
  const option = optionOf(card, '💥 Failure analyst');
  const seen = await discord.people.click(ben, card, ACTIONS.peek, option);
  expect(seen.isTaken).toBe(true);
  await world.told(ben, /Failure analyst[\s\S]*replaced once/);
  expect(world.privately(ana).join()).not.toContain('replaced once');
  await answer(world, card);
  await ended(world, card);

  const victim = (await world.design()).personas.find(({ id }) => id === VICTIM);
  expect(victim).toMatchObject({ retried: true, previousSessionIds: [expect.any(String)] });
  expect(world.text(card)).toMatch(/Failure analyst (signed|dissents)/);
  expect(outline(world, card)).toEqual(WHOLE);
  expect(discord.record.violations).toEqual([]);
});

test('C5: a persona that is killed twice is gone, and the outcome names it and says why', async () => {
  const world = await opened();
  const { discord, ana } = world;
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
  await click(world, ana, gate, ACTIONS.accept);
  await ended(world, card);

  const outcome = await world.says(card, 'took part to the end');
  expect(world.text(outcome)).toMatch(
    /1 of 2 took part to the end.*Failure analyst crashed twice: its process was killed/,
  );
  expect(discord.record.violations).toEqual([]);
});

test('C9: when everybody is killed twice it is cancelled at once, with each cause, and can be run again', async () => {
  const world = await opened();
  const { discord, ana, general } = world;
  const card = await begin(world);
  await world.reads(card, 'asking');
  await Promise.all([kill(world, VICTIM), kill(world, 'archaeologist')]);
  await Promise.all([kill(world, VICTIM), kill(world, 'archaeologist')]);
  const outcome = await world.says(card, 'no colleague is left');
  expect(world.text(outcome)).toMatch(/Failure analyst crashed twice: its process was killed/);
  expect(world.text(outcome)).toMatch(/Archaeologist crashed twice: its process was killed/);
  await world.reads(card, /Cancelled[\s\S]*\[ Run again \]/);
  expect(outline(world, card).filter((kind) => kind === 'questions')).toEqual([]);

  await discord.people.click(ana, card, ACTIONS.runAgain);
  const again = await world.says(card, 'Once more');
  await world.reads(again, 'asking');
  expect(world.fromBot(general)).toHaveLength(1);
  expect(discord.record.violations).toEqual([]);
});
