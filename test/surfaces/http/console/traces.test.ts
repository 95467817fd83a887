import { describe, expect, test } from 'vitest';
import { createRehearsalModel } from '#adapters/rehearsal/model.ts';
import type { ModelReply } from '#ports/model.ts';
import { answering, begun, eventsUntil, isEnd, remark } from '#test/engine/running-engine.ts';
import { shipped } from '#test/support/designs/shipped-personas.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';
import { eachTest } from '#test/support/runner/each-test.ts';
import type { Model } from '#turns/model-context.ts';
import { prepared } from '../client.ts';

/** Markup, links that run, letters that turn the reading order, and a great deal of it. */
const HOSTILE = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '[press](javascript:alert(3)) ![look](https://example.com/pixel.png) <a href="javascript:alert(4)">x</a>',
  '"><svg onload=alert(5)> \' onmouseover=alert(6) style=color:red x="',
  '\u202edetrevni\u202c \u2066isolated',
].join(' ');
const LONG = `${HOSTILE} ${'x'.repeat(198_000)}`;
const STARTER = '<b>Ana</b>\u202e';
const REQUEST = 'req_011CSHoEeqs5C35K2UUqR7Fy';

const rehearsal = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
/**
 * Everything that the model writes in free words is hostile, and its endpoint names each request.
 */
const model: Model = {
  ...rehearsal,
  answer: async (request, context, options) => {
    const reply = await rehearsal.answer(request, context, options);
    const marked = JSON.parse(JSON.stringify(reply), (key, value: unknown) =>
      typeof value === 'string' && WORDS.has(key) ? `${HOSTILE.slice(0, 150)} ${value}` : value,
    );
    return { ...marked, requestId: REQUEST } satisfies ModelReply;
  },
};
const WORDS = new Set(['text', 'detail', 'undo', 'summary', 'answer', 'strongest']);

const options = { model, parts: { rehearsal: false } };
/** A design full of such texts that has ended. */
const api = eachTest(
  prepared(options, async ({ engine }) => {
    const context = [{ name: `${HOSTILE.slice(0, 200)}.md`, text: LONG }];
    const id = await begun(engine, { topic: HOSTILE, context, startedBy: STARTER });
    await eventsUntil(engine, id, isEnd);
    await engine.waitUntilSettled(id);
    const design = await engine.design(id);
    return { id, turns: design?.turns.length ?? 0 };
  }),
);

/** Every page about that design and about one that waits for answers. */
async function hostilePages(): Promise<readonly string[]> {
  const { engine, id, turns } = api;
  const open = await answering(engine, { topic: HOSTILE, startedBy: STARTER });
  const said = { ...remark(LONG.slice(0, 19_000), 'reply-1'), author: HOSTILE.slice(0, 60) };
  await engine.command(open, said).answered;
  expect(turns).toBeGreaterThan(5);
  return [
    `/designs/${id}`,
    `/designs/${open}`,
    '/',
    `/?words=${encodeURIComponent(HOSTILE)}`,
    `/start?topic=${encodeURIComponent(LONG.slice(0, 4_000))}`,
    `/start?follow=${id}`,
    ...Array.from({ length: turns }, (_, index) => `/designs/${id}/turns/${index + 1}`),
  ];
}

/** Markup of ours, without the texts between tags. */
const tagsIn = (page: string) => [...page.matchAll(/<[a-z][^>]*>/g)].map(([tag]) => tag);

describe('pages with hostile texts', () => {
  test('no page has markup, handlers, styles or addresses that came with a text, and each is of a sensible size', async () => {
    for (const path of await hostilePages()) {
      const { status, text } = await api.client.send(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text.length, path).toBeLessThan(600_000);
      for (const tag of tagsIn(text)) {
        expect(tag, path).not.toMatch(/^<(?:img|iframe|object|embed|base|style)\b/);
        expect(tag.replaceAll(/"[^"]*"/g, '""'), path).not.toMatch(/\s(?:on\w+|style)=/);
        expect(tag, path).not.toMatch(/\s(?:href|src|action)="(?!\/(?!\/)|#|https:\/\/)/);
        if (tag.startsWith('<script')) expect(tag, path).toContain('src="/assets/');
      }
      const turned = /.{0,60}[\u202a-\u202e].{0,20}/.exec(text)?.[0];
      expect(turned, path).toBeUndefined();
    }
  });
});

describe('the turns by the API', () => {
  test('a turn has its parts, calls, answer and neighbours', async () => {
    const { body } = await api.client.get(`/${api.id}/turns/${api.turns}`);
    expect(body).toMatchObject({
      number: api.turns,
      count: api.turns,
      next: null,
      hasRecord: true,
    });
    expect(body.calls[0]).toMatchObject({ call: 1, attempts: 1, requestId: REQUEST });
    expect(body.prompt.parts.at(-1)).toMatchObject({ name: 'what it is asked' });
    expect(body.submission.tool).toBeTypeOf('string');
    expect((await api.client.get(`/${api.id}/turns/${body.previous}`)).body.persona).toBe(
      body.persona,
    );
  });

  test.each(['/turns/0', '/turns/9999', '/turns/x', '/turns/1.5'])(
    'A12: %s is not there, and what is there is said',
    async (path) => {
      const { status, body } = await api.client.get(`/${api.id}${path}`);
      expect([status, body.error.code]).toEqual([404, 'not_found']);
    },
  );
});
