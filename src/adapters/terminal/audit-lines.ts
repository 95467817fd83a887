import { shortId } from '../../core/vocabulary/figures.ts';
import type { Via } from '../../core/vocabulary/via.ts';
import { type Look, minute } from './format.ts';
import { oneLine } from './safe.ts';

interface Listed {
  readonly at: string;
  readonly who: string;
  readonly via: Via;
  readonly what: string;
  readonly designId: string | null;
  readonly outcome: 'done' | 'refused';
  readonly detail: string;
  readonly from: string;
}

/** Each act on a line: when, who and by which way, what about which design, and why it was refused. */
export function auditLines(entries: readonly Listed[], { columns, paint }: Look): string {
  const lines = entries.map(({ at, who, via, what, designId, outcome, detail, from }) => {
    const isDone = outcome === 'done';
    const design = designId === null ? '' : ` ${columns === null ? designId : shortId(designId)}`;
    const why = detail === '' ? '' : `: ${oneLine(detail)}`;
    const source = from === '' ? '' : ` from ${oneLine(from)}`;
    const act = `${what.replaceAll('_', ' ')}${design}${isDone ? '' : paint('red', ' refused')}${why}`;
    return `${minute(at)}  ${oneLine(who)} ${wayOf(via)}${source}  ${act}`;
  });
  return `${lines.join('\n')}\n`;
}

/** `(api, token ci)`, `(slack)`. */
function wayOf({ way, token }: Via): string {
  return `(${way}${token === undefined ? '' : `, token ${oneLine(token)}`})`;
}
