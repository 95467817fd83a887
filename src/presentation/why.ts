import type { TurnMark } from '../core/outcome/turn-numbers.ts';
import { Why } from '../core/outcome/why.ts';
import type { WhyArgument, WhyCitation, WhyClaim, WhyDifference } from '../core/outcome/why-claims.ts';
import { countOf } from '../core/vocabulary/figures.ts';
import { listWords } from '../core/vocabulary/text.ts';
import { CITATION_WORDS, FATE_WORDS } from '../core/vocabulary/words.ts';
import { compact } from '../foundation/compact.ts';
import { quoteOf } from './citations.ts';
import { drawSettlement } from './differences.ts';
import {
  bold,
  bullets,
  codeBlock,
  codeSpan,
  type Document,
  document,
  type Line,
  line,
  lines,
  list,
  referToTurn,
  type Section,
  section,
  untrusted,
  untrustedMarkdown,
} from './format/document.ts';
import { drawPerson } from './format/people.ts';
import { ROUND_WORDS } from './rounds.ts';

/** Differences and arguments already shown; each is shown in full only once. */
type Told = Set<string>;

export const NO_SENTENCE = 'No sentence of the decision has any of these words.';
export const NOTHING_DECIDED = 'There is no decision to trace yet.';

/** The trace of one sentence, below the sentence. */
export function drawWhy(answer: unknown): Document {
  const why = Why.parse(answer);
  const asked = line`${bold('Why:')} ${untrustedMarkdown(why.text)} (${why.part})`;
  return document(asked, () => [[lines(asked)], ...drawTraceSections(why)]);
}

/** A trace: claim, difference and argument, the cited lines, the turn. */
export function drawTraceSections(why: Why): Section[] {
  const namesTold: Told = new Set();
  const about = aboutLines(why);
  return compact(
    about.length > 0 && [lines(...about)],
    list(why.people.map(({ author, text }) => line`${drawPerson(author)} said: “${untrusted(text)}”`)),
    ...why.claims.map((claim) => claimSection(claim, namesTold)),
    why.moreClaims > 0 && [lines(line`It rests on ${countOf(why.moreClaims, 'more claim')}.`)],
    ...othersSection(why),
  );
}

function aboutLines(why: Why): Line[] {
  const { claims, written, changedFor, question } = why;
  const changed = changedFor.map(({ id, text }) =>
    text === '' ? line`${id}` : line`${id}, “${untrustedMarkdown(text)}”`,
  );
  return compact(
    question !== null && line`Assumed in answer to ${question.id}, “${untrusted(question.text)}”.`,
    written !== null && line`Written by the ${untrusted(written.title)} (${referToTurn(written.number)}).`,
    ...changed.map((each) => line`Changed for ${each}`),
    (question === null || claims.length > 0) && basisLine(why),
  );
}

/** Claims are recorded for a part, not for one of its sentences. */
function basisLine({ basis, part, claims, moreClaims }: Why): Line {
  const count = claims.length + moreClaims;
  if (count === 0) return line`It names no claim as its basis.`;
  if (basis === 'decision') {
    return line`It names no claim of its own. The decision and its steps rest mainly on these:`;
  }
  return line`On record for ${part} as a whole: ${countOf(count, 'claim')}.`;
}

function claimSection(claim: WhyClaim, namesTold: Told): Section {
  const { id, title, kind, text, turn, citation, differences } = claim;
  return section(
    lines(
      line`${bold(id)} ${untrusted(title)} (${kind}, ${FATE_WORDS[claim.fate]}): ${untrustedMarkdown(text)}`,
    ),
    citationBlocks(citation, 0),
    differences.flatMap((difference) => differenceBlocks(difference, namesTold)),
    bullets([turn === null ? line`Proposed in an earlier run.` : line`Proposed in ${turnLine(turn)}.`]),
  );
}

function citationBlocks(citation: WhyCitation | null, depth: number): Section {
  if (citation === null) return depth === 0 ? [bullets([line`No source given.`])] : [];
  const { lines: read } = citation;
  return section(bullets([citationWordsLine(citation)], depth), read !== null && codeBlock(read));
}

function citationWordsLine({ place, quote, status, url }: WhyCitation): Line {
  const at: Line =
    url === null ? [codeSpan(place === '' ? 'no place' : place)] : [{ kind: 'link', url, words: place }];
  return line`${at}${quoteOf(quote)}, ${CITATION_WORDS[status]}`;
}

function differenceBlocks(difference: WhyDifference, namesTold: Told): Section {
  const { label, description, impact, position, settled } = difference;
  const isTold = namesTold.has(difference.id);
  namesTold.add(difference.id);
  const ending =
    settled === null
      ? line`Left open.`
      : drawSettlement({
          outcome: settled.outcome,
          by: settled.by.length === 0 ? [] : [untrusted(listWords(settled.by))],
          holds: settled.position === null ? [] : positionLine(settled.position),
          reason: settled.reason,
        });
  return section(
    bullets([
      isTold
        ? line`Difference ${label}, as above: the claim speaks for ${position.label}.`
        : line`Difference ${label} (${impact}): ${untrustedMarkdown(description)} The claim speaks for ${positionLine(position)} ${ending}`,
    ]),
    difference.arguments
      .filter(({ persona, turn }) => isNew(namesTold, `${difference.id} ${persona} ${turn?.number ?? ''}`))
      .flatMap((argument) => argumentBlocks(argument)),
  );
}

function isNew(namesTold: Told, name: string): boolean {
  if (namesTold.has(name)) return false;
  namesTold.add(name);
  return true;
}

function positionLine({ label, statement }: WhyDifference['position']): Line {
  return line`${label}, “${untrustedMarkdown(statement)}”`;
}

const ARGUMENT_WORDS: Record<WhyArgument['part'], string> = {
  answers: 'answers it',
  moved: 'was moved by it',
  own: 'argues for it',
};

function argumentBlocks({ title, part, text, citation, turn }: WhyArgument): Section {
  const where = turn === null ? [] : line` (${turnLine(turn)})`;
  return section(
    bullets([line`${untrusted(title)} ${ARGUMENT_WORDS[part]}${where}: ${untrustedMarkdown(text)}`], 1),
    citationBlocks(citation, 2),
  );
}

/** `turn 12 of Outsider, proposals` */
function turnLine({ number, title, kind }: TurnMark): Line {
  return line`${referToTurn(number)} of ${untrusted(title)}, ${ROUND_WORDS[kind].about}`;
}

function othersSection({ others }: Why): Section[] {
  if (others.length === 0) return [];
  return [
    [
      lines('These words are also in:'),
      ...list(others.map(({ part, text }) => line`${part}: ${untrustedMarkdown(text)}`)),
    ],
  ];
}
