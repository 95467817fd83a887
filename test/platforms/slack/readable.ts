import { type Block, interactive, type RichInline, type RichPart } from './blocks.ts';
import type { Message, Workspace } from './workspace.ts';

const EMOJI: Record<string, string> = { eyes: '👀', white_check_mark: '✅' };

/**
 * A message as a person sees it: who, what, buttons, files, reactions. What pings people is marked
 * with 📢.
 */
export function readable(workspace: Workspace, message: Message): string {
  const { bot, people, files } = workspace;
  const author =
    message.author === bot.user ? bot.name : (people.get(message.author)?.name ?? message.author);
  const body =
    message.blocks.length > 0 ? message.blocks.map(readableBlock).join('\n') : message.text;
  const isEdited =
    message.editedAt !== null && message.blocks.length === 0 && message.onlyFor === null;
  const reactions = [...message.reactions].map(
    ([name, { length }]) => `(${EMOJI[name] ?? `:${name}:`} ${length})`,
  );
  const lines = [
    `${author}: ${plain(workspace, body)}${isEdited ? ' (edited)' : ''}`,
    ...message.files.map((id) => `📎 ${files.get(id)?.title ?? 'a deleted file'}`),
    ...(reactions.length > 0 ? [reactions.join(' ')] : []),
  ];
  return lines.join('\n');
}

const TASKS = { pending: '○', in_progress: '◐', complete: '●', error: '✕' };

function readableBlock(block: Block): string {
  switch (block.type) {
    case 'rich_text':
      return block.elements.flatMap(richPart).join('\n');
    case 'header':
      return `*${escaped(block.text.text)}*`;
    case 'context':
      return block.elements.map(({ text }) => escaped(text)).join(' ');
    case 'alert':
      return `*${escaped(block.text.text)}*`;
    case 'plan':
      return [
        `*${escaped(block.title)}*`,
        block.tasks.map(({ title, status }) => `${TASKS[status]} ${escaped(title)}`).join(' ─ '),
      ].join('\n');
    case 'table':
      return block.rows.map((cells) => `• ${cells.map(readableBlock).join(' · ')}`).join('\n');
    // What is folded away is marked line by line.
    case 'container':
      return [
        `▸ ${escaped(block.title.text)}`,
        ...block.child_blocks.flatMap((each) =>
          readableBlock(each)
            .split('\n')
            .map((line) => `│ ${line}`),
        ),
      ].join('\n');
    case 'actions':
      return controls(block);
    case 'input': {
      const hint = block.hint === undefined ? '' : ` (${block.hint.text})`;
      return `${block.label.text}${block.optional === true ? ' (optional)' : ''}: ${controls(block)}${hint}`;
    }
  }
}

function controls(block: Block): string {
  return interactive(block)
    .map((element) => {
      if (element.type === 'button') return `[ ${element.text.text} ]`;
      if (element.type === 'file_input') return '[ Choose files ]';
      if (element.type === 'number_input') return '[ … ]';
      if (element.type === 'plain_text_input') return `[ ${element.initial_value ?? ''}… ]`;
      const label = element.type === 'static_select' ? (element.placeholder?.text ?? '') : '';
      const choices = element.options.map(({ text }) => text.text).join(' / ');
      return `[ ${[label, choices].filter((part) => part !== '').join(': ')} ▾ ]`;
    })
    .join(' ');
}

function richPart(part: RichPart): string[] {
  switch (part.type) {
    case 'rich_text_section':
      return inline(part.elements).split('\n');
    case 'rich_text_list':
      return part.elements.map((item) => `• ${inline(item.elements)}`);
    case 'rich_text_preformatted':
      return ['```', inline(part.elements), '```'];
    case 'rich_text_quote':
      return inline(part.elements)
        .split('\n')
        .map((line) => `> ${line}`);
  }
}

function inline(elements: readonly RichInline[]): string {
  return elements.map(reference).join('');
}

/** In mrkdwn's own notation, so that a link in either form reads alike. */
function reference(part: RichInline): string {
  switch (part.type) {
    case 'text':
      return marked(part);
    case 'link':
      return `<${part.url}|${part.text ?? part.url}>`;
    case 'date':
      return part.fallback ?? part.format;
    case 'user':
      return `📣<@${part.user_id}>`;
    case 'usergroup':
      return `📣<!subteam^${part.usergroup_id}>`;
  }
}

const MARKS = [
  ['bold', '*'],
  ['italic', '_'],
  ['strike', '~'],
  ['code', '`'],
] as const;

function marked({ text, style = {} }: Extract<RichInline, { type: 'text' }>): string {
  const marks = MARKS.flatMap(([name, mark]) => (style[name] === true ? mark : []));
  return `${marks.join('')}${escaped(text)}${marks.toReversed().join('')}`;
}

/** As a person's client sends what they typed. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Slack's references as they are displayed, and its escapes undone. */
function plain({ people, channels, bot }: Workspace, text: string): string {
  return text
    .replace(
      /<([^<>|]{1,3000})(?:\|([^<>]{0,3000}))?>/g,
      (whole, target: string, label?: string) => {
        const name = target.slice(1);
        if (target.startsWith('@'))
          return `@${name === bot.user ? bot.name : (people.get(name)?.name ?? name)}`;
        if (target.startsWith('#')) return `#${channels.get(name)?.name ?? name}`;
        if (/^!(channel|here|everyone|subteam)/.test(target)) return `📢@${name}`;
        if (target.startsWith('!')) return label ?? whole;
        return label === undefined || label === target ? target : `${label} (${target})`;
      },
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
