/** What all pages share: the frame, and how the live script is told what to follow. */

import { html } from 'hono/html';

type Content = ReturnType<typeof html>;

export function renderPage(page: {
  readonly title: string;
  readonly body: Content;
  /** The event stream that says when to fetch the page again; empty: it does not change. */
  readonly stream?: string;
}) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title} · Charrette</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/styles.css">
<script type="module" src="/assets/page.js"></script>
</head>
<body data-stream="${page.stream ?? ''}">
<main>${page.body}</main>
</body>
</html>`;
}

export function renderTime(at: number | string) {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

export function renderMoney(usd: number | null): string {
  return usd === null ? 'price unknown' : `$${usd.toFixed(2)}`;
}
