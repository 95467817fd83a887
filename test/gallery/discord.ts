import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { drawPost } from '../../src/surfaces/discord/drawing/draw.ts';
import { clock, escaped, messageHtml, page, type Shown, tag } from './html.ts';
import type { Entry, Moment } from './moments.ts';

/** A component of a message, or a node of Markdown. */
// biome-ignore lint/suspicious/noExplicitAny: every shape is looked at by its type.
type Part = any;

const LOOK = { hue: '#5865f2', thread: '# thread' } as const;

/** A moment as Discord shows it, as a page. */
export function discordPage({ caption, design, entries }: Moment): string {
  const shown = entries.map((entry, index) => messageOf(entry, index, design));
  return page(caption, STYLE, shown.map((each) => messageHtml(each, LOOK)).join(''));
}

function messageOf({ post, files, at }: Entry, index: number, design: Design): Shown {
  const { components } = drawPost(post, design, files);
  return { at, isInThread: index > 0, html: components.map(component).join('') };
}

const BUTTONS: Readonly<Record<number, string>> = {
  1: 'primary',
  2: '',
  3: 'success',
  4: 'danger',
  5: '',
};

function component(part: Part): string {
  switch (part.type) {
    case 1:
      return tag('div', 'row', ...part.components.map(component));
    case 2:
      return tag('span', `button ${BUTTONS[part.style] ?? ''}`, escaped(part.label ?? ''));
    case 3:
      return tag('div', 'select', escaped(part.placeholder ?? ''), tag('span', '', '▾'));
    case 9:
      return tag(
        'div',
        'section',
        tag('div', '', ...part.components.map(component)),
        component(part.accessory),
      );
    case 10:
      return tag('div', 'text', markdown(part.content));
    case 13:
      return tag('div', 'file', '📄 ', escaped(part.file.url.replace('attachment://', '')));
    case 14:
      return part.divider === false ? '<div style="height:8px"></div>' : '<hr>';
    case 17: {
      const edge =
        part.accent_color == null
          ? ''
          : `;border-left:4px solid #${part.accent_color.toString(16).padStart(6, '0')}`;
      return `<div class="container" style="${edge.slice(1)}">${part.components.map(component).join('')}</div>`;
    }
    default:
      throw new Error(
        `the gallery does not know how Discord shows a component of type ${part.type}: add it to test/gallery/discord.ts`,
      );
  }
}

/**
 * Discord's Markdown: a line that begins with `-#` is small print, and one after a list is not of
 * its last item.
 */
function markdown(content: string): string {
  const parts = content
    .replaceAll(/^(\s*(?:-|\d+\.) .*)\n(?!\s*(?:-|\d+\.) )/gm, '$1\n\n')
    .split(/^(-# .*)$/m)
    .filter((part) => part.trim() !== '');
  return parts
    .map((part) => {
      const small = part.startsWith('-# ');
      const tree = fromMarkdown(small ? part.slice(3) : part, {
        extensions: [gfm()],
        mdastExtensions: [gfmFromMarkdown()],
      });
      return small ? tag('div', 'small', nodes(tree)) : nodes(tree);
    })
    .join('');
}

function nodes(parent: Part): string {
  return (parent.children ?? []).map(node).join('');
}

function node(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'html':
      return special(part.value);
    case 'paragraph':
      return tag('p', '', nodes(part));
    case 'heading':
      return tag(`h${Math.min(part.depth, 3)}`, '', nodes(part));
    case 'strong':
      return tag('b', '', nodes(part));
    case 'emphasis':
      return tag('i', '', nodes(part));
    case 'delete':
      return tag('s', '', nodes(part));
    case 'inlineCode':
      return tag('code', '', escaped(part.value));
    case 'code':
      return tag('pre', '', escaped(part.value));
    case 'blockquote':
      return tag('blockquote', '', nodes(part));
    case 'list':
      return tag(part.ordered ? 'ol' : 'ul', '', nodes(part));
    case 'listItem':
      return tag('li', '', nodes(part));
    case 'link':
      return tag('a', '', nodes(part));
    case 'break':
      return '<br>';
    case 'thematicBreak':
      return '<hr>';
    default:
      throw new Error(
        `the gallery does not know how Discord shows ${part.type}: add it to test/gallery/discord.ts`,
      );
  }
}

/** Times, names and line breaks. */
function special(text: string): string {
  return escaped(text)
    .replaceAll(/&lt;t:(\d+)(?::\w)?&gt;/g, (_, seconds) => clock(Number(seconds) * 1_000))
    .replaceAll(/&lt;@!?\w+&gt;/g, tag('span', 'mention', '@Ana'))
    .replaceAll('\n', '<br>');
}

const STYLE = `body{font:15px/1.38 "gg sans","Noto Sans","Helvetica Neue",Arial,"DejaVu Sans","Noto Color Emoji",sans-serif;color:#dbdee1;background:#313338}
.avatar{width:38px;height:38px;border-radius:50%}.head b{color:#f2f3f5}.head .app{background:#5865f2;color:#fff;font-size:10px;font-weight:600;border-radius:3px;padding:1px 4px;margin:0 5px}
.head time{color:#949ba4;font-size:12px;margin-left:5px}.thread{border-top:1px solid #3f4147;margin:6px 14px 0;padding-top:6px;font-weight:700;font-size:13px;color:#949ba4}
.container{background:#2b2d31;border:1px solid #3f4147;border-radius:8px;padding:12px;margin-top:4px}.text p+p,.text p+ul,.text ul+p{margin-top:6px}.small{color:#949ba4;font-size:13px}
h1{font-size:22px}h2{font-size:19px}h3{font-size:16px}h1,h2,h3{color:#f2f3f5;margin:4px 0}.button{background:#4e5058;color:#fff;border-radius:6px;padding:6px 13px;font-size:14px;font-weight:500}
.button.primary{background:#5865f2}.button.success{background:#248046}.button.danger{background:#da373c}.select{display:flex;justify-content:space-between;flex:1;min-width:200px;background:#1e1f22;border-radius:4px;padding:8px 11px;color:#949ba4}
code{background:#1e1f22;border-radius:4px;font-size:13px;padding:1px 4px}pre{background:#1e1f22;border-radius:4px;padding:8px;font-size:13px;white-space:pre-wrap}blockquote{border-left:4px solid #4e5058;padding-left:9px;margin:3px 0}
.file{display:inline-block;background:#2b2d31;border:1px solid #3f4147;border-radius:8px;padding:7px 11px;margin:5px 6px 0 0;color:#00a8fc}.section{display:flex;gap:10px;align-items:center;justify-content:space-between;margin-top:6px}.section .button{flex:none}
hr{border:0;border-top:1px solid #3f4147;margin:9px 0}a{color:#00a8fc}.mention{background:#3c4270;color:#c9cdfb;border-radius:3px;padding:0 2px}`;
