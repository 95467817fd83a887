import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { packageOf } from '#test/second-opinion/package-of.ts';
import { BROWSERS, lacking } from '#test/support/runner/needs.ts';

/**
 * Milliseconds for anything that a page is waited for; far beyond what it takes on an idle machine.
 */
export const PAGE_MS = 60_000;

export async function openBrowser(): Promise<Browser> {
  const reason = await lacking('browser');
  const [executablePath] = BROWSERS.filter((path) => existsSync(path));
  if (reason !== null || executablePath === undefined) throw new Error(reason ?? '');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
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

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Findings of axe on a page, by rule and place. */
export async function findingsOn(page: Page): Promise<string[]> {
  const { default: axe } = await packageOf<{ readonly default: { readonly source: string } }>(
    'axe-core',
  );
  await page.evaluate(axe.source);
  const violations = await page.evaluate<readonly Violation[]>(
    'axe.run().then((found) => found.violations)',
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  );
}
