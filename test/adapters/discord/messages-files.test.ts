import { expect, test, vi } from 'vitest';
import { asking, UNHURRIED, WAIT } from './message-world.ts';

test('files that are text are read, each as a reply of its own, and without a token', UNHURRIED, async () => {
  const { discord, ben, reply, replies, until } = await asking();
  reply(ben, 'See the figures.', {
    files: [
      { name: 'load.csv', content: 'hour,jobs\n9,1100\n', type: 'text/csv' },
      { name: 'notes.md', content: '# Notes\nMind the freeze.' },
    ],
  });
  await until(({ replies }) => replies.length === 3);
  expect((await replies()).toSorted()).toEqual([
    'Ben: Attached file load.csv:\n\nhour,jobs\n9,1100',
    'Ben: Attached file notes.md:\n\n# Notes\nMind the freeze.',
    'Ben: See the figures.',
  ]);
  expect(discord.record.violations).toEqual([]);
});

test('what cannot be read is named in the reply, and its author told why, once', UNHURRIED, async () => {
  const { discord, ben, reply, replies, until, ephemerals } = await asking();
  reply(ben, 'See these.', {
    files: [
      { name: 'board.png', content: Buffer.from([137, 80, 78, 71]) },
      { name: 'dump.sql', content: 'x', size: 5_000_000 },
    ],
  });
  await until(({ replies }) => replies.length === 1);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(await replies()).toEqual([
    'Ben: See these.\n\n[attached: board.png, 1 kB, not read]\n[attached: dump.sql, 5 MB, not read]',
  ]);
  expect(ephemerals(ben)).toEqual([
    'Not read: board.png (only text can be read: text, Markdown, source, JSON, CSV, logs). Not read: dump.sql (larger than 1 MB; the part that matters can be sent as a file of its own).',
  ]);
  expect(discord.record.violations).toEqual([]);
});

test(
  'a file that is taken off a message is taken back, and a preview of an address changes nothing',
  UNHURRIED,
  async () => {
    const { discord, ben, reply, replies, until } = await asking();
    const files = [
      { name: 'notes.md', content: 'Mind the freeze.' },
      { name: 'load.csv', content: '9,1100' },
    ];
    const message = reply(ben, 'See these, and https://example.org.', { files });
    await until(({ replies }) => replies.length === 3);
    discord.guild.messages.fulfil(message, { embeds: [{ title: 'Example' }] });
    const other = reply(ben, 'Look at the last column.');
    await until(({ replies }) => replies.length === 4);
    expect(discord.record.callsOf('messages.get')).toEqual([]);
    discord.people.remove(other);
    discord.guild.messages.edit(message, { files: message.files.filter(({ name }) => name === 'load.csv') });
    await until(({ replies }) => replies.length === 2);
    expect((await replies()).toSorted()).toEqual([
      'Ben: Attached file load.csv:\n\n9,1100',
      'Ben: See these, and https://example.org.',
    ]);
    expect(discord.record.violations).toEqual([]);
  },
);

test('nothing is fetched from anywhere but where Discord keeps files', UNHURRIED, async () => {
  const { discord, ben, reply, replies, until, thread } = await asking();
  reply(ben, 'First.');
  await until(({ replies }) => replies.length === 1);
  const sent = discord.deliveries.sent.findLast(({ name }) => name === 'MESSAGE_CREATE');
  if (sent === undefined) throw new Error('nothing was sent');
  const elsewhere = {
    id: '1234567890',
    filename: 'notes.md',
    content_type: 'text/markdown',
    size: 10,
    url: 'http://127.0.0.1:1/notes.md',
  };
  const payload = {
    ...sent.payload,
    id: '1400000000000000000',
    channel_id: thread,
    attachments: [elsewhere],
  };
  discord.deliveries.send({ ...sent, payload });
  await until(({ replies }) => replies.length === 2);
  expect((await replies())[1]).toBe('Ben: First.\n\n[attached: notes.md, 1 kB, not read]');
  expect(discord.record.violations).toEqual([]);
});
