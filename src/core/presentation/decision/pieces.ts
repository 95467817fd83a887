import { outcomeOf } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import { cutWords } from '../../vocabulary/text.ts';
import {
  alert,
  codeSpan,
  line,
  lines,
  list,
  type Section,
  small,
  title,
  trusted,
  under,
  untrustedMarkdown,
  WHOLE,
} from '../format/document.ts';
import { STATUS_WORDS } from '../run/phases.ts';
import { followingWords } from '../start/earlier.ts';
import { bannerOf } from './banner.ts';

const TITLE_CHARACTERS = 120;

/** The banner, the only allowed start of a file. `hasMark`: the file already contains a rehearsal's notice. */
export function banner(design: Design, hasMark = false): Section {
  const outcome = outcomeOf(design);
  const { mark, headline, facts } = bannerOf(outcome, hasMark && outcome.mark !== '' ? 'above_mark' : 'file');
  return [
    ...(mark === '' ? [] : [alert('warning', mark, WHOLE)]),
    alert('info', headline, WHOLE),
    small(facts.join(' · '), WHOLE),
  ];
}

/** A part under its heading; nothing if it is empty. */
export function part(level: 2 | 3, words: string, ...content: readonly Section[]): Section {
  return under(title(level, [trusted(words)]), ...content);
}

export function decisionTitle({ topic }: Pick<Design, 'topic'>): string {
  return cutWords(topic.replaceAll(/\s+/g, ' ').trim(), TITLE_CHARACTERS);
}

/** UTC, to the second: `2026-11-20 07:49:03`. */
export function utcTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

export function earlierDesigns({ lessons = [] }: Design): Section {
  const shown = lessons.map(({ designId, topic, status, decision, declined }) => {
    const sentence = decision === null ? 'No decision' : untrustedMarkdown(decision, WHOLE);
    return line`${codeSpan(designId)} ${untrustedMarkdown(topic, WHOLE, { italic: true })} ${sentence} (${STATUS_WORDS[status]}${declined === true ? ', declined since' : ''})`;
  });
  return under(lines(line`Earlier designs like this one, which all were shown:`), list(shown));
}

export function followedUp(design: Design): Section {
  const { followUpOf, followUpDecision = '' } = design;
  if (followUpOf === undefined) return [];
  return [
    lines(
      line`${followingWords(design)} ${codeSpan(followUpOf)}: ${untrustedMarkdown(followUpDecision, WHOLE)}`,
    ),
  ];
}
