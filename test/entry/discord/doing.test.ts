import { expect, test, vi } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { controls } from '../../support/discord/components.ts';
import { fewPersonas, TOPIC } from '../slack/telling.ts';
import { until } from '../slack/world.ts';
import { begin, cancel, click, kill, optionOf, PATIENT, shownTo } from './telling.ts';
import { World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Long enough to do something in the middle of a phase. */
const SLOW_MS = 60_000;

async function opened(latencyMs = SLOW_MS): Promise<World> {
  const environment = { ...(await fewPersonas()), CHARRETTE_REHEARSAL_LATENCY_MS: String(latencyMs) };
  return World.open({ discord: PATIENT, environment });
}

test('a button asks once more before it cancels, and only whoever started the design', async () => {
  const world = await opened();
  const { discord, ana, ben } = world;
  const { people } = discord;
  const card = await world.begun(TOPIC);
  await world.reads(card, 'asking');
  const denied = await people.click(ben, card, ACTIONS.cancel);
  expect(denied.privately).toEqual([
    expect.stringContaining('Only Ana, who started this, can cancel it here.'),
  ]);

  await people.click(ana, card, ACTIONS.cancel);
  const question = shownTo(world, ana);
  expect(discord.ephemeral(ana).at(-1)).toMatch(
    /Cancel this design\?[\s\S]*\[ Cancel it \] \[ Let it go on \]/,
  );
  await people.click(ana, question, 'Let it go on');
  expect(discord.ephemeral(ana).at(-1)).toBe('Charrette: It goes on.');
  expect((await world.design()).status).toBe('running');

  await cancel(world, card);
  await world.says(card, 'Cancelled by Ana');
  await world.told(ana, 'Cancelled. What was answered and proposed is kept.');
  expect(world.text(card)).not.toContain('[ Cancel ]');
  expect(controls(shownTo(world, ana).components)).toEqual([]);
  expect(discord.record.violations).toEqual([]);
});

test.each(['command in the channel', 'command in the thread', 'mention'] as const)(
  'a design is cancelled by %s, by whoever started it and by nobody else',
  async (way) => {
    const world = await opened();
    const { discord, ana, ben, general } = world;
    const { people } = discord;
    const card = await world.begun(TOPIC);
    await world.reads(card, 'asking');
    const doIt = async (person: string) => {
      if (way === 'mention') return void people.mention(person, card.id, 'cancel');
      await people.slash(person, way === 'command in the thread' ? card.id : general, 'design cancel');
    };
    await doIt(ben);
    await world.told(ben, 'Only Ana');
    expect((await world.design()).status).toBe('running');
    await doIt(ana);
    await world.reads(card, /Cancelled/);
    await world.says(card, 'Cancelled by Ana');
    await world.told(ana, 'Cancelled. What was answered and proposed is kept.');
    expect(world.thread(card).join()).not.toContain('Only Ana');
    expect(discord.record.violations).toEqual([]);
  },
);

test('of several designs that run the person says which one is meant; a thread says it by itself', async () => {
  const world = await opened();
  const { discord, ana, general } = world;
  const { people } = discord;
  const [first, second] = [await world.begun('Redis or Postgres?'), await world.begun('Tabs or spaces?')];
  const { privately } = await people.slash(ana, general, 'design cancel');
  expect(privately.join()).toMatch(/2 designs.*Tabs or spaces\?.*Redis or Postgres\?/s);
  const list = shownTo(world, ana);
  await people.click(ana, list, ACTIONS.choose, optionOf(list, 'Redis or Postgres?'));
  await world.reads(first, /Cancelled/);
  expect(world.text(second)).not.toContain('Cancelled');

  const ask = async (place: string, words: string) =>
    (await people.slash(ana, place, words)).privately.join();
  expect(await ask(general, 'design status')).toContain('Tabs or spaces?');
  expect(await ask(first.id, 'design status')).toMatch(/Redis or Postgres\?[\s\S]*Cancelled/);
  expect(await ask(second.id, 'design status')).toContain('Tabs or spaces?');
  expect(await ask(second.id, 'design list')).toMatch(/2 designs[\s\S]*running[\s\S]*cancelled/);
  expect(await ask(first.id, 'design cancel')).toContain('It has ended already.');
  expect(await ask(second.id, 'design retry')).toContain('It is still running.');
  expect(discord.record.violations).toEqual([]);
});

test.each(['button', 'command', 'mention'] as const)(
  'what was cancelled is run again by %s, in the same thread, with what was answered',
  async (way) => {
    const world = await opened(0);
    const { discord, ben, general } = world;
    const { people } = discord;
    const card = await begin(world);
    const questions = await world.says(card, 'before they write');
    people.say(ben, card.id, 'Q1: At most 900 a minute.');
    await world.reads(questions, /Q1 .* ✓ Ben/);
    await cancel(world, card);
    await world.reads(card, '[ Run again ]');

    if (way === 'button') await people.click(ben, card, ACTIONS.runAgain);
    else if (way === 'command') await people.slash(ben, card.id, 'design retry');
    else people.mention(ben, card.id, 'retry');
    // Whoever says it in the thread sees there that it was heard.
    if (way !== 'mention') await world.told(ben, 'On it, once more');
    const again = await world.says(card, 'Once more: what was answered and proposed before is carried over.');
    await world.reads(again, /Decision ready/);
    const after = world.thread(card).join('\n').split('Once more: ')[1] ?? '';
    expect(after).not.toContain('before they write');
    expect(world.fromBot(general)).toHaveLength(1);
    expect(discord.record.violations).toEqual([]);
  },
);

test('help, and commands for which there is nothing, are answered privately, and nothing is started', async () => {
  const world = await opened();
  const { discord, ana, general } = world;
  const { people } = discord;
  for (const [words, answer] of [
    ['design help', 'What you can ask for'],
    ['design list', 'No designs here yet'],
    ['design status', 'Nothing runs in this channel'],
    ['design cancel', 'Nothing runs in this channel'],
    ['design retry', 'nothing in this channel that could be run again'],
  ] as const) {
    expect((await people.slash(ana, general, words)).privately).toEqual([expect.stringContaining(answer)]);
  }
  people.mention(ana, general, 'help');
  await world.told(ana, /^Charrette: .*What you can ask for/s);
  people.mention(ana, general, 'frobnicate');
  await world.told(ana, '“frobnicate” is nothing that I know');
  expect(world.fromBot(general)).toEqual([]);
  expect((await world.daemon.get<{ designs: [] }>('/designs')).designs).toEqual([]);
  expect(discord.record.violations).toEqual([]);
});

/** A design of which half of the team is gone, so that a person has to decide about it. */
async function gated(): Promise<World> {
  const world = await opened(800);
  const card = await begin(world);
  await world.reads(card, 'Failure analyst asking');
  await kill(world, 'failure-analyst');
  await kill(world, 'failure-analyst');
  await click(world, world.ana, await world.says(card, 'before they write'), ACTIONS.skip);
  await world.says(card, 'a person has to look at it first');
  return world;
}

test('at a gate somebody sends the decision back with a note, and then accepts what comes of it', async () => {
  const world = await gated();
  const { discord, ben } = world;
  const card = await world.card();
  const gate = await world.says(card, 'a person has to look at it first');
  const { modal } = await discord.people.click(ben, gate, ACTIONS.sendBack);
  if (modal === null) throw new Error('no form was opened');
  expect((await world.design()).gate).not.toBeNull();
  await discord.people.submit(ben, modal, { note: 'What does it cost to go back?' });
  await world.reads(gate, 'Ben sent the decision back once.');
  const second = await world.message('the second gate', () => {
    const at = world.thread(card).findLastIndex((text) => text.includes('a person has to look at it first'));
    const found = discord.visibleMessages(card.id)[at];
    return found?.id === gate.id ? undefined : found;
  });
  expect(world.text(second)).not.toContain('[ Send back once… ]');
  const { id } = await world.design();
  expect(await world.daemon.text(`/designs/${id}/events?since=0`)).toContain('What does it cost to go back?');
  await click(world, ben, second, ACTIONS.accept);
  await world.says(card, '📎 brief.md');
  await world.reads(second, 'Ben accepted the decision as it is.');
  await until('the end', async () => (await world.design()).status === 'completed');
  expect(discord.record.violations).toEqual([]);
});

test('at a gate somebody stops it, and what was contributed is kept for review', async () => {
  const world = await gated();
  const { discord, ben } = world;
  const card = await world.card();
  const gate = await world.says(card, 'a person has to look at it first');
  await click(world, ben, gate, ACTIONS.stop);
  await world.says(card, '📎 brief.md');
  await until('the end', async () => (await world.design()).status === 'needs_review');
  await world.says(card, 'Ben stopped it here.');
  expect(discord.record.violations).toEqual([]);
});
