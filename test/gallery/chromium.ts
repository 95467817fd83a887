import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const PROGRAM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const ANSWER_MS = 60_000;
/** Of 100: letters stay clear. */
const QUALITY = 60;
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--remote-debugging-port=0',
];

/** Why no pictures can be taken here, in a line; `null` where they can. */
export const whyNoPictures =
  PROGRAM === undefined
    ? 'there is no Chromium on this machine'
    : hasEmoji()
      ? null
      : 'no font on this machine has emoji; Debian has one in fonts-noto-color-emoji';

/** Without one, the signs of personas would be empty boxes. */
function hasEmoji(): boolean {
  return (spawnSync('fc-list', [':lang=und-zsye']).stdout?.length ?? 0) > 0;
}

/** Takes pictures of pages. */
export interface Camera {
  /** The whole page at this width in pixels. */
  shoot(html: string, width: number, format: 'webp' | 'png'): Promise<Buffer>;
  close(): Promise<void>;
}

/** A Chromium of its own, in a folder of its own, which reaches for nothing. */
export async function openCamera(): Promise<Camera> {
  if (PROGRAM === undefined) throw new Error(whyNoPictures ?? '');
  const profile = await mkdtemp(join(tmpdir(), 'gallery-'));
  const child = spawn(PROGRAM, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let address = '';
  for await (const line of createInterface({ input: child.stderr })) {
    address = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1] ?? '';
    if (address !== '') break;
  }
  child.stderr.resume();
  const { origin } = new URL(address.replace('ws:', 'http:'));
  const pages = (await (await fetch(`${origin}/json`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const { call, close } = await connected(
    pages.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '',
  );
  const { frameTree } = await call('Page.getFrameTree', {});
  return {
    shoot: async (html, width, format) => {
      await call('Emulation.setDeviceMetricsOverride', {
        width,
        height: 100,
        deviceScaleFactor: 1,
        mobile: false,
      });
      await call('Page.setDocumentContent', { frameId: frameTree.frame.id, html });
      const expression =
        'document.fonts.ready.then(() => Math.ceil(document.body.getBoundingClientRect().height))';
      const { result } = await call('Runtime.evaluate', { expression, awaitPromise: true });
      const clip = { x: 0, y: 0, width, height: result.value, scale: 1 };
      const picture = {
        format,
        clip,
        captureBeyondViewport: true,
        ...(format === 'webp' ? { quality: QUALITY } : {}),
      };
      const { data } = await call('Page.captureScreenshot', picture);
      return Buffer.from(data, 'base64');
    },
    close: async () => {
      close();
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.kill('SIGKILL')) await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Chromium's own protocol, call by call. */
async function connected(url: string) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  let last = 0;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data));
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(`Chromium refuses: ${error.message}`));
    waiting.delete(id);
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers of Chromium, looked at where they are used.
  const call = (method: string, params: Readonly<Record<string, unknown>>): Promise<any> => {
    const id = ++last;
    const answer = Promise.withResolvers<unknown>();
    waiting.set(id, answer);
    socket.send(JSON.stringify({ id, method, params }));
    return Promise.race([
      answer.promise,
      pause(ANSWER_MS, null, { ref: false }).then(() => {
        throw new Error(`Chromium did not answer ${method}`);
      }),
    ]);
  };
  return { call, close: () => socket.close() };
}
