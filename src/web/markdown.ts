/** Our Markdown as HTML: through one tree, sanitized, without images and with our two links drawn. */

import { createRequire } from 'node:module';
import { raw } from 'hono/html';
import { parseMarkdown, targetOf } from '#words/tree.ts';

type Hast = import('hast').Root;
const load = createRequire(import.meta.url);

/** @example html`<main>${renderMarkdown(decision.text)}</main>` */
export function renderMarkdown(text: string): ReturnType<typeof raw> {
  const { toHast } = load('mdast-util-to-hast') as typeof import('mdast-util-to-hast');
  const { sanitize, defaultSchema } = load(
    'hast-util-sanitize',
  ) as typeof import('hast-util-sanitize');
  const { toHtml } = load('hast-util-to-html') as typeof import('hast-util-to-html');
  const tree = toHast(parseMarkdown(text)) as Hast;
  drawOwnLinks(tree);
  const schema = {
    ...defaultSchema,
    tagNames: [...(defaultSchema.tagNames ?? []).filter((name) => name !== 'img'), 'time'],
    attributes: { ...defaultSchema.attributes, time: ['dateTime'] },
  };
  return raw(toHtml(sanitize(tree, schema)));
}

/** A person is a name here, and a moment a time that the page's script makes the reader's own. */
function drawOwnLinks(parent: { children: Hast['children'] }): void {
  for (const child of parent.children) {
    if (child.type !== 'element') continue;
    const target = child.tagName === 'a' ? targetOf(String(child.properties.href ?? '')) : null;
    if (target?.kind === 'person') {
      child.tagName = 'b';
      child.properties = {};
    } else if (target?.kind === 'time') {
      child.tagName = 'time';
      child.properties = { dateTime: new Date(target.ms).toISOString() };
    } else drawOwnLinks(child as { children: Hast['children'] });
  }
}
