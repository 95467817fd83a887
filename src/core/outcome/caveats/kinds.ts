import type { Design, Participant } from '../../vocabulary/design.ts';
import type { FacilitatorRole, GateReason } from '../../vocabulary/event-parts.ts';
import type { DivergenceId, ParticipantId } from '../../vocabulary/ids.ts';
import type { RoundKind } from '../../vocabulary/sets.ts';
import type { FindingLeft } from '../should-gate.ts';

export interface Titled {
  readonly id: ParticipantId;
  readonly title: string;
}

interface Differing {
  readonly id: DivergenceId;
  readonly description: string;
}

export interface DissentMatter extends Titled {
  readonly reason: string;
}

/** One thing that could make the reader of a decision wrong (J11): its kind and the recorded facts. Presentation words it. */
export type Caveat =
  | { readonly kind: 'stopped'; readonly by: string }
  /** `text`: the person's newest unread message; `more`: their other unread messages. */
  | { readonly kind: 'unread_words'; readonly by: string; readonly text: string; readonly more: number }
  /** `words`: whole sentences as the person wrote them. `isOfTopic`: from the question itself. */
  | {
      readonly kind: 'contradicts_person';
      readonly by: string;
      readonly words: string;
      readonly isOfTopic: boolean;
    }
  /**
   * `said`: a reply that bears on the decision unanswered, or empty. `settled`: else the position that prevailed. `about`: the
   * difference, or the sentence of the decision.
   */
  | {
      readonly kind: 'person_left_out';
      readonly by: string;
      readonly id: DivergenceId | null;
      readonly about: string;
      readonly settled: string;
      readonly said: string;
    }
  /** `dissents`: how many were asked and dissent. */
  | { readonly kind: 'not_signed'; readonly dissents: number }
  /** `of`: how many signed or dissented. */
  | { readonly kind: 'dissent_of_half'; readonly dissents: readonly DissentMatter[]; readonly of: number }
  | ({ readonly kind: 'dissent' } & DissentMatter)
  | ({ readonly kind: 'blocking_finding' | 'major_finding' } & Pick<FindingLeft, 'id' | 'text' | 'left'>)
  | ({ readonly kind: 'unresolved_high_impact' } & Differing)
  | ({ readonly kind: 'open_difference'; readonly isArgued: boolean } & Differing)
  | {
      readonly kind: 'citation_failed';
      readonly claim: string;
      readonly text: string;
      readonly place: string;
    }
  | { readonly kind: 'low_confidence'; readonly unsure: readonly Titled[]; readonly areAll: boolean }
  /** `attempts`: how many tried and failed. */
  | { readonly kind: 'not_compared' | 'not_audited'; readonly attempts: number }
  | {
      readonly kind: 'degraded_participation';
      readonly toTheEnd: number;
      readonly of: number;
      readonly dead: readonly Participant[];
    }
  /** `dropped`: skipped rounds; `isUsedUp`: no money is left. */
  | { readonly kind: 'budget'; readonly dropped: Design['dropped']; readonly isUsedUp: boolean }
  | { readonly kind: 'time'; readonly dropped: Design['dropped'] }
  | { readonly kind: 'other_reason'; readonly reason: GateReason }
  /** Adopted claims that their authors find contradicted in the text. */
  | { readonly kind: 'contradicts_itself'; readonly claims: readonly (Titled & { readonly text: string })[] }
  | { readonly kind: 'one_proposal' | 'no_source' | 'not_framed' }
  /** `language`: the question's, from its frame. */
  | { readonly kind: 'other_language'; readonly language: string }
  | { readonly kind: 'no_risk' | 'empty_audit' | 'unsure_proposals' }
  | { readonly kind: 'lost'; readonly dead: readonly Participant[] }
  | { readonly kind: 'not_to_the_end'; readonly missing: readonly Titled[] }
  /** `hasFailed`: no round of this kind got a contribution. */
  | {
      readonly kind: 'not_waited_for';
      readonly round: RoundKind;
      readonly missing: readonly Titled[];
      readonly hasFailed: boolean;
    }
  | { readonly kind: 'stand_in'; readonly role: FacilitatorRole; readonly by: readonly Titled[] };
