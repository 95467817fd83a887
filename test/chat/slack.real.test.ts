/** What Slack alone has, on the real Bolt. */

import { afterEach, expect, test } from 'vitest';
import { startSlack } from '#chat/slack/start.ts';
import { until } from '#test/support/platform.ts';
import { startSlackServer } from '#test/support/slack-server.ts';
import { openSlackWorld } from './gateway-world.ts';

let world: Awaited<ReturnType<typeof openSlackWorld>>;
afterEach(async () => {
  const problems = world.problems();
  await world.stop();
  expect(problems).toEqual([]);
});

test('a mention with a question in a thread starts there, with the thread as context', async () => {
  world = await openSlackWorld();
  const { server, channel, designs, mention } = world;
  const [ana, ben] = [world.addPerson('Ana'), world.addPerson('Ben')];
  const root = server.say(ana, channel, 'The queue is slow again & again.');
  server.say(ben, channel, `Ask <@${ana}> about <https://ops.example/march|the March figure>.`, {
    thread: root.ts,
  });
  const mentioning = server.say(ana, channel, `${mention} depth=quick Redis or Postgres?`, {
    thread: root.ts,
    files: [{ name: 'march.md', bytes: Buffer.from('900 jobs ran in a minute.') }],
  });
  await until('the start', () => designs.asked.length > 0);
  await server.redeliver(mentioning.ts);
  expect(designs.asked).toHaveLength(1);
  expect(designs.asked[0]?.given).toMatchObject({
    topic: 'Redis or Postgres?',
    depth: 'quick',
    thread: { channel, thread: root.ts },
    context: [
      {
        text: expect.stringMatching(
          /^Ana: The queue is slow again & again\.\n\nBen: Ask @Ana about the March figure \(https:\/\/ops\.example\/march\)\.\n\nAna: .*Redis or Postgres\?\n\nmarch\.md:\n900 jobs ran in a minute\.$/,
        ),
      },
    ],
  });
  expect(server.ephemeral(ana)[0]).toContain('On it.');
  const card = await world.chat.post(
    { platform: 'slack', channel, thread: root.ts },
    { text: 'Redis or Postgres?', controls: [] },
    {
      designId:
        designs.asked[0]?.id ?? designs.add({ platform: 'slack', channel, thread: '' }, ana),
      key: 'card',
    },
    () => true,
  );
  expect(card.thread).toBe(root.ts);
  expect(server.visible(channel, root.ts).at(-1)?.ts).toBe(card.messageId);
  expect(mentioning.ts < card.messageId).toBe(true);
});

test('A18: somebody of another workspace starts nothing, and may answer', async () => {
  world = await openSlackWorld();
  const { server, channel, designs, mention } = world;
  const guest = server.addPerson('Gus', 'T0OTHER');
  const ana = world.addPerson('Ana');
  // A person whose workspace Slack does not name.
  const unknown = server.addPerson('Nix', '');
  await server.command(
    ana,
    channel,
    `depth=quick May <@${ana}|ana> &amp; <@U0UNKNOWN> &lt;merge&gt;?`,
  );
  expect(designs.asked[0]?.given.topic).toBe('May @ana & @U0UNKNOWN <merge>?');
  designs.asked.length = 0;
  await server.command(guest, channel, 'Redis or Postgres?');
  const root = server.say(guest, channel, 'hello');
  server.say(guest, channel, `${mention} Redis or Postgres?`, { thread: root.ts });
  server.say(unknown, channel, `${mention} Redis or Postgres?`, { thread: root.ts });
  await until(
    'all refusals',
    () =>
      [guest, unknown].every((each) => server.ephemeral(each).length > 0) &&
      server.ephemeral(guest).length === 2,
  );
  expect(server.ephemeral(unknown)).toEqual(server.ephemeral(guest).slice(1));
  expect(designs.asked).toEqual([]);
  expect(new Set(server.ephemeral(guest))).toEqual(
    new Set(['Only people from this workspace can start a design.']),
  );
  designs.add({ platform: 'slack', channel, thread: root.ts }, guest);
  server.say(guest, channel, 'about 900', { thread: root.ts });
  await until('the answer', () => designs.asked.length > 0);
  expect(designs.acts()).toEqual(['answer']);
});

test('a start where the bot is not is told how to invite it, and starts nothing', async () => {
  world = await openSlackWorld();
  const { server, designs, chat } = world;
  const ana = world.addPerson('Ana');
  const elsewhere = server.addChannel(false);
  await server.command(ana, elsewhere, 'Redis or Postgres?');
  expect(server.ephemeral(ana)).toEqual([
    'I can’t post in this channel. Invite me with /invite @Charrette, then start again.',
  ]);
  expect(designs.asked).toEqual([]);
  const place = { platform: 'slack', channel: elsewhere, thread: '' } as const;
  const id = designs.add(place, ana);
  const message = { text: 'Redis or Postgres?', controls: [] };
  const refused = chat.post(place, message, { designId: id, key: 'card' }, () => true);
  await expect(refused).rejects.toMatchObject({ isLost: false, retryAfterMs: null });
  await chat.tell(elsewhere, ana, 'I can’t post there.');
  expect(server.visible(ana).map(server.read)).toEqual(['I can’t post there.']);
});

test('a file that Slack does not let the bot read is unread, and its page for signing in is not an answer', async () => {
  world = await openSlackWorld();
  const { server, channel, designs } = world;
  const ana = world.addPerson('Ana');
  const root = server.say(ana, channel, 'hello');
  designs.add({ platform: 'slack', channel, thread: root.ts }, ana);
  const page = { name: 'notes.md', bytes: Buffer.from('<html>Sign in</html>'), type: 'text/html' };
  const picture = {
    name: 'graph.png',
    bytes: Buffer.from([0x89, 0x50, 0, 0xff]),
    type: 'image/png',
  };
  server.say(ana, channel, 'both', { thread: root.ts, files: [page, picture] });
  await until('the answer', () => designs.asked.length > 0);
  expect(designs.asked[0]?.given).toMatchObject({
    text: 'both',
    unreadFiles: ['notes.md', 'graph.png'],
  });
});

test('P5: a message is acknowledged once it is stored, and not before', async () => {
  world = await openSlackWorld();
  const { server, channel, designs } = world;
  const ana = world.addPerson('Ana');
  const root = server.say(ana, channel, 'hello');
  designs.add({ platform: 'slack', channel, thread: root.ts }, ana);
  await until('the first message is taken', () => server.pending() === 0);
  const { promise, resolve } = Promise.withResolvers<void>();
  const arrived = new Promise<void>((come) => {
    designs.delay = promise;
    designs.onAsked = come;
  });
  server.say(ana, channel, 'about 900', { thread: root.ts });
  await arrived;
  // Its answer comes by the same socket, after everything that was acknowledged before.
  await server.command(ana, channel, 'help');
  expect(server.pending()).toBe(1);
  resolve();
  await until('it is taken', () => server.pending() === 0);
  expect(designs.acts()).toEqual(['answer']);
});

test('a connection that Slack refuses from now on is told in one line with its code', async () => {
  world = await openSlackWorld();
  world.server.revoke();
  world.drop();
  await until('the line', () => world.lost.length > 0);
  expect(world.lost).toEqual(['Slack refuses SLACK_APP_TOKEN (invalid_auth).']);
});

test('A9: a refused token stops the start and names its setting', async () => {
  world = await openSlackWorld();
  const stranger = await startSlackServer({ isKnown: false });
  const { designs } = world;
  const log = { debug: no, info: no, warn: no, error: no };
  const common = { designs, operators: [], log, onReconnect: no, onLost: no };
  const { apiUrl, botToken, appToken } = stranger;
  await expect(startSlack({ ...common, apiUrl, botToken, appToken })).rejects.toMatchObject({
    code: 'bad_setting',
    message: 'Slack refuses SLACK_BOT_TOKEN (invalid_auth).',
  });
  await stranger.close();
  await expect(
    startSlack({ ...common, apiUrl: world.server.apiUrl, botToken, appToken: 'xapp-other' }),
  ).rejects.toMatchObject({
    code: 'bad_setting',
    message: 'Slack refuses SLACK_APP_TOKEN (invalid_auth).',
  });
});

function no(): undefined {
  return undefined;
}
