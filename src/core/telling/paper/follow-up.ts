import { differenceLabel } from '../../divergence/labels.ts';
import { settledByPeople } from '../../divergence/sides.ts';
import { outcomeOf } from '../../outcome/outcome.ts';
import { lateWordsOf } from '../../question/late-words.ts';
import { type Decided, repliesSinceText } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import { bannerOf } from '../banner.ts';
import { line, lines, ours, prose, type Section, title, under, WHOLE } from '../document.ts';
import { note, person } from '../facts/people.ts';
import { dissentsOf } from '../facts/signature.ts';
import { plainOf } from '../render/plain.ts';
import { correctedSince } from '../thread/gate-subject.ts';
import { decisionMarkdown } from './decision.ts';

/** A decision as the context of a design that follows up on it: letter by letter, and behind it what it does not say. */
export function followUpContext(design: Design, decided: Decided): string {
  const outcome = outcomeOf(design);
  const known = decided.decision.open.map(({ difference }) => difference);
  const open = [...outcome.unresolved, ...outcome.notArgued].filter(
    ({ id }) => !known.includes(differenceLabel(id)),
  );
  const beside: Section = [
    lines(line`That is the decision of ${design.id}, which was about: ${prose(design.topic, WHOLE)}`),
    lines(line`How it ended: ${bannerOf(outcome).headline}`),
    lines(line`Ids of questions, claims and differences in it are that design’s own, and name nothing here.`),
    ...part('Left open', ...open.map(({ description }) => [lines(prose(description, WHOLE))])),
    ...part('Dissents', dissentsOf(design)),
    ...part(
      'What people settled or corrected, which outranks the text',
      ...settledByPeople(design).map(({ description, statement, person: by, note: words }) => [
        ...saidBy(by, `${description} ${statement}`),
        ...note(words),
      ]),
      ...correctedSince(design).map(({ description, text, by }) => saidBy(by, `${description} ${text}`)),
    ),
    ...part(
      'What people said since it was written, and what changed nothing of it',
      ...[...repliesSinceText(design), ...lateWordsOf(design)].map(({ author, text }) =>
        saidBy(author, text),
      ),
    ),
  ];
  return `${decisionMarkdown(design, decided)}\n${plainOf(beside)}\n`;
}

function part(words: string, ...content: readonly Section[]): Section {
  return under(title(2, [ours(`## ${words}`)]), ...content);
}

function saidBy(by: string, words: string): Section {
  return [lines(line`${person(by)}: ${prose(words, WHOLE)}`)];
}
