import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { createRehearsalModel } from '#adapters/rehearsal/model.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import { answering, begun, eventsUntil, isEnd, remark } from '#test/engine/running-engine.ts';
import { askOf } from '#test/support/designs/ask-of.ts';
import { shipped } from '#test/support/designs/shipped-personas.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';
import { eachTest } from '#test/support/runner/each-test.ts';
import { needing } from '#test/support/runner/needing.ts';
import type { Model } from '#turns/model-context.ts';
import { openApi, served, TOKEN } from '../client.ts';
import { findingsOn, openBrowser, visitor } from './browser.ts';

/** Programs for the page. */
const TOO_WIDE = 'document.documentElement.scrollWidth - window.innerWidth';
/** Rows of the list whose facts do not begin where their question does. */
const INDENTED = `[...document.querySelectorAll('.row')].filter((row) => { const first = [...row.querySelectorAll('.asides li')].find((each) => each.innerText !== ''); const facts = first.getBoundingClientRect(); return facts.top > row.querySelector('h3').getBoundingClientRect().bottom && facts.left !== row.querySelector('h3').getBoundingClientRect().left; }).map((row) => row.innerText)`;
const CUT_TABLES = `document.querySelectorAll('details').forEach((each) => each.setAttribute('open', '')); [...document.querySelectorAll('table')].filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.innerText.slice(0, 80))`;
/** Everything to press that is lower than a finger needs, with all that is folded opened. */
const SMALL = `document.querySelectorAll('details').forEach((each) => each.setAttribute('open', '')); [...document.querySelectorAll('main :is(a[href], button, summary, select, textarea, input:not([type=hidden]))')].filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 24).map((each) => each.outerHTML.slice(0, 120))`;
/** Keeps where each thing moved that no reader had touched. */
const WATCH_SHIFTS = `globalThis.shifts = []; new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries().flatMap(({ value, sources }) => value === 0 ? [] : sources.map(({ node, previousRect: from, currentRect: to }) => [node?.outerHTML?.slice(0, 80) ?? node?.nodeName, from.y, to.y].join(' '))))).observe({ type: 'layout-shift', buffered: false })`;
/** Two frames later, all that moved is known. */
const SHIFTS =
  'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(globalThis.shifts)))))';
/** The words of what has the focus, and how many marks of a picture have words of their own. */
const FOCUSED = 'document.activeElement.textContent.trim()';
const TITLE = `document.activeElement.querySelector('title').textContent`;
const TITLES = `new Set([...document.querySelectorAll('.run [tabindex]')].map((each) => each.textContent.trim())).size`;
/** Marks of the picture whose words, below it, cover the picture or its total. */
const COVERING = `[...document.querySelectorAll('.run [tabindex]')].filter((mark) => {
  mark.focus();
  const told = document.querySelector('.told').getBoundingClientRect();
  const covered = [...document.querySelectorAll('.run, figcaption b')].map((each) => each.getBoundingClientRect());
  return told.height === 0 || covered.some(({ top, right, bottom, left }) => told.top < bottom && told.bottom > top && told.left < right && told.right > left);
}).map((mark) => mark.textContent)`;
const PLACES = ['/', '/start', '/operations'];
/** Addresses of all that a page leads to or loads, each without its place on the page. */
const LINKS = `[...new Set([...document.querySelectorAll('[href], [src]')].map((each) => (each.href?.animVal ?? each.href ?? each.src).split('#')[0]))]`;
const EXAMPLE = 'Should the job queue move from Redis to Postgres?';

const { describe } = await needing('browser');
const { test: testWithAxe } = await needing('a second opinion');

/** One browser; for each test a daemon's routes on a real socket, with designs in rehearsal. */
describe('the console in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  const api = eachTest(async () => {
    const { engine, client, sessions } = await openApi();
    return { engine, sessions, url: (await served(client)).url };
  });

  async function visiting(options: Parameters<typeof visitor>[2] = {}): Promise<BrowserContext> {
    const context = await visitor(browser, TOKEN, options);
    onTestFinished(() => context.close());
    return context;
  }
  async function opened(path: string, options: Parameters<typeof visitor>[2] = {}): Promise<Page> {
    const page = await (await visiting(options)).newPage();
    await page.goto(api.url + path);
    return page;
  }
  async function closed(page: Page): Promise<void> {
    await page.context().close();
  }

  /** Tabs from the top of a page until the picture is behind; returns its stops. */
  async function tabbedInto(page: Page): Promise<number> {
    const isIn = (part: string) =>
      page.evaluate<boolean>(`document.activeElement.closest(${JSON.stringify(part)}) !== null`);
    let stops = 0;
    while (!(await isIn('#run summary'))) {
      await page.keyboard.press('Tab');
      if (await isIn('.run')) stops += 1;
    }
    return stops;
  }

  test.each<[string, (route: Route) => Promise<void>]>([
    ['is gone', (route) => route.abort()],
    ['is answered for by a proxy', (route) => route.fulfill({ status: 502, body: 'Bad Gateway' })],
  ])('a page whose stream %s says so, until it is back', async (_, instead) => {
    const page = await (await visiting()).newPage();
    await page.route('**/live?*', instead);
    await page.goto(api.url);
    await page.locator('body[data-lost] .lost').waitFor({ state: 'visible' });
    await page.unroute('**/live?*');
    await page.locator('.lost').waitFor({ state: 'hidden' });
    await closed(page);
  });

  test('somebody starts a design by the form, sees it live, answers, reads the decision and takes a file', async () => {
    const page = await opened('/start');
    await page.fill('[name=topic]', 'Where do the jobs wait?');
    // No repository can be read here: what mends that is unfolded.
    await page.selectOption('[name=repo]', 'none');
    await page.locator('#look [name=seen]').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL('**/designs/dsn_*');
    // Nobody loads the page again: it is followed.
    await page.locator('.answers textarea').first().fill('About 900 jobs a minute at peak.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.received, #questions s').first().waitFor();
    await page.locator('.decides').getByRole('button', { name: 'Go on', exact: true }).click();
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.locator('#trust').getByText('Nothing was decided.').waitFor();
    await page.locator('summary', { hasText: 'Files' }).last().click();
    const file = page.locator('#files').getByRole('link', { name: 'brief.md', exact: true });
    const brief = await page.request.get(api.url + (await file.getAttribute('href')));
    expect(await brief.text()).toContain('The decision would go here');
    await closed(page);
  });

  test.each([
    ['proposals', 1280],
    ['proposals', 390],
    ['argument', 1280],
    ['argument', 390],
  ] as const)('nothing moves on a page when a turn of the %s ends, at %i', async (kind, width) => {
    const ends = new Map<string, PromiseWithResolvers<void>>();
    const endOf = (participant: string) => {
      const end = ends.get(participant) ?? Promise.withResolvers();
      ends.set(participant, end);
      return end;
    };
    const rehearsal = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
    const model: Model = {
      ...rehearsal,
      answer: async (request, context, options) => {
        const ask = askOf(context);
        if (ask.kind === kind) await endOf(ask.participant.id).promise;
        return rehearsal.answer(request, context, options);
      },
    };
    const { engine, client } = await openApi({ model });
    const { url } = await served(client);
    const id = await begun(engine, { topic: EXAMPLE, personas: [] });
    const isHeld: Parameters<typeof eventsUntil>[2] = ({ event }) =>
      event.type === 'round_opened' && event.kind === kind;
    const opened = (await eventsUntil(engine, id, isHeld)).at(-1)?.event;
    const asked = opened?.type === 'round_opened' ? opened.asked : [];
    // All of it is in sight.
    const page = await (await visiting({ viewport: { width, height: 3_000 } })).newPage();
    await page.goto(`${url}/designs/${id}`);
    const open = page.locator('.run .open');
    await open.nth(asked.length - 1).waitFor();
    await page.evaluate(WATCH_SHIFTS);
    // The last one ends the round.
    for (const [ended, name] of asked.slice(1).entries()) {
      endOf(name).resolve();
      await open.nth(asked.length - 1 - ended).waitFor({ state: 'detached' });
    }
    expect(await page.evaluate(SHIFTS)).toEqual([]);
    const movers = page.locator('.newest', { hasText: 'because of' });
    expect((await movers.count()) > 0).toBe(kind === 'argument');
    for (const name of asked) endOf(name).resolve();
    await eventsUntil(engine, id, isEnd);
    await closed(page);
  });

  test('words that are being written, and what is open, survive a change', async () => {
    const id = await answering(api.engine);
    const page = await opened(`/designs/${id}`);
    const field = page.locator('.answers textarea').first();
    await field.fill('half of an ans');
    await page.locator('.answers textarea').nth(1).click();
    await page.getByText('As a table').click();
    const before = await page.locator('body').getAttribute('data-live');
    await api.engine.command(id, remark('We have no on-call.')).answered;
    await page.locator(`body:not([data-live=${JSON.stringify(before)}])`).waitFor();
    expect(await field.inputValue()).toBe('half of an ans');
    expect(await page.locator('#run details').getAttribute('open')).toBe('');
    await closed(page);
  });

  test('a stream that broke off is taken up again', async () => {
    const id = await answering(api.engine);
    const context = await visiting();
    let broken = 0;
    await context.route('**/live?**', (route) => {
      broken += 1;
      return broken === 1
        ? route.fulfill({ status: 200, contentType: 'text/event-stream', body: ': here\n\n' })
        : route.continue();
    });
    const page = await context.newPage();
    await page.goto(`${api.url}/designs/${id}`);
    await api.engine.command(id, { type: 'go_on', by: 'ana' }).answered;
    await page.getByRole('heading', { level: 2, name: 'Proposals' }).waitFor();
    expect(broken).toBeGreaterThan(1);
    await closed(page);
  });

  test('a time is on the reader’s clock, also after a change; without script it is in UTC, and says so', async () => {
    const id = await answering(api.engine);
    const options = { timezoneId: 'Asia/Kolkata' };
    const without = await opened(`/designs/${id}`, { ...options, javaScriptEnabled: false });
    const time = without.locator('.state time').first();
    const at = new Date((await time.getAttribute('datetime')) ?? '');
    expect(await time.textContent()).toContain(`${at.toISOString().slice(11, 16)} UTC`);
    await closed(without);
    const page = await opened(`/designs/${id}`, options);
    const before = await page.locator('body').getAttribute('data-live');
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const there = new Intl.DateTimeFormat('en', { ...clock, timeZone: options.timezoneId }).format(
      at,
    );
    expect(await page.locator('.state time').first().textContent()).toBe(there);
    await api.engine.command(id, remark('Nobody is on call.', 'reply-time')).answered;
    await page.locator(`body:not([data-live=${JSON.stringify(before)}])`).waitFor();
    expect(await page.locator('main').textContent()).not.toContain(' UTC');
    await closed(page);
  });

  test('while a form is filled in, what is wrong stands at its field until it is mended', async () => {
    const page = await opened('/start');
    await page.fill('[name=topic]', 'Where do the logs go?');
    await page.selectOption('[name=repo]', 'none');
    const wrong = page.locator('#field-budgetUsd-hint [role=alert]');
    await page.fill('[name=budgetUsd]', 'much');
    await wrong.waitFor();
    expect(await wrong.textContent()).toBe('Must be a number.');
    const invalid = page.locator('[aria-invalid]');
    expect(await invalid.getAttribute('name')).toBe('budgetUsd');
    await page.fill('[name=budgetUsd]', '2');
    await wrong.waitFor({ state: 'detached' });
    expect(await invalid.count()).toBe(0);
    await closed(page);
  });

  test('what is wrong in a closed fold opens it', async () => {
    const page = await opened('/start');
    const wrong = page.locator('#field-repo-hint [role=alert]');
    // No repository can be read here, which a reader folds away.
    await page.locator('form details summary').click();
    await wrong.waitFor({ state: 'hidden' });
    await page.fill('[name=topic]', 'Where do the logs go?');
    await wrong.waitFor({ state: 'visible' });
    await closed(page);
  });

  test('what is wrong with a channel stands at its field until it is changed', async () => {
    const page = await opened('/start');
    await page.fill('[name=topic]', 'Where do the logs go?');
    await page.selectOption('[name=repo]', 'none');
    await page.fill('[name=channel]', '#spoons');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const wrong = page.locator('#field-channel-hint [role=alert]');
    await wrong.waitFor();
    await page.fill('[name=budgetUsd]', 'much');
    await page.locator('#field-budgetUsd-hint [role=alert]').waitFor();
    expect(await wrong.count()).toBe(1);
    await page.fill('[name=channel]', '#forks');
    await wrong.waitFor({ state: 'detached' });
    await closed(page);
  });

  test('what is wrong with a sent form has the focus', async () => {
    const page = await opened('/start');
    await page.fill('[name=topic]', 'Where do the logs go?');
    await page.selectOption('[name=repo]', 'none');
    await page.fill('[name=channel]', '#spoons');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.locator('#field-channel-hint [role=alert]').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('field-channel');
    await closed(page);
  });

  test('everything works without script', async () => {
    const page = await opened('/start', { javaScriptEnabled: false });
    await page.fill('[name=topic]', 'Where do the logs go?');
    // No repository can be read here: what mends that is unfolded.
    await page.selectOption('[name=repo]', 'none');
    // Enter is the first button, which spends nothing.
    await page.locator('[name=budgetUsd]').press('Enter');
    await page.locator('#look [name=seen]').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL('**/designs/dsn_*');
    const id = DesignId.parse(page.url().split('/').at(-1));
    await eventsUntil(api.engine, id, ({ event }) => event.type === 'answering_opened');
    await page.reload();
    await page.locator('.answers textarea').first().fill('To the disk.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await page
      .getByText(/^It is cancelled/)
      .first()
      .waitFor();
    await closed(page);
  });

  describe('each page', () => {
    const designs = eachTest(async () => {
      const open = await answering(api.engine);
      // An operator chooses among the replies by their words.
      const long =
        'Nobody is on call at night, and nobody wants to be: who was woken twice a week would leave.';
      await api.engine.command(open, remark(long, 'reply-long')).answered;
      const ended = await begun(api.engine, { topic: EXAMPLE, personas: [] });
      await eventsUntil(api.engine, ended, isEnd);
      return { open: `/designs/${open}`, ended: `/designs/${ended}` };
    });

    test('leads nowhere that is not there: each link and each file that it loads is answered', async () => {
      const page = await opened('/');
      const failed: string[] = [];
      page.on('response', (response) => {
        if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
      });
      const starts = ['/', ...PLACES];
      const left = [...starts, ...Object.values(designs), `${designs.ended}/turns/1`];
      const known = new Set<string>();
      for (const path of left) {
        await page.goto(api.url + path);
        const links = z.array(z.string()).parse(await page.evaluate(LINKS));
        for (const link of links.filter((each) => each.startsWith(api.url) && !known.has(each))) {
          known.add(link);
          const answer = await page.request.get(link);
          if (!answer.ok()) failed.push(`${answer.status()} ${link} on ${path}`);
        }
      }
      expect(known.size).toBeGreaterThan(20);
      expect(failed).toEqual([]);
      await closed(page);
    });

    testWithAxe.each(['light', 'dark'] as const)(
      'each page has no finding of axe, in %s',
      async (colorScheme) => {
        for (const path of ['/', ...PLACES, '/designs/none', ...Object.values(designs)]) {
          const page = await opened(path, { colorScheme });
          expect(await findingsOn(page), path).toEqual([]);
          await closed(page);
        }
      },
    );

    test.each([1280, 375])(
      'each page has nothing to press under 24 pixels, at %i',
      async (width) => {
        for (const path of [
          '/',
          ...PLACES,
          `${designs.ended}/turns/1`,
          `${designs.ended}/turns/9`,
        ]) {
          const page = await opened(path, { viewport: { width, height: 800 } });
          expect(await page.evaluate(SMALL), path).toEqual([]);
          await closed(page);
        }
      },
    );

    test('the picture of a run is one stop of the keyboard, and its arrows lead to each bar and its words', async () => {
      const page = await opened(designs.ended);
      const marks = await page.locator('.run [tabindex]').count();
      expect(marks).toBeGreaterThan(20);
      expect(await tabbedInto(page)).toBe(1);
      expect(await page.evaluate(FOCUSED)).toBe('As a table');
      await page.keyboard.press('Shift+Tab');
      const reached = new Set<unknown>();
      for (let isNew = true; isNew; await page.keyboard.press('ArrowDown')) {
        await page.keyboard.press('Home');
        isNew = !reached.has(await page.evaluate(FOCUSED));
        for (let words = ''; isNew && words !== (await page.evaluate(FOCUSED)); ) {
          words = await page.evaluate<string>(FOCUSED);
          reached.add(words);
          expect(await page.locator('.told').textContent()).toBe(await page.evaluate(TITLE));
          await page.keyboard.press('ArrowRight');
        }
      }
      expect(reached.size).toBe(await page.evaluate(TITLES));
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: /^Turn \d+/ }).waitFor();
      await closed(page);
    });

    test.each([1280, 390])(
      'the words of a mark cover neither the picture nor its total, at %i',
      async (width) => {
        const page = await opened(designs.ended, { viewport: { width, height: 844 } });
        expect(await page.locator('figcaption b').textContent()).toMatch(/^\$/);
        expect(await page.evaluate(COVERING)).toEqual([]);
        await closed(page);
      },
    );

    test('the place within the picture survives a change of the page', async () => {
      const page = await opened(designs.open);
      const bar = page.locator('.run a').first();
      await bar.focus();
      const before = await page.locator('body').getAttribute('data-live');
      const id = DesignId.parse(designs.open.split('/').at(-1));
      await api.engine.command(id, remark('Nobody is on call.', 'reply-later')).answered;
      await page.locator(`body:not([data-live=${JSON.stringify(before)}])`).waitFor();
      expect(await bar.getAttribute('tabindex')).toBe('0');
      expect(await page.locator('.told').textContent()).toBe(await page.evaluate(TITLE));
      await closed(page);
    });

    test.each([
      ['without script', { javaScriptEnabled: false }],
      ['at 200 % zoom', { viewport: { width: 640, height: 400 } }],
    ])(
      'whoever has the keyboard alone reaches each turn by the table behind the picture, %s',
      async (_, options) => {
        const page = await opened(designs.ended, options);
        expect(await tabbedInto(page)).toBeLessThanOrEqual(1);
        await page.keyboard.press('Enter');
        const bars = page.locator('.run').getByRole('link', { name: /turn \d+, / });
        const rows = page.locator('#run table').getByRole('link', { name: /^turn \d+$/ });
        expect(await bars.count()).toBeGreaterThan(5);
        expect(await rows.count()).toBe(await bars.count());
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: /^Turn \d+/ }).waitFor();
        await closed(page);
      },
    );

    test('all words of the picture are shown, and an ended design fits 2,400 pixels of a phone', async () => {
      const page = await opened(designs.ended, { viewport: { width: 390, height: 844 } });
      const hidden = `[...document.querySelectorAll('.run text, .run tspan')].filter((each) => getComputedStyle(each).display === 'none').length`;
      expect(await page.evaluate(hidden)).toBe(0);
      expect(await page.evaluate<number>('document.body.scrollHeight')).toBeLessThanOrEqual(2_400);
      await closed(page);
    });

    test.each([1280, 360])(
      'the list gives each question its room, and its state beside it, at %i',
      async (width) => {
        const page = await opened('/', { viewport: { width, height: 700 } });
        const narrowest = `Math.min(...[...document.querySelectorAll('.row h3 a')].map((each) => each.clientWidth))`;
        expect(await page.evaluate<number>(narrowest)).toBeGreaterThan(150);
        expect(await page.evaluate(INDENTED)).toEqual([]);
        expect(await page.locator('.row h3 .mark').first().textContent()).toMatch(
          /waiting for a person$/,
        );
        await closed(page);
      },
    );

    test('fits 360 pixels, and is whole on paper', async () => {
      for (const path of ['/', ...PLACES, ...Object.values(designs)]) {
        const page = await opened(path, { viewport: { width: 360, height: 700 } });
        const tooWide = await page.evaluate(TOO_WIDE);
        expect(tooWide, path).toBeLessThanOrEqual(0);
        // Nothing of a table has to be scrolled to: its rows become cards.
        expect(await page.evaluate(CUT_TABLES), path).toEqual([]);
        await page.emulateMedia({ media: 'print' });
        expect(await page.locator('.top').isVisible()).toBe(false);
        expect(await page.locator('main').isVisible()).toBe(true);
        await closed(page);
      }
    });
  });
});
