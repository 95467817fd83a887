import { actorWords, actWords, type ToldAct } from '../../core/telling/page/audit-words.ts';
import { shortId } from '../../core/vocabulary/figures.ts';
import { type Look, minute } from './format.ts';
import { oneLine } from './safe.ts';

interface Listed extends ToldAct {
  readonly at: string;
  readonly designId: string | null;
}

/** Each act on a line: when, who and by which way, what about which design, and why it was refused. */
export function auditLines(entries: readonly Listed[], { columns, paint }: Look): string {
  const lines = entries.map((entry) => {
    const { at, designId } = entry;
    const design = designId === null ? '' : ` ${columns === null ? designId : shortId(designId)}`;
    const [act, refused, why] = actWords(entry);
    const outcome = refused === '' ? '' : paint('red', refused);
    return `${minute(at)}  ${oneLine(actorWords(entry))}  ${act}${design}${outcome}${oneLine(why)}`;
  });
  return `${lines.join('\n')}\n`;
}
