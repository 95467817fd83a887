/**
 * The Markdown of our messages and files as a tree, for the outlets that draw it. It is plain
 * CommonMark with these kinds of nodes, and no others: root, paragraph, heading, list, listItem,
 * blockquote, thematicBreak, html (only our own comments, in files); text, strong, emphasis,
 * inlineCode, link, break.
 */

import { createRequire } from 'node:module';
import type { Root } from 'mdast';

type Parser = typeof import('mdast-util-from-markdown');
const load = createRequire(import.meta.url);

/** Loads its package at the first call, so that a start does not wait for it. */
export function parseMarkdown(text: string): Root {
  const parser: Parser = load('mdast-util-from-markdown');
  return parser.fromMarkdown(text);
}

/** A link of ours: the person that it calls, the moment that it names, or a web address. */
export type Target =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'web'; readonly url: string };

export function targetOf(url: string): Target {
  if (url.startsWith('person:'))
    return { kind: 'person', id: decodeURIComponent(url.slice('person:'.length)) };
  if (url.startsWith('time:'))
    return { kind: 'time', ms: Number(url.slice('time:'.length)) * 1000 };
  return { kind: 'web', url };
}
