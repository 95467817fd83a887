/** What the drawings of both platforms share. */

import type { Nodes } from 'mdast';
import type { Act } from '#words/message.ts';

export function styleOf(act: Act): 'primary' | 'danger' | 'plain' {
  if (act === 'accept') return 'primary';
  return act === 'stop' ? 'danger' : 'plain';
}

/** Times within half a day need no date. */
export function isNear(ms: number): boolean {
  return Math.abs(ms - Date.now()) < 12 * 3_600_000;
}

/** The words of a node of Markdown and of all within it. */
export function plainOf(node: Nodes): string {
  if ('value' in node) return node.type === 'html' ? '' : node.value;
  if (node.type === 'break') return '\n';
  const separator = ['root', 'list', 'blockquote'].includes(node.type) ? '\n' : '';
  return 'children' in node ? node.children.map(plainOf).join(separator) : '';
}
