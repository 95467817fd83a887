import type { Page } from 'playwright-core';
import { openBrowser, visitor } from '../surfaces/http/console/browser.ts';
import { type Format, pictureOf } from './chromium.ts';
import { openStage, type Stage } from './console-stage.ts';

const HEIGHT = 720;
/** Pixels of a long page that are shown. */
const LONG = 3_200;

/** A picture of a page of the console. */
export interface Shot {
  readonly name: string;
  /** What is to be seen, for those who see no pictures. */
  readonly caption: string;
  /** Pixels: beside other windows, or on a phone. */
  readonly width: 1280 | 375;
  readonly path: (designs: Stage['designs']) => string;
  /** Brings the page to where it is looked at. */
  readonly to?: (page: Page) => Promise<unknown>;
  /** As much as a window shows; left out for everything. */
  readonly isFirstSight?: true;
}

export const SHOTS: readonly Shot[] = [
  {
    name: 'designs',
    caption: 'What waits, what runs, what was decided',
    width: 1280,
    path: () => '/',
  },
  {
    name: 'start-look',
    caption: 'A new design, with its estimate',
    width: 1280,
    path: () => '/start?topic=Should+the+job+queue+move+from+Redis+to+Postgres%3F',
    to: async (page) => {
      await page.selectOption('[name=repo]', 'none');
      await page.locator('#look [name=seen]').waitFor({ state: 'attached' });
      await page.locator('summary').click();
    },
  },
  {
    name: 'asking',
    caption: 'A design that asks, on a phone',
    width: 375,
    path: ({ asking }) => `/designs/${asking}`,
  },
  {
    name: 'decision',
    caption: 'A decision at first sight',
    width: 1280,
    path: ({ ended }) => `/designs/${ended}`,
    isFirstSight: true,
  },
  { name: 'operations', caption: 'For operators', width: 1280, path: () => '/operations' },
];

/** The name of the file of a picture. */
export function fileOfShot({ name, width }: Pick<Shot, 'name' | 'width'>): string {
  return `console-${name}-${width}`;
}

function heightOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.body.scrollHeight');
}

/** Takes each picture, and gives it to `keep` with the name of its file. */
export async function shootConsole(
  formats: readonly Format[],
  keep: (file: string, picture: Buffer) => void,
): Promise<void> {
  const stage = await openStage();
  const browser = await openBrowser();
  try {
    for (const shot of SHOTS) {
      const { width } = shot;
      const context = await visitor(browser, stage.token, {
        viewport: { width, height: HEIGHT },
        timezoneId: 'Europe/Berlin',
      });
      const page = await context.newPage();
      await page.goto(stage.url + shot.path(stage.designs));
      await shot.to?.(page);
      // What stays at the edge of a window is at the end of a page that is shown whole.
      if (!shot.isFirstSight)
        await page.setViewportSize({ width, height: Math.min(LONG, await heightOf(page)) });
      for (const format of formats)
        keep(
          `${fileOfShot(shot)}.${format}`,
          await pictureOf(page, format, shot.isFirstSight ? HEIGHT : LONG),
        );
      await context.close();
    }
  } finally {
    await browser.close();
    await stage.close();
  }
}
