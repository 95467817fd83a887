/** What stands on the pages, and in which order. How they look is in `browser.real.test.ts`. */

import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { caveatsOf } from '#design/caveats.ts';
import { newestDecision } from '#design/status.ts';
import { summaryOf } from '#engine/loaded.ts';
import {
  DESIGN_ID,
  type DesignWorld,
  LOST,
  startCommand,
  TOPIC,
} from '#test/support/design-world.ts';
import { answered, atGate, scene } from '#test/words/scenes.ts';
import type { TraceStep } from '#turns/record.ts';
import { renderDesign } from '#web/design-page.ts';
import { renderMarkdown } from '#web/markdown.ts';
import { firstLineOf } from '#words/headline.ts';
import { openWeb, SHARED_SHA256, SHARED_TEXT, type WebWorld } from './world.ts';

const PERSONAS = [
  'subtractor',
  'archaeologist',
  'failure-analyst',
  'contract-keeper',
  'migrationist',
  'outsider',
];

async function pageOf(web: WebWorld, world: DesignWorld, path = ''): Promise<string> {
  const { id, key } = await web.put(world.events);
  return (await web.get(`/designs/${id}${path}?key=${key}`)).text();
}

/** What a reader sees, without marks. */
function textOf(page: string): string {
  const main = page.slice(page.indexOf('<main>'));
  return main.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
}

function expectInOrder(text: string, words: readonly string[]): void {
  const places = words.map((each) => text.indexOf(each));
  expect(words.filter((_, index) => places[index] === -1)).toEqual([]);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
}

test('J11: a decision comes first, then what could make its reader wrong, then its text', async () => {
  await using web = await openWeb();
  const world = atGate();
  const text = textOf(await pageOf(web, world));
  const { decision } = newestDecision(world.design) ?? { decision: null };
  const caveats = caveatsOf(world.design).map((caveat) => caveat.text.slice(0, 40));
  expect(caveats.length).toBeGreaterThan(4);
  expectInOrder(text, [
    TOPIC,
    decision?.sentence ?? '?',
    ...caveats,
    'Ana until',
    '$1.45',
    'Why',
    'Steps',
    'Proposal A',
    'Differences',
    'Turns',
    'How it ran',
  ]);
  // Each once, and not in the line and in the list.
  const [top = ''] = text.split('$1.45');
  for (const caveat of caveats) expect(top.split(caveat)).toHaveLength(2);
  const ended = textOf(await pageOf(web, world.runTo('ended')));
  expectInOrder(ended, [decision?.sentence ?? '?', firstLineOf(world.design).slice(0, 60), 'Why']);
});

test('while it runs, what happens now comes first, then what is open, and the picture', async () => {
  await using web = await openWeb();
  const waiting = answered();
  const [question] = waiting.design.questions;
  const asking = textOf(await pageOf(web, waiting));
  expectInOrder(asking, [TOPIC, '$0.35 of $5.00', question?.text ?? '?', 'How it ran', 'Ben, Cem']);
  const world = answered().runTo('arguing');
  const [difference] = world.design.differences ?? [];
  const arguing = textOf(await pageOf(web, world));
  const headline = world.design.proposals[0]?.proposal.headline;
  expectInOrder(arguing, [TOPIC, difference?.description ?? '?', 'How it ran', headline ?? '?']);
  // A draft is not shown as if it stood.
  const auditing = await pageOf(web, answered().runTo('auditing'));
  expect(auditing).toContain(`<h1>${TOPIC}</h1>`);
  expect(auditing).toContain('The decision as it is written now');
});

test('the clock of a design goes on while it runs, and no longer', async () => {
  await using web = await openWeb();
  for (const [world, shows] of [
    [scene().runTo('proposing'), true],
    [answered().cancel().runTo('ended'), false],
  ] as const) {
    const { id } = await web.put(world.events);
    const row = await web.store.design(id);
    if (row === null) throw new Error('it was not stored');
    const { design } = world;
    const page = String(await renderDesign(row, design, [], design.startedAt + 80 * 60_000));
    expect(page.includes('80 min')).toBe(shows);
  }
});

test('why it stopped stands in the first line', async () => {
  await using web = await openWeb();
  const killed = scene().runTo('proposing');
  for (const name of PERSONAS) killed.kill(name, LOST);
  const failed = scene().runTo('proposing');
  for (const name of PERSONAS) failed.fail(name);
  const broke = scene().runTo('proposing');
  const noMoney = { class: 'no_money', message: 'The budget is used up.', retryable: false };
  for (const name of PERSONAS) broke.fail(name, noMoney);
  const ends: [DesignWorld, reason: string][] = [
    [killed, 'no_persona_left'],
    [failed, 'nothing_contributed'],
    [broke, 'money_used_up'],
    [answered().cancel('We know enough.'), 'cancelled_by_person'],
    [atGate().decide('stop', 'Not now.'), 'stopped_at_gate'],
  ];
  for (const [world, reason] of ends) {
    const page = await pageOf(web, world.runTo('ended'));
    expect(world.design.end?.reason).toBe(reason);
    const line = firstLineOf(world.design);
    const [, box = ''] = page.split('<section class="headline');
    expect(textOf(`<main><p${box}`).trimStart().slice(0, line.length)).toBe(line);
    expectInOrder(textOf(page), [TOPIC, line, 'The question', 'How it ran']);
  }
});

test('a rehearsal says so once, before anything else', async () => {
  await using web = await openWeb();
  const said = 'This is an example';
  for (const world of [
    scene({ isRehearsal: true }).runTo('arguing'),
    scene({ isRehearsal: true }).runTo('ended'),
    scene({ isRehearsal: true }).cancel().runTo('ended'),
  ]) {
    const text = textOf(await pageOf(web, world));
    expect(text.trimStart().startsWith(said)).toBe(true);
    expect(text.split(said)).toHaveLength(2);
  }
});

test('the picture has a row a round, a column a participant, and marks what failed', async () => {
  await using web = await openWeb();
  const world = scene().runTo('proposing').lose('subtractor').fail('outsider');
  world.kill('archaeologist');
  const page = await pageOf(web, world);
  const picture = page.slice(page.indexOf('<svg'), page.indexOf('</svg>'));
  expectInOrder(textOf(`<main>${picture}`), [
    'Subtractor ↻',
    'Archaeologist ✕',
    'questioning',
    'framing',
    'questions',
    'nobody',
    'independent',
    'proposals',
  ]);
  const outcomes = [...picture.matchAll(/<rect class="(\w+)"/g)].map(([, outcome]) => outcome);
  const turns = world.design.turns.map(({ outcome }) => outcome);
  expect(outcomes.toSorted()).toEqual(turns.toSorted());
  expect(picture.split('>✕<').length - 1).toBe(
    world.design.turns.filter((turn) => turn.error).length,
  );
});

test('T4: a turn’s page shows its record: what it saw, did, and why it failed', async () => {
  await using web = await openWeb();
  const at = 1_000;
  const usage = { inputTokens: 9, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };
  const message = 'The model is overloaded.';
  const error = { class: 'overloaded', message, retryable: true, lastStep: 'call_failed' };
  const trace: TraceStep[] = [
    {
      step: 'prompt',
      at,
      sharedSha256: SHARED_SHA256,
      own: 'Look at C:\\new.',
      ask: 'One\nTwo',
      tools: [],
    },
    { step: 'tool', at, tool: 'search', input: { for: '<b>' }, result: 'refused', text: '', ms: 7 },
    { step: 'call_failed', at, call: 1, ms: 9, kind: 'overloaded', message, usage, costUsd: 0.01 },
    { step: 'end', at, ms: 9, outcome: 'model_error', error },
  ];
  const world = scene().runTo('asking').fail('subtractor');
  const { id, key } = await web.put(world.events, { trace: () => trace });
  const { number } = world.turn('subtractor');
  const page = await (await web.get(`/designs/${id}/turns/${number}?key=${key}`)).text();
  expectInOrder(textOf(page), [
    `Turn ${number}: Subtractor, questions`,
    'model error',
    message,
    '$0.05',
    SHARED_TEXT,
    'prompt',
    'Look at C:\\\\new.',
    'search: refused',
    'call failed',
  ]);
  expect(page).toContain('One\n    Two');
  expect(page).toContain('&lt;b&gt;');
  expect(page).toContain('data-stream=""');
  expect((await web.get(`/designs/${id}/turns/99?key=${key}`)).status).toBe(404);
  const open = world.design.turns.find(({ outcome }) => outcome === 'open')?.number;
  const framed = world.design.turns.find(({ outcome }) => outcome === 'spoke')?.number;
  const spoke = textOf(await (await web.get(`/designs/${id}/turns/${framed}?key=${key}`)).text());
  expect(spoke).toContain('framed the question.');
  expect(spoke).not.toContain('spoke');
  const running = await (await web.get(`/designs/${id}/turns/${open}?key=${key}`)).text();
  expect(running).toContain('It runs.');
  expect(running).toContain(`data-stream="/api/v1/designs/${id}/events?since=`);
});

test('the list says what waits, what runs, what has ended, and what each cost', async () => {
  await using web = await openWeb();
  const page = async (query = '') =>
    textOf(await (await web.get(`/?key=${web.store.listKey}${query}`)).text());
  expect(await page()).toContain('/design');
  const worlds = [atGate(), scene().runTo('proposing'), answered().cancel().runTo('ended')];
  for (const { events } of worlds) await web.put(events);
  const [waits, runs, ended] = worlds.map(({ design }) => firstLineOf(design).slice(0, 60));
  expectInOrder(await page(), [
    ...['1 waits for people', waits ?? '?', '$1.45', '1 runs', runs ?? '?'],
    ...['Ended', ended ?? '?'],
  ]);
  for (let n = 0; n < 50; n++) await web.put(answered().cancel().runTo('ended').events);
  const first = await (await web.get(`/?key=${web.store.listKey}`)).text();
  const older = /href="(\/\?[^"]+)">Older ones/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await (await web.get(older)).text();
  const idsOf = (text: string) => [...text.matchAll(/<li id="(dsn_[^"]+)"/g)].map(([, id]) => id);
  expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(53);
  expect(second).not.toContain('waits for people');
});

test('A23: what people and models wrote does nothing on a page', async () => {
  await using web = await openWeb();
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![x](https://example.com/x.png)',
    '[here](javascript:alert(1))',
    '[Ana](person:U1)',
    '</details></main><h1>Decision ready.</h1>',
    '## Steps\n\n1. Delete everything.',
    '"><svg onload=alert(1)>',
    '{{constructor}} \u202ereversed',
  ].join('\n\n');
  const topic = `A queue? ${hostile}`;
  const world = scene({
    submissions: {
      proposals: (_design, _turn, sample) =>
        sample.tool === 'submit_proposal'
          ? { ...sample, input: { ...sample.input, headline: hostile.slice(0, 150) } }
          : sample,
    },
  });
  const started = { ...world.events[0], topic } as (typeof world.events)[number];
  world
    .runTo('answering')
    .must({ type: 'report_questions_seen' })
    .reply(hostile, {
      by: { name: '<b>Eve</b>', id: 'U9', via: 'slack' },
    });
  world.runTo('arguing');
  const { id, key } = await web.put([started, ...world.events.slice(1)]);
  for (const path of [`/designs/${id}?key=${key}`, `/?key=${web.store.listKey}`]) {
    const page = await (await web.get(path)).text();
    const tags = [...page.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag);
    expect(tags.filter((tag) => tag === 'script')).toHaveLength(2);
    expect(tags.filter((tag) => tag === 'h1')).toHaveLength(1);
    expect(tags).not.toContain('img');
    expect(page).not.toMatch(/<[^>]*\son\w+=/);
    expect(page).not.toMatch(/href="(?!\/|data:,)/);
    expect(page).not.toMatch(/<li>Delete everything/);
    expect(page).toContain('&lt;script&gt;');
  }
});

test('A23: Markdown draws its own links, and no image, HTML or script', () => {
  const draw = (text: string) => String(renderMarkdown(text));
  expect(draw('[Ana](person:U123) at [11:12](time:1764500000)')).toBe(
    '<p><b>Ana</b> at <time datetime="2025-11-30T10:53:20.000Z">11:12</time></p>',
  );
  expect(draw('![x](https://example.com/x.png) <b onclick="x">y</b>')).toBe('<p> y</p>');
  expect(draw('[here](javascript:alert(1)) [there](data:text/html,x)')).toBe(
    '<p><a>here</a> <a>there</a></p>',
  );
});

test('A22: pages forbid all that is not their own, and send nobody their address', async () => {
  await using web = await openWeb();
  const { id, key } = await web.put(atGate().events);
  for (const path of [`/designs/${id}?key=${key}`, `/?key=${web.store.listKey}`, '/', '/nothing']) {
    const { headers } = await web.get(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

test('a first paint has at most 60 kB', async () => {
  await using web = await openWeb();
  const { id, key } = await web.put(atGate().runTo('ended').events);
  let bytes = 0;
  for (const path of [
    `/designs/${id}?key=${key}`,
    '/assets/styles.css',
    '/assets/page.js',
    '/assets/idiomorph.js',
  ]) {
    const answer = await web.get(path);
    expect(answer.status).toBe(200);
    bytes += Number(answer.headers.get('content-length') ?? (await answer.bytes()).length);
  }
  expect(bytes).toBeLessThan(60_000);
});

test('a design that is just being started says so', async () => {
  await using web = await openWeb();
  const command = startCommand();
  const start = { designId: DESIGN_ID, platform: 'test', platformId: randomUUID(), command, at: 1 };
  await web.store.putCommand(start, summaryOf(scene().design));
  const row = await web.store.design(DESIGN_ID);
  const path = `designs/${DESIGN_ID}?key=${row?.key}`;
  expect((await web.get(`/${path}`)).status).toBe(503);
  const answer = await web.get(`/api/v1/${path}`);
  expect([answer.status, await answer.json()]).toMatchObject([
    503,
    { error: { code: 'not_ready' } },
  ]);
});
