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
 * One thing that could make the reader of a decision wrong (J11): its kind, and its matter as recorded. `facts/caveat.ts`
 * puts it into words.
 */
export type Caveat =
  | { readonly kind: 'stopped'; readonly by: string }
  /** `text`: their newest words that no turn has read; `more`: how many messages of theirs besides. */
  | { readonly kind: 'unread_words'; readonly by: string; readonly text: string; readonly more: number }
  /** `words`: whole sentences of the person, as they wrote them. `isOfTopic`: they stand in the question itself. */
  | {
      readonly kind: 'contradicts_person';
      readonly by: string;
      readonly words: string;
      readonly isOfTopic: boolean;
    }
  /** `said`: words that bear on the decision, which does not answer them; else empty. `settled`: the position that prevailed; empty where an answer was corrected. `about`: the difference or the question. */
  | {
      readonly kind: 'person_left_out';
      readonly by: string;
      readonly id: DivergenceId | QuestionId | null;
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
  /** A claim that the text adopts and, by the word of its author who has read it, contradicts. */
  | { readonly kind: 'contradicts_itself'; readonly claims: readonly (Titled & { readonly text: string })[] }
  | { readonly kind: 'one_proposal' | 'no_source' | 'not_framed' }
  /** Words of the text that stand in nothing that was said, proposed or cited: sentences that say who agreed, commands and addresses, numbers. */
  | {
      readonly kind: 'approval_of_nobody' | 'command_of_nobody' | 'number_of_nobody';
      readonly words: readonly string[];
    }
  /** `language`: of the question, as its frame has it. */
  | { readonly kind: 'other_language'; readonly language: string }
  | { readonly kind: 'no_way_back' | 'no_risk' | 'empty_audit' }
  | { readonly kind: 'equal_signatures'; readonly signers: readonly Titled[] }
  /** The highest and the lowest confidence of a proposal, and of a signature. */
  | { readonly kind: 'unsure_proposals' | 'unsure_signatures'; readonly least: number; readonly most: number }
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
