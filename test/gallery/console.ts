import type { Page } from 'playwright-core';
import { openBrowser, visitor } from '../surfaces/http/console/browser.ts';
import { type Format, pictureOf } from './chromium.ts';
import { openStage, type Stage } from './console-stage.ts';

export const SHOT_WIDTHS: readonly number[] = [1280, 375];
const HEIGHT = 720;
/** Pixels of a long page that are shown. */
const LONG = 3_200;

/** A picture of a page of the console. */
export interface Shot {
  readonly name: string;
  /** What is to be seen, for those who see no pictures. */
  readonly caption: string;
  readonly path: (designs: Stage['designs']) => string;
  /** The part of the page that is shown; left out for all of it. */
  readonly part?: string;
  /** Brings the page to where it is looked at. */
  readonly to?: (page: Page) => Promise<unknown>;
  /** As much as a window shows; left out for everything. */
  readonly isFirstSight?: true;
  readonly isDark?: true;
  /** Nobody is signed in. */
  readonly isAlone?: true;
}

/** Opens what is folded around this place. */
const unfolded = (selector: string) => (page: Page) =>
  page.locator(`details:has(${selector})`).evaluateAll((all) => {
    for (const each of all) each.setAttribute('open', '');
  });

const pressed = (name: string) => (page: Page) =>
  Promise.all([page.waitForEvent('load'), page.getByRole('button', { name, exact: true }).first().click()]);

export const SHOTS: readonly Shot[] = [
  { name: 'designs', caption: 'What waits, what runs, what was decided', path: () => '/' },
  { name: 'designs-dark', caption: 'The same, in dark', path: () => '/', isDark: true },
  { name: 'asking', caption: 'A design that asks', path: ({ asking }) => `/designs/${asking}` },
  { name: 'deciding', caption: 'A design at a gate', path: ({ deciding }) => `/designs/${deciding}` },
  {
    name: 'decision',
    caption: 'A decision at first sight',
    path: ({ ended }) => `/designs/${ended}`,
    isFirstSight: true,
  },
  { name: 'ended', caption: 'The same, further down', path: ({ ended }) => `/designs/${ended}` },
  {
    name: 'ended-dark',
    caption: 'The same, in dark',
    path: ({ ended }) => `/designs/${ended}`,
    isDark: true,
  },
  {
    name: 'why',
    caption: 'Where a step comes from',
    path: ({ ended }) => `/designs/${ended}`,
    part: '.part:has(#step)',
    to: async (page) => {
      await page.locator('#step summary').nth(2).click();
      await page.locator('#step details[open] .why > summary').first().click();
    },
  },
  { name: 'turn', caption: 'One turn', path: ({ ended }) => `/designs/${ended}/turns/9` },
  {
    name: 'asked',
    caption: 'A question about the decision, and its answer',
    path: ({ ended }) => `/designs/${ended}`,
    to: async (page) => {
      await unfolded('#afterwards')(page);
      await pressed('Ask the record…')(page);
      await page.locator('textarea').first().fill('Why do thumbnails stay on Redis?');
      await pressed('Ask')(page);
      // Its asker alone reads it, on a page of its own.
      await page.locator('.sheet').waitFor();
    },
  },
  {
    name: 'sure',
    caption: 'A button that asks you to confirm',
    path: ({ asking }) => `/designs/${asking}`,
    to: pressed('Cancel'),
  },
  {
    name: 'form',
    caption: 'A button that opens a form',
    path: ({ ended }) => `/designs/${ended}`,
    to: pressed('Decline…'),
  },
  {
    name: 'start-look',
    caption: 'A new design, with its estimate',
    path: () => '/start?topic=Should+the+job+queue+move+from+Redis+to+Postgres%3F',
    to: async (page) => {
      await page.locator('summary').click();
      await page.selectOption('[name=repo]', 'none');
      await page.locator('#look [name=seen]').waitFor({ state: 'attached' });
      await page.locator('summary').click();
    },
  },
  { name: 'operations', caption: 'For operators', path: () => '/operations' },
  { name: 'operations-dark', caption: 'The same, in dark', path: () => '/operations', isDark: true },
  { name: 'sign-in', caption: 'Signing in', path: () => '/sign-in', isAlone: true },
  { name: 'problem', caption: 'An address that leads nowhere', path: () => '/designs/none' },
];

/** The name of the file of a picture. */
export function fileOfShot({ name }: Pick<Shot, 'name'>, width: number): string {
  return `console-${name}-${width}`;
}

function heightOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.body.scrollHeight');
}

/** Takes each picture at each width, and gives it to `keep` with the name of its file. */
export async function shootConsole(
  formats: readonly Format[],
  keep: (file: string, picture: Buffer) => void,
): Promise<void> {
  const stage = await openStage();
  const browser = await openBrowser();
  try {
    for (const shot of SHOTS) {
      for (const width of SHOT_WIDTHS) {
        const context = await visitor(browser, stage.token, {
          viewport: { width, height: HEIGHT },
          colorScheme: shot.isDark ? 'dark' : 'light',
          timezoneId: 'Europe/Berlin',
          ...(shot.isAlone ? { extraHTTPHeaders: {} } : {}),
        });
        const page = await context.newPage();
        await page.goto(stage.url + shot.path(stage.designs));
        await shot.to?.(page);
        // What stays at the edge of a window is at the end of a page that is shown whole.
        if (shot.part === undefined && !shot.isFirstSight)
          await page.setViewportSize({ width, height: Math.min(LONG, await heightOf(page)) });
        for (const format of formats)
          keep(
            `${fileOfShot(shot, width)}.${format}`,
            await pictureOf(page, format, shot.part, shot.isFirstSight ? HEIGHT : LONG),
          );
        await context.close();
      }
    }
  } finally {
    await browser.close();
    await stage.close();
  }
}
