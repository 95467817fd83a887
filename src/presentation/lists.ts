import type { DecisionStatus } from '../core/follow-up/decision-status.ts';
import { lateWordsOf } from '../core/questions/late-words.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Status, Thread } from '../core/vocabulary/event-parts.ts';
import { costOf, counted, isAtLeast, money } from '../core/vocabulary/figures.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { REHEARSAL_IN_LIST } from '../core/vocabulary/rehearsal.ts';
import { timesReplaced } from '../core/workflow/sessions/replacement.ts';
import { cardDocument } from './card.ts';
import {
  bold,
  bullets,
  type Document,
  document,
  joined,
  type Line,
  line,
  lines,
  moment,
  momentWords,
  type PrivateButton,
  type Section,
  section,
  trusted,
  untrusted,
  untrustedLines,
  untrustedMarkdown,
  wordsDocument,
} from './format/document.ts';
import { OPEN_PAGE } from './format/page-address.ts';
import { cutLine, isolated } from './format/plain.ts';
import { shownParticipant } from './people.ts';
import { SET_ASIDE, STANDING_IN_LIST, STATUS_WORDS } from './phases.ts';
import { doingWords } from './rounds.ts';
import { replacedWords } from './run/crash.ts';
import { TEXTS } from './run/texts.ts';
import { lastWordsOf } from './view/last-words.ts';
import { sinceMoment } from './waiting.ts';

export function statusDocument(design: Design, link: string | null): Document {
  const shown = { ...cardDocument(design), clickable: null };
  const lateWords = lateWordsOf(design);
  const late = lateWords.slice(-MAX_LATE_WORDS);
  const items = (maxChars: number) =>
    late.map(
      ({ author, text }) =>
        line`${untrusted(author, maxChars, { bold: true })}: ${untrusted(text, Math.min(maxChars, REPLY_CHARACTERS))}`,
    );
  const said = (maxChars: number) =>
    section(lines([bold(TEXTS.saidLate(lateWords.length, late.length))]), bullets(items(maxChars)));
  return {
    ...shown,
    sections: (maxChars) => [
      ...shown.sections(maxChars),
      ...(late.length === 0 ? [] : [said(maxChars)]),
      ...(link === null ? [] : [section(lines(toThread(link)))]),
    ],
  };
}

export function toThread(url: string): Line {
  return [{ kind: 'link', url, words: TEXTS.openThread }];
}

/** Words followed by a link to the thread, if it is known. */
export function leadingDocument(words: string, link: string | null): Document {
  if (link === null) return wordsDocument(words);
  return document(words, (maxChars) => [
    section(lines(line`${untrusted(words, maxChars)} ${toThread(link)}`)),
  ]);
}

const MAX_LATE_WORDS = 5;

export function participantDocument(design: Design, id: string): Document {
  const who = design.participants.find((each) => each.id === id);
  if (who === undefined) return wordsDocument(TEXTS.unknownPerson);
  const own = design.turns.filter((turn) => turn.participant === id);
  const tokens = own.reduce((sum, turn) => sum + turn.tokens, 0);
  const { startedAt = null } = own.find(({ outcome }) => outcome === 'open') ?? {};
  const lastWords = lastWordsOf(design, who.id);
  const { doing, emoji, title } = shownParticipant(design, who);
  const doingNow = doing.kind === 'dead' ? doing.story : doingWords(doing) || TEXTS.resting;
  const facts = [
    counted(own.length, 'turn'),
    counted(tokens, 'token'),
    money(costOf(own), isAtLeast(own)),
    design.rehearsal ? '' : who.model,
    replacedWords(timesReplaced(who.sessions)),
  ];
  const since = startedAt === null ? [] : sinceMoment(startedAt);
  return document(`${title}: ${doingNow}`, (maxChars) => [
    section(
      lines(
        line`${untrusted(`${emoji} ${title}`, maxChars, { bold: true })} ${untrusted(doingNow, maxChars)}${since}`,
        lastWords === ''
          ? line`${TEXTS.noWords}`
          : line`${TEXTS.lastWords}${untrustedMarkdown(lastWords, maxChars, { italic: true })}`,
        joined(
          facts.filter((fact) => fact !== '').map((fact) => [untrusted(fact, maxChars)]),
          ' · ',
        ),
      ),
    ),
  ]);
}

const REPLY_CHARACTERS = 400;

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

interface Reading {
  readonly at: number;
  /** As in a `Person`. */
  readonly utcOffsetMs?: number | undefined;
}

/** After a topic: starter and time, on the reader's clock if known. */
export function startedTail(
  { startedBy, startedAt }: Pick<Listed, 'startedBy' | 'startedAt'>,
  { at, utcOffsetMs }: Reading,
): string {
  const name = isolated(cutLine(startedBy, STARTER_CHARACTERS));
  return ` · ${name}, ${momentWords(moment(startedAt, at), utcOffsetMs)}`;
}

export function listDocument(
  designs: readonly Listed[],
  choice: { readonly of: string; readonly label: string; readonly reading: Reading } | null,
  linkTo: LinkTo,
): Document {
  if (designs.length === 0) return wordsDocument(TEXTS.noDesigns);
  const shown = designs.slice(0, MAX_LISTED);
  const heading = TEXTS.listHeading(shown.length);
  const sections = (maxChars: number) => [listedSection(heading, shown, linkTo, maxChars)];
  return document(heading, sections, {
    clickable:
      choice === null
        ? null
        : {
            kind: 'choice',
            of: choice.of,
            label: choice.label,
            designs: shown.map((each) => ({ ...each, tail: startedTail(each, choice.reading) })),
          },
  });
}

function listedSection(
  heading: string,
  designs: readonly Listed[],
  linkTo: LinkTo,
  maxChars: number,
): Section {
  return section(
    lines([untrusted(heading, maxChars, { bold: true })]),
    bullets(designs.map((each) => row(each, Math.min(maxChars, TOPIC_CHARACTERS), linkTo))),
  );
}

/** Earlier decisions under a heading, with buttons for what to do about them. */
export function earlierDocument(
  heading: string,
  designs: readonly Listed[],
  linkTo: LinkTo,
  buttons: readonly PrivateButton[] = [],
): Document {
  const sections = (maxChars: number) => [listedSection(heading, designs, linkTo, maxChars)];
  return document(heading, sections, buttons.length === 0 ? {} : { clickable: { kind: 'buttons', buttons } });
}

export interface Overview {
  readonly waiting: readonly Listed[];
  readonly running: readonly Listed[];
  readonly own: readonly Listed[];
}

/** One person's designs, grouped by their part in them; without any, how to start one. */
export function overviewDocument({ waiting, running, own }: Overview, linkTo: LinkTo): Document {
  const parts = [
    [TEXTS.overview.waiting, waiting],
    [TEXTS.overview.running, running],
    [TEXTS.overview.own, own],
  ] as const;
  const shown = parts.filter(([, designs]) => designs.length > 0);
  if (shown.length === 0) return wordsDocument(TEXTS.overview.nothing);
  return document(TEXTS.overview.running, (maxChars) =>
    shown.map(([title, designs]) =>
      section(
        { kind: 'heading', words: title },
        bullets(designs.map((each) => row(each, Math.min(maxChars, TOPIC_CHARACTERS), linkTo))),
      ),
    ),
  );
}

function row(listed: Listed, maxChars: number, linkTo: LinkTo): Line {
  const { topic, status, startedAt, startedBy, rehearsal, decision, standing, followUpOf, thread, page } =
    listed;
  const mark = rehearsal ? REHEARSAL_IN_LIST : '';
  const follows = followUpOf === null ? '' : TEXTS.followUpInList;
  const started = line`${TEXTS.startedBy}${untrusted(startedBy, maxChars)}, ${moment(startedAt, 0)}`;
  const decided =
    decision === null
      ? ''
      : line`: ${STANDING_IN_LIST[standing ?? 'decided']}${untrustedMarkdown(decision, maxChars)}`;
  const link = thread === null || listed.setAside !== undefined ? null : linkTo(thread);
  const way = link === null ? '' : line` · ${toThread(link)}`;
  const toPage = page === undefined ? '' : line` · ${{ kind: 'link', url: page, words: OPEN_PAGE }}`;
  const state = listed.setAside === undefined ? STATUS_WORDS[status] : SET_ASIDE;
  return line`${mark}${untrusted(topic, maxChars, { bold: true })} · ${state}${follows}${started}${decided}${way}${toPage}`;
}

export function refused(reason: string, typed: readonly string[] = []): Document {
  return correction(
    reason,
    [],
    typed.filter((each) => !reason.includes(each)),
  );
}

export function correction(title: string, problems: readonly string[], typed: readonly string[]): Document {
  const texts = typed.filter((each) => each !== '');
  return document(title, (maxChars) => {
    const list =
      problems.length === 0 ? [] : [bullets(problems.map((problem) => [untrusted(problem, maxChars)]))];
    const first = section(lines([untrusted(title, maxChars)]), ...list);
    const code = texts.map((text) => ({ kind: 'code' as const, line: [untrustedLines(text, maxChars)] }));
    return code.length === 0 ? [first] : [first, section(lines([trusted(TEXTS.whatYouWrote)]), ...code)];
  });
}
