import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PROGRAM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

/** Why pages cannot be opened here, in a line; `null` where they can. */
export const whyNoBrowser =
  PROGRAM === undefined ? 'there is no Chromium on this machine (Debian: chromium-headless-shell)' : null;

/** Milliseconds for anything that a page is waited for; far beyond what it takes on an idle machine. */
export const PAGE_MS = 60_000;

export async function openBrowser(): Promise<Browser> {
  if (PROGRAM === undefined) throw new Error(whyNoBrowser ?? '');
  return chromium.launch({ executablePath: PROGRAM, args: ['--no-sandbox'] });
}

/** A browser of somebody who sends this token; with others it has nothing in common. */
export async function visitor(
  browser: Browser,
  token: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
    ...options,
  });
  context.setDefaultTimeout(PAGE_MS);
  return context;
}

/** Findings of axe on a page, by rule and place. */
export async function findingsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
