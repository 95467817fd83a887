/** Code that is closed; what is in it is no mark. */
const FENCED = /```\n?([^`]+?)\n?```/;
const QUOTED = '&gt; ';
/** References, code within a line, emoji, and everything between them. */
const INLINE = /(<[^<>]+>|`[^`\n]+`|(?<!\w):[\w+-]+:)/;

type Element = Readonly<Record<string, unknown>>;

/**
 * What Slack's client makes of a text while a person types it. An opening without its end stays as
 * it was typed.
 */
export function typedBlocks({
  ts,
  text,
}: {
  readonly ts: string;
  readonly text: string;
}): readonly object[] {
  if (text === '') return [];
  const elements = text
    .split(FENCED)
    .flatMap((part, at) => (at % 2 === 1 ? [preformatted(part)] : sectionsIn(part, at === 0)));
  return [{ type: 'rich_text', block_id: `b-${ts}`, elements }];
}

function preformatted(code: string): Element {
  return {
    type: 'rich_text_preformatted',
    elements: [{ type: 'text', text: unescaped(code) }],
    border: 0,
  };
}

/** Lines behind `> ` are quotations; the others are sections. */
function sectionsIn(text: string, isFirst: boolean): Element[] {
  const elements: Element[] = [];
  let lines: string[] = [];
  let isQuotation = false;
  const flush = (isLast: boolean): void => {
    const words = lines.map((line) => (isQuotation ? line.slice(QUOTED.length) : line)).join('\n');
    const end = isQuotation || isLast ? '' : '\n';
    const type = isQuotation ? 'rich_text_quote' : 'rich_text_section';
    if (words !== '') elements.push({ type, elements: inlines(`${words}${end}`) });
    lines = [];
  };
  // The line break behind code belongs to it.
  for (const line of (isFirst ? text : text.replace(/^\n/, '')).split('\n')) {
    const isQuoted = line.startsWith(QUOTED);
    if (isQuoted !== isQuotation) flush(false);
    isQuotation = isQuoted;
    lines.push(line);
  }
  flush(true);
  return elements;
}

function inlines(text: string): Element[] {
  const parts = text.split(INLINE).filter((part) => part !== '');
  return parts.map((part) => {
    if (/^:[\w+-]+:$/.test(part)) return { type: 'emoji', name: part.slice(1, -1) };
    if (part.length > 2 && part.startsWith('`'))
      return { type: 'text', text: unescaped(part.slice(1, -1)), style: { code: true } };
    return part.length > 2 && part.startsWith('<') ? reference(part.slice(1, -1)) : plain(part);
  });
}

const plain = (text: string): Element => ({ type: 'text', text: unescaped(text) });

function reference(target: string): Element {
  const [to = '', label] = target.split('|');
  if (to.startsWith('@')) return { type: 'user', user_id: to.slice(1) };
  if (to.startsWith('#')) return { type: 'channel', channel_id: to.slice(1) };
  if (to.startsWith('!subteam^'))
    return { type: 'usergroup', usergroup_id: to.slice('!subteam^'.length) };
  if (to.startsWith('!')) return { type: 'broadcast', range: to.slice(1) };
  return { type: 'link', url: to, ...(label !== undefined && { text: unescaped(label) }) };
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
