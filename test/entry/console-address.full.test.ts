import { createServer } from 'node:http';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { eachTest } from '../support/runner/each-test.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { openBrowser, PAGE_MS } from '../surfaces/http/console/browser.ts';
import { calledHere } from './cli.ts';
import { FEW_PERSONAS } from './daemon.ts';
import { InProcess } from './in-process.ts';

const REHEARSAL = { CHARRETTE_REHEARSAL: '1', CHARRETTE_REHEARSAL_LATENCY_MS: '0', ...FEW_PERSONAS };

const { describe } = await needing('browser');

describe('the console of a daemon on this machine, in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  const world = eachTest(async () => {
    const folder = temporaryFolder();
    const daemon = await InProcess.start(folder, REHEARSAL);
    onTestFinished(() => daemon.stop());
    const context = await browser.newContext();
    context.setDefaultTimeout(PAGE_MS);
    onTestFinished(() => context.close());
    const { stdout } = await calledHere(folder, ['sign-in'], REHEARSAL);
    return { daemon, context, link: new URL(stdout.trim()) };
  });

  /** Another program that listens on this machine; `seen` has the cookies that it gets. */
  async function otherProgram() {
    const seen: string[] = [];
    const server = createServer(({ headers }, response) => {
      seen.push(headers.cookie ?? '');
      response.end('another program');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    return { seen, port: typeof address === 'object' ? address?.port : undefined };
  }

  async function signedIn(context: BrowserContext, link: URL) {
    const page = await context.newPage();
    await page.goto(link.href);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Designs' }).first().waitFor();
    return page;
  }

  test('D8: the printed link signs in under a name of its own, and another port of 127.0.0.1 gets no cookie', async () => {
    const { daemon, context, link } = world;
    const { port } = new URL(daemon.url);
    expect(link.host).toBe(`c-${port}.localhost:${port}`);
    const page = await signedIn(context, link);
    const cookies = await context.cookies();
    expect(cookies.map(({ name, domain }) => [name, domain])).toEqual([['charrette', link.hostname]]);
    const other = await otherProgram();
    for (const host of ['127.0.0.1', 'localhost', `c-${other.port}.localhost`])
      await page.goto(`http://${host}:${other.port}/`);
    expect(other.seen.filter((each) => each !== '')).toEqual([]);
    expect(other.seen.length).toBeGreaterThanOrEqual(3);
    // What SECURITY.md says of a shared machine: the name keeps a browser from handing the cookie out, not a program from asking.
    await page.goto(`http://${link.hostname}:${other.port}/`);
    expect(other.seen.join()).toContain('charrette=chrs_');
  });
});
