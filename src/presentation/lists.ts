import type { DecisionStatus } from '../core/follow-up/decision-status.ts';
import type { Status, Thread } from '../core/vocabulary/event-parts.ts';
import { countOf, formatIso, formatMoney, shortenId } from '../core/vocabulary/figures.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { REHEARSAL_IN_LIST } from '../core/vocabulary/rehearsal.ts';
import { compact } from '../foundation/compact.ts';
import { cardIn } from './card.ts';
import { askIn } from './controls.ts';
import {
  bold,
  bullets,
  clickable,
  codeBlock,
  type Document,
  document,
  documentOfWords,
  type Level,
  type Line,
  line,
  lines,
  moment,
  type PrivateButton,
  type Section,
  sayMoment,
  section,
  untrusted,
  untrustedMarkdown,
} from './format/document.ts';
import { OPEN_PAGE } from './format/page-address.ts';
import { cutLine, isolate } from './format/plain.ts';
import { SET_ASIDE, STATUS_WORDS, sayStandingInList } from './phases.ts';
import { LATE_WORDS_HEADING } from './replies.ts';
import type { DesignView } from './schema/view.ts';
import { IS_SET_ASIDE, SET_ASIDE_TOPIC } from './set-aside.ts';
import { sayKept } from './verb-words.ts';
import { silenceIn, waitingIn } from './waiting.ts';

const MAX_LATE_WORDS = 5;
const REPLY_CHARACTERS = 400;

/** The card with facts to ask for in place of its buttons, and what people said after the end. */
export function statusIn(view: DesignView, link: string | null): Document {
  const card = { ...cardIn(view), clickable: clickable(view.id, askIn(view)) };
  return {
    ...card,
    sections: (maxChars) =>
      compact(
        ...card.sections(maxChars),
        lateSection(view, maxChars),
        link !== null && section(lines(drawThreadLink(link))),
      ),
  };
}

function lateSection({ lateWords }: DesignView, maxChars: number): Section {
  const late = lateWords.slice(-MAX_LATE_WORDS);
  if (late.length === 0) return [];
  const which = late.length === lateWords.length ? '' : ` (the last ${late.length} of ${lateWords.length})`;
  const items = late.map(({ author, text }) => {
    const words = untrusted(text, Math.min(maxChars, REPLY_CHARACTERS));
    return line`${bold(untrusted(author, maxChars))}: ${words}`;
  });
  return section(lines(bold(`${LATE_WORDS_HEADING}${which}:`)), bullets(items));
}

export function drawThreadLink(url: string): Line {
  return [{ kind: 'link', url, words: 'Open the thread' }];
}

/** Words followed by a link to the thread, if it is known. */
export function drawLeading(words: string, link: string | null): Document {
  if (link === null) return documentOfWords(words);
  return document(words, (maxChars) => [lines(line`${untrusted(words, maxChars)} ${drawThreadLink(link)}`)]);
}

/** A run that has begun, and what it took over. */
export function drawAgain(carried: string, place: Parameters<typeof linkIn>[0] | null): Document {
  const words = carried === '' ? 'On it again.' : `On it again. ${carried}`;
  return drawLeading(words, place === null ? null : linkIn(place));
}

/** What a cancelled design keeps, and if it can be run again. */
export function drawCancelled(view: DesignView): Document {
  return documentOfWords(`It is cancelled. ${sayKept(view, view.can.runAgain !== null)}`.trim());
}

/** Link to a design's thread; `null` if unknown. */
export function linkIn({
  view: { thread },
  linkTo,
}: {
  readonly view: DesignView;
  readonly linkTo: LinkTo;
}): string | null {
  return thread === null ? null : linkTo(thread);
}

interface Listed {
  readonly id: DesignId;
  readonly topic: string;
  readonly status: Status;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly startedBy: string;
  readonly rehearsal: boolean;
  readonly decision: string | null;
  readonly standing: DecisionStatus | null;
  readonly followUpOf: DesignId | null;
  readonly thread: Thread | null;
  /** The reason, if it is set aside. */
  readonly setAside?: string | undefined;
  /** Address of its page, if the daemon can be reached. */
  readonly page?: string | undefined;
}
type LinkTo = (thread: Thread) => string | null;

const TOPIC_CHARACTERS = 150;
const STARTER_CHARACTERS = 24;
const MAX_LISTED = 20;

type Found = Pick<Listed, 'topic' | 'status'> & {
  readonly id: string;
  readonly startedAt: string;
  readonly decision?: string | null | undefined;
  readonly standing?: DecisionStatus | null | undefined;
};

/** Designs with their ids and decisions, for whoever reads on by id. */
export function drawFound(designs: readonly Found[]): Document {
  if (designs.length === 0) return documentOfWords('No design matches.');
  const row = ({ id, startedAt, standing, status, topic, decision }: Found, most: number) =>
    line`${id} (${startedAt.slice(0, 10)}, ${standing ?? STATUS_WORDS[status]}) ${untrusted(topic, most)}: ${untrustedMarkdown(decision ?? 'no decision', most)}`;
  return document(countOf(designs.length, 'design'), (most) => [
    bullets(designs.map((each) => row(each, most))),
  ]);
}

interface Reading {
  readonly at: number;
  /** As in a `Person`. */
  readonly utcOffsetMs?: number | undefined;
}

/** After a topic: starter and time, on the reader's clock if known. */
export function drawStartedTail(
  { startedBy, startedAt }: Pick<Listed, 'startedBy' | 'startedAt'>,
  { at, utcOffsetMs }: Reading,
): string {
  const name = isolate(cutLine(startedBy, STARTER_CHARACTERS));
  return ` · ${name}, ${sayMoment(moment(startedAt, at), utcOffsetMs)}`;
}

export function listDocument(
  designs: readonly Listed[],
  choice: { readonly of: string; readonly label: string; readonly reading: Reading } | null,
  linkTo: LinkTo,
  title = '',
): Document {
  if (designs.length === 0) return documentOfWords(title || NO_DESIGNS);
  const newest = designs.slice(0, MAX_LISTED);
  const heading = title || countOf(newest.length, 'design');
  const sections = (maxChars: number) => [drawListedSection(heading, newest, linkTo, maxChars)];
  return document(heading, sections, {
    clickable:
      choice === null
        ? null
        : {
            kind: 'choice',
            of: choice.of,
            label: choice.label,
            designs: newest.map((each) => {
              const isAlone = newest.filter(({ topic }) => topic === each.topic).length === 1;
              const started = drawStartedTail(each, choice.reading);
              return { ...each, tail: isAlone ? started : ` · ${shortenId(each.id)}${started}` };
            }),
          },
  });
}

function drawListedSection(
  heading: string,
  designs: readonly Listed[],
  linkTo: LinkTo,
  maxChars: number,
): Section {
  return section(
    lines(bold(untrusted(heading, maxChars))),
    bullets(designs.map((each) => row(each, Math.min(maxChars, TOPIC_CHARACTERS), linkTo))),
  );
}

/** Earlier decisions under a heading, with buttons for what to do about them. */
export function drawEarlier(
  heading: string,
  designs: readonly Listed[],
  linkTo: LinkTo,
  buttons: readonly PrivateButton[] = [],
): Document {
  const sections = (maxChars: number) => [drawListedSection(heading, designs, linkTo, maxChars)];
  return document(heading, sections, buttons.length === 0 ? {} : { clickable: { kind: 'buttons', buttons } });
}

const NO_DESIGNS = 'No designs here yet. To start one, write @Charrette and your question.';
const NOTHING_UNDER_WAY =
  'Nothing is under way in your channels. Start a design with /design in a channel, or by asking me something in a message.';

export interface Overview {
  readonly waiting: readonly Listed[];
  readonly running: readonly Listed[];
  readonly own: readonly Listed[];
}

/** One person's designs, grouped by their part in them; without any, how to start one. */
export function drawDesignsOverview({ waiting, running, own }: Overview, linkTo: LinkTo): Document {
  const parts = [
    ['Waiting for you', waiting],
    ['Under way', running],
    ['Started by you', own],
  ] as const;
  const filledParts = parts.filter(([, designs]) => designs.length > 0);
  if (filledParts.length === 0) return documentOfWords(NOTHING_UNDER_WAY);
  return document('Under way', (maxChars) =>
    filledParts.map(([title, designs]) => drawListedSection(title, designs, linkTo, maxChars)),
  );
}

function row(listed: Listed, maxChars: number, linkTo: LinkTo): Line {
  const { id, topic, status, startedAt, startedBy, rehearsal, decision, followUpOf, thread, page } = listed;
  const mark = rehearsal ? REHEARSAL_IN_LIST : '';
  const follows = followUpOf === null ? '' : ' · follow-up';
  const started = line` · ${shortenId(id)} · started by ${untrusted(startedBy, maxChars)}, ${moment(startedAt, 0)}`;
  const decided =
    decision === null ? '' : line`: ${sayStandingInList(listed)}${untrustedMarkdown(decision, maxChars)}`;
  const link = thread === null || listed.setAside !== undefined ? null : linkTo(thread);
  const way = link === null ? '' : line` · ${drawThreadLink(link)}`;
  const toPage = page === undefined ? '' : line` · ${{ kind: 'link', url: page, words: OPEN_PAGE }}`;
  const state = listed.setAside === undefined ? STATUS_WORDS[status] : SET_ASIDE;
  return line`${mark}${bold(untrusted(topic, maxChars))} · ${state}${follows}${started}${decided}${way}${toPage}`;
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
  return document(title, (maxChars) => {
    const list =
      problems.length === 0 ? [] : [bullets(problems.map((problem) => [untrusted(problem, maxChars)]))];
    const first = section(lines(untrusted(title, maxChars)), list);
    const code = texts.map((text) => codeBlock(text, maxChars));
    return code.length === 0 ? [first] : [first, section(lines('Copy what you wrote from here:'), code)];
  });
}

/** Status of a design, as a sign and in words. */
interface Mark {
  readonly sign: string;
  readonly words: string;
}
const SIGNS: Readonly<Record<Status, string>> = {
  running: '●',
  awaiting_input: '◐',
  completed: '✓',
  needs_review: '!',
  cancelled: '✗',
  failed: '✗',
};
/** Only a decision without caveats has the tick. */
const WITH_CAVEATS: Mark = { sign: '!', words: 'completed, with caveats' };
const REHEARSED: Mark = { sign: '○', words: 'rehearsal' };

/** A row of the console's list. */
export interface ListedRow {
  readonly mark: Mark;
  readonly level: Level | null;
  readonly topic: string;
  /** The wait and its end, or the decision. */
  readonly said: Line;
  /** The decision's caveats, or the reason for a stop; empty for neither. */
  readonly caution: Line;
  readonly by: string;
  readonly cost: string;
}

const SENTENCE_CHARACTERS = 400;
const ROW_TOPIC_CHARACTERS = 300;

export function rowIn(view: DesignView): ListedRow {
  const { topic, startedBy, endedAt, decision, banner, paused, silence } = view;
  const level = endedAt === null ? null : banner.level;
  const headline = level === 'success' ? '' : banner.headline;
  const standing = view.afterwards?.standing ?? null;
  return {
    mark: markOf(view),
    level: level ?? (silence === null && paused === null ? null : 'warning'),
    topic: `${view.rehearsal ? REHEARSAL_IN_LIST : ''}${topic.slice(0, ROW_TOPIC_CHARACTERS)}`,
    said:
      endedAt === null || decision === null
        ? waitingIn(view, SENTENCE_CHARACTERS)
        : line`${sayStandingInList({ standing, rehearsal: view.rehearsal })}${untrustedMarkdown(decision.sentence, SENTENCE_CHARACTERS)}`,
    caution: endedAt === null ? holdUpOf(view) : cautionOf(headline),
    by: startedBy,
    cost: formatMoney(view.cost.usd, view.cost.isAtLeast),
  };
}

function markOf({ status, endedAt, rehearsal, banner }: DesignView): Mark {
  if (endedAt !== null && rehearsal) return REHEARSED;
  if (status === 'completed' && banner.level !== 'success') return WITH_CAVEATS;
  return { sign: SIGNS[status], words: STATUS_WORDS[status] };
}

/** Says why a running design does not go on: its model is silent, or its gate is open. */
function holdUpOf(view: DesignView): Line {
  const { gate } = view;
  if (gate === null) return silenceIn(view, SENTENCE_CHARACTERS);
  return cautionOf(cutLine(gate.heading, SENTENCE_CHARACTERS));
}

function cautionOf(headline: string): Line {
  return headline === '' ? [] : line`${headline}`;
}

/** Row of a design that is set aside (P11). */
export const SET_ASIDE_ROW: ListedRow = {
  mark: { sign: '✗', words: SET_ASIDE },
  level: 'error',
  topic: SET_ASIDE_TOPIC,
  said: [untrusted(IS_SET_ASIDE, SENTENCE_CHARACTERS)],
  caution: [],
  by: '',
  cost: '',
};

/** A listed design in the form of HTTP API v1, with times as ISO 8601. */
export function drawListed<Listed extends Shown>(listed: Listed) {
  const { startedAt, endedAt, setAside } = listed;
  const moments = { startedAt: formatIso(startedAt), endedAt: endedAt === null ? null : formatIso(endedAt) };
  // A design that is set aside shows no thread: only its stored row could name one (P11).
  return { ...listed, ...moments, ...(setAside === undefined ? {} : { thread: null }) };
}

interface Shown {
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly setAside?: string | undefined;
}
