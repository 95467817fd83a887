import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isEnough } from '../../../acts/act.ts';
import { PAGE, type Place } from '../../../core/telling/page/page-words.ts';
import { oneLine } from '../../../core/telling/plain.ts';
import type { Viewer } from '../../../runtime/viewer.ts';
import type { Rule } from '../handled.ts';
import { safeUrl } from '../own-path.ts';
import { operates, readingOf } from '../readable.ts';
import { assetPath } from './assets.ts';
import { PAGE_RULES } from './page-rules.ts';
import { whoIsHere } from './who.ts';

/** Markup made by `html`, in which every text is escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

interface Page {
  /** Of the window; the page itself has its own heading. */
  readonly title: string;
  /** Where in the navigation this page belongs; `null`: nowhere. */
  readonly navigation: Place | null;
  readonly main: Markup;
  /** Own address of the stream that says when to fetch this page again; left out for a page that stays. */
  readonly live?: string;
}

/** The places that somebody can go to: none for who is not signed in, or may read one design by a link. */
function placesFor(context: Context): (readonly [string, string])[] {
  const viewer: Viewer | undefined = context.get('viewer');
  if (viewer === undefined) return [];
  return Object.entries(PAGE.navigation).filter(([path]) => mayOpen(context, viewer, path));
}

/** Tells by the rule of a page if this viewer may open it; on one for operators, a person by their platform. */
export function mayOpen(context: Context, viewer: Viewer, path: string): boolean {
  const rules: Readonly<Record<string, Rule>> = PAGE_RULES;
  const { least = 'admin' } = rules[`GET ${path}`] ?? {};
  switch (viewer.kind) {
    case 'operator':
      return true;
    case 'token':
      return isEnough(viewer.token.role, least);
    case 'person':
      return least !== 'operate' || operates(viewer, readingOf(context).platforms);
    case 'link':
      return false;
  }
}

/** The page that the product's name leads to: who reads by a link has one. */
function homeOf(context: Context): string {
  const viewer: Viewer | undefined = context.get('viewer');
  return viewer?.kind === 'link' ? `/designs/${viewer.designId}` : '/';
}

/** Answers with a page of the console. */
export async function page(
  context: Context,
  { title, navigation, main, live }: Page,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  context.header('Cache-Control', 'no-store');
  const places = placesFor(context).map(([path, label]) =>
    path === navigation
      ? html`<li><a href="${safeUrl(path)}" aria-current="page">${label}</a></li>`
      : html`<li><a href="${safeUrl(path)}">${label}</a></li>`,
  );
  const following = live === undefined ? html`` : html` data-live="${live}"`;
  return context.html(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${oneLine(title)} · ${PAGE.product}</title>
<link rel="stylesheet" href="${safeUrl(assetPath('style.css'))}">
<link rel="icon" href="${safeUrl(assetPath('icon.svg'))}" type="image/svg+xml">
<script src="${safeUrl(assetPath('morph.js'))}" defer></script>
<script src="${safeUrl(assetPath('live.js'))}" defer></script>
</head>
<body${following}>
<a class="skip" href="#main">${PAGE.skip}</a>
<header class="top">
<a class="brand" href="${safeUrl(homeOf(context))}">${PAGE.product}</a>
${places.length === 0 ? '' : html`<nav aria-label="${PAGE.places}"><ul>${places}</ul></nav>`}
<div class="who">${whoIsHere(context)}</div>
</header>
<p class="lost" role="status">${PAGE.lost}</p>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`,
    status,
  );
}
