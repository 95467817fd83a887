/** What is read of people's words and of controls, without a platform. */

import { randomUUIDv7 } from 'node:crypto';
import { expect, test } from 'vitest';
import { readCommand, startInputOf } from '#chat/commands.ts';
import { controlValue, readControl } from '#chat/controls.ts';
import { addFiles, threadContext } from '#chat/messages.ts';
import { bornAt } from '#chat/posts.ts';
import { questionIdOf } from '#engine/replies.ts';
import { ACTS } from '#words/message.ts';

test('A25: a control’s value holds act, design and gate, fits Discord, and nothing else is read', () => {
  const [designId, gateId] = [`dsn_${randomUUIDv7()}`, `gat_${randomUUIDv7()}`];
  for (const act of [...ACTS, 'cancel_now'] as const) {
    const value = controlValue(act, designId, gateId);
    expect(value.length).toBeLessThanOrEqual(100);
    expect(readControl(value)).toEqual({ act, designId, gateId });
    expect(readControl(controlValue(act, designId))).toEqual({ act, designId, gateId: '' });
  }
  const value = controlValue('accept', designId, gateId);
  for (const wrong of ['', `${value}x`, value.replace('accept', 'forget'), value.slice(1)])
    expect(readControl(wrong)).toBeNull();
});

test('A17: a verb has at most one word behind it, list its words; options lead; all else is the topic', () => {
  const typed = [
    '',
    'Help',
    'LIST',
    ' Status ',
    'cancel A39B0668',
    'Cancel it!',
    'list Redis queue',
  ];
  expect(typed.map(readCommand)).toEqual([
    { verb: 'help' },
    { verb: 'help' },
    { verb: 'list', words: '' },
    { verb: 'status', id: '' },
    { verb: 'cancel', id: 'a39b0668' },
    { verb: 'cancel', id: 'it' },
    { verb: 'list', words: 'redis queue' },
  ]);
  const topics = [
    'help us choose',
    'cancel orders after 30 days?',
    'cancel orders after 30 days',
    'status page or mail',
    'list or grid?',
    'status page?',
    'move depth=quick to the end?',
    'help everybody\nplease',
  ];
  for (const topic of topics)
    expect(readCommand(topic)).toEqual({ verb: 'start', topic, options: {} });
  expect(readCommand('Depth=quick repo=shop budget=$2 Redis\nor Postgres?')).toEqual({
    verb: 'start',
    topic: 'Redis\nor Postgres?',
    options: { depth: 'quick', repo: 'shop', budget: '$2' },
  });
});

test('A17: `Q2:` says which question a reply answers at its beginning alone', () => {
  expect(['Q2: 900', ' q02: 900', '\nQ2:'].map(questionIdOf)).toEqual(['Q2', 'Q2', 'Q2']);
  expect(['As in Q2: 900', '> Q2: 900', 'Q2 900', 'Q123: 900'].map(questionIdOf)).toEqual(
    Array(4).fill(''),
  );
});

test.each([
  ['deph=quick Why?', 'There is no option `deph`.'],
  ['depth=quick a=b Why?', 'There is no option `a`.'],
  ['depth=quick repo= Why?', '`repo=` has no value.'],
  ['--depth quick Why?', 'Options have no hyphens here.'],
  ['—depth=quick Why?', 'Options have no hyphens here.'],
])('what is mistyped starts nothing: %s', (typed, words) => {
  const how =
    'Before the question you can put `depth=quick`, `repo=name`, `personas=a,b` or `budget=3`.';
  expect(readCommand(typed)).toEqual({ verb: 'refused', sentence: `${words} ${how}` });
});

test('what cannot be started is told in a sentence', () => {
  expect(startInputOf('', {})).toContain('What is to be decided?');
  expect(startInputOf('x'.repeat(4_001), {})).toContain('4,000 characters');
  expect(startInputOf('Why?', { depth: 'deep' })).toContain('`quick` or `standard`');
  expect(startInputOf('Why?', { budget: 'NaN' })).toContain('number of dollars');
  expect(startInputOf('Why?', { depth: 'Standard', budget: '$2', personas: 'a,,b' })).toEqual({
    topic: 'Why?',
    context: [],
    depth: 'standard',
    budgetUsd: 2,
    personas: ['a', 'b'],
  });
});

test('of a long thread the end is the context, and it says how much is left out', () => {
  expect(threadContext([])).toEqual([]);
  const said = Array.from({ length: 40 }, (_, index) => ({
    id: `${index}`,
    replaces: '',
    author: 'Ana',
    authorId: 'U1',
    text: `${index} ${'x'.repeat(4_000)}`,
  }));
  const [item] = threadContext(said);
  expect(item?.text.length).toBeLessThan(100_000);
  expect(item?.text).toMatch(/^\(18 earlier messages are left out\.\)\n\nAna: 18 /);
});

test('P7: a message with its files has at most 100,000 characters, and what was not read is beside it', async () => {
  const files = Array.from({ length: 10 }, (_, index) => ({
    name: `${index}-${'n'.repeat(5_000)}.md`,
    bytes: 10,
    // What no fetch opens is not read.
    url: index === 0 ? 'data:text/plain,900' : '',
  }));
  const long = 'x'.repeat(99_990);
  const whole = await addFiles(long, files);
  expect(whole.text).toBe(long);
  expect(whole.unreadFiles).toHaveLength(10);
  const short = await addFiles('short', files.slice(0, 2));
  expect(short.text).toMatch(/^short\n\n0-n+…:\n900$/);
  expect(short.unreadFiles).toEqual([expect.stringMatching(/^1-n+…$/)]);
  expect((await addFiles('y'.repeat(300_000), files)).text.length).toBe(100_000);
});

test('a design’s id tells when it was made, an hour early', () => {
  const made = bornAt(`dsn_${randomUUIDv7()}`);
  expect(Date.now() - made).toBeGreaterThanOrEqual(3_600_000);
  expect(Date.now() - made).toBeLessThan(3_700_000);
});
