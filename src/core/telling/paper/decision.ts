import { claimsOf } from '../../proposal/labels.ts';
import type { Decided } from '../../synthesis/decided.ts';
import { rehearsalMark } from '../../vocabulary/rehearsal.ts';
import { alert, type Section, WHOLE } from '../document.ts';
import { tombstone } from '../facts/redacted.ts';
import { fileMarkdown } from '../render/markdown.ts';
import { decisionLayout4 } from './decision-4.ts';
import { decisionLayout5 } from './decision-5.ts';
import type { Source } from './decision-pieces.ts';

type Text = Pick<Decided, 'decision' | 'accounts' | 'layout' | 'redacted'> & Partial<Pick<Decided, 'sha256'>>;

/**
 * `decision.md`: the text that personas sign and people read, byte for byte (J9). A function of the decision and of what
 * was on record before it, never of what came after. It names no participant: facilitators read it as well (J3). Where words
 * of it were removed, a tombstone stands in its place (P12).
 */
export function decisionMarkdown(design: Source, text: Text): string {
  return fileMarkdown(decisionSection(design, text));
}

/** The same within another paper. */
export function decisionSection(design: Source, text: Text): Section {
  if (text.redacted === true) return tombstone('decision', text.sha256 ?? '');
  const mark = rehearsalMark(design, 'afterwards');
  const inLayout = text.layout === 5 ? decisionLayout5 : decisionLayout4;
  return [
    ...(mark === '' ? [] : [alert('warning', mark, WHOLE)]),
    ...inLayout(design, text, claimsOf(design)),
  ];
}
