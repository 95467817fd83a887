import type { KnownBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import type { Drawing } from '#surfaces/slack/drawing/draw.ts';

/**
 * A message as a person reads it, with `*bold*`, `_italic_` and `~struck~` where the eye sees a
 * difference.
 */
export function readable({ blocks, files }: Drawing): string {
  const attached = files.map(({ name }) => `<${name}>`).join(' ');
  return [...blocks.map(block), attached].filter((part) => part !== '').join('\n');
}

function block(each: KnownBlock): string {
  switch (each.type) {
    case 'rich_text':
      return each.elements.map(element).join('\n');
    case 'actions':
      return each.elements.map(control).join(' ');
    case 'header':
      return `# ${each.text.text}`;
    case 'context':
      return `-# ${each.elements.map((small) => ('text' in small ? small.text : '')).join(' ')}`;
    case 'alert':
      return `[${each.level}] ${each.text.text}`;
    case 'plan':
      return `${each.title}: ${(each.tasks ?? []).map((task) => `${task.title} ${task.status}`).join(', ')}`;
    case 'table':
      return each.rows
        .map((row) => `| ${row.map((cell) => block(cell as KnownBlock)).join(' | ')} |`)
        .join('\n');
    case 'container':
      return [`▸ ${each.title?.text}`, ...each.child_blocks.map(block)]
        .join('\n')
        .replaceAll('\n', '\n  ');
    default:
      throw new Error(`nothing should be drawn as ${each.type}`);
  }
}

function control(each: { readonly type: string }): string {
  const { text, placeholder } = each as { text?: { text: string }; placeholder?: { text: string } };
  return text === undefined ? `[ ${placeholder?.text} ▾ ]` : `[ ${text.text} ]`;
}

function element(each: RichTextBlockElement): string {
  switch (each.type) {
    case 'rich_text_section':
      return each.elements.map(inline).join('');
    case 'rich_text_list':
      return each.elements
        .map((item) => `${'  '.repeat(each.indent ?? 0)}• ${item.elements.map(inline).join('')}`)
        .join('\n');
    case 'rich_text_quote':
      return `> ${each.elements.map(inline).join('').replaceAll('\n', '\n> ')}`;
    case 'rich_text_preformatted':
      return `\`\`\`\n${each.elements.map(inline).join('')}\n\`\`\``;
  }
}

function inline(each: RichTextElement): string {
  switch (each.type) {
    case 'text': {
      const { bold, italic, strike, code } = each.style ?? {};
      const marks = [bold ? '*' : '', italic ? '_' : '', strike ? '~' : '', code ? '`' : ''].join(
        '',
      );
      return `${marks}${each.text}${[...marks].toReversed().join('')}`;
    }
    case 'link':
      return `<${each.url}>`;
    case 'date':
      return each.fallback ?? '';
    default:
      throw new Error(`nothing should be drawn as ${each.type}`);
  }
}
