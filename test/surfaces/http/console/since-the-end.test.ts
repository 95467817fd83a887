import { describe, expect, test } from 'vitest';
import { answering } from '#test/engine/running-engine.ts';
import { eachTest } from '#test/support/runner/each-test.ts';
import { prepared } from '../client.ts';
import { example, exampleOptions } from './example-files.ts';

const api = eachTest(
  prepared(exampleOptions, async ({ engine }) => ({ id: await example(engine) })),
);
const page = async () => (await api.client.send(`/designs/${api.id}`)).text;

test('steps carry their number in their text, so that a screen reader says it', async () => {
  const [, steps = ''] = (await page()).split('id="step"');
  expect(steps).toMatch(/^.*?<summary><span dir="auto">1\. /s);
});

describe('a decision that people have done something with since', () => {
  test('A18: a later decision is named, and leads there for those alone who may read it', async () => {
    const later = await answering(api.engine);
    const supersede = { type: 'supersede', successor: later } as const;
    await api.engine.command(api.id, supersede).answered;
    const text = await page();
    expect(text).toContain(`Superseded by: <a href="/designs/${later}"`);
    const { body: link } = await api.client.post(`/${api.id}/links`, { days: 1, author: 'Ana' });
    const headers = { authorization: '', accept: 'text/html', 'sec-fetch-site': 'same-origin' };
    const entered = await api.client.send(link.path, { headers });
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const linked = await api.client.send(`/designs/${api.id}`, { headers: { ...headers, cookie } });
    expect(linked.status).toBe(200);
    expect(linked.text).not.toContain(later);
  });
});
