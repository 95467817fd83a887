import { spawnSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { lacking } from '../support/runner/needs.ts';
import { openBrowser } from '../surfaces/http/console/browser.ts';

/** Of 100: letters stay clear. */
const QUALITY = 60;
/** Pixels: a picture of WebP is no longer. */
const LONGEST = 16_000;

/** Why no pictures can be taken here, in a line; `null` where they can. */
export const whyNoPictures =
  (await lacking('browser')) ??
  (hasEmoji()
    ? null
    : 'no font on this machine has emoji; Debian has one in fonts-noto-color-emoji');

/** Without one, the signs of personas would be empty boxes. */
function hasEmoji(): boolean {
  return (spawnSync('fc-list', [':lang=und-zsye']).stdout?.length ?? 0) > 0;
}

export type Format = 'webp' | 'png';

/** Takes pictures of pages that are made here and load nothing. */
export interface Camera {
  /** The whole page at this width in pixels. */
  shoot(html: string, width: number, format: Format): Promise<Buffer>;
  close(): Promise<void>;
}

export async function openCamera(): Promise<Camera> {
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.route('**', (route) => route.abort());
  return {
    shoot: async (html, width, format) => {
      await page.setViewportSize({ width, height: 100 });
      await page.setContent(html);
      return pictureOf(page, format);
    },
    close: () => browser.close(),
  };
}

/** Takes a picture of a page from its top to its end; at most so many pixels of it. */
export async function pictureOf(page: Page, format: Format, most = LONGEST): Promise<Buffer> {
  await page.evaluate('scrollTo(0, 0); document.fonts.ready');
  const box = await page.locator('body').boundingBox();
  if (box === null) throw new Error(`there is no body at ${page.url()}`);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format,
    clip: { ...box, height: Math.min(most, Math.ceil(box.height)), scale: 1 },
    captureBeyondViewport: true,
    ...(format === 'webp' ? { quality: QUALITY } : {}),
  });
  await session.detach();
  return Buffer.from(data, 'base64');
}
