import type { Nodes, RootContent } from 'mdast';

/** Every node below and including this one, in reading order; no recursion, so no nesting is too deep for it. */
export function* nodesIn(root: Nodes): Generator<Nodes> {
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if ('children' in node) waiting.push(...node.children.toReversed());
  }
}

/** The words without markup, on one line. */
export function plainText(root: Nodes): string {
  let text = '';
  for (const node of nodesIn(root)) {
    if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') text += node.value;
    else if (node.type === 'break' || node.type === 'paragraph' || node.type === 'listItem') text += ' ';
  }
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** The words of one block, a line for each paragraph or list item, and which of them are list items. */
export function wordsOf(block: RootContent): { readonly paragraphs: string[]; readonly items: string[] } {
  if (block.type !== 'list') return { paragraphs: [plainText(block)].filter(isWords), items: [] };
  const items = block.children.map(plainText).filter(isWords);
  return { paragraphs: items, items };
}

function isWords(text: string): boolean {
  return text !== '';
}
