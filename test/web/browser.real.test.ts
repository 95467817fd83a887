/** The pages as a browser draws them: first screens at two widths, live, without a report. */

import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caveatsOf } from '#design/caveats.ts';
import type { DesignWorld } from '#test/support/design-world.ts';
import { until } from '#test/support/platform.ts';
import { answered, atGate, scene } from '#test/words/scenes.ts';
import { openWeb, type PutDesign } from './world.ts';

const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const reason = CHROMIUM === undefined ? 'no /usr/bin/chromium-headless-shell or chromium' : null;
if (reason !== null) process.stderr.write(`test/web/browser.real.test.ts is skipped: ${reason}\n`);

describe.skipIf(reason !== null)('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  /** A page that notes whatever the browser complains of, and every shift of its layout. */
  async function open(url: string, viewport = WIDE): Promise<{ page: Page; reports: string[] }> {
    const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
    const reports: string[] = [];
    page.on('console', (message) => reports.push(message.text()));
    page.on('pageerror', (error) => reports.push(error.message));
    page.on('requestfailed', (request) => reports.push(`${request.url()} failed`));
    await page.addInitScript(`
      globalThis.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.shifted += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    `);
    await page.goto(url, { waitUntil: 'load' });
    return { page, reports };
  }
  const addressOf = (url: string, { id, key }: PutDesign) => `${url}/designs/${id}?key=${key}`;

  /** Bottom of the last element whose text begins so, in pixels. */
  async function bottomOf(page: Page, text: string): Promise<number> {
    const box = await page.getByText(text).first().boundingBox();
    return box === null ? Number.POSITIVE_INFINITY : box.y + box.height;
  }

  const states: [string, () => DesignWorld][] = [
    ['a gate', () => atGate()],
    ['an accepted decision', () => atGate().runTo('ended')],
    ['questions', () => answered()],
    ['arguing', () => answered().runTo('arguing')],
    ['a cancelled design', () => answered().cancel('We know enough.').runTo('ended')],
  ];
  for (const [width, viewport] of [
    ['1440 × 900', WIDE],
    ['390 × 844', PHONE],
  ] as const)
    test.for(states)(
      `%s at ${width}: what matters stands on the first screen`,
      async ([, make]) => {
        await using web = await openWeb();
        const world = make();
        const { page, reports } = await open(
          addressOf(web.url, await web.put(world.events)),
          viewport,
        );
        expect(await bottomOf(page, '$')).toBeLessThan(viewport.height);
        if (world.design.decisions.length > 0)
          for (const { text } of caveatsOf(world.design))
            expect(await bottomOf(page, text.slice(0, 30))).toBeLessThan(viewport.height);
        const [scrolled, shifted] = await page.evaluate<[number, number]>(
          '[document.documentElement.scrollWidth, globalThis.shifted]',
        );
        expect(scrolled).toBeLessThanOrEqual(viewport.width);
        expect(shifted).toBe(0);
        expect(reports).toEqual([]);
        await page.close();
      },
    );

  test('the picture can be read on a phone: nothing overlaps, is cut, or is smaller than 10 px', async () => {
    await using web = await openWeb();
    const world = answered().runTo('mapping').lose('archaeologist').kill('contract-keeper');
    const design = await web.put(world.runTo('ended').events);
    const { page } = await open(addressOf(web.url, design), PHONE);
    const texts = await page.evaluate<
      { text: string; box: number[]; size: number; isWhole: boolean }[]
    >(`
      const svg = document.querySelector('svg.run');
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      [...svg.querySelectorAll('text')].filter((each) => each.textContent.trim() !== '').map((each) => {
        const { left, top, right, bottom } = each.getBoundingClientRect();
        const size = Number.parseFloat(getComputedStyle(each).fontSize) * scale;
        const frame = svg.getBoundingClientRect();
        const isWhole = top >= frame.top && left >= frame.left && right <= frame.right;
        return { text: each.textContent, box: [left, top, right, bottom], size, isWhole };
      })`);
    expect(texts.length).toBeGreaterThan(30);
    expect(texts.filter(({ size, isWhole }) => size < 10 || !isWhole)).toEqual([]);
    const overlaps = texts.flatMap((one, index) =>
      texts
        .slice(index + 1)
        .filter((other) => {
          const [a = 0, b = 0, c = 0, d = 0] = one.box;
          const [e = 0, f = 0, g = 0, h = 0] = other.box;
          return Math.min(c, g) - Math.max(a, e) > 1 && Math.min(d, h) - Math.max(b, f) > 3;
        })
        .map((other) => `${one.text} / ${other.text}`),
    );
    expect(overlaps).toEqual([]);
    await page.close();
  });

  test('A13: a page follows its design live, and keeps what is unfolded', async () => {
    await using web = await openWeb();
    const world = scene().runTo('proposing');
    const design = await web.put(world.events);
    const { page, reports } = await open(addressOf(web.url, design));
    await page.getByText('How it was made').click();
    await page.evaluate('globalThis.isSame = true');
    const step = async (to: 'arguing' | 'ended', shown: string) => {
      const from = world.events.length;
      world.runTo(to);
      await design.add(world.events.slice(from));
      await page.getByText(shown).first().waitFor({ timeout: 20_000 });
    };
    await step('arguing', '6 proposals');
    await step('ended', 'In March Redis was away');
    expect(await page.getByText('at depth standard').isVisible()).toBe(true);
    expect(await page.evaluate('globalThis.isSame')).toBe(true);
    // The end is known: it asks no more.
    await until('nothing is followed', () =>
      page.evaluate("document.body.dataset.stream === '' && source === null"),
    );
    expect(reports).toEqual([]);
    await page.close();
  });

  test('a page that nobody looks at follows nothing, and catches up', async () => {
    await using web = await openWeb();
    const world = scene().runTo('proposing');
    const design = await web.put(world.events);
    const { page } = await open(addressOf(web.url, design));
    const setHidden = (isHidden: boolean) =>
      page.evaluate(`
        Object.defineProperty(document, 'hidden', { configurable: true, value: ${isHidden} });
        document.dispatchEvent(new Event('visibilitychange'));
      `);
    await setHidden(true);
    expect(await page.evaluate('source')).toBe(null);
    const from = world.events.length;
    world.runTo('arguing');
    await design.add(world.events.slice(from));
    await setHidden(false);
    await page.getByText('6 proposals').first().waitFor({ timeout: 10_000 });
    expect(await page.evaluate('source.readyState')).toBeLessThan(2);
    await page.close();
  });

  test('the list is fetched again by itself', async () => {
    await using web = await openWeb();
    const { page, reports } = await open(`${web.url}/?key=${web.store.listKey}`);
    await page.getByText('There is none yet.').waitFor();
    await web.put(answered().events);
    await page.getByText('1 waits for people').waitFor({ timeout: 20_000 });
    expect(reports).toEqual([]);
    await page.close();
  });
});
