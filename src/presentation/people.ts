import type { Outcome } from '../core/outcome/outcome.ts';
import { participationOf, type partOf } from '../core/outcome/participation.ts';
import type { Design, Participant } from '../core/vocabulary/design.ts';
import type { ParticipantId } from '../core/vocabulary/ids.ts';
import { type Round, waitingFor } from '../core/vocabulary/round.ts';
import { participantState } from '../core/vocabulary/session.ts';
import { type Excuse, OUTAGES, type Outage, type RoundKind } from '../core/vocabulary/sets.ts';
import { openRound } from '../core/vocabulary/status.ts';
import { isHeld } from '../core/workflow/rounds/weather.ts';
import { joined, type Line, type Style, untrusted, WHOLE } from './format/document.ts';
import { allDeadWords, deathsWords } from './run/crash.ts';
import type { DesignView } from './schema/view.ts';

export type Doing =
  | { readonly kind: 'starting' | 'resting' | 'sealed' | 'argued' | 'signed' | 'dissented' | 'delivered' }
  /** `after`: how its last session in this round was lost, or empty. */
  | { readonly kind: 'working'; readonly on: RoundKind; readonly after: string }
  | { readonly kind: 'released'; readonly why: string }
  /** None: it passed. */
  | { readonly kind: 'asked'; readonly questions: number }
  /** `outage`: why the model could not be used, if that was the reason. */
  | { readonly kind: 'excused'; readonly reason: Excuse; readonly outage: Outage | null }
  /** `why`: the cause of the last crash. */
  | { readonly kind: 'retrying'; readonly why: string }
  /** `story`: a sentence with the participant's name and the causes. */
  | { readonly kind: 'dead'; readonly story: string };

/** A participant by name: people read names instead of letters (J3). */
export function titleIn({ personas }: Pick<DesignView, 'personas'>, id: ParticipantId, style?: Style): Line {
  return [untrusted(personas.find((each) => each.id === id)?.title ?? id, WHOLE, style)];
}

export function titlesIn(view: Pick<DesignView, 'personas'>, ids: readonly ParticipantId[]): Line {
  return joined(
    ids.map((id) => titleIn(view, id)),
    ', ',
  );
}

export interface ParticipantView {
  readonly id: ParticipantId;
  readonly title: string;
  readonly emoji: string;
  readonly doing: Doing;
}

/** Activities with which facilitators are shown. */
const SHOWN: readonly Doing['kind'][] = ['working', 'retrying', 'dead'];

export function shownParticipants(design: Design): ParticipantView[] {
  return design.participants
    .map((each) => ({ role: each.role, person: shownParticipant(design, each) }))
    .filter(({ role, person: { doing } }) => {
      if (role !== 'persona') return SHOWN.includes(doing.kind);
      return design.end === null || doing.kind !== 'resting';
    })
    .map(({ person }) => person);
}

export function shownParticipant(design: Design, who: Participant): ParticipantView {
  const { id, title, emoji } = who;
  return { id, title, emoji, doing: doingOf(design, who) };
}

function doingOf(design: Design, who: Participant): Doing {
  const released = design.frame?.released.find(({ participant }) => participant === who.id);
  if (released !== undefined) return { kind: 'released', why: released.reason };
  switch (participantState(who.sessions)) {
    case 'dead': {
      const death = participationOf(design).died.find(({ participant }) => participant === who.id);
      return { kind: 'dead', story: death?.words ?? who.title };
    }
    case 'retrying':
      return { kind: 'retrying', why: lastCrash(who) };
    case 'starting':
      return design.step === 'spawning' ? { kind: 'starting' } : inRound(design, who);
    case 'alive':
    case 'parked':
    case 'released':
      return inRound(design, who);
  }
}

function inRound(design: Design, who: Participant): Doing {
  const { id } = who;
  const round = openRound(design);
  if (round === null || !round.asked.includes(id)) return betweenRounds(design, who);
  if (isHeld(design, id)) return { kind: 'resting' };
  if (waitingFor(round).includes(id)) {
    return { kind: 'working', on: round.kind, after: isAskedAgain(design, who) ? lastCrash(who) : '' };
  }
  const excuse = round.excused.find(({ participant }) => participant === id);
  if (excuse !== undefined) return notWaitedFor(design, round, who, excuse.reason);
  switch (round.kind) {
    case 'questions':
      return { kind: 'asked', questions: questionsOf(design, id) };
    case 'proposals':
      return { kind: 'sealed' };
    case 'argument':
      return { kind: 'argued' };
    case 'signing':
      return betweenRounds(design, who);
    case 'matching':
    case 'reading':
      return betweenRounds(design, who);
    case 'framing':
    case 'mapping':
    case 'composite':
    case 'audit':
    case 'revision':
    case 'confirmation':
      return { kind: 'delivered' };
  }
}

function notWaitedFor(design: Design, round: Round, { id }: Participant, reason: Excuse): Doing {
  const turn = design.turns.findLast(
    ({ participant, roundId }) => participant === id && roundId === round.id,
  );
  const outage = OUTAGES.find((each) => each === turn?.error?.class) ?? null;
  return { kind: 'excused', reason, outage };
}

/** Its last turn, if that failed and so must not look *done*; else `null`. */
function failedLast(design: Design, who: Participant): Doing | null {
  const round = design.rounds.findLast(({ asked }) => asked.includes(who.id));
  const excuse = round?.excused.find(({ participant }) => participant === who.id);
  if (round === undefined || excuse === undefined) return null;
  const hasFailed = excuse.reason === 'turn_failed' || excuse.reason === 'timed_out';
  return hasFailed ? notWaitedFor(design, round, who, excuse.reason) : null;
}

/** `true` for the replacement of a session lost in the open round. */
function isAskedAgain(design: Design, { id, sessions }: Participant): boolean {
  const round = openRound(design);
  const isReplacement = sessions.at(-1)?.origin === 'retry';
  const lost = design.turns.some(
    (turn) => turn.participant === id && turn.roundId === round?.id && turn.outcome === 'process_lost',
  );
  return isReplacement && lost;
}

function lastCrash({ sessions }: Participant): string {
  return sessions.findLast(({ cause }) => cause !== null)?.cause?.detail ?? '';
}

function betweenRounds(design: Design, who: Participant): Doing {
  const { id, role } = who;
  const failed = design.end === null ? failedLast(design, who) : null;
  if (failed !== null) return failed;
  const signature = design.signatures.find(({ participant }) => participant === id);
  if (signature !== undefined) return { kind: signature.verdict === 'dissents' ? 'dissented' : 'signed' };
  if (design.step === 'answering' && role === 'persona')
    return { kind: 'asked', questions: questionsOf(design, id) };
  const hasSealed = design.proposals.some((sealed) => sealed.participant === id && !sealed.revealed);
  return { kind: hasSealed && design.end === null ? 'sealed' : 'resting' };
}

function questionsOf({ questions, unnumbered }: Design, id: ParticipantId): number {
  return [...questions, ...unnumbered].filter(({ participant }) => participant === id).length;
}

export function takenPartWords({
  personas,
  proposed,
  toTheEnd,
  lost,
  wasToBeSigned,
}: Outcome['takenPart']): string {
  const dead = deathsWords(lost);
  const names = dead.length === 0 ? '' : ` (${dead.join('; ')})`;
  if (toTheEnd > 0) return `${toTheEnd} of ${personas} finished${names}`;
  // All died alike, so one line says it.
  if (lost.length === personas && dead.length === 1) return allDeadWords(lost);
  const asked = wasToBeSigned ? 'nobody has signed or dissented' : 'nobody was asked to sign';
  return `${proposed} of ${personas} wrote a proposal${names}; ${asked}`;
}

export const PART_WORDS: Record<ReturnType<typeof partOf>, string> = {
  to_the_end: 'finished',
  until_stopped: 'took part until it stopped',
  no_proposal: 'wrote no proposal',
  not_signed: 'wrote a proposal, but neither signed nor dissented',
  not_asked_to_sign: 'wrote a proposal, but was not asked to sign',
};
