import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Viewer } from '#engine/access/viewer.ts';
import { SIGN_IN } from '#presentation/answers/sign-in.ts';
import { PAGE, type Place } from '#presentation/format/page-words.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import { mayUse } from '../access/may-use.ts';
import { cleanUrl } from '../access/own-path.ts';
import { signedInPersonOf } from '../access/via.ts';
import { type Html, html } from '../drawing/html-template.ts';
import { type AssetName, assetPathOf } from './assets.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Absent on pages that no route of the console draws, such as the page of a problem. */
    mayStart?: boolean;
  }
}

export type Markup = Html;

interface Page {
  /** Title of the window. `main` has a heading of its own. */
  readonly title: string;
  readonly main: Markup;
  /** Own address of the stream that announces changes; left out for a page that does not change. */
  readonly live?: string;
  /** Script of this page, besides the one for all pages. */
  readonly script?: AssetName;
}

function listPlaces(context: Context): (readonly [string, string])[] {
  const viewer = context.get('viewer');
  if (viewer === undefined) return [];
  return (Object.entries(PAGE.navigation) as [Place, string][]).filter(([path]) =>
    mayOpen(context, viewer, path),
  );
}

/** True if the viewer may use this place. A link gives access to one design, and to no list. */
export function mayOpen(context: Context, viewer: Viewer, path: Place): boolean {
  if (viewer.kind === 'link' || !mayUse(context, `GET ${path}`)) return false;
  return path !== '/start' || context.get('mayStart') === true;
}

/** Returns the target of the product's name: the list, or for a link its one design. */
function homeOf(context: Context): string {
  const viewer = context.get('viewer');
  return viewer?.kind === 'link' ? `/designs/${viewer.designId}` : '/';
}

export async function drawPage(
  context: Context,
  { title, main, live, script }: Page,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const places = listPlaces(context).map(
    ([path, label]) =>
      html`<li><a href="${cleanUrl(path)}"${path === context.req.path && html` aria-current="page"`}>${label}</a></li>`,
  );
  return context.html(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${foldToOneLine(title)} · ${PAGE.product}</title>
<link rel="stylesheet" href="${cleanUrl(assetPathOf('style.css'))}">
<link rel="icon" href="${cleanUrl(assetPathOf('icon.svg'))}" type="image/svg+xml">
<script src="${cleanUrl(assetPathOf('morph.js'))}" defer></script>
<script src="${cleanUrl(assetPathOf('live.js'))}" defer></script>
${script && html`<script src="${cleanUrl(assetPathOf(script))}" defer></script>`}
</head>
<body${live !== undefined && html` data-live="${live}"`}>
<a class="skip" href="#main">${PAGE.skip}</a>
<header class="top">
<a class="brand" href="${cleanUrl(homeOf(context))}">${PAGE.product}</a>
${places.length > 0 && html`<nav aria-label="${PAGE.places}"><ul>${places}</ul></nav>`}
<div class="who">${drawWho(context)}</div>
</header>
<p class="lost" role="status">${PAGE.lost}</p>
<aside class="unsent" role="status" data-discard="${PAGE.discard}" hidden><p>${PAGE.unsent}</p><pre></pre></aside>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`.text,
    status,
  );
}

/** Names the signed-in person, with a button to sign out; empty without a session. */
function drawWho(context: Context): Markup | null {
  const signedIn = signedInPersonOf(context);
  if (signedIn === null) return null;
  if (context.get('viewer')?.kind === 'link') return html`<span>${SIGN_IN.byLink}</span>`;
  if (signedIn.login === null) return html`<span>${SIGN_IN.signedInAs(signedIn.name)}</span>`;
  return html`<form class="inline" method="post" action="/sign-out"><span>${SIGN_IN.signedInAs(signedIn.name)}</span> <button type="submit">${SIGN_IN.signOut}</button></form>`;
}
