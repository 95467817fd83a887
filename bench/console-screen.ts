import { existsSync } from 'node:fs';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { medianOf, sizeOf } from './machine.ts';

const PROGRAM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);
// Of one person and question no further reply is taken for an answer, and only an answer stands on
// the page.
const REPLIES = sizeOf(8, 2);
const LOADS = sizeOf(15, 2);
const WAIT_MS = 60_000;
/** Resolves with the milliseconds after which words were painted. */
const PAINTED = `new Promise((resolve) => new PerformanceObserver((list) => {
  const first = list.getEntriesByName('first-contentful-paint')[0];
  if (first) resolve(first.startTime);
}).observe({ type: 'paint', buffered: true }))`;
/** Resolves with the moment of the first frame whose page has these words. */
const SHOWN = `(words) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error('it was never shown: ' + words)), ${WAIT_MS});
  const look = () => document.body.textContent.includes(words) ? resolve(Date.now()) : requestAnimationFrame(look);
  look();
})`;

interface Daemon {
  readonly url: string;
  readonly token: string;
}

/**
 * Returns the median milliseconds from the moment at which a reply is sent to the frame in which
 * the open page of its design shows it: the request, the decision, the commit, the stream, the
 * page, and the drawing; it stands under its question. `null` where there is no browser.
 */
export async function replyToScreen(daemon: Daemon): Promise<number | null> {
  const id = await designThatAsks(daemon);
  return inBrowser(daemon, async (context) => {
    const page = await context.newPage();
    await page.goto(`${daemon.url}/designs/${id}`);
    const times: number[] = [];
    for (let reply = 0; reply < REPLIES; reply++)
      times.push(await measureUntilShownMs(daemon, id, page, reply));
    return medianOf(times);
  });
}

/**
 * Returns the median milliseconds from asking for a page to the first paint of words; its style and
 * scripts are kept by the browser, as after any page before. `null` where there is no browser.
 */
export async function firstPaint(daemon: Daemon, path: string): Promise<number | null> {
  return inBrowser(daemon, async (context) => {
    const page = await context.newPage();
    await page.goto(daemon.url);
    const times: number[] = [];
    for (let load = 0; load < LOADS; load++) {
      await page.goto(daemon.url + path);
      times.push(await page.evaluate<number>(PAINTED));
    }
    return medianOf(times);
  });
}

/**
 * Returns the milliseconds from a reply until so many open pages, all of one design, have read it
 * anew, as a browser does: each follows its stream, and asks for the page when that says so.
 */
export async function replyToPages(daemon: Daemon, count: number): Promise<number> {
  const id = await designThatAsks(daemon);
  const headers = { authorization: `Bearer ${daemon.token}` };
  const read = async () => {
    const answer = await fetch(`${daemon.url}/designs/${id}`, {
      headers: { ...headers, accept: 'text/html' },
    });
    return answer.text();
  };
  const [, live = ''] = /data-live="([^"]+)"/.exec(await read()) ?? [];
  const closing = new AbortController();
  const opened = await Promise.all(
    Array.from({ length: count }, () =>
      fetch(daemon.url + live.replaceAll('&amp;', '&'), {
        headers: { ...headers, accept: 'text/event-stream' },
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(WAIT_MS)]),
      }),
    ),
  );
  const words = 'All pages show it.';
  const pages = opened.map(async ({ body }) => {
    for await (const _ of body ?? []) if ((await read()).includes(words)) return;
    throw new Error('a page did not show the reply');
  });
  const sentAt = performance.now();
  await postReply(daemon, `/designs/${id}/replies`, {
    author: 'ana',
    text: words,
    questionId: 'Q1',
  });
  await Promise.all(pages);
  closing.abort();
  return performance.now() - sentAt;
}

async function inBrowser(
  { token }: Daemon,
  work: (context: BrowserContext) => Promise<number>,
): Promise<number | null> {
  if (PROGRAM === undefined) return null;
  const browser = await chromium.launch({ executablePath: PROGRAM, args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext({
      extraHTTPHeaders: { authorization: `Bearer ${token}` },
    });
    context.setDefaultTimeout(WAIT_MS);
    return await work(context);
  } finally {
    await browser.close();
  }
}

async function measureUntilShownMs(
  daemon: Daemon,
  id: string,
  page: Page,
  reply: number,
): Promise<number> {
  const text = `Reply ${reply} of ours says so.`;
  const shown = page.evaluate<number>(`(${SHOWN})(${JSON.stringify(text)})`);
  const sentAt = Date.now();
  await postReply(daemon, `/designs/${id}/replies`, { author: 'ana', text, questionId: 'Q1' });
  return (await shown) - sentAt;
}

/** Starts a design in rehearsal; resolves with its id when it waits for answers. */
async function designThatAsks(daemon: Daemon): Promise<string> {
  const { id } = await postReply(daemon, '/designs', { topic: 'Where do the jobs wait?' });
  const headers = { authorization: `Bearer ${daemon.token}`, accept: 'text/event-stream' };
  const feed = await fetch(`${daemon.url}/api/v1/designs/${id}/events`, {
    headers,
    signal: AbortSignal.timeout(WAIT_MS),
  });
  const decoder = new TextDecoder();
  let seen = '';
  for await (const piece of feed.body ?? []) {
    seen += decoder.decode(piece, { stream: true });
    if (seen.includes('"step":"answering"')) return id;
  }
  throw new Error('the design asked nothing');
}

async function postReply(
  { url, token }: Daemon,
  path: string,
  body: Record<string, unknown>,
): Promise<{ readonly id: string }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { readonly id: string };
}
