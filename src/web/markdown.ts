/** Our Markdown as HTML: through one tree, sanitized, without images and with our two links drawn. */

import { createRequire } from 'node:module';
import { raw } from 'hono/html';
import { parseMarkdown, targetOf } from '#words/tree.ts';
import type { Content } from './layout.ts';

type Hast = import('hast').Root;
type Mdast = ReturnType<typeof parseMarkdown>;
const load = createRequire(import.meta.url);

/** @example html`<main>${renderMarkdown(decision.text)}</main>` */
export function renderMarkdown(text: string): Content {
  return renderTree(parseMarkdown(text));
}

/** The parts of a file under its second-level headings; what stands before the first is left out. */
export function renderSections(text: string): { heading: string; content: Content }[] {
  const sections: { heading: string; nodes: Mdast['children'] }[] = [];
  for (const node of parseMarkdown(text).children) {
    if (node.type !== 'heading' || node.depth !== 2) sections.at(-1)?.nodes.push(node);
    else {
      const words = node.children.map((child) => ('value' in child ? child.value : ''));
      sections.push({ heading: words.join(''), nodes: [] });
    }
  }
  return sections.map(({ heading, nodes }) => {
    return { heading, content: renderTree({ type: 'root', children: nodes }) };
  });
}

/** The packages are loaded with the first page. */
function renderTree(root: Mdast): Content {
  const { toHast }: typeof import('mdast-util-to-hast') = load('mdast-util-to-hast');
  const sanitizer: typeof import('hast-util-sanitize') = load('hast-util-sanitize');
  const { toHtml }: typeof import('hast-util-to-html') = load('hast-util-to-html');
  const tree = toHast(root) as Hast;
  drawOwnLinks(tree);
  const { defaultSchema, sanitize } = sanitizer;
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
