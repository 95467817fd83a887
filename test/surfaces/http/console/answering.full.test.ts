import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createRehearsalModel } from '#adapters/rehearsal/model.ts';
import { answering } from '#test/engine/running-engine.ts';
import { shipped } from '#test/support/designs/shipped-personas.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';
import { needing } from '#test/support/runner/needing.ts';
import type { Model } from '#turns/model-context.ts';
import { openApi, served, TOKEN } from '../client.ts';
import { openBrowser, PAGE_MS } from './browser.ts';

const TYPED = 'About 900 jobs a minute at peak.';

const { describe } = await needing('browser');

describe('questions that are answered in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  /** A design that asks, on its page, for somebody who has signed in. */
  async function asked(given: Parameters<typeof openApi>[0] = {}, personas?: readonly string[]) {
    const api = await openApi(given);
    const { url: origin } = await served(api.client);
    const id = await answering(api.engine, personas === undefined ? {} : { personas });
    const opened = async (javaScriptEnabled = true) => {
      const context = await browser.newContext({ javaScriptEnabled });
      onTestFinished(() => context.close());
      context.setDefaultTimeout(PAGE_MS);
      const page = await context.newPage();
      await page.goto(`${origin}/sign-in?next=/designs/${id}`);
      await signIn(page);
      await page.locator('.answers').waitFor();
      return page;
    };
    const said = async () => (await api.engine.design(id))?.replies.map(({ text }) => text);
    return { ...api, id, origin, opened, said };
  }
  async function signIn(page: Page): Promise<void> {
    await page.fill('[name=token]', TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }
  const field = (page: Page, at = 0) => page.locator('.answers textarea').nth(at);
  const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true }).click();

  test.each([true, false])(
    '*Cancel* sends nothing that is half typed; with script: %s',
    async (script) => {
      const { id, opened, said } = await asked();
      const page = await opened(script);
      await field(page).fill(TYPED);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await page.getByRole('button', { name: 'Cancel it' }).waitFor();
      expect(await said()).toEqual([]);
      if (!script) return;
      await page.goto(page.url().replace(/\/acts$/, ''));
      expect(await field(page).inputValue()).toBe(TYPED);
      expect(page.url()).toContain(id);
    },
  );

  test('what was sent is said to have arrived, and at its field, while it is read', async () => {
    const read = Promise.withResolvers<void>();
    const { opened } = await asked({ model: readingAfter(read.promise) });
    const page = await opened();
    await field(page).fill(TYPED);
    await page.locator('#answer-remark').fill('Nobody is on call.');
    await send(page);
    await page.getByText('1 answer and 1 remark received, not read yet.').waitFor();
    await page.locator('.answers li').first().getByText(TYPED).waitFor();
    expect(await field(page).inputValue()).toBe('');
    read.resolve();
    await page.locator('.answers li').first().getByText(TYPED).waitFor({ state: 'detached' });
  });

  test.each([true, false])(
    'a session that ends loses no typed word; with script: %s',
    async (script) => {
      const { id, opened, said } = await asked();
      const page = await opened(script);
      await field(page).fill(TYPED);
      await page.context().clearCookies();
      await send(page);
      expect(await page.locator('pre').filter({ hasText: TYPED }).textContent()).toBe(TYPED);
      expect(await said()).toEqual([]);
      await signIn(page);
      await page.waitForURL(`**/designs/${id}`);
      expect(await field(page).inputValue()).toBe(script ? TYPED : '');
      await field(page).fill(TYPED);
      await send(page);
      await page.waitForURL('**#asked-Q2');
      expect(await said()).toEqual([TYPED]);
      await page.reload();
      expect(await page.locator('textarea').first().inputValue()).toBe('');
    },
  );

  test('answering that closes while somebody types leaves the words in sight', async () => {
    const { id, engine, opened } = await asked();
    const page = await opened();
    await field(page).fill(TYPED);
    await engine.command(id, { type: 'go_on', by: 'ana' }).answered;
    const unsent = page.locator('.unsent');
    await unsent.getByText(TYPED).waitFor();
    await page.reload();
    await unsent.getByText(TYPED).waitFor();
    await unsent.getByRole('button').click();
    await unsent.waitFor({ state: 'hidden' });
    await page.reload();
    expect(await unsent.isVisible()).toBe(false);
  });
});

/** Rehearses, and reads what people say no sooner than it is told. */
function readingAfter(told: Promise<void>): Model {
  const model = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  return {
    ...model,
    answer: async (request, context, call) => {
      if (context.ask !== null && context.ask.kind === 'matching') await told;
      return model.answer(request, context, call);
    },
  };
}
