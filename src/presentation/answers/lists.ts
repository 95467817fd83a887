import type { DecisionStatus } from '../../core/follow-up/decision-status.ts';
import { shortNameOf } from '../../core/vocabulary/claimed-name.ts';
import type { Status, Thread } from '../../core/vocabulary/event-parts.ts';
import { countOf, formatIso, shortenId } from '../../core/vocabulary/figures.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { decidedSentenceOf, REHEARSAL_IN_LIST } from '../../core/vocabulary/rehearsal.ts';
import {
  addWords,
  bold,
  bullets,
  codeSpan,
  type Document,
  document,
  documentOfWords,
  type Inline,
  type Line,
  line,
  lines,
  moment,
  type Section,
  sayMoment,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { OPEN_PAGE } from '../format/page-address.ts';
import { cutLine, isolate } from '../format/plain.ts';
import { SET_ASIDE, STATUS_WORDS, sayStandingInList } from '../words/phases.ts';
import { drawThreadLink } from './act-answers.ts';

interface Row {
  readonly topic: string;
  readonly status: Status;
  readonly startedBy: string;
  readonly rehearsal: boolean;
  readonly decision?: string | null | undefined;
  readonly standing?: DecisionStatus | null | undefined;
  readonly followUpOf?: string | null | undefined;
  /** The reason, if it is set aside. */
  readonly setAside?: string | undefined;
}
interface Listed extends Row {
  readonly id: DesignId;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly thread: Thread | null;
  /** Address of its page, if the daemon can be reached. */
  readonly page?: string | undefined;
}
type LinkTo = (thread: Thread) => string | null;

const TOPIC_CHARACTERS = 150;
const STARTER_CHARACTERS = 24;
const MAX_LISTED = 20;

type Found = Row & { readonly id: string; readonly startedAt: string };

/** Designs for one person. `isPartial`: the platform did not say which channels they can open. */
export interface ReadableList<Each> {
  readonly designs: readonly Each[];
  readonly isPartial: boolean;
}

export const MAY_LACK =
  'Some designs may be missing: your chat did not say which channels you can open. To see those of a channel, write /design list there.';

function addLack(
  { isPartial }: Pick<ReadableList<unknown>, 'isPartial'>,
  list: Document,
): Document {
  return isPartial ? addWords(list, MAY_LACK) : list;
}

/** Designs with their whole ids, for whoever reads on by id. */
export function drawFound({
  designs,
  isPartial = false,
}: Pick<ReadableList<Found>, 'designs'> & { readonly isPartial?: boolean | undefined }): Document {
  if (designs.length === 0) return addLack({ isPartial }, documentOfWords('No design matches.'));
  const list = document(countOf(designs.length, 'design'), [
    bullets(
      designs.map((each) =>
        drawRow({ ...each, startedAt: Date.parse(each.startedAt) }, codeSpan(each.id)),
      ),
    ),
  ]);
  return addLack({ isPartial }, list);
}

/** After a topic: starter and time, as they read at `now`. */
export function drawStartedTail(
  { startedBy, startedAt }: Pick<Listed, 'startedBy' | 'startedAt'>,
  now: number,
): string {
  const name = isolate(cutLine(shortNameOf(startedBy), STARTER_CHARACTERS));
  return ` · ${name}, ${sayMoment(moment(startedAt, now))}`;
}

export function listDocument(list: ReadableList<Listed>, linkTo: LinkTo, title = ''): Document {
  const newest = list.designs.slice(0, MAX_LISTED);
  if (newest.length === 0 && title === '')
    return documentOfWords(list.isPartial ? MAY_LACK : NO_DESIGNS);
  if (newest.length === 0) return addLack(list, documentOfWords(title));
  const heading = title || countOf(newest.length, 'design');
  return addLack(list, document(heading, [drawListedSection(heading, newest, linkTo)]));
}

function drawListedSection(heading: string, designs: readonly Listed[], linkTo: LinkTo): Section {
  return [lines(bold(heading)), bullets(designs.map((each) => drawLinkedRow(each, linkTo)))];
}

/** Adds earlier designs under a heading. */
export function addEarlier(
  begun: Document,
  heading: string,
  designs: readonly Listed[],
  linkTo: LinkTo,
): Document {
  return { ...begun, sections: [...begun.sections, drawListedSection(heading, designs, linkTo)] };
}

const NO_DESIGNS = 'No designs here yet. To start one, write @Charrette and your question.';

function drawLinkedRow(listed: Listed, linkTo: LinkTo): Line {
  const { id, thread, page, setAside } = listed;
  const link = thread === null || setAside !== undefined ? null : linkTo(thread);
  const way = link === null ? '' : line` · ${drawThreadLink(link)}`;
  const toPage =
    page === undefined ? '' : line` · ${{ kind: 'link', url: page, words: OPEN_PAGE }}`;
  return line`${drawRow(listed, shortenId(id))}${way}${toPage}`;
}

function drawRow(row: Row & { readonly startedAt: number }, id: string | Inline): Line {
  const mark = row.rehearsal ? REHEARSAL_IN_LIST : '';
  return line`${mark}${bold(untrusted(row.topic, TOPIC_CHARACTERS))} · ${drawTail(row, id)}`;
}

/** A design after its topic. */
export function drawTail(row: Row & { readonly startedAt: number }, id: string | Inline): Line {
  const { status, startedAt, startedBy, followUpOf, setAside } = row;
  const decision = decidedSentenceOf(row);
  const state = setAside === undefined ? STATUS_WORDS[status] : SET_ASIDE;
  const follows = followUpOf == null ? '' : ' · follow-up';
  const decided =
    decision === null
      ? ''
      : line`: ${sayStandingInList(row)}${untrustedMarkdown(decision, TOPIC_CHARACTERS)}`;
  return line`${state}${follows} · ${id} · started by ${startedBy}, ${moment(startedAt, 0)}${decided}`;
}

/** A listed design in the form of HTTP API v1, with times as ISO 8601. */
export function drawListed<Of extends Timed>(listed: Of) {
  const { startedAt, endedAt, setAside } = listed;
  const moments = {
    startedAt: formatIso(startedAt),
    endedAt: endedAt === null ? null : formatIso(endedAt),
  };
  // A design that is set aside shows no thread: only its stored row could name one.
  return { ...listed, ...moments, ...(setAside === undefined ? {} : { thread: null }) };
}

interface Timed {
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly setAside?: string | undefined;
}
