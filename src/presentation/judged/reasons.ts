import type { Decided } from '../../core/decision/decided.ts';
import type { Lapse } from '../../core/decision/grounds.ts';
import { listQuotedReasons, listReasonsFor } from '../../core/decision/reasons.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { type Line, line, untrusted, untrustedMarkdown } from '../format/document.ts';
import { drawPerson } from '../format/people.ts';
import type { ReasonView } from '../schema/result.ts';
import { drawLapse } from './bearers.ts';
import { citationOf, drawSource } from './citations.ts';

/**
 * Most reasons that a reader takes in, and their characters together, some 55 words; the others are
 * in the record.
 */
const MOST_REASONS = 5;
const REASON_CHARACTERS = 340;

/**
 * The reasons on which a decision stands: sentences of people, then claims, of equal ones that with
 * the strongest source.
 */
export function viewReasons(
  { drawnOrder, proposals, repository }: Pick<Design, 'drawnOrder' | 'proposals' | 'repository'>,
  { decision, quoted }: Pick<Decided, 'decision' | 'quoted'>,
  lapses: ReadonlyMap<string, Lapse>,
): ReasonView[] {
  const claims = Map.groupBy(
    listReasonsFor({ drawnOrder, proposals }, decision),
    ({ text }) => text,
  );
  return [
    ...listQuotedReasons({ decision, quoted }).map(({ name, author, text }) => {
      return { text, author, source: null, lapse: lapses.get(name) ?? null };
    }),
    ...[...claims.values()].flatMap(([claim]) => {
      if (claim === undefined) return [];
      const source = citationOf(claim, repository);
      return [{ text: claim.text, author: null, source, lapse: lapses.get(claim.id) ?? null }];
    }),
  ];
}

/** Those that stand in the signed text. */
export function listGravestReasons(all: readonly ReasonView[]): ReasonView[] {
  let room = REASON_CHARACTERS;
  return all.slice(0, MOST_REASONS).filter(({ text }, index) => {
    room -= text.length;
    return index === 0 || room >= 0;
  });
}

/** *Ana: “We have 900 jobs a second.”* */
export function drawReason({ text, author, source, lapse }: ReasonView): Line {
  const words =
    author === null
      ? line`${untrustedMarkdown(text)} (${drawSource(source)})`
      : line`${drawPerson(author)}: “${untrusted(text)}”`;
  return line`${words}${drawLapse(lapse)}`;
}
