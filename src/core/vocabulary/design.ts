/**
 * The words of the domain, which all of the core shares: what commands, events and submissions look
 * like, the closed sets, and ids. Here: the design itself, as its events make it.
 */

import type {
  AwaitedModel,
  Differing,
  Dropped,
  Frame,
  Profile,
  Step,
  Thread,
  TurnError,
  TurnOutcome,
} from './event-parts.ts';
import type { Carried, EventOf } from './events.ts';
import type { DesignId, GateId, ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';
import type { Round } from './round.ts';
import type { Session } from './session.ts';
import type { TimedPart } from './sets.ts';
import type { Change } from './submission.ts';

/**
 * The design aggregate, built from its events by `evolve` alone. Keeps facts about the whole design
 * as the events that state them.
 */
export interface Design
  extends Readonly<
    Omit<
      EventOf<'design_started'>,
      'type' | 'at' | 'designId' | 'participants' | 'thread' | 'frame'
    >
  > {
  readonly id: DesignId;
  readonly thread: Thread | null;
  readonly version: number;
  readonly startedAt: number;
  /**
   * Time of the newest event. Later events never get an earlier time, even if the clock is set
   * back.
   */
  readonly lastAt: number;

  readonly step: Step;
  readonly participants: readonly Participant[];
  /** `null` before framing, or if framing failed; every living persona then takes part. */
  readonly frame: Frame | null;
  /** Hand-overs of a facilitator's role, oldest first. */
  readonly handovers: readonly EventOf<'facilitator_passed'>[];

  readonly rounds: readonly Round[];
  /** Waits for a model, oldest first. `at`: start; `resumedAt`: end, or `null`. */
  readonly pauses: readonly (Readonly<NonNullable<EventOf<'design_paused'>['paused']>> & {
    readonly at: number;
    readonly resumedAt: number | null;
  })[];
  readonly turns: readonly Turn[];

  readonly questions: readonly Question[];
  /** Questions of the open round; numbered when it closes. */
  readonly unnumbered: readonly Omit<Question, 'id' | 'status'>[];
  readonly replies: readonly Reply[];
  /**
   * Replies whose answers to a question were read as unable to hold together. `since`: the version
   * at that reading.
   */
  readonly differing: readonly (Readonly<Differing> & { readonly since: number })[];
  /** Number of the newest reply, even of one withdrawn since: no number is given twice. */
  readonly lastReplyNumber: number;
  /**
   * Bytes of all that people said, including every edit. Bounded, so that no one can grow a design
   * endlessly.
   */
  readonly saidBytes: number;
  /** Questions and replies when proposing began (`since`: the version); `null` before that. */
  readonly saidBefore: {
    readonly since: number;
    readonly questions: readonly Question[];
    readonly replies: readonly Reply[];
  } | null;
  /**
   * The time that people have to answer; `null` outside it. `matchedAt`: time of the last matching
   * of their words to the questions, or `null`.
   */
  readonly answering: {
    readonly openedAt: number;
    readonly deadlineAt: number;
    /** People can see the questions, so their time runs. */
    readonly isSeen: boolean;
    readonly matchedAt: number | null;
  } | null;
  /** The design's version when people were asked; `null` if they were not asked. */
  readonly askedSince: number | null;
  /** How the wait ended, while the last replies are still being matched. */
  readonly answeringEnded: AnsweringClosed | null;
  /** How answering ended; `null` before. */
  readonly answeringClosed: AnsweringClosed | null;
  /** Milliseconds spent waiting for people; they do not count against the design's time. */
  readonly waitedForPeopleMs: number;

  readonly proposals: readonly SealedProposal[];
  /** The design's version when proposals were revealed; `null` before. */
  readonly revealedSince: number | null;
  readonly agreements: EventOf<'divergences_mapped'>['agreements'];
  /** Claims in only one proposal that would change the answer, by the map. */
  readonly lone: EventOf<'divergences_mapped'>['lone'];
  readonly divergences: readonly Divergence[];
  readonly dropped: readonly Dropped[];
  /** Parts whose time has passed: no more rounds of them begin. */
  readonly partsOver: readonly TimedPart[];

  /**
   * Events that made the map and the text, oldest first. Another run takes over the finished ones.
   */
  readonly made: Carried['made'];

  readonly composites: readonly EventOf<'composite_submitted'>[];
  /** The audit of the newest composite. */
  readonly audit: EventOf<'audit_submitted'> | null;
  /**
   * Revisions of the newest composite, oldest first: after the audit, and each time people sent the
   * decision back.
   */
  readonly revisions: readonly Revised[];
  /** The auditor's checks of what was changed since the newest composite, oldest first. */
  readonly confirmations: readonly Confirmed[];
  /** Signatures under the newest text of the decision. */
  readonly signatures: readonly EventOf<'signature_given'>[];
  readonly gates: readonly Gate[];
  /** Reminders, and requests to the starter, oldest first. */
  readonly reminders: readonly (EventOf<'people_reminded'> & { readonly since: number })[];
  readonly lateSubmissions: readonly EventOf<'late_report_recorded'>[];

  /** The outcome that code determined, before the files are written. */
  readonly settled: EventOf<'outcome_settled'> | null;
  readonly files: EventOf<'files_written'>['files'];
  /** Length of `followUps` when the files were last written. */
  readonly afterwardsInFiles: number;
  /** Hash that ends the event chain in its first files; `null` before. */
  readonly head: string | null;
  readonly end: EventOf<'design_ended'> | null;
  /** Messages after the end, with each edit, in order; `lateWordsOf` returns the current ones. */
  readonly lateWords: readonly (Pick<
    Reply,
    'id' | 'author' | 'authorId' | 'via' | 'text' | 'shown'
  > & {
    readonly at: number;
  })[];
  /** Known only to the running process and never stored. Only presentation reads it. */
  readonly silence?: Silence;
  /** The design waits for a slot. Likewise never stored. */
  readonly slotWait?: SlotWait;
  /**
   * Address of the design's page, if the daemon can be reached. Never stored; only presentation
   * reads it.
   */
  readonly page?: string;
  /** A forge is set up for publishing. Never stored; only presentation reads it. */
  readonly hasForge?: true;
  /** Follow-ups after the end, in order. The decision itself stays unchanged. */
  readonly followUps: readonly FollowUpEvent[];
  /** People who pressed a button; those who wrote are elsewhere. */
  readonly people: readonly Required<Pick<Reply, 'author' | 'authorId'>>[];
}

/** Model calls that have sent nothing for a while. Times in milliseconds since the epoch. */
export interface Silence {
  readonly participants: readonly ParticipantId[];
  /** Beginning of the longest silence. */
  readonly since: number;
  /** Time of the first retry; `null` if there is none or it is unknown. */
  readonly againAt: number | null;
  /**
   * The model that all open turns wait for. Absent: they wait for different endpoints, or for none.
   */
  readonly unavailable?: AwaitedModel | undefined;
}

export interface SlotWait {
  /** In milliseconds since the epoch. */
  readonly since: number;
  /** A slot is free, but the starter already runs as many designs as one person may. */
  readonly isForTheirOwn: boolean;
}

/** A follow-up after the end; a question can also be asked at a gate. */
export type FollowUpEvent = EventOf<'decision_judged' | 'decision_published'> | RecordAsked;
/** `since`: the design's version for a question at a gate; `null` after the end. */
type RecordAsked = EventOf<'record_asked'> & { readonly since: number | null };

export interface Participant extends Readonly<Profile> {
  readonly sessions: readonly Session[];
}

export interface CallSpending {
  readonly usd: number;
  readonly ms: number;
}

export interface Turn {
  readonly id: TurnId;
  readonly participant: ParticipantId;
  readonly sessionId: SessionId;
  readonly roundId: RoundId;
  readonly startedAt: number;
  readonly since: number;
  readonly outcome: TurnOutcome | 'open';
  /** `null` while it is open. */
  readonly tookMs: number | null;
  readonly error: TurnError | null;
  readonly confidence: number | null;
  /** Its participant's notes to itself, shown to no one else. */
  readonly notes: string;
  /** Gaps in its submission that code completed or let stand. */
  readonly derived: readonly string[];
  /** The hash of its record; empty while it is open. */
  readonly recordSha256: string;
  readonly tokens: number;
  /** USD; `null` as soon as one call's price is unknown. */
  readonly costUsd: number | null;
  /** Spending of the newest call; zero once its answer was refused. */
  readonly lastCall: CallSpending;
  /**
   * Spending of calls with refused answers, which does not count in the price of an accepted one.
   */
  readonly refused: CallSpending;
  /** A call brought no answer, so the turn may have cost more. */
  readonly costIsAtLeast: boolean;
  /** Its model may have read only a part of a prompt. */
  readonly wasReadInPart: boolean;
}

export type Question = Readonly<Carried['questions'][number]>;

export type Reply = Readonly<Omit<Carried['replies'][number], 'unread' | 'number' | 'givenUp'>> & {
  /** Stays the same when it is edited and when others are withdrawn. */
  readonly number: number;
  /** Still to be read by a turn. */
  readonly unread: boolean;
  /**
   * Its answers for which others hold now: its author has said something else, or gave way, or was
   * overruled.
   */
  readonly givenUp: readonly GivenAnswer[];
  /** Questions that the reply's author cannot answer, with the words that say so. */
  readonly leftOpen: readonly Pick<GivenAnswer, 'questionId' | 'text' | 'spans'>[];
  /**
   * Words that ask for something and are not material, or `null`. `since`: the design's version
   * when a turn read them.
   */
  readonly request: ReplyRequest | null;
  /**
   * How the reply bears on the decision, as a turn read it; `null` if none did. `since`: the
   * design's version at that reading.
   */
  readonly bearing: (Omit<Bearing, 'replyId'> & { readonly since: number }) | null;
  /** The design's version when it was written or last edited. Negative: in an earlier run. */
  readonly since: number;
  /** Time at which it was written or last edited; absent: in an earlier run. */
  readonly at?: number;
};
/** Words of a reply that ask for something. They change nothing by themselves. */
export type ReplyRequest = Readonly<
  Omit<NonNullable<EventOf<'answers_matched'>['requests']>[number], 'replyId'>
>;
export type Bearing = Readonly<NonNullable<EventOf<'answers_matched'>['bearing']>[number]>;
export type GivenAnswer = Carried['replies'][number]['answers'][number];

export type SealedProposal = Readonly<Carried['proposals'][number]> & {
  readonly revealed: boolean;
};

/** A difference. Its positions name the participants whose claims they are made of. */
export type Divergence = Readonly<EventOf<'divergences_mapped'>['divergences'][number]> & {
  readonly arguments: readonly Argument[];
  readonly settlement: Settlement | null;
};

/**
 * Why answering ended, and who ended it, if a person did. `since`: the design's version at that
 * time.
 */
interface AnsweringClosed
  extends Readonly<Pick<EventOf<'answering_closed'>, 'reason' | 'by' | 'via' | 'at'>> {
  readonly since: number;
}

/** `position`: the one that prevailed, or empty. `since`: the design's version at that time. */
export interface Settlement
  extends Readonly<
    Pick<
      EventOf<'divergence_settled'>,
      'outcome' | 'position' | 'by' | 'person' | 'via' | 'reason' | 'at'
    >
  > {
  readonly since: number;
}

export interface Argument
  extends Readonly<
    Pick<
      EventOf<'position_argued'>,
      | 'participant'
      | 'roundId'
      | 'addresses'
      | 'citation'
      | 'check'
      | 'changedBy'
      | 'position'
      | 'confidence'
    >
  > {
  readonly text: string;
}

/** `inForce`: its changes without those that were taken out again. */
type Revised = EventOf<'revision_submitted'> & { readonly inForce: readonly Change[] };

/** `after`: how many revisions came before it. */
type Confirmed = EventOf<'revision_confirmed'> & { readonly after: number };

export interface Gate
  extends Readonly<Pick<EventOf<'gate_opened'>, 'caveats' | 'choices' | 'deadlineAt'>> {
  readonly id: GateId;
  /** The round that brought nothing, if the gate is about one. */
  readonly roundId: RoundId | null;
  readonly about: 'decision' | 'round' | 'thread';
  /** Why nothing can be posted in the thread any more; `null` if that is not known of this gate. */
  readonly unreachable: string | null;
  /** People can see the gate, so their time runs. */
  readonly isSeen: boolean;
  readonly openedAt: number;
  readonly since: number;
  /** Time at which a person or the deadline decided it; `null` while it is open. */
  readonly closedAt: number | null;
  readonly closedSince: number | null;
  readonly decision: Readonly<
    Pick<EventOf<'gate_decided'>, 'choice' | 'note' | 'by' | 'via'>
  > | null;
}
