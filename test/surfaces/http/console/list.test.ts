import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXAMPLE_TOPIC } from '#adapters/rehearsal/example/recording.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { answering, begun, eventsUntil, isEnd } from '#test/engine/running-engine.ts';
import { eachTest } from '#test/support/runner/each-test.ts';
import { Client, openApi, prepared, SLACK } from '../client.ts';

/**
 * The first page, over a design that asks, one that was cancelled, and a rehearsal that came to its
 * end.
 */
const api = eachTest(
  prepared({}, async ({ engine }) => {
    const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
    const ended = await begun(engine, { topic: 'Where do jobs wait?', startedBy: 'Ana', thread });
    await eventsUntil(engine, ended, isEnd);
    const cancelled = await begun(engine, { topic: 'Where do logs go?', startedBy: 'Cem' });
    await engine.command(cancelled, { type: 'cancel', by: 'Cem', reason: '' }).answered;
    await eventsUntil(engine, cancelled, isEnd);
    for (const id of [ended, cancelled]) await engine.waitUntilSettled(id);
    return { ended, cancelled };
  }),
);
const rowsOf = async (path: string) => {
  const { text } = await api.client.send(path);
  return [...text.matchAll(/<li class="row" id="(\w+[\w-]*)"/g)].map(([, id]) => id);
};

test('a part of the list is a plain address: in a channel, with words, or both', async () => {
  const { ended, cancelled } = api;
  expect(await rowsOf('/')).toEqual([cancelled, ended]);
  expect(await rowsOf('/?channel=slack%2FC1')).toEqual([ended]);
  expect(await rowsOf('/?words=LOGS')).toEqual([cancelled]);
  expect(await rowsOf('/?words=LOGS+where')).toEqual([cancelled, ended]);
  expect(await rowsOf('/?channel=slack%2FC1&words=jobs')).toEqual([ended]);
  expect(await rowsOf('/?channel=slack%2FC1&words=logs')).toEqual([]);
  // What nobody can mean is left out.
  expect(await rowsOf(`/?channel=nowhere&words=${'x'.repeat(201)}&before=1`)).toHaveLength(2);
});

test('what waits for this reader comes first, the nearest deadline before all others', async () => {
  const asking = await answering(api.engine, { topic: 'Who may restart it?' });
  const [sooner, later] = await Promise.all(
    [1, 20].map((minutes) => answering(api.engine, { settings: { answerMs: minutes * 60_000 } })),
  );
  expect(await rowsOf('/')).toEqual([sooner, asking, later, api.cancelled, api.ended]);
  expect(await rowsOf('/?words=restart')).toEqual([asking]);
  const { text } = await api.client.send('/?words=nowhere');
  expect(text).toContain(PAGE.list.noneFound);
});

test('P11: a design that is set aside has a group of its own, not under Running', async () => {
  const aside = await answering(api.engine, { topic: 'Who keeps the keys?' });
  const { store } = api.engine.parts;
  const { list } = store;
  const seen: typeof list = async (filter) =>
    (await list(filter)).map((each) =>
      each.id === aside ? { ...each, setAside: 'changed' } : each,
    );
  Object.assign(store, { list: seen });
  const { text } = await api.client.send('/');
  expect(text).toContain('id="aside"');
  expect(text).not.toContain('<section class="group" id="running"');
  expect(await rowsOf('/')).toContain(aside);
});

test('nothing starts for another price than the one that was seen', async () => {
  Object.assign(api.engine, {
    estimate: async () => ({
      ...{ usd: 1.5, minutes: 9, designs: 0, vendor: 'Anthropic', endings: [] },
      oneFamily: { personas: false, auditor: false },
    }),
  });
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
  };
  const sent = (form: Record<string, string>) => {
    const body = String(new URLSearchParams({ topic: 'Where to?', repo: 'none', ...form }));
    return api.client.send('/start', { method: 'POST', body, headers });
  };
  const first = await sent({ do: 'start' });
  expect([first.status, first.text.includes(PAGE.start.again)]).toEqual([200, true]);
  const seen = /name="seen" value="([^"]+)"/.exec(first.text)?.[1] ?? '';
  expect(seen).toContain('$1.50');
  expect((await sent({ do: 'start', seen })).status).toBe(303);
  // The first button of the form is the one that Enter presses.
  const { text } = await api.client.send('/start');
  const buttons = [...text.matchAll(/<button[^>]*value="(\w+)"/g)].map(([, value]) => value);
  expect(buttons.slice(0, 2)).toEqual(['look', 'start']);
});

test('a list without a design shows the decision of the written example, and how to play it', async () => {
  const { client } = await openApi();
  const { text } = await client.send('/');
  const { topic, decision, because, caveat } = PAGE.example;
  expect(topic).toBe(EXAMPLE_TOPIC);
  const brief = readFileSync('docs/example/brief.md', 'utf8');
  for (const words of [decision, because, caveat]) expect(brief).toContain(words);
  expect(text).toContain(decision);
  expect(text).toContain(`href="/start?${new URLSearchParams({ topic })}"`);
  expect(text).not.toContain('<li class="row"');
});

test('ended designs stand below the day on which they began', async () => {
  const { text } = await api.client.send('/');
  expect(text).toMatch(new RegExp(`<h2>(?:${PAGE.list.today}|\\d+ \\w+)</h2><ul class="rows">`));
});

test('A18: a row has its channel’s name, and a channel without a readable design keeps its id', async () => {
  const gateways = new Map([['slack', { ...SLACK, channelName: async () => '#<eng>' }]]);
  const client = new Client(api.engine, { gateways });
  expect((await client.send('/')).text).toContain('>#&lt;eng&gt;</a>');
  const elsewhere = (await client.send('/?channel=slack%2FC9')).text;
  expect(elsewhere).toContain('slack/C9');
  expect(elsewhere).not.toContain('&lt;eng');
});
