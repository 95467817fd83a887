import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { medianOf, sizeOf } from './machine.ts';

const PROGRAM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);
// Of one person and question no further reply is taken for an answer, and only an answer stands on
// the page.
const REPLIES = sizeOf(8, 2);
const WAIT_MS = 60_000;
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
  if (PROGRAM === undefined) return null;
  const id = await designThatAsks(daemon);
  const browser = await chromium.launch({ executablePath: PROGRAM, args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext({
      extraHTTPHeaders: { authorization: `Bearer ${daemon.token}` },
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    await page.goto(`${daemon.url}/designs/${id}`);
    const times: number[] = [];
    for (let reply = 0; reply < REPLIES; reply++)
      times.push(await measureUntilShownMs(daemon, id, page, reply));
    return medianOf(times);
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
