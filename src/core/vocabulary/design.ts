import type {
  AwaitedModel,
  Carried,
  EventOf,
  Frame,
  Profile,
  Step,
  Thread,
  TurnError,
  TurnOutcome,
} from './events.ts';
import type { DesignId, GateId, ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';
import type { Round } from './round.ts';
import type { Session } from './session.ts';
import type { RoundKind } from './sets.ts';

/**
 * The design aggregate: everything that its events add up to. Only `evolve` makes one. What an event says once for the
 * whole design is kept here as that event.
 */
export interface Design
  extends Readonly<
    Omit<EventOf<'design_started'>, 'type' | 'at' | 'designId' | 'participants' | 'thread' | 'frame'>
  > {
  readonly id: DesignId;
  readonly thread: Thread | null;
  /** Number of events that this state is made of. */
  readonly version: number;
  readonly startedAt: number;
  /** When the last of them happened: nothing happens before it, whatever a clock says. */
  readonly lastAt: number;

  readonly step: Step;
  readonly participants: readonly Participant[];
  /** `null`: not framed so far, or nobody could; all who were alive take part then. */
  readonly frame: Frame | null;
  /** Each time a facilitator's role went to another participant (C17), oldest first. */
  readonly handovers: readonly EventOf<'facilitator_passed'>[];

  readonly rounds: readonly Round[];
  /** Waits for a model (A21), oldest first. `at`: when it began; `resumedAt`: `null` until it ends. */
  readonly pauses: readonly (Readonly<Omit<EventOf<'design_paused'>, 'type'>> & {
    readonly resumedAt: number | null;
  })[];
  readonly turns: readonly Turn[];

  readonly questions: readonly Question[];
  /** Questions of the open round, which get their numbers when it is over. */
  readonly unnumbered: readonly Omit<Question, 'id' | 'status'>[];
  readonly replies: readonly Reply[];
  /** Bytes of all that people have said and corrected, with every change: bounded, so that nobody can grow a design without end. */
  readonly saidBytes: number;
  /** Questions and replies as they stood when proposals were begun (`since`: the version); `null` before that. */
  readonly saidBefore: {
    readonly since: number;
    readonly questions: readonly Question[];
    readonly replies: readonly Reply[];
  } | null;
  /** Corrections by people of which reply answers a question, oldest first. */
  readonly corrections: readonly (Readonly<Omit<EventOf<'reply_match_corrected'>, 'type' | 'at' | 'via'>> & {
    readonly since: number;
    /** `true` if something else answers the question since then, or if it became answered or unanswered; `false` for a mere confirmation. */
    readonly isNews: boolean;
  })[];
  /**
   * Since when and until when people are asked to answer; `null` while they are not. `matchedAt`: when their words were
   * last matched to the questions, `null` if never.
   */
  readonly answering: {
    readonly openedAt: number;
    readonly deadlineAt: number;
    readonly matchedAt: number | null;
  } | null;
  /** The design's version when people were asked the questions; `null` before, and where they never are. */
  readonly askedSince: number | null;
  /** The reason and the version since which nobody is waited for any more, while their last words are still being matched. */
  readonly answeringEnded:
    | (Pick<EventOf<'answering_ended'>, 'reason' | 'by' | 'via'> & { readonly since: number })
    | null;
  /** The reason why nobody is asked for answers any more, and the person who said so, if one did; `null` before. */
  readonly answeringClosed: Pick<EventOf<'answering_closed'>, 'reason' | 'by' | 'via'> | null;
  /** Milliseconds that the design has spent waiting for people; they do not count against its own time. */
  readonly waitedForPeopleMs: number;

  readonly proposals: readonly SealedProposal[];
  /** The design's version when they were revealed; `null` before. */
  readonly revealedSince: number | null;
  readonly agreements: EventOf<'divergences_mapped'>['agreements'];
  /** Claims of one proposal alone that would change the answer, as the map says. */
  readonly lone: EventOf<'divergences_mapped'>['lone'];
  readonly divergences: readonly Divergence[];
  /** Kinds of rounds that were left out to keep money or time for what matters more, and why. */
  readonly dropped: readonly Dropped[];

  /** Events that have made its map and its text, oldest first: another run takes them over as far as they were finished. */
  readonly made: Carried['made'];

  readonly composites: readonly EventOf<'composite_submitted'>[];
  /** The audit of the newest composite. */
  readonly audit: EventOf<'audit_submitted'> | null;
  /** Revisions of the newest composite, oldest first: after the audit, and whenever people sent the decision back. */
  readonly revisions: readonly EventOf<'revision_submitted'>[];
  /** The auditor's reading of what the newest revision changed; `null` before, and where it did not come to one. */
  readonly confirmation: EventOf<'revision_confirmed'> | null;
  /** All readings of changes by the auditor since the newest composite, oldest first. */
  readonly confirmations: readonly EventOf<'revision_confirmed'>[];
  /** Signatures under the newest text of the decision. */
  readonly signatures: readonly EventOf<'signature_given'>[];
  readonly gates: readonly Gate[];
  /** Reminders to people, one for each subject. */
  readonly reminders: readonly (Pick<EventOf<'people_reminded'>, 'about'> & { readonly since: number })[];
  /** Each time that its starter was asked for something, oldest first. */
  readonly asks: readonly (EventOf<'starter_asked'> & { readonly since: number })[];
  readonly lateSubmissions: readonly EventOf<'late_submission_recorded'>[];

  /** The outcome that code determined, before the files are written. */
  readonly settled: EventOf<'outcome_settled'> | null;
  readonly files: EventOf<'files_written'>['files'];
  /** Entries of `afterwards` that these files tell of. */
  readonly afterwardsInFiles: number;
  /** The end of the chain of events in its first files; `null` before. */
  readonly head: string | null;
  readonly end: EventOf<'design_ended'> | null;
  /** Everything that was recorded of what people said after that, in order; what stands of it: `lateWordsOf`. */
  readonly lateWords: readonly (Pick<Reply, 'id' | 'author' | 'authorId' | 'via' | 'text'> & {
    readonly at: number;
  })[];
  /** Known to the process that runs it, never stored, and no part of what the events make of it. Only the telling reads it. */
  readonly silence?: Silence;
  /** The same: as many designs run as may at once, and its turn is yet to come. */
  readonly slotWait?: SlotWait;
  /** Address of its page, where others reach the daemon: known like that, never stored. Only the telling reads it. */
  readonly page?: string;
  /** A forge is set up to which its decision can be published: known like that, never stored. Only the telling of threads reads it. */
  readonly hasForge?: true;
  /** What people have done with its decision after the end, in order (J14). Nothing of the decision itself changes. */
  readonly followUps: readonly FollowUpEvent[];
  /** People who have done something by a button, besides those who have said something. */
  readonly people: readonly Required<Pick<Reply, 'author' | 'authorId'>>[];
}

/** Calls of the model to which nothing has come for a while. Times in milliseconds since the epoch. */
export interface Silence {
  readonly participants: readonly ParticipantId[];
  /** Since when nothing has come to the one that has waited longest. */
  readonly since: number;
  /** When the first of them is tried again; `null` where none is, or that is not known. */
  readonly againAt: number | null;
  /** The model that all turns under way wait for. Absent: they do not, or not for one endpoint. */
  readonly weather?: AwaitedModel | undefined;
}

/** A design that has no slot yet. */
export interface SlotWait {
  /** In milliseconds since the epoch. */
  readonly since: number;
  /** There is room, but its starter has as many as one person may have. */
  readonly isForTheirOwn: boolean;
}

/** Something that happened to a decision after the end; a question also at a gate. */
export type FollowUpEvent =
  | EventOf<'decision_judged' | 'decision_superseded' | 'decision_published' | 'decision_rechecked'>
  | RecordAsked;
/** `since`: its place among what happened before the end; `null` after it. */
type RecordAsked = EventOf<'record_asked'> & { readonly since: number | null };

/** A kind of round that was left out. */
export type Dropped = Readonly<Pick<EventOf<'deliberation_stopped'>, 'reason' | 'money'>> & {
  readonly kind: RoundKind;
};

export interface Participant extends Readonly<Profile> {
  readonly sessions: readonly Session[];
}

/** Money, as far as it is known, and time. */
export interface Spent {
  readonly usd: number;
  readonly ms: number;
}

export interface Turn {
  readonly id: TurnId;
  readonly participant: ParticipantId;
  readonly sessionId: SessionId;
  readonly roundId: RoundId;
  readonly startedAt: number;
  /** The design's version when it started. */
  readonly since: number;
  readonly outcome: TurnOutcome | 'open';
  /** Milliseconds until it ended; `null` while it is open. */
  readonly tookMs: number | null;
  readonly error: TurnError | null;
  readonly confidence: number | null;
  /** Notes of its participant for itself; shown to nobody else. */
  readonly notes: string;
  /** The hash of its record (P11); empty while it is open. */
  readonly recordSha256: string;
  readonly tokens: number;
  /** USD; `null` as soon as one call's price is unknown. */
  readonly costUsd: number | null;
  /** The newest call, until its answer was refused. */
  readonly lastCall: Spent;
  /** The calls whose answers were refused: no part of what an accepted answer costs. */
  readonly refused: Spent;
  /** `true` if a call of it brought no answer, so that it may have cost more (T7). */
  readonly costIsAtLeast: boolean;
}

export type Question = Readonly<Carried['questions'][number]>;

export type Reply = Readonly<Omit<Carried['replies'][number], 'unread'>> & {
  /** No turn has read it so far, and one is to. */
  readonly unread: boolean;
  /** Questions of which its author says that they do not know, with the words that say so. */
  readonly leftOpen: readonly Pick<Answer, 'questionId' | 'text' | 'spans'>[];
  /** Words in it that ask for something and are no material; `null` for none. `since`: when a turn has read them so. */
  readonly request: ReplyRequest | null;
  /** The sentence of the decision on which it bears, and why, as a turn has read it (J8); `null` where it bears on none. `since`: by then. */
  readonly bearing: { readonly reason: string; readonly sentence: string; readonly since: number } | null;
  /** The design's version when it was made or last changed: its place among all that happened. Below zero: in a run before. */
  readonly since: number;
};
/** Words of a reply that ask for something. They change nothing by themselves (A17). */
export type ReplyRequest = Readonly<
  Omit<NonNullable<EventOf<'answers_matched'>['requests']>[number], 'replyId'>
>;
export type Answer = Carried['replies'][number]['answers'][number];

export type SealedProposal = Readonly<Carried['proposals'][number]> & {
  readonly revealed: boolean;
};

/** Its positions with those whose claims they are made of. */
export type Divergence = Readonly<EventOf<'divergences_mapped'>['divergences'][number]> & {
  readonly arguments: readonly Argument[];
  readonly settlement: Settlement | null;
};

/** `position`: the one that prevailed; empty where none did. `since`: the design's version by then. */
export interface Settlement
  extends Readonly<
    Pick<EventOf<'divergence_settled'>, 'outcome' | 'position' | 'by' | 'person' | 'via' | 'reason'>
  > {
  readonly since: number;
}

export interface Argument
  extends Readonly<
    Pick<
      EventOf<'position_argued'>,
      'participant' | 'roundId' | 'addresses' | 'citation' | 'check' | 'changedBy' | 'position' | 'confidence'
    >
  > {
  readonly text: string;
}

export interface Gate extends Readonly<Pick<EventOf<'gate_opened'>, 'reasons' | 'choices' | 'deadlineAt'>> {
  readonly id: GateId;
  /** The round that brought nothing and that it is about; `null` where it is about something else. */
  readonly roundId: RoundId | null;
  readonly openedAt: number;
  /** The design's version when it opened: its place among all that happened. */
  readonly since: number;
  /** When it was decided, by a person or by its deadline; `null` while it was not. */
  readonly closedAt: number | null;
  /** The design's version by then. */
  readonly closedSince: number | null;
  readonly decision: Readonly<Pick<EventOf<'gate_decided'>, 'choice' | 'note' | 'by' | 'via'>> | null;
}
