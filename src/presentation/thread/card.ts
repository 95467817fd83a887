/**
 * Messages of a design's thread: the card, which is always current, the gate and the result. Each
 * is a document that platforms draw.
 */

import { PHASES } from '../../core/vocabulary/sets.ts';
import { compact } from '../../foundation/compact.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  drawMark,
  heading,
  italic,
  join,
  keep,
  type Line,
  limit,
  line,
  lines,
  type Section,
  section,
  small,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { drawPageLink } from '../format/page-address.ts';
import { drawPeople } from '../judged/people.ts';
import type { DesignView } from '../schema/view.ts';
import { isReadingReplies, READING_REPLIES } from '../talk/questions.ts';
import { listControls } from '../words/controls.ts';
import { readsWords, sayModels, saySpent } from '../words/cost.ts';
import { PHASE_WORDS, sayKept } from '../words/phases.ts';
import { markOf } from '../words/state.ts';
import { drawSilence, drawWaiting } from '../words/waiting.ts';
import { drawTrust } from './result.ts';

const CAUSE_CHARACTERS = 200;
const SMALL_CHARACTERS = 200;

/**
 * The one message that is always current. While it runs: topic, phases, participants, and what it
 * waits for. At the end: the decision and what to do. `isOnPage`: participants have their own
 * place, as have time and cost, and no link leads there.
 */
export function drawCard(view: DesignView, isOnPage = false): Document {
  const { id, mark, topic, endedAt } = view;
  const state = endedAt === null ? runningSection : drawEnd;
  const sections = [
    [...drawMark(mark), heading(topic), ...keep(SMALL_CHARACTERS, originBlocks(view))],
    state(view, isOnPage),
    !isOnPage && drawPageLink(view),
  ];
  return document(previewLine(view), sections, { clickable: clickable(id, listControls(view)) });
}

const PREVIEW_TOPIC = 80;
const PREVIEW_SENTENCE = 100;

/**
 * The card as plain words for notifications and link previews: the topic, and the state or
 * decision. Each is cut separately, so that neither disappears.
 */
function previewLine(view: DesignView): Line {
  const { mark, topic, decision, banner, waiting, phase, endedAt } = view;
  const rests = waiting !== null && ['answers', 'decision', 'model'].includes(waiting.kind);
  const now = rests ? waiting.words : PHASE_WORDS[phase];
  const state = endedAt === null ? now : banner.headline;
  const head = line`${mark === '' ? '' : `${mark}. `}${untrusted(topic, PREVIEW_TOPIC)}`;
  const sentence = untrustedMarkdown(
    endedAt === null ? '' : (decision?.sentence ?? ''),
    PREVIEW_SENTENCE,
  );
  return join([head, sentence, [untrusted(state)]], ' · ');
}

/** A longer topic is followed by its question in one sentence. */
const LONG_TOPIC = 200;

function originBlocks(view: DesignView): Section {
  const { topic, frame, follows, followUpDecision, earlier, carried } = view;
  const restated = topic.length > LONG_TOPIC ? (frame?.restated ?? '') : '';
  return section(
    restated !== '' && small(restated),
    follows !== '' && small(`${follows}: “${followUpDecision}”`),
    earlier.map(({ words }) => small(words)),
    carried !== '' && lines(italic(carried)),
  );
}

function runningSection(view: DesignView, isOnPage: boolean): Section {
  const texts = [
    isOnPage ? [] : limit(drawPeople(view), CAUSE_CHARACTERS),
    drawWaiting(view),
    drawSilence(view),
  ].filter((each) => each.length > 0);
  const facts = compact(!isOnPage && view.took, !isOnPage && saySpent(view), ...saySent(view));
  return section(
    {
      kind: 'phases',
      names: PHASES.map((each) => PHASE_WORDS[each]),
      present: PHASES.indexOf(view.phase),
    },
    texts.length > 0 && lines(...texts),
    facts.length > 0 && keep(SMALL_CHARACTERS, small(facts.join(' · '))),
  );
}

/** The repository and the vendor, which receives its content and everything said here. */
function saySent({ repository, rehearsal, personas, vendor }: DesignView): string[] {
  const models = [...new Set(personas.map(({ model }) => model))];
  return compact(
    repository !== null && readsWords(repository),
    !rehearsal && sayModels(models, vendor),
  );
}

function drawEnd(view: DesignView): Section {
  const { status, decision, banner, hasKept, startedBy } = view;
  const facts = decision === null ? banner.facts.slice(0, 1) : [];
  const next = compact(
    status === 'failed' && 'The operator sees why.',
    decision === null && `${sayKept(hasKept)}.`,
  ).join(' ');
  const texts = compact(...facts, next).map((words) => [untrusted(words)]);
  // With a decision, the thread has the details.
  const spent = decision === null ? [view.took, saySpent(view), ...saySent(view)] : [];
  return section(
    decision !== null && lines(bold(untrustedMarkdown(decision.sentence))),
    drawTrust(view, true),
    texts.length > 0 && lines(...texts),
    small([markOf(view).words, sayAskedBy(startedBy), ...spent].join(' · ')),
  );
}

export function sayAskedBy(name: string): string {
  return `Asked by ${name}`;
}

/** A design's state, in a sentence without a full stop. */
export function drawStanding(view: DesignView): Line {
  const isReading = isReadingReplies(view) && view.waiting?.kind !== 'model';
  const waiting = isReading ? line`${READING_REPLIES}` : drawWaiting(view);
  const waits = join([waiting, drawSilence(view)], '. ');
  return waits.length === 0 ? line`${PHASE_WORDS[view.phase]}` : waits;
}
