import { expect, test, vi } from 'vitest';
import type { Message } from '../../support/discord/message.ts';
import { readableModal } from '../../support/discord/readable.ts';
import { fewPersonas, TOPIC } from '../slack/telling.ts';
import { until } from '../slack/world.ts';
import { begin, PATIENT } from './telling.ts';
import { World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

async function opened(more: Readonly<Record<string, string>> = {}): Promise<World> {
  return World.open({ discord: PATIENT, environment: { ...(await fewPersonas()), ...more } });
}

test('a form asks for the details, says what is wrong with what was typed, and starts a design', async () => {
  const world = await World.open({ discord: PATIENT });
  const { discord, ana, general } = world;
  const { people } = discord;
  const { modal } = await people.slash(ana, general, 'design new');
  if (modal === null) throw new Error('no form was opened');
  expect(readableModal(modal)).toMatch(/What is to be decided\?[\s\S]*Who takes part[\s\S]*Subtractor/);

  const wrong = { topic: '???', context: 'At most *900* jobs a minute.', budget: 'much', deadline: '0' };
  const { privately } = await people.submit(ana, modal, wrong);
  expect(privately.join()).toContain('Nothing was started yet.');
  expect(privately.join()).toContain('The topic has no letters or digits.');
  expect(privately.join()).toContain('What it may cost, in US dollars: A number above 0');
  expect(privately.join()).toContain('At most *900* jobs a minute.');
  expect(world.fromBot(general)).toEqual([]);

  const { modal: second } = await people.slash(ana, general, 'design new');
  if (second === null) throw new Error('no form was opened');
  const right = {
    ...wrong,
    topic: TOPIC,
    personas: ['subtractor', 'migrationist'],
    budget: '2.5',
    deadline: '30',
  };
  expect((await people.submit(ana, second, right)).privately.join()).toContain('2 colleagues are reading in');
  const card = await world.card();
  await world.reads(card, '$0.00 of $2.50');
  expect(world.text(card)).toMatch(/Migrationist.*Subtractor/);
  expect(world.text(card)).not.toContain('Archaeologist');
  expect(discord.record.violations).toEqual([]);
});

test('“Design this” takes the message and its thread along', async () => {
  const world = await opened({ CHARRETTE_ANSWER_SECONDS: '0' });
  const { discord, ana, ben, general } = world;
  const message = discord.people.say(ben, general, 'The queue loses jobs when Redis restarts.');
  const thread = discord.guild.addThread(ben, general, 'The queue', message);
  discord.people.say(ana, thread, 'It happened twice in March.');
  const { modal } = await discord.people.menu(ana, message, 'Design this');
  if (modal === null) throw new Error('no form was opened');
  expect(readableModal(modal)).toContain('The queue loses jobs when Redis restarts.');
  await discord.people.submit(ana, modal, { topic: TOPIC });
  const card = await world.message('the card', () =>
    world.fromBot(general).find(({ id }) => discord.guild.channels.has(id)),
  );
  await world.reads(card, /Decision ready/);
  const { id } = await world.design();
  const events = await world.daemon.text(`/designs/${id}/events?since=0`);
  expect(events).toContain('Ben: The queue loses jobs when Redis restarts.');
  expect(events).toContain('Ana: It happened twice in March.');
  expect(discord.record.violations).toEqual([]);
});

test('options are completed: designs of the channel, several personas, repositories', async () => {
  const world = await World.open({
    discord: PATIENT,
    environment: { CHARRETTE_REHEARSAL_LATENCY_MS: '60000', CHARRETTE_REPOS: `shop=${process.cwd()}` },
  });
  const { discord, ana, general } = world;
  const { people, guild } = discord;
  const names = async (channel: string, words: string, option: string, sofar: string) =>
    (await people.complete(ana, channel, words, option, sofar)).map(({ name }) => name);
  expect(await names(general, 'design start', 'personas', '')).toHaveLength(5);
  expect(await names(general, 'design start', 'personas', 'Subtractor, failure-analyst, arch')).toEqual([
    'Subtractor, failure-analyst, Archaeologist',
  ]);
  expect(await names(general, 'design start', 'personas', 'synth')).toEqual([]);
  expect(await names(general, 'design start', 'repository', 'SH')).toEqual(['shop']);
  expect(await names(general, 'design status', 'design', '')).toEqual([]);

  const start = {
    topic: TOPIC,
    personas: 'Subtractor, failure-analyst',
    repository: 'shop',
    context: 'No *haste*.',
  };
  expect((await people.slash(ana, general, 'design start', start)).privately.join()).toContain(
    '2 colleagues',
  );
  const card = await world.card();
  expect(world.text(card)).toMatch(/Failure analyst.*Subtractor/);
  const other = guild.addChannel('random');
  const [offered] = await people.complete(ana, general, 'design status', 'design', 'redis');
  expect(offered?.name).toBe(`${TOPIC} (running)`);
  expect(await names(card.id, 'design cancel', 'design', 'redis')).toEqual([`${TOPIC} (running)`]);
  expect(await names(other, 'design cancel', 'design', 'redis')).toEqual([]);
  const design = String(offered?.value);
  const here = await people.slash(ana, general, 'design status', { design });
  expect(here.privately.join()).toContain(TOPIC);
  const elsewhere = await people.slash(ana, other, 'design cancel', { design });
  expect(elsewhere.privately.join()).toContain('This belongs to another channel.');
  const typed = await people.slash(ana, general, 'design cancel', { design: TOPIC });
  expect(typed.privately.join()).toContain('not there any more');
  expect((await world.design()).status).toBe('running');
  expect(discord.record.violations).toEqual([]);
});

test('two people answer: in words, in reply to the questions, with a form; and take words back', async () => {
  const world = await opened();
  const { discord, ana, ben } = world;
  const { people } = discord;
  const card = await begin(world);
  const questions = await world.says(card, 'before they write');

  const removed = people.say(ana, card.id, 'Q1: Nobody knows.');
  await world.reads(questions, /Q1 .* ✓ Ana/);
  people.remove(removed);
  await until('Q1 is open again', () => !/Q1 .* ✓/.test(world.text(questions)));
  const changed = people.say(ben, card.id, 'Q1: At most 90 a minute.', { replyTo: questions });
  await world.reads(questions, /Q1 .* ✓ Ben/);
  people.edit(changed, 'Q1: At most 900 a minute.');
  await until('the change is heard', async () => (await said(world)).includes('At most 900 a minute.'));

  const { modal } = await people.click(ana, questions, 'Answer…');
  if (modal === null) throw new Error('no form was opened');
  const [open] = (await world.design()).questions.filter(({ status }) => status === 'open');
  expect(readableModal(modal)).toContain('Q2 (');
  expect(readableModal(modal)).toContain(open?.text.slice(0, 60) ?? 'no question is open');
  expect(readableModal(modal)).not.toContain('Q1 (');
  await people.submit(ana, modal, { Q2: 'Only the web app.', remark: 'Mind the freeze in December.' });
  await world.told(ana, 'Taken. Thank you.');
  await world.reads(questions, /Q2 .* ✓ Ana/);
  const transcript = await finished(world, card);
  expect(transcript).toContain('At most 900 a minute.');
  expect(transcript).toContain('Only the web app.');
  expect(transcript).toContain('Mind the freeze in December.');
  expect(transcript).not.toMatch(/Nobody knows|At most 90 a minute/);
  const late = await people.slash(ana, card.id, 'design status');
  expect(late.privately.join()).toContain('Decision ready');
  people.say(ben, card.id, 'And Q1 is 1,100 now.');
  await world.told(ben, 'This design has ended, so what you wrote was not taken.');
  expect(discord.record.violations).toEqual([]);
});

test('files that are text are read; what is none is declined privately, and named', async () => {
  const world = await opened();
  const { discord, ana, ben } = world;
  const card = await begin(world);
  const questions = await world.says(card, 'before they write');
  discord.people.say(ben, card.id, 'Q1: See the figures.', {
    files: [
      { name: 'load.csv', content: 'hour,jobs\n9,1100\n', type: 'text/csv' },
      { name: 'board.png', content: Buffer.from([137, 80, 78, 71]) },
      { name: 'dump.sql', content: Buffer.from([0, 255, 254, 0]) },
    ],
  });
  await world.reads(questions, /Q1 .* ✓ Ben/);
  await world.told(ben, /Not read: board\.png \(only text can be read/);
  await world.told(ben, /Not read: dump\.sql \(it is no text in UTF-8\)/);
  expect(world.privately(ana).join()).not.toContain('Not read');
  const transcript = await finished(world, card);
  expect(transcript).toContain('9,1100');
  expect(transcript).toContain('[attached: board.png');
  expect(discord.record.violations).toEqual([]);
});

/** Everything that came of what people said so far. */
async function said(world: World): Promise<string> {
  return world.daemon.text(`/designs/${(await world.design()).id}/events?since=0`);
}

/** The transcript, once there is one. */
async function finished(world: World, card: Message): Promise<string> {
  await world.says(card, '📎 brief.md');
  await until('the end', async () => (await world.design()).endedAt !== null);
  return world.daemon.text(`/designs/${(await world.design()).id}/artifacts/transcript.md`);
}
