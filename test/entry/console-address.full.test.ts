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

const REHEARSAL = {
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  ...FEW_PERSONAS,
};

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

  test('D8: the printed link signs in at the daemon’s own address, under a cookie with its port', async () => {
    const { daemon, context, link } = world;
    const { host, port } = new URL(daemon.url);
    expect(link.host).toBe(host);
    const page = await signedIn(context, link);
    const cookies = await context.cookies();
    expect(cookies.map(({ name, domain }) => [name, domain])).toEqual([
      [`charrette-${port}`, link.hostname],
    ]);
    const other = await otherProgram();
    await page.goto(`http://localhost:${other.port}/`);
    expect(other.seen.filter((each) => each !== '')).toEqual([]);
    // What docs/security.md says of a shared machine: the host's other ports get the cookie as
    // well.
    await page.goto(`http://${link.hostname}:${other.port}/`);
    expect(other.seen.join()).toContain(`charrette-${port}=chrs_`);
  });
});
