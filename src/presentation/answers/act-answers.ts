import type { Thread } from '../../core/vocabulary/event-parts.ts';
import { formatMinute } from '../../core/vocabulary/figures.ts';
import { compact } from '../../foundation/compact.ts';
import {
  bold,
  bullets,
  clickable,
  codeBlock,
  type Document,
  document,
  documentOfWords,
  type Line,
  line,
  lines,
  list,
  type Section,
  section,
  under,
  untrusted,
} from '../format/document.ts';
import type { DesignView } from '../schema/view.ts';
import { LATE_WORDS_HEADING } from '../talk/replies.ts';
import { drawCard } from '../thread/card.ts';
import { listAskControls } from '../words/controls.ts';
import { sayKept } from '../words/phases.ts';

const MAX_LATE_WORDS = 5;
const REPLY_CHARACTERS = 400;

/** The card with facts to ask for in place of its buttons, and what people said after the end. */
export function drawStatus(view: DesignView, link: string | null): Document {
  const card = { ...drawCard(view), clickable: clickable(view.id, listAskControls(view)) };
  return {
    ...card,
    sections: compact(
      ...card.sections,
      lateSection(view),
      link !== null && section(lines(drawThreadLink(link))),
    ),
  };
}

function lateSection({ lateWords }: DesignView): Section {
  const late = lateWords.slice(-MAX_LATE_WORDS);
  if (late.length === 0) return [];
  const which =
    late.length === lateWords.length ? '' : ` (the last ${late.length} of ${lateWords.length})`;
  const items = late.map(
    ({ author, text }) => line`${bold(author)}: ${untrusted(text, REPLY_CHARACTERS)}`,
  );
  return section(lines(bold(`${LATE_WORDS_HEADING}${which}:`)), bullets(items));
}

export function drawThreadLink(url: string): Line {
  return [{ kind: 'link', url, words: 'Open the thread' }];
}

/** Words followed by a link to the thread, if it is known. */
export function drawLeading(words: string, link: string | null): Document {
  if (link === null) return documentOfWords(words);
  return document(words, [lines(line`${untrusted(words)} ${drawThreadLink(link)}`)]);
}

/** A run that has begun, and what it took over. */
export function drawAgain(
  carried: string,
  place: Parameters<typeof threadLinkOf>[0] | null,
): Document {
  const words = carried === '' ? 'On it again.' : `On it again. ${carried}`;
  return drawLeading(words, place === null ? null : threadLinkOf(place));
}

/** What a cancelled design keeps; for who comes late, that it ended otherwise. */
export function drawCancelled({ status, endedAt, decision, hasKept }: DesignView): Document {
  if (endedAt === null || status === 'cancelled')
    return documentOfWords(`It is cancelled. ${sayKept(hasKept)}.`);
  const how = decision === null ? '' : ' with a decision';
  return documentOfWords(
    `It ended on ${formatMinute(Date.parse(endedAt))}${how}: there is nothing to cancel.`,
  );
}

/** Link to a design's thread; `null` if unknown. */
export function threadLinkOf({
  view: { thread },
  linkTo,
}: {
  readonly view: DesignView;
  readonly linkTo: (thread: Thread) => string | null;
}): string | null {
  return thread === null ? null : linkTo(thread);
}

export function drawRefusal(reason: string, typed: readonly string[] = []): Document {
  return drawCorrection(
    reason,
    [],
    typed.filter((each) => !reason.includes(each)),
  );
}

export function drawCorrection(
  title: string,
  problems: readonly string[],
  typed: readonly string[],
): Document {
  const texts = typed.filter((each) => each !== '');
  return document(title, [
    [lines(untrusted(title)), list(problems.map((problem) => [untrusted(problem)]))],
    under(
      lines('Copy what you wrote from here:'),
      texts.map((text) => codeBlock(text)),
    ),
  ]);
}
