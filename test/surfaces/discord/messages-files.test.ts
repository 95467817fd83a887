import { expect, test } from 'vitest';
import { asking } from './message-world.ts';

test('a file that is taken off a message is taken back, and a preview of an address changes nothing', async () => {
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
  discord.guild.messages.edit(message, {
    files: message.files.filter(({ name }) => name === 'load.csv'),
  });
  await until(({ replies }) => replies.length === 2);
  expect((await replies()).toSorted()).toEqual([
    'Ben: Attached file load.csv:\n\n9,1100',
    'Ben: See these, and https://example.org.',
  ]);
});

test('nothing is fetched from anywhere but where Discord keeps files', async () => {
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
});
