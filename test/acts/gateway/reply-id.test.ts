import { expect, test } from 'vitest';
import {
  filesRecordedOf,
  messageOf,
  messagesRecordedOf,
  replyIdOf,
} from '#acts/gateway/reply-id.ts';

test.each([
  ['slack', 'C01ABC', '1700000000.000100'],
  ['discord', '223456789012345678', '323456789012345678'],
  ['matrix', '!room', '$event-id_of.letters'],
])('what a person said on %s is read back from its id', (platform, channel, message) => {
  const id = replyIdOf(platform, channel, message);
  const ofFile = replyIdOf(platform, channel, message, '423456789012345678');
  for (const read of [id, `${id}#3`]) expect(messageOf(read, platform, channel)).toBe(message);
  expect(messageOf(ofFile, platform, channel)).toBe(message);
  const ofForm = ['Q1', 'remark'].map((part) => replyIdOf(platform, channel, message, part));
  for (const read of ofForm) expect(messageOf(read, platform, channel)).toBeNull();
  expect(messageOf(id, platform, 'elsewhere')).toBeNull();
  expect(filesRecordedOf([{ id }, { id: ofFile }], platform, channel, message)).toEqual([
    '423456789012345678',
  ]);
});

test.each([
  ['a name with capitals', 'Slack', 'C1', '1'],
  ['a channel with a server in it', 'matrix', '!room:example.org', '1'],
  ['a message with a blank', 'matrix', 'room', 'one two'],
  ['no message', 'matrix', 'room', ''],
])('%s makes no id, instead of one that nobody can read', (_name, platform, channel, message) => {
  expect(() => replyIdOf(platform, channel, message)).toThrow(/broken invariant/);
});

test.each(['0190a1c2-0000-7000-8000-000000000000', 'slack:C1', 'slack:C1:1:2'])(
  '%s is no reply of a chat platform',
  (id) => {
    expect(messagesRecordedOf([{ id }], 'slack', 'C1')).toEqual(new Set());
  },
);
