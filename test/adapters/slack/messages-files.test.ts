import { expect, test, vi } from 'vitest';
import { ALL_SCOPES } from '../../platforms/slack/server.ts';
import { asking, UNHURRIED } from './message-world.ts';
import { WAIT } from './small-app.ts';

const LOAD = 'minute,jobs\n10:00,900\n10:01,1150\n';

test('a text file is a reply of its own, under the words that it came with', UNHURRIED, async () => {
  const { slack, ben, reply, replies, until } = await asking();
  reply(ben, 'Q1: see the file', { files: [{ name: 'load.csv', content: LOAD }] });
  await until(({ replies }) => replies.length === 2);
  expect(await replies()).toEqual([
    'Ben: Q1: see the file',
    `Ben: Attached file load.csv:\n\n${LOAD.trim()}`,
  ]);
  await slack.deliveries.settled();
  expect(slack.ephemeral(ben)).toEqual([]);
  expect(slack.record.violations).toEqual([]);
});

test('answers in a file are pinned as those in a message', UNHURRIED, async () => {
  const { ben, reply, statuses, until } = await asking();
  reply(ben, '', { files: [{ name: 'answers.md', content: '# Answers\n\nQ1: 500\n\nQ2: 20 ms\n' }] });
  await until(({ answering }) => answering === null);
  expect(await statuses()).toEqual(['Q1 answered', 'Q2 answered']);
});

test('what cannot be read is named in the reply, and its author is told why, once', UNHURRIED, async () => {
  const { slack, ben, reply, replies, until, ephemerals } = await asking();
  const files = [
    { name: 'plan.pdf', content: '%PDF-1.7' },
    { name: 'board.png', content: Buffer.from([0x89, 0x50]), size: 12_300 },
    { name: 'dump.sql', content: 'x', size: 1_000_000_000 },
    { name: 'latin1.txt', content: Buffer.from([0x63, 0x61, 0x66, 0xe9]) },
    { name: 'notes.md', content: 'Two of us.' },
  ];
  reply(ben, 'Here is all of it.', { files });
  await until(({ replies }) => replies.length === 2);
  const marks = [
    '[attached: plan.pdf, 1 kB, not read]',
    '[attached: board.png, 12 kB, not read]',
    '[attached: dump.sql, 1 GB, not read]',
    '[attached: latin1.txt, 1 kB, not read]',
  ];
  expect(await replies()).toEqual([
    `Ben: Here is all of it.\n\n${marks.join('\n')}`,
    'Ben: Attached file notes.md:\n\nTwo of us.',
  ]);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  for (const envelope of [...slack.deliveries.sent]) await slack.deliveries.send(envelope);
  expect(ephemerals(ben)).toEqual([
    'Not read: plan.pdf and board.png (only text can be read: text, Markdown, source, JSON, CSV, logs). Not read: dump.sql (larger than 1 MB; the part that matters can be sent as a file of its own). Not read: latin1.txt (it is no text in UTF-8).',
  ]);
  const fetched = slack.record
    .callsOf('download')
    .map(({ arguments: { file } }) => slack.workspace.files.get(String(file))?.name);
  expect([...new Set(fetched)].toSorted()).toEqual(['latin1.txt', 'notes.md']);
  expect(await replies()).toHaveLength(2);
  expect(slack.record.violations).toEqual([]);
});

test('a picture without a word answers nothing', UNHURRIED, async () => {
  const { ben, reply, replies, statuses, until, ephemerals } = await asking();
  reply(ben, 'Q1: 500');
  await until(({ replies }) => replies.length === 1);
  reply(ben, '', { files: [{ name: 'board.png', content: 'x' }] });
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(await replies()).toEqual(['Ben: Q1: 500']);
  expect(await statuses()).toEqual(['Q1 answered', 'Q2 open']);
});

test('a long file is read from its beginning, and its author is told', UNHURRIED, async () => {
  const { ben, reply, design, until, ephemerals } = await asking();
  reply(ben, '', { files: [{ name: 'app.log', content: 'line of a log\n'.repeat(10_000) }] });
  await until(({ replies }) => replies.length === 1);
  const text = (await design()).replies[0]?.text ?? '';
  expect(text.slice(0, 90)).toMatch(
    /^Attached file app\.log \(its beginning; it has 140000 characters\):\n\nline of a log\n/,
  );
  expect(text.length).toBeLessThanOrEqual(40_000);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual(['Of app.log the first 40,000 of 140,000 characters are read.']);
});

test('a page to sign in at is not taken for the file', UNHURRIED, async () => {
  const scopes = ALL_SCOPES.filter((scope) => scope !== 'files:read');
  const { ben, reply, replies, until, ephemerals } = await asking({ slack: { scopes } });
  reply(ben, 'See this', { files: [{ name: 'notes.md', content: 'Two of us.' }] });
  await until(({ replies }) => replies.length === 1);
  expect(await replies()).toEqual(['Ben: See this\n\n[attached: notes.md, 1 kB, not read]']);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual([
    'Not read: notes.md (Charrette may not read files in this workspace; its operator can allow it with the scope files:read).',
  ]);
});

test('a file that Slack does not give is not waited for, and the words are taken', UNHURRIED, async () => {
  const { slack, ben, reply, replies, until, ephemerals } = await asking();
  slack.faults.script('download', 'cut_before');
  reply(ben, 'See this', { files: [{ name: 'notes.md', content: 'Two of us.' }] });
  await until(({ replies }) => replies.length === 1);
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual([
    'Not read: notes.md (Slack did not give it in time; sending it again helps).',
  ]);
  expect(await replies()).toEqual(['Ben: See this\n\n[attached: notes.md, 1 kB, not read]']);
});

test(
  'a message that was read already keeps its files when it is deleted, which is told once',
  UNHURRIED,
  async () => {
    const { slack, engine, id, ben, reply, replies, until, ephemerals } = await asking({ latencyMs: 2_000 });
    const files = ['one.md', 'two.md'].map((name) => ({ name, content: `This is ${name}.` }));
    const message = reply(ben, 'See these', { files });
    await until(({ replies }) => replies.length === 3);
    await engine.command(id, { type: 'finish_answering', by: 'Ana', skip: true }).answered;
    slack.people.remove(message);
    await slack.deliveries.settled();
    // What was asked for before it is answered by then.
    reply(ben, 'That is all.');
    await until(({ replies }) => replies.length === 4);
    await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
    expect(ephemerals(ben)).toEqual([
      'What you changed was not taken. This was read already and stays in the record. Say what is different now, and it will be read too.',
    ]);
    expect(await replies()).toHaveLength(4);
  },
);
