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
  expect(ephemerals(ben)).toEqual([
    expect.stringMatching(/^I did not read notes\.md .*files:read/),
  ]);
});

test('a file that Slack does not give is not waited for, and the words are taken', async () => {
  const { slack, ben, reply, replies, until, ephemerals } = await asking();
  slack.faults.script('download', 'cut_before');
  reply(ben, 'See this', { files: [{ name: 'notes.md', content: 'Two of us.' }] });
  await until(({ replies }) => replies.length === 1);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual([expect.stringMatching(/^I did not read notes\.md .*Slack/)]);
  expect(await replies()).toEqual(['Ben: See this\n\n[attached: notes.md, 1 kB, not read]']);
});

test('a file of which Slack gives only the id is asked for, and read under its name', async () => {
  const { slack, ben, general, thread, replies, until } = await asking();
  const file = slack.workspace.addFile(ben, 'load.md', Buffer.from('900 a second'));
  file.shownAs = { file_access: 'check_file_info' };
  slack.workspace.post({ channel: general, thread, author: ben, text: '', files: [file.id] });
  await until(({ replies: said }) => said.length === 1);
  expect(await replies()).toEqual(['Ben: Attached file load.md:\n\n900 a second']);
});

test.each([
  ['was deleted', { mode: 'tombstone' }, 'it was deleted'],
  ['is gone when it is asked for', null, 'it was deleted'],
  ['is over the limit of the plan', { mode: 'hidden_by_limit' }, 'limit'],
  ['is kept by somebody else', { mode: 'external' }, 'stored outside Slack'],
  [
    'may not be read',
    { mode: 'hosted', file_access: 'access_denied' },
    'does not let Charrette read it',
  ],
])('the author reads the true reason why a file is not read: it %s', async (_, shownAs, reason) => {
  const { slack, ben, general, thread, ephemerals } = await asking();
  const { workspace } = slack;
  const file = workspace.addFile(ben, 'load.md', Buffer.from('900 a second'));
  file.shownAs = shownAs ?? { file_access: 'check_file_info' };
  workspace.post({ channel: general, thread, author: ben, text: 'See this.', files: [file.id] });
  if (shownAs === null) workspace.files.delete(file.id);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual([expect.stringContaining(reason)]);
});

test('a file that has moved to another host of Slack is read, and the token goes to no other', async () => {
  const { slack, ben, general, thread, replies, until, ephemerals } = await asking();
  const { workspace } = slack;
  const there = workspace.addFile(ben, 'there.md', Buffer.from('900 a second'));
  const file = workspace.addFile(ben, 'load.md', Buffer.from('moved'));
  file.movedTo = `${workspace.origin}/files-pri/${there.id}/there.md`;
  const strange = workspace.addFile(ben, 'strange.md', Buffer.from('moved'));
  strange.movedTo = 'http://localhost:1/strange.md';
  workspace.post({ channel: general, thread, author: ben, text: '', files: [file.id, strange.id] });
  await until(({ replies: said }) => said.length === 1);
  expect(await replies()).toEqual(['Ben: Attached file load.md:\n\n900 a second']);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual([expect.stringMatching(/strange\.md.*outside Slack/)]);
});
