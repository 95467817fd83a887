import { expect, test, vi } from 'vitest';
import { BEGIN_FORM_ID } from '#acts/gateway/starting/start-form.ts';
import { fastClock, unhurriedClock } from '../../entry/pace.ts';
import { readableModal } from '../../platforms/discord/readable.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { WAIT } from '../engines.ts';
import { asking, connected, messageWith } from './message-world.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';

test('a command starts a design, whose card hangs a thread', async () => {
  const { discord, ana, general, begunIn, engine } = await connected();
  const seen = await discord.people.slash(ana, general, 'design start', {
    topic: TOPIC,
    context: 'We have 900 jobs a minute.',
    personas: 'Archaeologist, failure-analyst',
    budget: 2.5,
    deadline: 60,
  });
  expect(seen.privately).toEqual([expect.stringContaining('On it.')]);
  const [design] = await begunIn(general, 1);
  const whole = design === undefined ? null : await engine.design(design.id);
  expect(whole).toMatchObject({
    topic: TOPIC,
    startedBy: 'Ana',
    context: [{ name: 'context', text: 'We have 900 jobs a minute.' }],
    settings: { budgetUsd: 2.5, designMs: 3_600_000 },
  });
  expect(whole?.participants.filter(({ role }) => role === 'persona').map(({ id }) => id)).toEqual([
    'archaeologist',
    'failure-analyst',
  ]);
  await vi.waitUntil(() => discord.visible(general).some((text) => text.includes(TOPIC)), WAIT);
  const card = messageWith(discord, general, TOPIC);
  await vi.waitUntil(() => discord.guild.channels.has(card.id), WAIT);
});

test('P5: a command that is delivered twice starts one design', async () => {
  const { discord, ana, general, begunIn, begin } = await connected();
  await begin({ thread: '' });
  await discord.people.slash(ana, general, 'design start', { topic: TOPIC });
  discord.deliveries.sendAgain('INTERACTION_CREATE');
  discord.deliveries.sendAgain('INTERACTION_CREATE');
  expect(await begunIn(general, 2)).toHaveLength(2);
  const seen = await discord.people.slash(ana, general, 'design list');
  expect(seen.privately).toEqual([expect.stringContaining('2 designs')]);
});

test('a message is taken along with its thread', async () => {
  const { discord, ana, ben, general, begunIn, engine } = await connected();
  const message = discord.people.say(ben, general, 'We ought to decide on the queue, @Ana.');
  const thread = discord.guild.addThread(ben, general, 'queue', message);
  discord.people.say(ana, thread, 'It lost jobs in March.');
  discord.people.say(ben, thread, 'Twice.');
  const { modal } = await discord.people.menu(ana, message, 'Design this');
  if (modal === null) throw new Error('there is no form');
  const seen = await discord.people.submit(ana, modal, {});
  expect(seen.privately).toEqual([expect.stringContaining('On it.')]);
  const [design] = await begunIn(general, 1);
  const whole = design === undefined ? null : await engine.design(design.id);
  expect(whole?.topic).toBe('We ought to decide on the queue, @Ana.');
  expect(whole?.context).toEqual([
    {
      name: 'thread',
      text: 'Ben: We ought to decide on the queue, @Ana.\n\nAna: It lost jobs in March.\n\nBen: Twice.',
    },
  ]);
});

test('the message that was meant goes along whole from a thread that has to be cut', async () => {
  const { discord, ana, ben, general, begunIn, engine } = await connected();
  const { guild, people } = discord;
  const thread = guild.addThread(ben, general, 'queue');
  const say = (at: number) => people.say(ben, thread, `No ${at}. ${'x'.repeat(1_800)}`);
  for (let at = 0; at < 60; at += 1) say(at);
  const meant = people.say(ben, thread, 'Let us decide.');
  for (let at = 60; at < 120; at += 1) say(at);
  const { modal } = await people.menu(ana, meant, 'Design this');
  if (modal === null) throw new Error('there is no form');
  await people.submit(ana, modal, { topic: TOPIC });
  const [design] = await begunIn(general, 1);
  const whole = design === undefined ? null : await engine.design(design.id);
  expect(whole?.context).toEqual([
    { name: 'message', text: 'Ben: Let us decide.' },
    {
      name: 'thread',
      text: expect.stringMatching(/^Ben: No 0\..*characters left out.*Ben: No 119\./s),
    },
  ]);
});

test.each(['a post', 'a thread'])(
  'a design that begins in %s of people takes along what they said there',
  async (kind) => {
    const { discord, ana, ben, general, begunIn, engine } = await connected();
    const { guild, people } = discord;
    const parent = kind === 'a post' ? guild.addChannel('ideas', 'forum') : general;
    const place =
      kind === 'a post'
        ? guild.addPost(ben, parent, 'Queue', 'It loses jobs.')
        : guild.addThread(ben, parent, 'queue');
    const { modal } = await people.slash(ana, place, 'design new');
    expect(JSON.stringify(modal)).toContain('What was said in this thread is included.');
    people.say(ana, place, 'Twice in March.', { files: [{ name: 'log.txt', content: 'x' }] });
    const { privately } = await people.slash(ana, place, 'design start', {
      topic: 'Should the queue move to Kafka?',
    });
    expect(privately.join()).toMatch(/in this thread is included.*files are not included/s);
    const [design] = await begunIn(parent, 1);
    const whole = design === undefined ? null : await engine.design(design.id);
    const said = 'Ana: Twice in March.\n[attached: log.txt, 1 kB, not read]';
    const text = kind === 'a post' ? `Ben: It loses jobs.\n\n${said}` : said;
    expect(whole?.context).toEqual([{ name: 'thread', text }]);
  },
);

test('who starts in a thread of people that the bot may not read is told which right it lacks', async () => {
  const { discord, ana, ben, general, designsIn } = await connected();
  const { guild, people } = discord;
  const thread = guild.addThread(ben, general, 'queue');
  guild.deny(general, ['ReadMessageHistory']);
  const { privately } = await people.slash(ana, thread, 'design start', { topic: TOPIC });
  expect(privately.join()).toMatch(
    /^Charrette: I lack a permission here: Read Message History\..*Should the job/s,
  );
  expect(await designsIn(general)).toEqual([]);
});

test('a form that was altered to name a message of another channel brings nothing of it', async () => {
  const { discord, ana, ben, general, begunIn, engine } = await connected();
  const salaries = discord.guild.addChannel('salaries');
  const secret = discord.people.say(ben, salaries, 'The salaries.');
  const thread = discord.guild.addThread(ben, salaries, 'salaries', secret);
  discord.people.say(ben, thread, 'Ana earns most.');
  const message = discord.people.say(ana, general, 'A queue?');
  const { modal } = await discord.people.menu(ana, message, 'Design this');
  if (modal === null) throw new Error('there is no form');
  const altered = {
    ...modal,
    modal: { ...modal.modal, custom_id: `${BEGIN_FORM_ID} ${secret.id}` },
  };
  const { privately } = await discord.people.submit(ana, altered, {});
  const [design] = await begunIn(general, 1);
  const whole = design === undefined ? null : await engine.design(design.id);
  expect(JSON.stringify([privately, whole?.context])).not.toMatch(/salar|earns/);
  expect(privately).toHaveLength(1);
});

test('options are completed, with nothing of another channel', async () => {
  const { discord, ana, ben, general, begin } = await connected({
    repositories: ['shop', 'mail'],
    policy: (world) => ({ operators: [world.ben] }),
  });
  const { people, guild } = discord;
  const other = guild.addChannel('other');
  const id = await begin();
  const complete = (channel: string, words: string, option: string, sofar: string) =>
    people.complete(ana, channel, words, option, sofar);
  const [named] = await complete(general, 'design status', 'design', 'postgres ANA job');
  expect(named).toEqual({
    name: expect.stringMatching(/^Should the job queue .* · Ana, \d\d:\d\d UTC \(running\)$/),
    value: id,
  });
  expect(await complete(general, 'design status', 'design', 'postgres ben')).toEqual([]);
  const newer = await begin();
  const listed = await complete(general, 'design status', 'design', 'job');
  expect(listed.map(({ value }) => value)).toEqual([newer, id]);
  expect(await complete(other, 'design status', 'design', '')).toEqual([]);
  expect(await people.complete(ben, general, 'design start', 'repo', 'sh')).toEqual([
    { name: 'shop', value: 'shop' },
  ]);
  expect(await complete(general, 'design start', 'repo', '')).toEqual([]);
  expect(await people.complete(ben, other, 'design start', 'repo', 'mail')).toHaveLength(1);
  const withheld = await people.slash(ana, general, 'design start', {
    topic: 'A queue?',
    repo: 'mail',
  });
  expect(withheld.privately).toEqual([
    expect.stringContaining('No repository mail is open to you'),
  ]);
  expect(await complete(general, 'design start', 'personas', 'Subtractor, arch')).toEqual([
    { name: 'Subtractor, Archaeologist', value: 'Subtractor, Archaeologist' },
  ]);
  const foreign = await people.slash(ana, other, 'design cancel', { design: id });
  expect(foreign.privately).toEqual([expect.stringContaining('another channel')]);
});

test('in the thread a verb means its design; in the channel those that are open are listed', async () => {
  const { discord, ana, ben, general, thread, begin, engine } = await asking();
  const second = await begin();
  await vi.waitUntil(async () => (await engine.design(second))?.answering !== null, WAIT);
  const { people } = discord;
  const here = await people.slash(ana, thread, 'design status');
  expect(here.privately).toEqual([expect.stringContaining('2 questions are open')]);
  const denied = await people.slash(ben, general, 'design cancel', { design: second });
  expect(denied.privately).toEqual([expect.stringContaining('can cancel it here')]);
  const which = await people.slash(ana, general, 'design cancel');
  expect(which.privately).toEqual([
    expect.stringMatching(
      /Several designs are open\..*(Should the job queue.*Open the thread.*){2}/s,
    ),
  ]);
  expect(JSON.stringify(people.ephemeral(ana).at(-1)?.components)).not.toContain('custom_id');
  const asked = await people.slash(ana, general, 'design cancel', { design: second });
  expect(asked.privately.join()).toMatch(
    /Cancel this design\?.*Should the job queue.*Nothing is kept for another run\.\s+\[ Cancel it \]/s,
  );
  expect((await engine.design(second))?.end).toBeNull();
  const question = people.ephemeral(ana).at(-1);
  if (question === undefined) throw new Error('nothing was asked');
  await people.click(ana, question, 'Cancel it');
  const told = () => /It is cancelled/.test(discord.ephemeral(ana).at(-1) ?? '');
  await vi.waitUntil(told, WAIT);
  expect((await engine.design(second))?.end?.status).toBe('cancelled');
  const again = await people.slash(ana, general, 'design retry', { design: second });
  expect(again.privately).toEqual([expect.stringContaining('Run this again?')]);
});

test('questions are answered in a form, each answer under its own', async () => {
  const { discord, ana, ben, questions, design, until, untilStand } = await asking();
  const { modal } = await discord.people.click(ben, questions(), 'Answer…');
  if (modal === null) throw new Error('there is no form');
  await discord.people.submit(ben, modal, { Q2: '20 ms', remark: 'Mind the freeze.' });
  await vi.waitUntil(() => discord.ephemeral(ben).includes('Charrette: Got it. Thank you.'), WAIT);
  await until(({ replies }) => replies.length === 2);
  expect((await design()).replies).toMatchObject([
    { author: 'Ben', text: 'Mind the freeze.', answers: [] },
    { author: 'Ben', text: '20 ms', answers: [{ questionId: 'Q2', text: '20 ms' }] },
  ]);
  await untilStand('Q1 open', 'Q2 answered');
  const again = await discord.people.click(ana, questions(), 'Answer…');
  if (again.modal === null) throw new Error('there is no form');
  await discord.people.submit(ana, again.modal, { remark: 'The first one I do not know.' });
  await until(({ replies }) => replies.length === 3);
  await untilStand('Q1 open', 'Q2 answered');
  await vi.waitUntil(() => discord.ephemeral(ana).includes('Charrette: Got it. Thank you.'), WAIT);
  discord.deliveries.sendAgain('INTERACTION_CREATE');
  const last = await discord.people.click(ana, questions(), 'Go on');
  expect(last.privately).toEqual([expect.stringMatching(/Go on\?[\s\S]*\[ Go on \]/)]);
  const asked = discord.people.ephemeral(ana).at(-1);
  if (asked === undefined) throw new Error('nothing was asked');
  await discord.people.click(ana, asked, 'Go on');
  await until(({ answering }) => answering === null);
  expect((await design()).replies).toHaveLength(3);
});

test('answers in a form sent after the end are kept', async () => {
  const { discord, ana, questions, design, until, cancel, atRest } = await asking();
  const { modal } = await discord.people.click(ana, questions(), 'Answer…');
  if (modal === null) throw new Error('there is no form');
  await cancel();
  await atRest();
  await discord.people.submit(ana, modal, { Q2: '20 ms' });
  await until(({ lateWords }) => lateWords.length === 1);
  expect((await design()).lateWords).toMatchObject([{ author: 'Ana', text: 'Q2: 20 ms' }]);
  await vi.waitUntil(
    () => discord.ephemeral(ana).at(-1)?.includes('cancelled it: there is no decision.'),
    WAIT,
  );
  expect(discord.ephemeral(ana).at(-1)).toMatch(
    /Saved\. It doesn’t change the result\..*\[ Run again/s,
  );
});

test('a form has the first four of many questions, and room for all others', async () => {
  const { discord, ana, general, begunIn, engine } = await connected();
  const { people } = discord;
  await people.slash(ana, general, 'design start', { topic: TOPIC });
  const [{ id } = { id: '' as never }] = await begunIn(general, 1);
  await vi.waitUntil(async () => (await engine.design(id))?.thread?.thread, WAIT);
  const thread = (await engine.design(id))?.thread?.thread ?? '';
  await vi.waitUntil(() => discord.visible(thread).some((text) => text.includes('Answer…')), WAIT);
  const { modal } = await people.click(ana, messageWith(discord, thread, 'Answer…'), 'Answer…');
  if (modal === null) throw new Error('there is no form');
  const shown = readableModal(modal);
  expect(shown).toMatch(
    /Q1 \([\s\S]*Q4 \([\s\S]*Anything else\?[\s\S]*\d more questions? (?:are|is) open/,
  );
  await people.submit(ana, modal, { Q1: '500', Q4: 'Yes.', remark: 'Q5: nightly' });
  const answered = async () =>
    (await engine.design(id))?.questions
      .filter(({ status }) => status === 'answered')
      .map((each) => each.id);
  await vi.waitUntil(async () => (await answered())?.length === 3, WAIT);
  expect(await answered()).toEqual(['Q1', 'Q4', 'Q5']);
});

test('a form that opens in vain is no crash, and neither is one that cannot be read', async () => {
  const { discord, ana, ben, general, questions, log, begin } = await asking();
  discord.record.allow(/^late_ack/);
  discord.faults.script('interactions.callback', 'failed_after');
  const { modal } = await discord.people.slash(ana, general, 'design new');
  expect(modal).not.toBeNull();
  const retried = () => discord.record.callsOf('interactions.callback').length === 2;
  await vi.waitUntil(retried, WAIT);
  await discord.people.slash(ana, general, 'design help');
  expect(log.events.map(({ event }) => event)).not.toContain('discord_not_answered');
  const sent = discord.deliveries.sent.findLast(({ name }) => name === 'INTERACTION_CREATE');
  if (sent === undefined) throw new Error('nothing was sent');
  // Answered already (40060), and unknown (10062).
  discord.deliveries.send(sent);
  discord.deliveries.send({ ...sent, payload: { ...sent.payload, id: '1', token: 'none' } });
  discord.deliveries.send({ ...sent, payload: { ...sent.payload, data: 'nonsense' } });
  const codes = () =>
    log.events.flatMap(({ event, facts }) =>
      event === 'discord_not_answered' ? [facts.code] : [],
    );
  await vi.waitUntil(() => codes().length === 2, WAIT);
  expect(codes().toSorted()).toEqual([10_062, 40_060]);
  await vi.waitUntil(
    () => log.events.some(({ event }) => event === 'discord_interaction_unread'),
    WAIT,
  );
  await begin();
  const again = await discord.people.click(ben, questions(), 'Answer…');
  expect(again.modal).not.toBeNull();
});

test('a first answer that was given up is not sent after the person was told in another way', async () => {
  const { clock, pass } = createMovedClock(unhurriedClock());
  const { discord, ana, general, log } = await connected({ clock, discord: { ackMs: 1_000 } });
  const { people, guild, record } = discord;
  discord.faults.script('interactions.callback', 'failed_before');
  record.allow(/late_ack/);
  // Ten seconds, after which a first answer is given up, are over before its second attempt.
  const { debug } = log;
  log.debug = (event, facts) => {
    debug(event, facts);
    if (event === 'call_failed') pass(10_000);
  };
  await people.slash(ana, general, 'design list');
  const attempts = () => log.events.filter(({ event }) => event === 'call_failed').length;
  await vi.waitUntil(() => attempts() === 2, WAIT);
  await vi.waitUntil(() => discord.visible(guild.direct(ana)).length === 1, WAIT);
  expect(record.callsOf('interactions.callback')).toHaveLength(1);
  expect(people.ephemeral(ana)).toEqual([]);
});

test('D6: nothing of what fails tells a token', async () => {
  const { discord, ana, general, log } = await connected({
    clock: fastClock(20),
    discord: { ackMs: 1_000 },
  });
  discord.faults.script(
    'interactions.callback',
    ...Array.from({ length: 4 }, () => 'failed_before' as const),
  );
  discord.record.allow(/late_ack/);
  await discord.people.slash(ana, general, 'design list');
  await vi.waitUntil(() => log.events.some(({ event }) => event === 'discord_not_answered'), WAIT);
  const [interaction] = discord.interactions.all.values();
  const told = JSON.stringify(log.events, (_, value: unknown) =>
    value instanceof Error ? { ...value, message: value.message, stack: value.stack } : value,
  );
  expect(told).not.toContain(interaction?.token ?? discord.token);
  expect(told).not.toContain(discord.token);
});
