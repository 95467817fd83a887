import { isDraftedByOne } from '../../policy/method.ts';
import type { Design } from '../../vocabulary/design.ts';
import { type EventOf, IS_RESPONSE } from '../../vocabulary/events.ts';
import { healthySession, isAlive, personas, roleHolder } from '../../vocabulary/participants.ts';
import { facilitatorOf, ROUNDS, waitingFor } from '../../vocabulary/round.ts';
import { isPaused, openRound } from '../../vocabulary/status.ts';
import { areSame, firstOf, openTurnOf, type Rules, turnOf, unless } from './rules.ts';

/** A round is open alone, asks those who can answer it, and is closed when it waits for nobody (C3, C7, C12). */
export const ROUND_RULES: Rules<
  | 'round_opened'
  | 'participant_excused'
  | 'round_closed'
  | 'facilitator_passed'
  | 'turn_started'
  | 'model_answered'
  | 'tool_invoked'
  | 'confidence_given'
  | 'turn_finished'
  | 'late_submission_recorded'
> = {
  round_opened: (design, event) =>
    firstOf(
      unless(openRound(design) === null, 'another round is open'),
      unless(!isPaused(design), 'a person is being asked whether it continues'),
      unless(event.roundId === `r${design.rounds.length + 1}`, 'the round has another number'),
      unless(design.step === ROUNDS[event.kind].step, 'the round belongs to another step'),
      unless(new Set(event.asked).size === event.asked.length, 'somebody is asked twice'),
      whyNotAsked(design, event),
      unless((event.replies !== undefined) === (event.kind === 'matching'), 'only a matching reads replies'),
      unless(hasPoints(design, event), 'the points of the round are not those of the map'),
    ),
  participant_excused: (design, { roundId, participant: id, reason }) => {
    const round = openRound(design);
    if (round?.id !== roundId) return 'the round is not open';
    if (!waitingFor(round).includes(id)) return 'the round does not wait for this participant';
    const participant = design.participants.find((each) => each.id === id);
    const isDead = participant !== undefined && !isAlive(participant);
    return unless((reason === 'dead') === isDead, 'the excuse is another one');
  },
  round_closed: (design, { roundId, contributed, excused }) => {
    const round = openRound(design);
    if (round?.id !== roundId) return 'the round is not open';
    const excusedNow = round.excused.map(({ participant }) => participant);
    return firstOf(
      unless(waitingFor(round).length === 0, 'the round still waits for somebody'),
      unless(
        areSame(contributed, round.contributed) && areSame(excused, excusedNow),
        'others have contributed or were excused',
      ),
    );
  },
  facilitator_passed: (design, { role, from, to }) =>
    firstOf(
      unless(from === roleHolder(design, role), 'somebody else has this role'),
      unless(
        personas(design).some((persona) => persona.id === to && isAlive(persona)),
        'no living persona takes the role',
      ),
    ),
  turn_started: (design, { turnId, participant: id, roundId, sessionId }) => {
    const round = openRound(design);
    const participant = design.participants.find((each) => each.id === id);
    const session = participant === undefined ? undefined : healthySession(participant);
    return firstOf(
      unless(!design.turns.some((turn) => turn.id === turnId), 'the turn has started before'),
      unless(
        round?.id === roundId && waitingFor(round).includes(id),
        'the round does not ask this participant',
      ),
      unless(session?.id === sessionId, 'the participant has no such session that could be asked'),
      unless(
        !design.turns.some((turn) => turn.sessionId === sessionId && turn.outcome === 'open'),
        'the session is being asked already',
      ),
      unless(!isPaused(design), 'a person is being asked whether it continues'),
    );
  },
  model_answered: whyNotOfTurn,
  tool_invoked: whyNotOfTurn,
  confidence_given: (design, event) => {
    const open = openTurnOf(design, event);
    return unless(open?.round.contributed.includes(event.participant) === true, NOT_SUBMITTED);
  },
  turn_finished: (design, event) => {
    const turn = turnOf(design, event);
    if (turn?.outcome !== 'open') return 'the turn is not open';
    const isResponse = IS_RESPONSE[event.outcome];
    const round = design.rounds.find(({ id }) => id === turn.roundId);
    return firstOf(
      unless(isResponse === (event.error === null), 'outcome and error contradict each other'),
      unless(!isResponse || round?.contributed.includes(event.participant) === true, NOT_SUBMITTED),
    );
  },
  late_submission_recorded: (design, event) => {
    if (turnOf(design, event) === undefined) return 'there was no such turn';
    const open = openTurnOf(design, event);
    const isAwaited = open !== null && waitingFor(open.round).includes(event.participant);
    return unless(!isAwaited, 'the submission was not late');
  },
};

const NOT_SUBMITTED = 'nothing was submitted in this turn';

function whyNotOfTurn(
  { turns }: Design,
  { turnId, participant }: EventOf<'model_answered' | 'tool_invoked'>,
): string | null {
  const turn = turns.findLast(({ id }) => id === turnId);
  return unless(turn?.participant === participant, 'there was no such turn of this participant');
}

function whyNotAsked(design: Design, { kind, asked }: EventOf<'round_opened'>): string | null {
  const role = isDraftedByOne(design, kind) ? 'synthesizer' : facilitatorOf(kind);
  if (role !== null) return unless(areSame(asked, [roleHolder(design, role)]), 'somebody else has this role');
  const living = new Set<string>(personas(design).flatMap((each) => (isAlive(each) ? [each.id] : [])));
  return unless(
    asked.every((id) => living.has(id)),
    'somebody is asked who is no living persona',
  );
}

function hasPoints({ divergences }: Design, { kind, points, asked }: EventOf<'round_opened'>): boolean {
  if (kind !== 'argument' && kind !== 'restatement') return points.length === 0;
  const known = new Set(divergences.map(({ id }) => id));
  return (
    areSame(
      points.map(({ participant }) => participant),
      asked,
    ) && points.every((point) => point.divergences.every((id) => known.has(id)))
  );
}
