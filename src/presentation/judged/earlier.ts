import { findFirstRound } from '../../core/outcome/kept.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { EarlierDecision } from '../../core/vocabulary/event-parts.ts';
import { compact } from '../../foundation/compact.ts';
import {
  codeSpan,
  type Line,
  line,
  lines,
  type Section,
  section,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import type { DesignView } from '../schema/view.ts';
import { ROUND_WORDS } from './rounds.ts';

const DECISION_CHARACTERS = 600;

/** What a follow-up follows, with the design's id where it can be looked up. */
export function drawFollowedUp(view: DesignView, isNamed = true): Section {
  const { follows, followUpOf, followUpDecision } = view;
  const which = isNamed && followUpOf !== null ? line` ${codeSpan(followUpOf)}` : [];
  return section(
    followUpOf !== null &&
      lines(line`${follows}${which}: ${untrustedMarkdown(followUpDecision ?? '')}`),
  );
}

export function sayMeant({ supersedes }: Pick<Design, 'supersedes'>): string {
  return supersedes === true ? 'Meant to replace' : 'Follows up on';
}

export function sayEarlier({
  status,
  decision,
  isDeclined,
}: Pick<EarlierDecision, 'status' | 'decision' | 'isDeclined'>): string {
  const reviewed = status === 'completed' ? 'Decided' : 'Left for review';
  return `${isDeclined === true ? 'Declined' : reviewed} here before: “${decision}”`;
}

/** For places where an id can be typed. */
export function drawStartedFrom(
  started: Pick<
    Design,
    'followUpOf' | 'followUpDecision' | 'supersedes' | 'successorOf' | 'earlier'
  >,
): Line[] {
  const { followUpOf, followUpDecision = '', successorOf, earlier = [] } = started;
  return compact(
    followUpOf !== undefined &&
      line`${sayMeant(started)} ${followUpOf}: ${untrustedMarkdown(followUpDecision, DECISION_CHARACTERS)}`,
    successorOf !== null && line`Runs ${successorOf} again.`,
    ...earlier.map(
      (each) => line`${untrusted(sayEarlier(each), DECISION_CHARACTERS)} (${each.designId})`,
    ),
  );
}

/** Where a run begins that takes over what there is, as a clause. */
export function sayCarried(
  carried: Pick<NonNullable<Design['carried']>, 'questions' | 'proposals' | 'made' | 'saidSince'>,
): string {
  return `it begins with ${ROUND_WORDS[findFirstRound(carried)].about}`;
}

export function sayRunAgain(carried: NonNullable<Design['carried']>): string {
  return `Run ${carried.runsBefore + 1}: ${sayCarried(carried)}.`;
}
