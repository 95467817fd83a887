import { shortNameOf } from '../../core/vocabulary/claimed-name.ts';
import { decidedSentenceOf, REHEARSAL_IN_LIST } from '../../core/vocabulary/rehearsal.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { type Level, type Line, line, untrusted, untrustedMarkdown } from '../format/document.ts';
import { cutLine } from '../format/plain.ts';
import type { DesignView } from '../schema/view.ts';
import { sayCostOf } from '../words/cost.ts';
import { SET_ASIDE, sayStandingInList } from '../words/phases.ts';
import { IS_SET_ASIDE, SET_ASIDE_TOPIC } from '../words/set-aside.ts';
import { type Mark, markOf } from '../words/state.ts';
import { drawSilence, drawWaiting } from '../words/waiting.ts';

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

const HEADING_CHARACTERS = 400;
const ROW_TOPIC_CHARACTERS = 300;

export function listedRowOf(view: DesignView): ListedRow {
  const { topic, startedBy, endedAt, banner, paused, silence, rehearsal } = view;
  const decision = decidedSentenceOf({ rehearsal, decision: view.decision?.sentence });
  const level = endedAt === null ? null : banner.level;
  const headline = level === 'success' ? '' : banner.headline;
  const standing = view.afterwards?.standing ?? null;
  return {
    mark: markOf(view),
    level: level ?? (silence === null && paused === null ? null : 'warning'),
    topic: `${rehearsal ? REHEARSAL_IN_LIST : ''}${cutText(topic, ROW_TOPIC_CHARACTERS)}`,
    said:
      endedAt === null || decision === null
        ? drawWaiting(view)
        : line`${sayStandingInList({ standing, rehearsal })}${untrustedMarkdown(decision)}`,
    caution: endedAt === null ? holdUpOf(view) : cautionOf(headline),
    by: shortNameOf(startedBy),
    cost: sayCostOf(view),
  };
}

/** Says why a running design does not go on: its model is silent, or its gate is open. */
function holdUpOf(view: DesignView): Line {
  const { gate } = view;
  if (gate === null) return drawSilence(view);
  return cautionOf(cutLine(gate.heading, HEADING_CHARACTERS));
}

function cautionOf(headline: string): Line {
  return headline === '' ? [] : line`${headline}`;
}

/** Row of a design that is set aside. */
export const SET_ASIDE_ROW: ListedRow = {
  mark: { sign: '✗', words: SET_ASIDE },
  level: 'error',
  topic: SET_ASIDE_TOPIC,
  said: [untrusted(IS_SET_ASIDE)],
  caution: [],
  by: '',
  cost: '',
};
