import { describe, expect, test } from 'vitest';
import { consoleAddress } from '../../../../src/adapters/http/sessions/console-address.ts';
import { answering } from '../../../engine/running-engine.ts';
import { eachTest } from '../../../support/each-test.ts';
import { atNight } from '../../../support/whole.ts';
import { prepared } from '../client.ts';
import { example, exampleOptions } from './example-files.ts';

const api = eachTest(prepared(exampleOptions, async ({ engine }) => ({ id: await example(engine) })));
const page = async (query = '') => (await api.client.send(`/designs/${api.id}${query}`)).text;
/** From this place on the page to another. */
const between = (text: string, from: string, to: string) =>
  text.slice(text.indexOf(`id="${from}"`), text.indexOf(`id="${to}"`));

describe('the decision on its page', () => {
  test('J12: one why stands behind a part, and its trace says that it is for all its sentences', async () => {
    const decision = between(await page(), 'decision', 'positions');
    const links = [...decision.matchAll(/class="why" data-panel href="[^"]*\?why=(\d+)#why"/g)].map(
      ([, number]) => number,
    );
    const sentences = decision.match(/<span id="s\d+">/g)?.length ?? 0;
    expect(links.length).toBeGreaterThan(10);
    expect(links.length).toBeLessThan(sentences / 2 + 1);
    const traces = new Set<string>();
    // Each is a whole page: by day some of them are opened.
    const opened = atNight(links, (number) => Number(number) % 4 === 1);
    for (const number of opened) {
      const { text } = await api.client.send(`/designs/${api.id}?why=${number}`);
      const trace = /<aside class="trace".*?<\/aside>/s.exec(text)?.[0] ?? '';
      expect(trace, number).not.toBe('');
      traces.add(trace.replaceAll(/#s\d+/g, ''));
    }
    expect(traces.size).toBe(opened.length);
    expect([...traces].some((each) => /On record for step \d as a whole: \d+ claims?\./.test(each))).toBe(
      true,
    );
  });

  test('A12: a sentence that is not there is said, with those that are', async () => {
    for (const asked of ['999', '0', 'x', '1.5'])
      expect(await page(`?why=${asked}`), asked).toMatch(
        /There is no such sentence: the decision has sentences 1 to \d+\./,
      );
    expect(await page()).not.toContain('There is no such sentence');
  });
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
    const { origin } = consoleAddress(null, new URL('http://localhost'));
    const entered = await api.client.send(origin + link.path, { headers });
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const linked = await api.client.send(`${origin}/designs/${api.id}`, { headers: { ...headers, cookie } });
    expect(linked.status).toBe(200);
    expect(linked.text).not.toContain(later);
  });
});
