/** What both gateways promise, on the real Bolt and discord.js against local servers of their protocols. */

import { afterEach, describe, expect, test } from 'vitest';
import type { Thread } from '#design/events.ts';
import { type DesignId, GateId } from '#design/ids.ts';
import { PostFault } from '#engine/chat.ts';
import { until } from '#test/support/platform.ts';
import { ACTS, type Message } from '#words/message.ts';
import { type GatewayWorld, OPERATOR, openDiscordWorld, openSlackWorld } from './gateway-world.ts';

const GATE = GateId.parse('gat_00000000-0000-7000-8000-000000000001');
const CARD: Message = { text: '**Redis or Postgres?**\n\n0 of 6 sealed', controls: [] };
const yes = () => true;

describe.each([
  ['Slack', openSlackWorld],
  ['Discord', openDiscordWorld],
] as const)('%s', (_name, open) => {
  let world: GatewayWorld;
  afterEach(async () => {
    const problems = world.problems();
    await world.stop();
    expect(problems).toEqual([]);
  });

  /** A running design with its card in the channel. */
  async function openDesign(starter: string, message = CARD) {
    const { platform, channel, chat, designs } = world;
    const before: Thread = { platform, channel, thread: '' };
    const id = designs.add(before, starter);
    const key = { designId: id, key: 'card' };
    const posted = await chat.post(before, message, key, yes);
    const thread: Thread = { ...before, thread: posted.thread };
    const row = designs.rows.get(id);
    if (row !== undefined)
      designs.rows.set(id, { ...row, summary: { ...row.summary, thread: posted.thread } });
    return { id, thread, posted, key };
  }
  const asked = (what: string, count: number) =>
    until(what, () => world.designs.asked.length >= count);

  test('D8: a start carries who asked and by which way in, its options, and the promise is private', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const answer = await world.command(ana, 'depth=quick budget=2 personas=a,b Redis or Postgres?');
    expect(answer).toContain('On it. Six personas, about $1.30 and 7 min.');
    expect(world.visible(world.channel, '')).toEqual([]);
    const [start] = world.designs.asked;
    expect(start?.actor).toEqual({
      name: 'Ana',
      id: ana,
      via: world.platform,
      isOperator: false,
    });
    expect(start?.given).toMatchObject({
      topic: 'Redis or Postgres?',
      depth: 'quick',
      budgetUsd: 2,
      personas: ['a', 'b'],
      thread: { platform: world.platform, channel: world.channel, thread: '' },
    });
    expect(await world.command(ana, 'budget=lots Why?')).toContain('a number of dollars');
  });

  test('P5: three people’s answers arrive verbatim with names and files, once, however often they are delivered', async () => {
    world = await open();
    const [ana, ben, cleo] = ['Ana', 'Ben', 'Cleo'].map((name) => world.addPerson(name));
    const { thread, id } = await openDesign(ana ?? '');
    const at = thread.thread;
    const first = world.say(ana ?? '', at, 'Q2: only the web app, and *not* <b>the</b> cron');
    await asked('the first answer', 1);
    world.say(ben ?? '', at, `about 900, ask <@${cleo}>`);
    await asked('the second answer', 2);
    const long = Buffer.from('x'.repeat(100_001));
    world.say(cleo ?? '', at, 'see file', ['peak.md', Buffer.from('900 a minute\n')]);
    await asked('the third answer', 3);
    world.say(cleo ?? '', at, '', ['alone.txt', long]);
    world.say(cleo ?? '', at, 'and this', ['log.txt', long]);
    await asked('the fourth answer', 4);
    await world.redeliver();
    world.edit(first, 'Q2: only the web app');
    await asked('the edit', 5);
    const texts = world.designs.asked.map(({ actor, given }) => [actor.name, given.text]);
    expect(texts).toEqual([
      ['Ana', 'Q2: only the web app, and *not* <b>the</b> cron'],
      ['Ben', 'about 900, ask @Cleo'],
      ['Cleo', 'see file\n\npeak.md:\n900 a minute'],
      ['Cleo', 'and this'],
      ['Ana', 'Q2: only the web app'],
    ]);
    expect(world.designs.asked[0]?.given).toMatchObject({ replaces: '', unreadFiles: [] });
    expect(world.designs.asked[3]?.given.unreadFiles).toEqual(['log.txt']);
    const told = ['alone.txt', 'log.txt'].map(
      (name) => `I could not read ${name}. I read text files of up to 100 kB.`,
    );
    const toldTo = () => [...new Set(world.toldTo(cleo ?? '', at))];
    await until('a word about each file', () => toldTo().length >= 2);
    expect(toldTo().toSorted()).toEqual(told);
    expect(world.designs.asked[4]?.given).toMatchObject({ replaces: first });
    expect(world.designs.asked.every((each) => each.id === id)).toBe(true);
    await world.chat.react(thread, first, 'stored');
    await world.chat.react(thread, first, 'read');
    expect(world.reactionsOf(first)).toHaveLength(2);
  });

  test('a message with a file is stored before those that were written after it', async () => {
    world = await open();
    const [ana, ben] = [world.addPerson('Ana'), world.addPerson('Ben')];
    const { thread } = await openDesign(ana);
    world.say(ana, thread.thread, 'see file', ['peak.md', Buffer.from('900 a minute')]);
    world.say(ben, thread.thread, 'what Ana says');
    await asked('both', 2);
    expect(world.designs.asked.map(({ actor }) => actor.name)).toEqual(['Ana', 'Ben']);
  });

  test('P5: the thread is read again from a message on, edits beside what they edit', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const { thread, posted } = await openDesign(ana);
    const first = world.say(ana, thread.thread, 'one');
    world.say(world.addPerson('Ben'), thread.thread, `${world.mention} cancel`);
    const second = world.say(ana, thread.thread, 'two', ['a.bin', Buffer.from([0])]);
    world.edit(second, 'two and a half');
    const all = await world.chat.messagesAfter(thread, posted.messageId);
    expect(all.map(({ text, replaces, author }) => [text, replaces, author])).toEqual([
      ['one', '', 'Ana'],
      ['two and a half', '', 'Ana'],
      ['two and a half', second, 'Ana'],
    ]);
    expect(all.map(({ unreadFiles }) => unreadFiles)).toEqual([[], ['a.bin'], ['a.bin']]);
    const later = await world.chat.messagesAfter(thread, first);
    expect(later.map(({ id }) => id)[0]).toBe(second);
    await asked('both, and the edit', 3);
    expect(world.designs.asked.map(({ given }) => Object(given.delivery).id)).toEqual(
      all.map(({ id }) => id),
    );
  });

  test('P5: a socket that comes back asks for what was missed', async () => {
    world = await open();
    const before = world.reconnects();
    world.drop();
    await until('the socket is back', () => world.reconnects() > before);
    const ana = world.addPerson('Ana');
    expect(await world.command(ana, 'list')).toContain('No design');
  });

  test('A25: every drawn control does its act when it is pressed as drawn', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const labels = ['Go on', 'Cancel', 'Accept', 'Send back…', 'Stop', 'Run again'];
    const controls = ACTS.map((act, index) => ({
      act,
      label: labels[index] ?? '',
      ...(['accept', 'send_back', 'stop'].includes(act) && { gateId: GATE }),
    }));
    const watchUrl = 'https://charrette.example/designs/x?key=y';
    const { id, thread, posted } = await openDesign(ana, {
      ...CARD,
      controls: controls.slice(0, 4),
      watchUrl,
    });
    const key = { designId: id, key: 'decision' };
    const rest = await world.chat.post(thread, { ...CARD, controls: controls.slice(4) }, key, yes);
    expect(world.visible(world.channel, '').join()).toContain('[Watch]');
    const press = (label: string, messageId = posted.messageId) =>
      world.press(ana, thread, messageId, label);

    expect(await press('Go on')).toBe('The personas go on.');
    expect(await press('Accept')).toBe('It is accepted.');
    await world.sendBack(ana, thread, posted.messageId, 'Say who owns the flag.');
    expect(await press('Stop', rest.messageId)).toBe('It is stopped.');
    expect(await press('Run again', rest.messageId)).toBe('It runs again.');
    expect(await press('Cancel')).toBe('It is cancelled.');
    expect(world.designs.asked.map(({ act, given }) => [act, given])).toEqual([
      ['go_on', {}],
      ['decide', { gateId: GATE, choice: 'accept', note: '' }],
      ['decide', { gateId: GATE, choice: 'send_back', note: 'Say who owns the flag.' }],
      ['decide', { gateId: GATE, choice: 'stop', note: '' }],
      ['run_again', {}],
      ['cancel', {}],
    ]);
    expect(world.designs.asked.every((each) => each.id === id)).toBe(true);
  });

  test('A18: a stranger is told privately who may, an operator may', async () => {
    world = await open();
    const [ana, ben] = [world.addPerson('Ana'), world.addPerson('Ben')];
    const controls = [
      { act: 'cancel', label: 'Cancel' },
      { act: 'send_back', label: 'Send back…', gateId: GATE },
    ] as const;
    const { thread, posted } = await openDesign(ana, { ...CARD, controls });
    const only = 'Only Ana, who started this, or an operator can';
    expect(await world.press(ben, thread, posted.messageId, 'Cancel')).toContain(only);
    expect(await world.sendBack(ben, thread, posted.messageId, 'no')).toContain(only);
    expect(world.designs.acts()).toEqual([]);
    const operator = world.addPerson(OPERATOR);
    expect(await world.press(operator, thread, posted.messageId, 'Cancel')).toBe(
      'It is cancelled.',
    );
    expect(world.visible(world.channel, thread.thread)).toEqual([]);
  });

  test('A17: verbs are verbs as the whole text alone, and know this channel’s designs', async () => {
    world = await open();
    const [ana, ben] = [world.addPerson('Ana'), world.addPerson('Ben')];
    expect(await world.command(ana, 'help')).toContain('/design');
    expect(await world.command(ana, 'cancel')).toContain('No design is running here');
    const one = await openDesign(ana);
    const elsewhere = { ...one.thread, channel: 'elsewhere' };
    const hidden = world.designs.add(elsewhere, ana, 'A secret?');
    const two = await openDesign(ben);
    const listed = await world.command(ana, 'list');
    expect(listed).toContain(one.id.slice(-8));
    expect(listed).not.toContain('secret');
    expect(listed).not.toContain('example');
    const example = world.designs.add(one.thread, ben, 'Flags or branches?');
    const row = world.designs.rows.get(example);
    if (row !== undefined)
      world.designs.rows.set(example, {
        ...row,
        isEnded: true,
        summary: { ...row.summary, isRehearsal: true },
      });
    const flags = await world.command(ana, 'list flags');
    expect(flags).toContain('· example · Ana,');
    expect(flags).not.toContain('Redis');
    expect(await world.command(ana, 'list kafka')).toContain('has these words: kafka');
    expect(await world.command(ana, 'status it')).toMatch(/no design `?it`? in this/);
    expect(await world.command(ana, `status ${hidden.slice(-8)}`)).toContain('There is no design');
    expect(await world.command(ana, `status ${two.id.slice(-8)}`)).toContain('Redis or Postgres?');
    expect(await world.command(ben, 'cancel')).toBe('It is cancelled.');
    expect(world.designs.asked.map(({ id }) => id)).toEqual([two.id]);
    expect(await world.command(ben, `cancel ${one.id.slice(-8)}`)).toContain('Only Ana');
    if (world.platform === 'slack') {
      await world.command(ana, 'cancel the cron job or keep it?');
      expect(world.designs.acts()).toEqual(['cancel', 'start']);
    }
  });

  test('a quiet channel finds its designs however many others were started elsewhere since', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const { id, thread } = await openDesign(ana);
    const elsewhere = { ...thread, channel: 'elsewhere' };
    for (let count = 0; count < 201; count += 1) world.designs.add(elsewhere, 'somebody');
    expect(await world.command(ana, 'list')).toContain(id.slice(-8));
    expect(await world.command(ana, 'cancel')).toBe('It is cancelled.');
  });

  test('a mention is a reply while a design runs, a bare cancel ends it, and then none runs', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const { thread } = await openDesign(ana);
    world.say(ana, thread.thread, `${world.mention} about 900`);
    await asked('the reply', 1);
    world.say(ana, thread.thread, `${world.mention} Cancel`);
    await asked('the cancellation', 2);
    expect(world.designs.acts()).toEqual(['answer', 'cancel']);
    world.say(ana, thread.thread, 'thanks all');
    world.say(ana, thread.thread, `${world.mention} cancel`);
    await until('a word that none runs', () =>
      world.toldTo(ana, thread.thread).includes('No design is running in this thread.'),
    );
    expect(world.designs.acts()).toEqual(['answer', 'cancel']);
    world.say(ana, '', `${world.mention} what now?`);
    await until('a word about /design', () =>
      world.toldTo(ana, '').some((each) => each.includes('/design')),
    );
    expect(world.designs.acts()).toEqual(['answer', 'cancel']);
  });

  test('P5: a start that takes longer to store than a platform waits is answered all the same', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const { promise, resolve } = Promise.withResolvers<void>();
    world.designs.delay = promise;
    setTimeout(resolve, 3_500);
    expect(await world.command(ana, 'Redis or Postgres?')).toContain('On it.');
    expect(world.designs.acts()).toEqual(['start']);
  });

  test.each(['failed_after', 'cut_after'] as const)(
    'P4: a post whose answer is lost (%s) stands there once, and is found by its key',
    async (mishap) => {
      world = await open();
      const ana = world.addPerson('Ana');
      const { id, thread, key } = await openDesign(ana);
      expect(await world.chat.find({ ...thread, thread: '' }, key)).toEqual({
        messageId: thread.thread,
        thread: thread.thread,
      });
      const next = { designId: id, key: 'questions' };
      const message = { text: '**2 questions.**', controls: [] };
      expect(await world.chat.find(thread, next)).toBeNull();
      world.spoil('post', mishap);
      const fault = await world.chat.post(thread, message, next, yes).catch((error) => error);
      expect(fault).toBeInstanceOf(PostFault);
      expect(fault.isLost).toBe(true);
      const found = await world.chat.find(thread, next);
      expect(found?.thread).toBe(thread.thread);
      const questions = () =>
        world.visible(world.channel, thread.thread).filter((text) => text.includes('2 questions'));
      expect(questions()).toHaveLength(1);
      await world.chat.edit(
        thread,
        found?.messageId ?? '',
        { ...message, text: '**1 answered**' },
        next,
      );
      expect(questions()).toEqual([]);
      expect(await world.chat.find(thread, next)).toEqual(found);
    },
  );

  test('P4: a rate limit is told at once and stops no other call, and a lost lease posts nothing', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const { id, thread } = await openDesign(ana);
    world.spoil('post', 'limited');
    const post = (key: string, mayPost = yes) =>
      world.chat.post(thread, CARD, { designId: id, key }, mayPost).catch((error) => error);
    const fault = await post('questions');
    expect(fault).toMatchObject({ isLost: false });
    expect(fault.retryAfterMs).toBeGreaterThanOrEqual(1_000);
    await world.chat.react(thread, world.say(ana, thread.thread, 'hello'), 'stored');
    expect(await post('proposals', () => false)).toMatchObject({ code: 'lease_lost' });
    expect(world.visible(world.channel, thread.thread)).toEqual(['hello']);
  });

  test('P4: a post that nobody answers ends by itself, within five seconds', {
    timeout: 30_000,
  }, async () => {
    world = await open();
    const { id, thread } = await openDesign(world.addPerson('Ana'));
    world.spoil('post', 'silent');
    const post = world.chat.post(thread, CARD, { designId: id, key: 'questions' }, yes);
    await expect(post).rejects.toMatchObject({ isLost: true });
  });

  test('P5: a button that is pressed again is another act', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const controls = [{ act: 'go_on', label: 'Go on' }] as const;
    const { thread, posted } = await openDesign(ana, { ...CARD, controls });
    for (const _ of [1, 2]) await world.press(ana, thread, posted.messageId, 'Go on');
    expect(world.designs.acts()).toEqual(['go_on', 'go_on']);
  });

  test('P2: a place that is gone refuses a post for good, and no other', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const { id, thread } = await openDesign(ana);
    const gone: Thread = { ...thread, channel: '111111111111111111', thread: '222222222222222222' };
    const key = { designId: id, key: 'questions' };
    const refused = { code: 'platform', isLost: false, retryAfterMs: null };
    await expect(world.chat.post(gone, CARD, key, yes)).rejects.toMatchObject(refused);
    await expect(world.chat.edit(gone, '1.1', CARD, key)).rejects.toMatchObject(refused);
    await expect(world.chat.messagesAfter(gone, '1.1')).rejects.toMatchObject(refused);
    expect((await world.chat.post(thread, CARD, key, yes)).thread).toBe(thread.thread);
  });

  test('P4: files are attached once, also when the answer is lost, by the holder of the lease alone, and an edit keeps them', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const { id, thread } = await openDesign(ana);
    const key = { designId: id, key: 'decision' };
    const message = { text: '**Move it.**', controls: [] };
    const { messageId } = await world.chat.post(thread, message, key, yes);
    const names = [`decision-${id.slice(-8)}.md`, `record-${id.slice(-8)}.md`];
    const files = names.map((name) => ({ name, bytes: Buffer.from(`# ${name}`) }));
    world.spoil('attach', 'cut_after');
    const attach = (mayPost = yes) =>
      world.chat.attach(thread, messageId, message, files, key, mayPost);
    for (let looks = 0; looks < world.looksToAttach; looks += 1) {
      let left = looks;
      const mayPost = () => {
        left -= 1;
        return left >= 0;
      };
      await expect(attach(mayPost)).rejects.toMatchObject({ code: 'lease_lost' });
      expect(world.filesOf(world.channel, thread.thread)).toEqual([]);
    }
    await expect(attach()).rejects.toMatchObject({ isLost: true });
    await attach();
    await attach();
    await world.chat.edit(thread, messageId, { ...message, text: '**Moved.**' }, key);
    expect(world.filesOf(world.channel, thread.thread).toSorted()).toEqual(names);
  });

  test('two designs in one channel keep their threads apart', async () => {
    world = await open();
    const ana = world.addPerson('Ana');
    const [one, two] = [await openDesign(ana), await openDesign(ana)];
    const ids: DesignId[] = [two.id, one.id];
    world.say(ana, two.thread.thread, 'for the second');
    await asked('the first reply', 1);
    world.say(ana, one.thread.thread, 'for the first');
    await asked('the second reply', 2);
    expect(world.designs.asked.map(({ id }) => id)).toEqual(ids);
    world.say(ana, '', 'lunch?');
    expect(world.designs.asked).toHaveLength(2);
  });
});
