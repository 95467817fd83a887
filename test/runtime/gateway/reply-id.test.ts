import { expect, test } from 'vitest';
import { parsedReplyId, replyIdOf } from '../../../src/runtime/gateway/reply-id.ts';

test.each([
  ['slack', 'C01ABC', '1700000000.000100', null],
  ['discord', '223456789012345678', '323456789012345678', '423456789012345678'],
  ['matrix', '!room', '$event-id_of.letters', 'Q1'],
])('what a person said on %s is read back from its id', (platform, channel, message, file) => {
  const id = replyIdOf(platform, channel, message, file);
  expect(parsedReplyId(id)).toEqual({ platform, channel, message, file, version: 1 });
  expect(parsedReplyId(`${id}#3`)).toMatchObject({ message, version: 3 });
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
    expect(parsedReplyId(id)).toBeNull();
  },
);
