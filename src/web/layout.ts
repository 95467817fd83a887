/** What all pages share: the frame, and what the script is told to follow. */

import { html } from 'hono/html';
import type { Design } from '#design/state.ts';
import type { DesignRow } from '#store/store.ts';

export type Content = ReturnType<typeof html>;

export function renderPage(page: {
  readonly title: string;
  readonly body: Content;
  /** The event stream that says when to fetch the page again; empty: it does not change. */
  readonly stream?: string;
  /** If there is no stream, the page is fetched again after so many milliseconds. */
  readonly everyMs?: number;
}): Content {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title} · Charrette</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/styles.css">
<script defer blocking="render" src="/assets/page.js"></script>
<script defer src="/assets/idiomorph.js"></script>
</head>
<body data-stream="${page.stream ?? ''}" data-every-ms="${page.everyMs ?? ''}">
<main>${page.body}</main>
</body>
</html>`;
}

/** The daemon's time, which the script makes the reader's own. */
export function renderTime(at: number): Content {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

export function turnUrl({ id, key }: DesignRow, number: number): string {
  return `/designs/${id}/turns/${number}?key=${key}`;
}

/** Streams the events after the version that the page shows. */
export function streamUrl({ id, key }: DesignRow, { version }: Design): string {
  return `/api/v1/designs/${id}/events?since=${version}&key=${key}`;
}
