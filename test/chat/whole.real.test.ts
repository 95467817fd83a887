/** A day in a channel: the real engine, its child processes and its store behind the real gateways. The example plays. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Thread } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import { until } from '#test/support/platform.ts';
import { type GatewayWorld, OPERATOR, openDiscordWorld, openSlackWorld } from './gateway-world.ts';
import { type House, openHouse } from './house.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';
const lines: string[] = [];
/** Mentions, a masked link, HTML, closing words and marks of direction, as people type them. */
const HARMFUL =
  '@everyone <!channel> [ours](https://evil.example) <b>bold</b> */ --> ]]> \u202ekcab ```';

describe.each([
  ['Slack', openSlackWorld],
  ['Discord', openDiscordWorld],
] as const)('%s', (_name, open) => {
  let world: GatewayWorld;
  let house: House;
  let folder: string;
  afterEach(async () => {
    const problems = world.problems();
    await house.stop();
    await world.stop();
    await rm(folder, { recursive: true, force: true });
    expect(problems).toEqual([]);
    // The example plays a crash, which is logged too.
    expect(lines.splice(0).filter((line) => /post_refused|"level":"error"/.test(line))).toEqual([]);
  });

  async function openDay() {
    world = await open({ isAlone: true });
    folder = await mkdtemp(join(tmpdir(), 'charrette-chat-'));
    house = await openHouse(world, folder, lines);
  }

  const postOf = (id: DesignId, key: string): Promise<string> =>
    until(`the message ${key}`, async () => {
      const posts = await house.store.posts(id);
      return posts.find((post) => post.key === key)?.messageId || null;
    });
  const threadOf = async (id: DesignId): Promise<Thread> => {
    const { platform, channel } = world;
    return { platform, channel, thread: await postOf(id, 'card') };
  };
  /** The design that somebody has just started. */
  async function start(person: string): Promise<DesignId> {
    const known = await house.engine.designs.find({});
    expect(await world.command(person, `depth=quick ${TOPIC}`)).toContain(
      'Follow along in the thread.',
    );
    const all = await house.engine.designs.find({});
    expect(all).toHaveLength(known.length + 1);
    const [newest] = all;
    if (newest === undefined) throw new Error('no design was started');
    return newest.id;
  }
  const repliesOf = async (id: DesignId) =>
    (await house.engine.designs.read(id))?.design?.replies ?? [];

  test('A23: a day: answered across a restart, edited, sent back, objected in harmful words, accepted by a second daemon, with its files', async () => {
    await openDay();
    const [ana = '', ben = '', cleo = ''] = ['Ana', 'Ben', 'Cleo'].map((name) =>
      world.addPerson(name),
    );
    const id = await start(ana);
    const questions = await postOf(id, 'questions');
    const thread = await threadOf(id);
    const at = thread.thread;
    const first = world.say(ben, at, 'Q1: 900 a minute');
    await until('the first reply', async () => (await repliesOf(id)).length === 1);

    await house.stop();
    const missed = world.say(cleo, at, 'only the web app reads it');
    house = await openHouse(world, folder, lines);
    world.edit(first, 'Q1: 950 a minute');
    const texts = async () => (await repliesOf(id)).map(({ author, text }) => `${author}: ${text}`);
    await until('both replies, as they stand now', async () => {
      const all = await texts();
      return all.length === 2 && all.includes('Ben: Q1: 950 a minute');
    });
    expect((await texts()).toSorted()).toEqual([
      'Ben: Q1: 950 a minute',
      'Cleo: only the web app reads it',
    ]);
    await until('the marks of what was stored', () => world.reactionsOf(missed).length > 0);

    expect(await world.press(ben, thread, questions, 'Go on')).toContain('Only Ana');
    const second = await openHouse(world, folder, lines);
    expect(await world.press(ana, thread, questions, 'Go on')).toBe('The personas go on.');
    const decision = await postOf(id, 'decision');
    const shows = (text: string) => () =>
      world.visible(world.channel, at).some((message) => message.includes(text));
    await until('the gate', shows('[Accept]'));
    await world.sendBack(ana, thread, decision, 'Say who owns the flag.');
    const last = await postOf(id, 'decision-2');
    await until('the second gate', shows('[Accept]'));
    await house.stop();
    house = second;
    const dora = world.addPerson('Dora');
    const long = Buffer.from('y'.repeat(100_000));
    // Hers, so that she may accept at once (J9).
    world.say(ana, at, `${HARMFUL} [Dora](person:${dora}) <@${dora}>`, ['long.txt', long]);
    const drawn = await until('what Ana said, under the decision', () =>
      world
        .visible(world.channel, at)
        .find((text) => text.includes('[Accept]') && text.includes('evil.example')),
    );
    expect(drawn).toContain('@Dora');
    expect((await repliesOf(id)).at(-1)?.unreadFiles).toEqual(['long.txt']);
    expect([ana, ben, cleo]).toEqual(expect.arrayContaining(world.calledIn(world.channel, at)));
    expect(world.calledIn(world.channel, at)).toContain(ana);
    expect(await world.press(ana, thread, last, 'Accept')).toBe('It is accepted.');
    const names = ['decision', 'record'].map((name) => `${name}-${id.slice(-8)}.md`);
    await until('the files', () => world.filesOf(world.channel, at).length === 3);
    expect(world.filesOf(world.channel, at).toSorted()).toEqual([...names, 'long.txt'].toSorted());
    await until('the end', async () => (await house.engine.designs.read(id))?.row.isEnded);
    const [card = ''] = world.visible(world.channel, '').filter((text) => text.includes(TOPIC));
    expect(card).toContain('[Watch]');
    expect(card).not.toContain('[Cancel]');
    expect(world.visible(world.channel, at).some((text) => text.includes('[Accept]'))).toBe(false);
    await until('the mark of what was read', () => world.reactionsOf(missed).length > 1);
  });

  test('two designs in a channel: one is cancelled by an operator, runs again and is stopped at its gate, the other goes on', async () => {
    await openDay();
    const [ana, ben, operator] = ['Ana', 'Ben', OPERATOR].map((name) => world.addPerson(name));
    if (ana === undefined || ben === undefined || operator === undefined) throw new Error('nobody');
    const [one, two] = [await start(ana), await start(ben)];
    await postOf(one, 'questions');
    await postOf(two, 'questions');
    const thread = await threadOf(one);
    expect(await world.press(ben, thread, thread.thread, 'Cancel')).toContain('Only Ana');
    expect(await world.press(operator, thread, thread.thread, 'Cancel')).toBe('It is cancelled.');
    const end = await postOf(one, 'end');
    expect(await world.press(ana, thread, end, 'Run again')).toBe('It runs again.');
    const again = await until('the successor', async () => {
      const [newest] = await house.engine.designs.find({});
      return newest?.id === one || newest?.id === two ? null : newest?.id;
    });
    if (again === undefined) throw new Error('nothing runs again');
    expect((await house.engine.designs.read(two))?.row.isEnded).toBe(false);
    expect(await world.press(ana, thread, await postOf(again, 'questions'), 'Go on')).toBe(
      'The personas go on.',
    );
    const decision = await postOf(again, 'decision');
    await until('the gate', () =>
      world.visible(world.channel, thread.thread).some((text) => text.includes('[Stop]')),
    );
    expect(await world.press(ana, thread, decision, 'Stop')).toBe('It is stopped.');
    await until('the end at its gate', async () => {
      const row = (await house.engine.designs.read(again))?.row;
      return row?.isEnded && row.summary.status === 'cancelled';
    });
    expect(await world.command(ben, 'cancel')).toBe('It is cancelled.');
    await until('its end', async () => {
      const row = (await house.engine.designs.read(two))?.row;
      return row?.summary.status === 'cancelled' && row.isEnded;
    });
  });
});
