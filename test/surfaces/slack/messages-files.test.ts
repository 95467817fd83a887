import { expect, test, vi } from 'vitest';
import { ALL_SCOPES } from '../../platforms/slack/server.ts';
import { WAIT } from '../engines.ts';
import { asking } from './message-world.ts';

test('a picture without a word answers nothing', async () => {
  const { ben, reply, replies, untilStand, until, ephemerals } = await asking();
  reply(ben, 'Q1: 500');
  await until(({ replies }) => replies.length === 1);
  reply(ben, '', { files: [{ name: 'board.png', content: Buffer.from([0x89, 0x50]) }] });
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(await replies()).toEqual(['Ben: Q1: 500']);
  await untilStand('Q1 answered', 'Q2 open');
});

test('a long file is read from its beginning, and its author gets a notice', async () => {
  const { ben, reply, design, until, ephemerals } = await asking();
  reply(ben, '', { files: [{ name: 'app.log', content: 'line of a log\n'.repeat(10_000) }] });
  await until(({ replies }) => replies.length === 1);
  const text = (await design()).replies[0]?.text ?? '';
  expect(text.slice(0, 90)).toMatch(
    /^Attached file app\.log \(its beginning; it has 140000 characters\):\n\nline of a log\n/,
  );
  expect(text.length).toBeLessThanOrEqual(40_000);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual([expect.stringMatching(/40,000.*140,000.*app\.log/)]);
});

test('a page to sign in at is not taken for the file', async () => {
  const scopes = ALL_SCOPES.filter((scope) => scope !== 'files:read');
  const { ben, reply, replies, until, ephemerals } = await asking({ slack: { scopes } });
  reply(ben, 'See this', { files: [{ name: 'notes.md', content: 'Two of us.' }] });
  await until(({ replies }) => replies.length === 1);
  expect(await replies()).toEqual(['Ben: See this\n\n[attached: notes.md, 1 kB, not read]']);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual([expect.stringMatching(/^Not read: notes\.md .*files:read/)]);
});

test('a file that Slack does not give is not waited for, and the words are taken', async () => {
  const { slack, ben, reply, replies, until, ephemerals } = await asking();
  slack.faults.script('download', 'cut_before');
  reply(ben, 'See this', { files: [{ name: 'notes.md', content: 'Two of us.' }] });
  await until(({ replies }) => replies.length === 1);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual([expect.stringMatching(/^Not read: notes\.md .*Slack/)]);
  expect(await replies()).toEqual(['Ben: See this\n\n[attached: notes.md, 1 kB, not read]']);
});
