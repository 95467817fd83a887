import { listJudgedChanges } from '../../src/core/decision/changes.ts';
import { isConfirmationDue } from '../../src/core/decision/confirming.ts';
import { isBeforeRevision } from '../../src/core/decision/decided.ts';
import { findingsOf } from '../../src/core/decision/findings.ts';
import { listSaidWithFates } from '../../src/core/decision/people.ts';
import { isSentBackInVain } from '../../src/core/decision/sent-back.ts';
import { gateReasonsOf } from '../../src/core/outcome/should-gate.ts';
import { listUnreadReplies } from '../../src/core/questions/replies/answers-given.ts';
import type { Design, Divergence, Reply, Turn } from '../../src/core/vocabulary/design.ts';
import { FACILITATOR_ROLES, type Step } from '../../src/core/vocabulary/event-parts.ts';
import type { ParticipantId } from '../../src/core/vocabulary/ids.ts';
import { facilitatorOf, type Round, SHOWN_EXCUSES } from '../../src/core/vocabulary/round.ts';
import type { RoundKind } from '../../src/core/vocabulary/sets.ts';
import { isSeenAtOnce } from '../../src/core/vocabulary/status.ts';
import { reminderOf } from '../../src/core/workflow/timers.ts';
import { latecomers } from './moves.ts';
import { isBecalmed, isPaused, STEP_OF } from './state-invariants.ts';
import type { Node } from './step.ts';
import type { World } from './world.ts';

/**
 * What of a state can make a difference to what happens next, as text: two states with equal text
 * have the same moves, which lead to states with equal text again. The explorer checks that on a
 * sample (`soundness.ts`).
 *
 * Left out, and why that is sound:
 * - ids of sessions and turns: the core compares them for equality only. Sessions are named by
 *   participant and position, which is all that a late report can refer to; an open turn by its
 *   participant.
 * - times: `decide` never compares one with `at`; that a deadline has passed is a command of its
 *   own, and any armed timer may go off at any time here, which is more than a clock would do.
 * - turns that are over, late records, files: nothing is decided on them; a submission to any of
 *   those turns is late.
 * - replies once proposals are written, but whether nobody has read what matters; before that,
 *   where the world has people say something, or change it, in words that are under no question,
 *   everything that a matching can make of them is in.
 * - what was left out, or asked a person about, of steps that never come again; the number alone of
 *   questions that wait for their numbers.
 * - closed rounds, but for how often each open divergence was argued; the number of rounds and
 *   gates is in ids only.
 * - by which way somebody came in: the explorer's people come by none, and nothing is decided on it
 *   but their names.
 * - texts; who asked what; answered questions; how a divergence was settled, unless by a person, or
 *   if it is of high impact and unresolved; of signatures all but whose they are, how many dissent,
 *   and whether one is unsure: the policy looks at no more.
 * - why somebody is excused from an open round, unless a persona that lives has missed it: else
 *   only a round that one participant answers for all asks for that, and it is over in the step in
 *   which that one turns out to be slow.
 * - everything but the sessions once the outcome is settled, and the bounds' use once the design
 *   has ended.
 */
export function projectionOf(world: World, node: Node): string {
  const { design } = node;
  const sessions = sessionsOf(design);
  const { end, settled } = design;
  if (end !== null)
    return `end ${end.status} ${end.stoppedBecause} ${settled !== null} ${sessions}`;
  if (settled !== null)
    return `settled ${settled.status} ${settled.stoppedBecause} ${sessions}${lasting(design)}`;
  const losses = Number.isFinite(world.maxLosses) ? node.losses : '';
  const used = `${losses},${node.restarts},${node.parks},${world.maxChanges + world.maxWords + world.maxUnavailable > 0 ? said(world, node) : ''},${node.failedTurns},${node.becalmed},${node.outages},${world.maxCalls > 0 ? spentOf(design) : ''}`;
  const asked = `${design.answering === null ? '' : design.answering.isSeen ? '?' : '¿'}${design.answeringEnded?.reason ?? ''}${openQuestions(design)}+${design.unnumbered.length}`;
  const reminded = reminderOf(design) === null ? '' : '!';
  const position = `${design.step}${reminded} ${droppedOf(design)} ${used} ${asked}`;
  const discussed = `${proposalsOf(design)} ${design.divergences.map((each) => divergenceOf(design, each)).join(';')}`;
  return `${position} ${sessions} ${roundOf(design)} ${rolesOf(design)} ${discussed} ${synthesisOf(design)}`;
}

/**
 * What was left out of what may still come; of deliberation as long as it lasts, since it ends when
 * nothing of it is left.
 */
function droppedOf({ dropped, partsOver, step }: Design): string {
  const over = KINDS_OVER_IN[step] ?? [];
  const parts = partsOver.filter((part) => part === 'synthesis' || over.length === 0);
  const kinds = dropped.filter(({ kind }) => !over.includes(kind)).map(({ kind }) => kind);
  return `${parts.join()}${kinds.join()}${dropped.some(({ reason }) => reason === 'money_used_up') ? 'money' : ''}`;
}

const DELIBERATION: readonly RoundKind[] = [
  ...(['questions', 'matching', 'proposals', 'mapping'] as const),
  'argument',
];
const COMPOSED: readonly RoundKind[] = [...DELIBERATION, ...(['composite', 'audit'] as const)];
/** Kinds of rounds that are opened no more in a step or after it. */
const KINDS_OVER_IN: Partial<Record<Step, readonly RoundKind[]>> = {
  composing: DELIBERATION,
  auditing: COMPOSED,
  revising: COMPOSED,
  confirming: COMPOSED,
  signing: COMPOSED,
  deciding: COMPOSED,
};

/** A settled design may leave a question or a gate behind, which must not be answered any more. */
function lasting(design: Design): string {
  return `${design.answering !== null} ${design.gates.at(-1)?.decision === null} ${openRound(design) !== null}`;
}

/**
 * For each participant each session's origin and state; since it was resumed also whether it ever
 * came up (C18).
 */
function sessionsOf(design: Design): string {
  let text = '';
  for (const participant of design.participants) {
    let resumed = false;
    for (const session of participant.sessions) {
      resumed ||= session.origin === 'resume';
      text += `${session.origin[2]}${session.state[0]}${resumed && session.pid !== null ? '+' : ''}`;
    }
    text += '/';
  }
  return text;
}

function roundOf(design: Design): string {
  const round = openRound(design);
  if (round === null) return `- ${openTurns(design)}`;
  const excused = round.excused.map((excuse) => excuse.participant);
  return [
    round.kind,
    round.points
      .map(({ participant, divergences }) => `${participant}${divergences.join('')}`)
      .join(),
    setOf(design, round.asked),
    setOf(design, round.contributed),
    setOf(design, excused),
    openTurns(design),
    pauseOf(design),
  ].join(' ');
}

/** Whom a pause is for, and who has no model: how long it has lasted decides on times alone. */
function pauseOf(design: Design): string {
  const stopped = design.participants.map(({ id }) => id).filter((id) => isBecalmed(design, id));
  return `${isPaused(design)}${setOf(design, stopped)}`;
}

function openRound(design: Design): Round | null {
  const last = design.rounds.at(-1);
  return last === undefined || last.closed ? null : last;
}

/**
 * Open turns by participant and by the session and round that they belong to, counted from the end.
 */
function openTurns(design: Design): string {
  let text = '';
  for (const participant of design.participants) {
    for (const turn of design.turns) {
      if (turn.outcome !== 'open' || turn.participant !== participant.id) continue;
      const last = participant.sessions.at(-1)?.id === turn.sessionId;
      text += `${participant.id}${last ? '' : '!'}${turn.roundId === design.rounds.at(-1)?.id ? '' : turn.roundId}`;
    }
  }
  return text;
}

/** Bit sets: the order in which the participants came to be in a set is not looked at. */
function setOf(design: Design, ids: readonly ParticipantId[]): number {
  let set = 0;
  for (const id of ids)
    set |= 1 << design.participants.findIndex((participant) => participant.id === id);
  return set;
}

function rolesOf(design: Design): string {
  if (design.handovers.length === 0) return '';
  return FACILITATOR_ROLES.map(
    (role) => design.handovers.findLast((handover) => handover.role === role)?.to ?? '',
  ).join();
}

/**
 * What came since proposals were begun: if it was read, bears on the text and was answered; and how
 * often words were read, at an open gate and outside of gates.
 */
function late(design: Design): string {
  const { replies, rounds, revisions, saidBefore, gates } = design;
  const begun = saidBefore?.since ?? 0;
  const isEarlyUnread = listUnreadReplies(design).some(({ since }) => since <= begun);
  const answered = revisions.flatMap(({ revision }) =>
    revision.changes.flatMap(({ answers }) => answers),
  );
  const texts = rounds.filter(({ kind }) => kind === 'composite' || kind === 'revision');
  const each = replies.map(({ unread, bearing, since, number }) => {
    if (since <= begun) return '';
    const place = texts.filter((text) => text.since > (bearing?.since ?? since)).length;
    const tried = rounds.some((round) => round.kind === 'reading' && round.since > since);
    return `${unread}${bearing?.verdict ?? ''}${answered.includes(`R${number}`)}${place}${tried}`;
  });
  // Words are read again once there is a text.
  const kinds = rounds.map(({ kind }) => kind).filter((kind) => !DELIBERATION.includes(kind));
  const readings = rounds.filter(({ kind }) => kind === 'reading');
  const atGates = gates.map(
    (gate) =>
      readings.filter(({ since }) => since > gate.since && since < (gate.closedSince ?? Infinity))
        .length,
  );
  const elsewhere = readings.length - atGates.reduce((sum, count) => sum + count, 0);
  const isOpen = gates.at(-1)?.decision === null;
  return `${isEarlyUnread}${each};${kinds.slice(-3)}${elsewhere},${isOpen ? atGates.at(-1) : ''}`;
}

/**
 * Until proposals are written, the state includes what each reply says and answers, whether it is
 * yet to be matched, how it lies to the last matching, and which questions its author has answered
 * under their number since.
 */
function said({ maxWords, maxUnavailable }: World, { design, changes, words }: Node): string {
  if (!['spawning', 'asking', 'answering'].includes(design.step))
    return `${changes},${words}${maxWords + maxUnavailable > 0 ? late(design) : ''}`;
  const matchings = design.rounds.filter(({ kind }) => kind === 'matching');
  const last = matchings.at(-1);
  const replies = design.replies.map(
    ({ id, author, text, answers, unmatched, unread, leftOpen, since }) => {
      const sources = answers.map(({ questionId, source }) => `${questionId}${source?.[0] ?? ''}`);
      const place = `${last?.replies.indexOf(id)}${since > (last?.since ?? -1) ? 'new' : ''}`;
      const replaced = design.questions.map((question) =>
        isReplaced(design, question.id, { author, since }),
      );
      const open = leftOpen.map(({ questionId }) => questionId);
      return `(${text}: ${sources} ${unmatched}${unread} ${open} ${place} ${replaced})`;
    },
  );
  const open = design.questions.map(({ status }) => status[0]).join('');
  const isLast =
    design.answeringEnded !== null && design.answeringEnded.since < (last?.since ?? -1);
  return `${changes},${words}:${open}:${matchings.length}${isLast ? 'last' : ''}${replies.join('')}`;
}

/** `true` if the author of a reply has answered the question under its number since. */
function isReplaced(
  { replies }: Design,
  question: string,
  { author, since }: Pick<Reply, 'author' | 'since'>,
): boolean {
  return replies.some(
    (each) =>
      each.since > since &&
      each.author === author &&
      each.answers.some(
        ({ questionId, source }) => questionId === question && source === undefined,
      ),
  );
}

function openQuestions(design: Design): number {
  let count = 0;
  for (const question of design.questions) if (question.status === 'open') count++;
  return count;
}

function proposalsOf(design: Design): string {
  const by = setOf(
    design,
    design.proposals.map((sealed) => sealed.participant),
  );
  return `${by}${design.proposals.some((sealed) => !sealed.revealed) ? 'sealed' : ''}`;
}

function divergenceOf(design: Design, divergence: Divergence): string {
  const { settlement, impact } = divergence;
  if (settlement !== null) {
    if (settlement.outcome === 'settled_by_person') {
      const texts = design.rounds.filter(({ kind }) => kind === 'composite' || kind === 'revision');
      const isSince = (text: Round | undefined) => settlement.since > (text?.since ?? 0);
      if (isSince(texts.at(-1))) return 'by a person, since a text was asked for';
      const stands = texts.findLast(({ contributed }) => contributed.length > 0);
      return isSince(stands) ? 'by a person, and no text came' : 'by a person';
    }
    return impact === 'high' && settlement.outcome === 'unresolved' ? 'open' : 'settled';
  }
  const rounds = design.rounds.filter(({ points }) =>
    points.some(({ divergences }) => divergences.includes(divergence.id)),
  ).length;
  const standings = divergence.positions.flatMap((position) =>
    position.holders.map((holder) => {
      const own = divergence.arguments.filter((argument) => argument.participant === holder);
      // Each move with the claims that it names: another who names one too makes it count.
      const way = own.map(
        ({ position: now, changedBy }) => `${now}${changedBy.map((each) => `!${each}`).join('')}`,
      );
      return `${holder}${position.id}${way.join('')}`;
    }),
  );
  return `${impact}${rounds}${standings.join('')}`;
}

function synthesisOf(design: Design): string {
  const signed = setOf(
    design,
    design.signatures.map((signature) => signature.participant),
  );
  const unsure = design.signatures.some((signature) => signature.confidence < 0.4);
  const dissents = design.signatures.filter(({ verdict }) => verdict === 'dissents').length;
  const gate = design.gates.at(-1);
  const sentBack = design.gates.some((each) => each.decision?.choice === 'send_back');
  return [
    signed,
    unsure ? 'unsure' : '',
    dissents > 0 ? `dissents${dissents}` : '',
    design.composites.length > 0 ? 'composed' : '',
    design.audit === null ? '' : `audited${design.audit.audit.findings.length}`,
    design.revisions.length > 0 ? 'revised' : '',
    confirmationOf(design),
    gate?.decision === null
      ? `${gateReasonsOf(design, gate)} ${gate.choices} ${gate.isSeen} ${gate.unreachable}`
      : '',
    isSeenAtOnce(design) ? 'seen' : '',
    disputesOf(design),
    listUnreadReplies(design).length > 0 ? 'unread' : '',
    // A change after another choice has to name the note.
    sentBack
      ? `back${isSentBackInVain(design) ? ' in vain' : ''} ${gate?.decision?.choice ?? ''}`
      : '',
    againOf(design),
    hasBrought(design, 'mapping') ? 'compared' : '',
    // Also under an earlier text: who misses the next signing has then missed what others did.
    hasBrought(design, 'signing') ? 'signed' : '',
    missedOf(design),
  ].join(' ');
}

/**
 * On what people differ, and if somebody has taken an answer since a text was asked for, or since
 * one came.
 */
function disputesOf({ questions, replies, rounds }: Design): string {
  const open = questions.flatMap(({ id, status }) => (status === 'differing' ? [id] : []));
  const texts = rounds.filter(({ kind }) => kind === 'composite' || kind === 'revision');
  const stands = texts.findLast(({ contributed }) => contributed.length > 0);
  const taken = replies.flatMap(({ takes, since }) =>
    takes === undefined
      ? []
      : [`${since > (texts.at(-1)?.since ?? 0)}${since > (stands?.since ?? 0)}`],
  );
  return `${open}${taken}`;
}

/** What the auditor has said of the text as it stands, and if it is asked again. */
function confirmationOf(design: Design): string {
  const judged = findingsOf(design).map(
    ({ answer, standing }) => `${answer?.done[0] ?? '-'}${standing}`,
  );
  // One that stands without a yes is told by itself, unless a finding for which it was made tells
  // of it.
  const changes = listJudgedChanges(design).map(
    ({ verdict, isTakenOut, revision, change: { answers } }) =>
      verdict === 'answers' || isTakenOut
        ? `${verdict}${isTakenOut}`
        : `${verdict}${revision}${answers}`,
  );
  const said = listSaidWithFates(design)
    .map(({ fate, isOwed }) => fate?.[0] ?? (isOwed ? '-' : ''))
    .toSorted();
  const due = isConfirmationDue(design) ? 'confirm' : '';
  return `${judged.join()}${changes.join()}${said.join('')}${due}${isBeforeRevision(design) ? '' : 'asked'}`;
}

/**
 * What was decided about rounds of this step that brought nothing: no round of an earlier step is
 * opened again.
 */
function againOf({ gates, rounds, step }: Design): string {
  return gates
    .flatMap(({ roundId, decision }) => {
      const kind = rounds.find(({ id }) => id === roundId)?.kind;
      return kind !== undefined && STEP_OF[kind] === step ? [decision?.choice] : [];
    })
    .join(';');
}

/**
 * Whether a living persona missed a round to which others contributed; before that, which rounds
 * that may be held again.
 */
function missedOf(design: Design): string {
  const kinds = design.rounds
    .filter(({ kind, excused }) => {
      return (
        facilitatorOf(kind) === null && excused.some(({ reason }) => SHOWN_EXCUSES.includes(reason))
      );
    })
    .map(({ kind }) => kind);
  if (kinds.some((kind) => hasBrought(design, kind))) return 'missed';
  const over = KINDS_OVER_IN[design.step] ?? [];
  return [...new Set(kinds)]
    .filter((kind) => !over.includes(kind))
    .toSorted()
    .join();
}

function hasBrought({ rounds }: Design, kind: Round['kind']): boolean {
  return rounds.some((round) => round.kind === kind && round.contributed.length > 0);
}

/**
 * All that was spent, and by the kind of round what the reserve reckons with: answers to proposals,
 * and to kinds that may still come. Of a turn that is open, and of those of which more may be
 * reported (`latecomers`), also whose it is.
 */
function spentOf(design: Design): string {
  const { rounds, turns, step } = design;
  const past = KINDS_OVER_IN[step] ?? [];
  const late = latecomers(design);
  const kindOf = (turn: Turn) => rounds.find(({ id }) => id === turn.roundId)?.kind;
  const isAnswer = ({ outcome }: Turn) => outcome === 'spoke' || outcome === 'passed';
  const hasProposed = turns.some((turn) => isAnswer(turn) && kindOf(turn) === 'proposals');
  const costs = turns.flatMap((turn) => {
    const kind = kindOf(turn) ?? 'proposals';
    const { participant, outcome } = turn;
    const cost = `${kind}${turn.costUsd?.toFixed(1)}`;
    if (outcome === 'open' || late.includes(turn)) return [`${cost}${participant}${outcome}`];
    const counts = kind === 'proposals' || !hasProposed || !past.includes(kind);
    return isAnswer(turn) && counts ? [cost] : [];
  });
  const spent = turns.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
  return `${spent.toFixed(1)} ${costs.toSorted().join()}`;
}
