import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { consoleAddress } from '../../../../src/adapters/http/sessions/console-address.ts';
import type { DesignEvent } from '../../../../src/core/vocabulary/events.ts';
import type { DesignId } from '../../../../src/core/vocabulary/ids.ts';
import { answering, begun, eventsUntil, isEnd } from '../../../engine/running-engine.ts';
import { needing } from '../../../support/needing.ts';
import { storeCopies } from '../../../support/stored-copies.ts';
import { type Api, openApi, served, TOKEN } from '../client.ts';
import { findingsOn, openBrowser, visitor } from './browser.ts';
import { example, exampleOptions } from './example-files.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';
/** Pixels: the width of a desk and of a phone, and what a design takes there at most with everything folded. */
const DEVICES = [
  { width: 1280, height: 800, most: 1_600 },
  { width: 375, height: 812, most: 3_000 },
];
/** Pixels: nothing to press is smaller, and nothing that decides. */
const [PRESSED, DECIDES] = [24, 44];
/** Everything that can be pressed and is smaller than that. */
const TOO_SMALL = `[...document.querySelectorAll('main :is(a[href], button, summary, input:not([type=hidden]), select, textarea)')]
  .filter((each) => each.checkVisibility())
  .filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    const least = each.matches('.head .controls *, .gate .controls *, .decides *') ? ${DECIDES} : ${PRESSED};
    return Math.round(height) < least || Math.round(width) < ${PRESSED};
  })
  .map((each) => each.outerHTML.slice(0, 120))`;
const [HEAD_HEIGHT, ONE_LINE] = [`document.querySelector('.top').clientHeight`, 64];
const HEIGHT = 'document.documentElement.scrollHeight';
/** Whatever is wider than the window, by its first letters. */
const WIDER = `[...document.querySelectorAll('body *')].filter((each) => each.checkVisibility() && !each.closest('.contents, .tabs, .hidden, .skip') && each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML.slice(0, 80))`;
const TOO_WIDE = 'document.documentElement.scrollWidth - innerWidth';

const { describe } = await needing('browser');
const { test: testWithAxe } = await needing('a second opinion');

describe('the page of a design, folded', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  async function opened(url: string, options: Parameters<typeof visitor>[2] = {}): Promise<Page> {
    const context = await visitor(browser, TOKEN, options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  test('is short and can be pressed in every state, on a desk and on a phone', async () => {
    const api = await openApi();
    const { url } = await served(api.client);
    for (const [state, id] of await everyState(api))
      for (const { most, ...viewport } of DEVICES) {
        const page = await opened(`${url}/designs/${id}`, { viewport });
        const where = `${state} at ${viewport.width}`;
        expect(await page.evaluate(HEIGHT), where).toBeLessThanOrEqual(most);
        expect(await page.evaluate(TOO_SMALL), where).toEqual([]);
        expect(await page.evaluate(TOO_WIDE), where).toBeLessThanOrEqual(0);
        await page.context().close();
      }
  });

  test.each(DEVICES)(
    'is as short for who signed in and accepted it, at $width',
    async ({ most, ...viewport }) => {
      const api = await openApi(await exampleOptions());
      const { url } = await served(api.client);
      const id = await example(api.engine);
      const context = await browser.newContext({ viewport });
      onTestFinished(() => context.close());
      const page = await context.newPage();
      await page.goto(`${consoleAddress(null, new URL(url)).origin}/sign-in?next=/designs/${id}`);
      await page.fill('[name=token]', TOKEN);
      await page.getByRole('button', { name: 'Sign in' }).click();
      const pressed = (name: string) => page.locator('.head').getByRole('button', { name, exact: true });
      await pressed('Accept').click();
      await page.locator('main').getByRole('button', { name: 'Accept', exact: true }).click();
      await page
        .locator('.head')
        .getByText(/^Accepted by/)
        .waitFor();
      expect(await pressed('Accept').count()).toBe(0);
      expect(await page.evaluate(HEIGHT)).toBeLessThanOrEqual(most);
      expect(await page.evaluate(HEAD_HEIGHT)).toBeLessThanOrEqual(ONE_LINE);
    },
  );

  testWithAxe('has no finding of axe with everything unfolded', async () => {
    const api = await openApi();
    const { url } = await served(api.client);
    const { id } = await played(api);
    const page = await opened(`${url}/designs/${id}?why=1`);
    await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true; })');
    expect(await findingsOn(page)).toEqual([]);
  });

  test.each([true, false])(
    'why opens as a panel below its sentence, and closes (script: %s)',
    async (script) => {
      const api = await openApi();
      const { url } = await served(api.client);
      const { id } = await played(api);
      const page = await opened(`${url}/designs/${id}`, { javaScriptEnabled: script });
      await page.locator('#step summary').first().click();
      await page.locator('#step details[open] .why').first().click();
      const panel = page.locator('#step details[open] .trace');
      await panel.waitFor();
      await panel.getByRole('link', { name: 'Close' }).click();
      await panel.waitFor({ state: 'detached' });
    },
  );

  test('without script what is folded opens by its link in the contents', async () => {
    const api = await openApi();
    const { url } = await served(api.client);
    const { id } = await played(api);
    const page = await opened(`${url}/designs/${id}`, { javaScriptEnabled: false });
    expect(await page.locator('#option').isVisible()).toBe(false);
    await page.locator('.contents').getByRole('link', { name: 'Options' }).click();
    await page.locator('#option').waitFor();
  });

  test('a topic of 4,000 characters without a space fits a phone, in twice the size and in forced colours', async () => {
    const api = await openApi();
    const { url } = await served(api.client);
    const topic = 'x'.repeat(4_000);
    const id = await answering(api.engine, { topic });
    // 200 % of a phone is half of its width.
    for (const width of [375, 188])
      for (const path of [`/designs/${id}`, '/', `/designs/${id}/turns/1`, `/start?topic=${topic}`]) {
        const page = await opened(url + path, { viewport: { width, height: 700 }, forcedColors: 'active' });
        expect(await page.evaluate(WIDER), `${path.slice(0, 60)} at ${width}`).toEqual([]);
        await page.context().close();
      }
  });

  test('a clock that is an hour off changes no time by more than its zone', async () => {
    const api = await openApi();
    const { url } = await served(api.client);
    const id = await answering(api.engine);
    const page = await opened(`${url}/designs/${id}`, { timezoneId: 'Asia/Kolkata' });
    const before = await page.locator('.head time').allTextContents();
    await page.clock.setFixedTime(new Date(Date.now() + 3_600_000));
    await page.reload();
    const after = await page.locator('.head time').allTextContents();
    expect(after.map((each) => each.slice(-5))).toEqual(before.map((each) => each.slice(-5)));
  });
});

async function played({ engine }: Api): Promise<{ readonly id: DesignId; readonly events: DesignEvent[] }> {
  const id = await begun(engine, { topic: TOPIC, personas: [] });
  const events = (await eventsUntil(engine, id, isEnd)).map(({ event }) => event);
  return { id, events };
}

/** Designs that stand at each moment of one that was played to its end, as the store has them. */
async function everyState(api: Api): Promise<[string, DesignId][]> {
  const { id, events } = await played(api);
  const asking = await answering(api.engine, { topic: TOPIC, personas: [] });
  const cancelled = await answering(api.engine, { topic: TOPIC, personas: [] });
  await api.engine.command(cancelled, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await eventsUntil(api.engine, cancelled, isEnd);
  const until = (type: DesignEvent['type']): DesignEvent[] => {
    const at = events.findIndex((event) => event.type === type);
    if (at < 0) throw new Error(`the design that was played has no ${type}`);
    return events.slice(0, at + 1);
  };
  const sealed = until('proposal_sealed');
  const last = sealed.at(-1)?.at ?? 0;
  const paused: DesignEvent = {
    type: 'design_paused',
    at: last,
    paused: {
      ...{ cause: 'overloaded', model: 'claude', endpoint: 'api.anthropic.com' },
      ...{ since: last, againAt: last + 1_000, until: last + 1_000 },
    },
    deadlineAt: last + 1_000,
  };
  const signed = until('outcome_settled').slice(0, -1);
  const gate: DesignEvent = {
    ...{ type: 'gate_opened', at: signed.at(-1)?.at ?? 0, gateId: 'gate-1' },
    ...{
      reasons: ['unresolved_high_impact'],
      choices: ['accept', 'send_back', 'stop'],
      deadlineAt: last + 1e7,
    },
  };
  const copies: Readonly<Record<string, readonly DesignEvent[]>> = {
    starts: until('session_started'),
    proposes: sealed,
    pauses: [...sealed, paused],
    argues: until('position_argued'),
    'waits at a gate': [...signed, gate],
  };
  const states: [string, DesignId][] = [
    ['ended', id],
    ['asks', asking],
    ['cancelled', cancelled],
  ];
  for (const [state, its] of Object.entries(copies))
    for (const copy of await storeCopies(api.workshop, its, 1)) states.push([state, copy]);
  return states;
}
