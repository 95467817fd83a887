import type { Design } from '../../src/core/vocabulary/design.ts';
import { drawPost } from '../../src/surfaces/slack/drawing/draw.ts';
import { clock, escaped, messageHtml, page, type Shown, tag } from './html.ts';
import type { Entry, Moment } from './moments.ts';

/** A part of Block Kit, as it is sent. */
// biome-ignore lint/suspicious/noExplicitAny: every shape is looked at by its type.
type Part = any;

const LOOK = { hue: '#4a154b', thread: 'Thread' } as const;

/** A moment as Slack shows it, as a page. */
export function slackPage({ caption, design, entries }: Moment): string {
  const shown = entries.map((entry, index) => messageOf(entry, index, design));
  return page(caption, STYLE, shown.map((each) => messageHtml(each, LOOK)).join(''));
}

function messageOf({ post, files, at }: Entry, index: number, design: Design): Shown {
  const html = drawPost(post, design).blocks.map(block).join('');
  const chips = files.map((name) => tag('span', 'file', '📄 ', escaped(name)));
  return { at, isInThread: index > 0, html: [html, ...chips].join('') };
}

function block(part: Part): string {
  switch (part.type) {
    case 'rich_text':
      return tag('div', 'rich', ...part.elements.map(rich));
    case 'section':
      return tag('div', 'rich', text(part.text));
    case 'header':
      return tag('div', 'header', text(part.text));
    case 'context':
      return tag('div', 'context', ...part.elements.map((each: Part) => text(each)));
    case 'divider':
      return '<hr>';
    case 'actions':
      return tag('div', 'row', ...part.elements.map(element));
    case 'alert':
      return tag(
        'div',
        `alert ${part.level ?? 'default'}`,
        tag('span', 'sign', ALERTS[part.level] ?? 'ℹ'),
        text(part.text),
      );
    case 'plan':
      return tag('div', 'plan', tag('b', '', text(part.title)), ...part.tasks.map(task));
    case 'task_card':
      return tag('div', 'plan', task(part));
    case 'container':
      return tag(
        'div',
        'container',
        tag('span', 'chevron', part.default_collapsed ? '▸' : '▾'),
        text(part.title),
        folded(part),
      );
    case 'table':
      return tag('table', '', ...part.rows.map(tableRow));
    default:
      throw new Error(
        `the gallery does not know how Slack shows a block of type ${part.type}: add it to test/gallery/slack.ts`,
      );
  }
}

const ALERTS: Readonly<Record<string, string>> = {
  success: '✓',
  warning: '⚠',
  error: '✕',
  info: 'ℹ',
};
const TASKS: Readonly<Record<string, string>> = {
  pending: '○',
  in_progress: '◐',
  complete: '✓',
  error: '✕',
};

function task({ status, title }: Part): string {
  return tag('div', `task ${status}`, tag('span', 'sign', TASKS[status] ?? '?'), text(title));
}

function folded(part: Part): string {
  return part.default_collapsed ? '' : part.child_blocks.map(block).join('');
}

function tableRow(cells: Part, at: number): string {
  const cell = (each: Part): string =>
    tag(at === 0 ? 'th' : 'td', '', each.type === 'raw_text' ? escaped(each.text) : block(each));
  return tag('tr', '', ...cells.map(cell));
}

function text(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  return escaped(part.text ?? '');
}

function element(part: Part): string {
  if (part.type === 'button') return tag('span', `button ${part.style ?? ''}`, text(part.text));
  if (part.type === 'static_select') return tag('span', 'button', text(part.placeholder), ' ▾');
  throw new Error(
    `the gallery does not know how Slack shows a ${part.type}: add it to test/gallery/slack.ts`,
  );
}

function rich(part: Part): string {
  const inside = () => part.elements.map(inline).join('');
  switch (part.type) {
    case 'rich_text_section':
      return tag('p', '', inside());
    case 'rich_text_quote':
      return tag('blockquote', '', inside());
    case 'rich_text_preformatted':
      return tag('pre', '', inside());
    case 'rich_text_list': {
      const items = part.elements.map((item: Part) =>
        tag('li', '', item.elements.map(inline).join('')),
      );
      return `<${part.style === 'ordered' ? 'ol' : 'ul'} style="margin-left:${(part.indent ?? 0) * 20}px">${items.join('')}</ul>`;
    }
    default:
      throw new Error(
        `the gallery does not know how Slack shows ${part.type}: add it to test/gallery/slack.ts`,
      );
  }
}

const NAMES: Readonly<Record<string, string>> = { U1: 'Ana' };

function inline(part: Part): string {
  switch (part.type) {
    case 'text': {
      const { bold, italic, strike, code } = part.style ?? {};
      let html = escaped(part.text).replaceAll('\n', '<br>');
      if (code) html = tag('code', '', html);
      if (strike) html = tag('s', '', html);
      if (italic) html = tag('i', '', html);
      return bold ? tag('b', '', html) : html;
    }
    case 'link':
      return tag('a', '', escaped(part.text ?? part.url));
    case 'date':
      return clock(part.timestamp * 1_000);
    case 'user':
      return tag('span', 'mention', '@', escaped(NAMES[part.user_id] ?? 'Ben'));
    default:
      throw new Error(
        `the gallery does not know how Slack shows a ${part.type}: add it to test/gallery/slack.ts`,
      );
  }
}

const STYLE = `body{font:15px/1.46 Lato,"Noto Sans","Helvetica Neue",Arial,"DejaVu Sans","Noto Color Emoji",sans-serif;color:#1d1c1d;background:#fff}
.avatar{width:36px;height:36px;border-radius:8px}.head{line-height:1.3}.head .app{background:#e8e8e8;color:#616061;font-size:10px;font-weight:700;
border-radius:2px;padding:1px 3px;margin:0 5px}.head time{color:#616061;font-size:12px;margin-left:5px}
.thread{border-top:1px solid #ddd;margin:6px 14px 0;padding-top:6px;font-weight:700;font-size:13px;color:#616061}
.rich{margin-top:4px}.header{font-weight:900;font-size:18px;margin-top:6px}.context{color:#616061;font-size:13px;margin-top:4px}
.button{border:1px solid #bbb;border-radius:8px;padding:4px 11px;font-size:14px;font-weight:700}.button.primary{background:#007a5a;border-color:#007a5a;color:#fff}
.button.danger{color:#e01e5a;border-color:#e01e5a}code{background:#f6f6f6;border:1px solid #ddd;border-radius:3px;color:#e01e5a;font-size:12px;padding:1px 3px}
pre{background:#f6f6f6;border:1px solid #ddd;border-radius:4px;padding:8px;font-size:12px;white-space:pre-wrap}blockquote{border-left:4px solid #ddd;padding-left:9px;margin:3px 0}
.alert{border-left:4px solid #1d9bd1;background:#f3f8fb;border-radius:4px;padding:7px 10px;margin-top:6px;font-weight:700}.alert .sign,.task .sign{margin-right:7px}
.alert.warning{border-color:#ecb22e;background:#fdf8ea}.alert.error{border-color:#e01e5a;background:#fceef2}.alert.success{border-color:#007a5a;background:#ecf6f2}
.plan{border:1px solid #ddd;border-radius:8px;padding:7px 10px;margin-top:6px}.task{font-size:14px}.task.complete{color:#616061}.task.in_progress{font-weight:700}.task.pending{color:#868686}
.container{border:1px solid #ddd;border-radius:8px;padding:7px 10px;margin-top:6px;font-weight:700;font-size:14px}.chevron{margin-right:7px;color:#616061}
.file{display:inline-block;border:1px solid #ddd;border-radius:8px;padding:5px 9px;margin:5px 6px 0 0;font-size:13px}td,th{border:1px solid #ddd;padding:4px 7px;font-size:14px}
hr{border:0;border-top:1px solid #ddd;margin:8px 0}a{color:#1264a3}.mention{background:#fdf1d2;color:#1264a3;border-radius:3px;padding:0 2px}`;
