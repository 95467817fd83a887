import type { ShownChange } from '../../synthesis/changes.ts';
import type { Design, Participant } from '../../vocabulary/design.ts';
import type { FacilitatorRole, GateReason } from '../../vocabulary/events.ts';
import type { DivergenceId, ParticipantId, QuestionId } from '../../vocabulary/ids.ts';
import type { RoundKind } from '../../vocabulary/sets.ts';
import type { FindingLeft } from '../should-gate.ts';

/** A participant by id, with the title under which people know it. */
export interface Titled {
  readonly id: ParticipantId;
  readonly title: string;
}

/** A difference in its own words. */
interface Differing {
  readonly id: DivergenceId;
  readonly description: string;
}

/** A dissent and its reason in one sentence. */
export interface DissentMatter extends Titled {
  readonly reason: string;
}

/**
 * One thing that could make the reader of a decision wrong (J11): its kind, and its matter as recorded. `facts/reservation.ts`
 * puts it into words.
 */
export type Reservation =
  | { readonly kind: 'stopped'; readonly by: string }
  /** `settled`: the position that prevailed; empty where an answer was corrected. `about`: the difference or the question. */
  | {
      readonly kind: 'person_left_out';
      readonly by: string;
      readonly id: DivergenceId | QuestionId | null;
      readonly about: string;
      readonly settled: string;
    }
  /** `dissents`: how many were asked and dissent. */
  | { readonly kind: 'not_signed'; readonly dissents: number }
  /** `of`: how many signed or dissented. */
  | { readonly kind: 'dissent_of_half'; readonly dissents: readonly DissentMatter[]; readonly of: number }
  | ({ readonly kind: 'dissent' } & DissentMatter)
  | ({ readonly kind: 'blocking_finding' | 'major_finding' } & Pick<FindingLeft, 'id' | 'text' | 'left'>)
  /** `moved`: those whose move without a reason left it open. */
  | ({ readonly kind: 'unresolved_high_impact'; readonly moved: readonly Titled[] } & Differing)
  | ({ readonly kind: 'high_impact_settled_without_reason'; readonly moved: readonly Titled[] } & Differing)
  | ({
      readonly kind: 'open_difference';
      readonly isArgued: boolean;
      readonly moved: readonly Titled[];
    } & Differing)
  | ({ readonly kind: 'moved_without_reason'; readonly moved: readonly Titled[] } & Differing)
  | ({ readonly kind: 'moved_with_the_crowd' } & Differing)
  | {
      readonly kind: 'citation_failed';
      readonly claim: string;
      readonly text: string;
      readonly place: string;
    }
  | {
      readonly kind: 'low_confidence';
      readonly unsure: readonly (Titled & { readonly confidence: number })[];
    }
  /** `attempts`: how many tried and could not. */
  | { readonly kind: 'not_compared' | 'not_audited'; readonly attempts: number }
  | {
      readonly kind: 'degraded_participation';
      readonly toTheEnd: number;
      readonly of: number;
      readonly dead: readonly Participant[];
    }
  /** `dropped`: rounds that were left out; `isUsedUp`: nothing is left. */
  | { readonly kind: 'budget'; readonly dropped: Design['dropped']; readonly isUsedUp: boolean }
  | { readonly kind: 'time'; readonly dropped: Design['dropped'] }
  | { readonly kind: 'other_reason'; readonly reason: GateReason }
  | {
      readonly kind: 'disputed_answer';
      readonly id: QuestionId;
      readonly question: string;
      readonly authors: readonly string[];
    }
  /** `claims`: texts of those whose account alone was changed. */
  | {
      readonly kind: 'unfounded_change';
      readonly changes: readonly ShownChange[];
      readonly claims: readonly string[];
    }
  /** A claim that the text adopts and, by the word of its author who has read it, contradicts. */
  | { readonly kind: 'contradicts_itself'; readonly claims: readonly (Titled & { readonly text: string })[] }
  | { readonly kind: 'about_itself'; readonly sentences: readonly string[] }
  | { readonly kind: 'one_proposal' | 'no_source' }
  /** The highest and the lowest confidence of a proposal. */
  | { readonly kind: 'unsure_proposals'; readonly least: number; readonly most: number }
  | { readonly kind: 'lost'; readonly dead: readonly Participant[] }
  | { readonly kind: 'not_to_the_end'; readonly missing: readonly Titled[] }
  /** `hasFailed`: nobody contributed to any round of this kind. */
  | {
      readonly kind: 'not_waited_for';
      readonly round: RoundKind;
      readonly missing: readonly Titled[];
      readonly hasFailed: boolean;
    }
  | { readonly kind: 'stand_in'; readonly role: FacilitatorRole; readonly by: readonly Titled[] };
