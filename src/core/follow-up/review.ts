import { DAY_MS } from '../../foundation/day.ts';
import { findDecisionInForce } from '../outcome/outcome.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, FollowUpEvent } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { EventOf } from '../vocabulary/events.ts';
import { isDay, utcDayOf } from '../vocabulary/figures.ts';
import type { ReviewAgain } from '../vocabulary/sets.ts';
import { cutText } from '../vocabulary/text.ts';
import { doerOf } from '../vocabulary/via.ts';
import { decisionStatusOf } from './decision-status.ts';
import { refuseFollowUp } from './follow-up.ts';

// An accepted decision that asks to be looked at again (J14): a reminder's day has come, or lines it rests on have changed.

type Due = EventOf<'review_due'>;
type Reviewed = EventOf<'decision_reviewed'>;

/** A call for a review, with the act that answered it; `null` while it is open. */
interface Review extends Pick<Due, 'at' | 'days' | 'lines' | 'commit'> {
  readonly answer: Reviewed | null;
}

export function reviewsOf({ followUps }: Pick<Design, 'followUps'>): Review[] {
  return followUps.flatMap((due, at) => {
    if (due.type !== 'review_due') return [];
    return [{ ...due, answer: followUps.slice(at).find(isReviewed) ?? null }];
  });
}

/** `true` while people are asked whether the decision still holds. */
export function isUnderReview(design: Design): boolean {
  return isReviewable(design) && reviewsOf(design).at(-1)?.answer === null;
}

/** `true` for a decision that people rely on. A rehearsal decides nothing. */
export function isReviewable(design: Design): boolean {
  return !design.rehearsal && refuseFollowUp(design) === null && decisionStatusOf(design) === 'accepted';
}

/** Days on which people are asked, those of its facts and those that people set; past ones too. */
export function remindersOf(design: Design): string[] {
  const facts = findDecisionInForce(design)?.decision.revisitIf ?? [];
  const set = design.followUps.filter(isReviewed);
  return [...facts.map(({ until }) => until), ...set.map(({ day }) => day)].filter(isDay);
}

/** What has come and was not announced: reminders, and changed lines that read otherwise than when they were announced. */
export type NewlyDue = Pick<Due, 'days' | 'lines'>;

export function findNewlyDue(design: Design, lines: NewlyDue['lines'], at: number): NewlyDue {
  const reviews = reviewsOf(design);
  const isKnown = ({ place, sha256 }: NewlyDue['lines'][number]) =>
    reviews.some((review) => review.lines.some((line) => line.place === place && line.sha256 === sha256));
  const days = [...new Set(remindersOf(design))].filter(
    (day) => day <= utcDayOf(at) && !reviews.some((review) => review.days.includes(day)),
  );
  return { days: days.sort(), lines: lines.filter((each) => !isKnown(each)) };
}

/** Records what is newly due; a repeated call, from any daemon, adds nothing. */
export function callForReview(
  draft: Draft,
  { lines: given, commit }: CommandOf<'call_for_review'>,
): Refusal | null {
  const { design, at } = draft;
  if (!isReviewable(design)) return refuse('not_open', 'Only an accepted decision is looked at again.');
  const { days, lines } = findNewlyDue(design, given, at);
  if (days.length + lines.length === 0) return null;
  draft.record({ type: 'review_due', days, lines, commit: lines.length === 0 ? '' : commit });
  return null;
}

/** Days until people are asked again. */
const DAYS: Readonly<Record<ReviewAgain, number | null>> = {
  '3_months': 91,
  '6_months': 182,
  '12_months': 365,
  never: null,
};

/** A person says that the decision still holds. Its text does not change. */
export function reviewDecision(draft: Draft, { again, note, ...actor }: CommandOf<'review_decision'>): void {
  const days = DAYS[again];
  const day = days === null ? '' : utcDayOf(draft.at + days * DAY_MS);
  draft.record({ type: 'decision_reviewed', day, note: cutText(note, 2_000), ...doerOf(actor) });
}

function isReviewed(event: FollowUpEvent): event is Reviewed {
  return event.type === 'decision_reviewed';
}
