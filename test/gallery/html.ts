/** For a place between tags or in an attribute. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A tag around what is HTML already. */
export function tag(name: string, kind: string, ...inside: readonly string[]): string {
  return `<${name}${kind === '' ? '' : ` class="${kind}"`}>${inside.join('')}</${name}>`;
}

/** Clock of the pictures, whatever the machine's own is. */
export function clock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16);
}

/** A message of the bot in a channel: when, and what. */
export interface Shown {
  readonly at: number;
  readonly html: string;
  readonly isInThread: boolean;
}

/** What differs from platform to platform about the bot's picture, and where the thread begins. */
interface Look {
  readonly hue: string;
  readonly thread: string;
}

export function messageHtml({ at, html, isInThread }: Shown, { hue, thread }: Look): string {
  const head = tag(
    'div',
    'head',
    tag('b', '', 'Charrette'),
    tag('span', 'app', 'APP'),
    tag('time', '', clock(at)),
  );
  const avatar = `<div class="avatar" style="background:${hue}">C</div>`;
  const message = tag('div', 'message', avatar, tag('div', 'body', head, html));
  return isInThread ? message : `${message}${tag('div', 'thread', thread)}`;
}

export function page(title: string, style: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><style>
*{box-sizing:border-box;margin:0;padding:0}body{overflow-wrap:anywhere;-webkit-font-smoothing:antialiased}
.message{display:flex;padding:8px 14px}.avatar{flex:none;display:grid;place-items:center;font-weight:700;color:#fff}
.body{flex:1;min-width:0;padding-left:9px}.row{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}
ul,ol{padding-left:22px}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top}
${style}</style><body>${body}</body></html>`;
}
