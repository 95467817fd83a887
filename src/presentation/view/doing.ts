import { describeCrashes, ownCrashes } from '../../core/vocabulary/crashes.ts';
import type { Design, Participant } from '../../core/vocabulary/design.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { listAwaited, type Round, SHOWN_EXCUSES } from '../../core/vocabulary/round.ts';
import { participantStateOf } from '../../core/vocabulary/session.ts';
import type { RoundKind } from '../../core/vocabulary/sets.ts';
import { openRound } from '../../core/vocabulary/status.ts';
import { isHeld } from '../../core/workflow/rounds/unavailable.ts';
import { lowerFirst } from '../format/plain.ts';
import { EXCUSE_WORDS, ROUND_WORDS } from '../judged/rounds.ts';
import type { ReadOnly } from '../schema/field.ts';
import type { RUN } from '../schema/run.ts';
import { ON_PURPOSE } from '../words/crash.ts';
import { sayFailure } from '../words/unavailable.ts';

type Doing = ReadOnly<typeof RUN>['personas'][number]['doing'];

/** Words of a state that needs no fact. */
const WORDS = {
  starting: 'reading up',
  sealed: 'sealed',
  argued: 'argued',
  signed: 'signed',
  dissented: 'dissents',
  delivered: 'done',
  released: 'not needed',
  resting: 'idle',
} satisfies Partial<Record<Doing['kind'], string>>;

export function doingOf(design: Design, who: Participant): Doing {
  if (design.frame?.released.some(({ participant }) => participant === who.id))
    return plain('released');
  switch (participantStateOf(who.sessions)) {
    case 'dead':
      return { kind: 'dead', words: describeCrashes(ownCrashes(who.sessions)) || 'gone' };
    case 'retrying':
      return {
        kind: 'retrying',
        words: becauseOf('crashed and starts again', lastCrash(design, who)),
      };
    case 'starting':
      return design.step === 'spawning' ? plain('starting') : doingInRound(design, who);
    case 'alive':
    case 'parked':
    case 'released':
      return doingInRound(design, who);
  }
}

/** What somebody is at who has contributed. */
const DELIVERED: Partial<Record<RoundKind, 'sealed' | 'argued'>> = {
  proposals: 'sealed',
  argument: 'argued',
};
/** Rounds whose result is told as something else. */
const SILENT: readonly RoundKind[] = ['signing', 'matching', 'reading'];

function doingInRound(design: Design, who: Participant): Doing {
  const { id } = who;
  const round = openRound(design);
  if (round === null || !round.asked.includes(id)) return doingBetweenRounds(design, who);
  if (isHeld(design, id)) return plain('resting');
  if (listAwaited(round).includes(id)) {
    const { doing } = ROUND_WORDS[round.kind];
    const words = isAskedAgain(design, round, who)
      ? becauseOf(`${doing} again`, lastCrash(design, who))
      : doing;
    return { kind: 'working', words };
  }
  const excused = findExcusedDoing(design, round, id);
  if (excused !== null) return excused;
  if (round.kind === 'questions') return findAskedDoing(design, id);
  if (SILENT.includes(round.kind)) return doingBetweenRounds(design, who);
  return plain(DELIVERED[round.kind] ?? 'delivered');
}

function doingBetweenRounds(design: Design, { id, role }: Participant): Doing {
  const isRunning = design.end === null;
  const last = design.rounds.findLast((round) => round.asked.includes(id));
  const excuse = last?.excused.find(({ participant }) => participant === id);
  const hasFailed = isRunning && excuse !== undefined && SHOWN_EXCUSES.includes(excuse.reason);
  const failed = last !== undefined && hasFailed ? findExcusedDoing(design, last, id) : null;
  if (failed !== null) return failed;
  const signature = design.signatures.find(({ participant }) => participant === id);
  if (signature?.verdict === 'with_reservation')
    return { kind: 'signed', words: `${WORDS.signed} with a reservation` };
  if (signature !== undefined)
    return plain(signature.verdict === 'dissents' ? 'dissented' : 'signed');
  if (design.step === 'answering' && role === 'persona') return findAskedDoing(design, id);
  const hasSealed = design.proposals.some(
    (sealed) => sealed.participant === id && !sealed.revealed,
  );
  return plain(hasSealed && isRunning ? 'sealed' : 'resting');
}

/** `null` if it was waited for. */
function findExcusedDoing(design: Design, round: Round, id: ParticipantId): Doing | null {
  const excuse = round.excused.find(({ participant }) => participant === id);
  if (excuse === undefined) return null;
  const words = sayExcuse(design, round, excuse);
  return { kind: 'excused', words: excuse.reason === 'turn_failed' ? `failed: ${words}` : words };
}

/** Says what was refused, or why the model could not be used, where that was the reason. */
export function sayExcuse(
  { turns }: Design,
  { id }: Round,
  { participant, reason, detail }: Round['excused'][number],
): string {
  if (reason !== 'turn_failed') return EXCUSE_WORDS[reason];
  const turn = turns.findLast((each) => each.participant === participant && each.roundId === id);
  const { error = null } = turn ?? {};
  // A budget that is used up ends no turn.
  const words = error?.message.startsWith(detail) ? sayFailure(error) : detail.replace(/\.$/, '');
  return lowerFirst(words) || EXCUSE_WORDS.turn_failed;
}

function findAskedDoing({ questions, unnumbered }: Design, id: ParticipantId): Doing {
  const count = [...questions, ...unnumbered].filter(
    ({ participant }) => participant === id,
  ).length;
  return {
    kind: 'asked',
    words: count === 0 ? 'no questions' : `asked ${countOf(count, 'question')}`,
  };
}

/** `true` for the replacement of a session lost in this round. */
function isAskedAgain({ turns }: Design, round: Round, { id, sessions }: Participant): boolean {
  const isLost = turns.some(
    (turn) =>
      turn.participant === id && turn.roundId === round.id && turn.outcome === 'process_lost',
  );
  return isLost && sessions.at(-1)?.origin === 'retry';
}

function lastCrash(design: Design, { sessions }: Participant): string {
  const cause = sessions.findLast((each) => each.cause !== null)?.cause ?? null;
  if (cause === null) return '';
  return isWrittenExample(design) ? ON_PURPOSE : cause.detail;
}

function becauseOf(words: string, why: string): string {
  return why === '' ? words : `${words} (${why})`;
}

function plain(kind: keyof typeof WORDS): Doing {
  return { kind, words: WORDS[kind] };
}
