import { counted } from '../core/vocabulary/figures.ts';
import { type Line, line, moment, untrusted, WHOLE } from './format/document.ts';
import type { PAGE } from './format/page-words.ts';
import { nameOnPage } from './format/people.ts';
import { questionsOver } from './questions.ts';
import { TEXTS } from './run/texts.ts';
import type { DesignView } from './schema/view.ts';

/** Says who asked, where, and when the design ended. `place`: empty for no channel. */
export function startedIn({ startedBy, via, endedAt }: DesignView, place: string): Line {
  const where = place === '' ? '' : ` in ${place}`;
  const when = endedAt === null ? '' : line`, ${moment(Date.parse(endedAt), 0)}`;
  return line`${untrusted(TEXTS.askedBy(nameOnPage(startedBy, via ?? undefined)), WHOLE)}${where}${when}`;
}

/** Sums up each folded part of a page in a few words. */
export function gistsIn(view: DesignView): Readonly<Record<keyof typeof PAGE.parts, string>> {
  const { divergences, proposals, audit, signatures, asked } = view;
  const some = (count: number, words: string) => (count === 0 ? '' : `${count} ${words}`);
  const dissents = signatures.filter(({ verdict }) => verdict === 'dissents').length;
  const open = divergences.filter(({ outcome }) => outcome?.outcome === 'unresolved').length;
  return {
    questions: questionsOver(view),
    proposals: counted(proposals.length, 'proposal'),
    positions: joinedWords(counted(divergences.length, 'difference'), some(open, 'left open')),
    audit: joinedWords(
      counted(audit?.findings.length ?? 0, 'finding'),
      some(signatures.length - dissents, 'signed'),
      dissents === 0 ? '' : counted(dissents, 'dissent'),
    ),
    afterwards: some(asked.length, 'asked'),
  };
}

function joinedWords(...all: readonly string[]): string {
  return all.filter((each) => each !== '').join(', ');
}
