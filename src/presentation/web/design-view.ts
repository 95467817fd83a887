import { decidedIn } from '../../core/decision/decided.ts';
import { dissentsIn } from '../../core/decision/dissents.ts';
import { sourcedFacts } from '../../core/decision/facts.ts';
import { peopleSaid } from '../../core/decision/people.ts';
import { decisionInForce, outcomeOf, publishedOutcome } from '../../core/outcome/outcome.ts';
import { gateReasonsOf } from '../../core/outcome/should-gate.ts';
import { participantOf } from '../../core/proposals/labels.ts';
import { lateWordsOf } from '../../core/questions/late-words.ts';
import { answeringUntil, isAssumed, needsAssumption } from '../../core/questions/questions.ts';
import { saidAbout } from '../../core/questions/said.ts';
import type { Design, Participant } from '../../core/vocabulary/design.ts';
import { atLeastMark, costOf, iso } from '../../core/vocabulary/figures.ts';
import { divergencesIn } from '../../core/vocabulary/round.ts';
import { participantState } from '../../core/vocabulary/session.ts';
import { openGate, openRound, pausedIn, phaseOf, statusOf } from '../../core/vocabulary/status.ts';
import { timesReplaced } from '../../core/workflow/sessions/replacement.ts';
import { bannerOf } from '../decision/banner.ts';
import { caveatSentence } from '../decision/caveat.ts';
import { divergenceView } from '../differences/difference-view.ts';
import { afterwardsView } from '../follow-up/follow-up-view.ts';
import type { DesignView } from '../format/design-schema.ts';
import { gateReasons } from '../gates/gate.ts';
import { replyViews } from '../questions/reply-view.ts';
import { causeWords } from '../run/crash.ts';

export function viewOf(design: Design): DesignView {
  const round = openRound(design);
  return {
    id: design.id,
    topic: design.topic,
    successorOf: design.successorOf,
    /** The design whose decision is its context. */
    followUpOf: design.followUpOf ?? null,
    followUpDecision: design.followUpDecision ?? null,
    supersedes: design.supersedes ?? false,
    status: statusOf(design),
    paused: pausedView(design),
    phase: phaseOf(design.step),
    step: design.step,
    version: design.version,
    startedAt: iso(design.startedAt),
    endedAt: design.end === null ? null : iso(design.end.at),
    startedBy: design.startedBy,
    /** How that person started it; `null` if no person did. */
    via: design.via ?? null,
    thread: design.thread,
    personas: design.participants.map((participant) => participantView(design, participant)),
    round:
      round === null
        ? null
        : {
            kind: round.kind,
            divergences: divergencesIn(round),
            asked: round.asked,
            contributed: round.contributed,
            excused: round.excused,
            deadline: iso(round.deadlineAt),
          },
    frame: frameView(design),
    silence: silenceView(design),
    slotWait: slotWaitView(design),
    answering: answeringView(design),
    questions: design.questions.map((question) => questionView(design, question)),
    replies: replyViews(design),
    /** Messages of people after the end, which are no part of the outcome. */
    lateWords: lateWordsOf(design).map(({ id, author, via = null, text, at }) => ({
      id,
      author,
      via,
      text,
      at: iso(at),
    })),
    seals: design.proposals.map(({ participant, sha256, revealed }) => ({
      persona: participant,
      sha256,
      revealed,
    })),
    divergences: design.divergences.map((divergence) => divergenceView(design, divergence)),
    gate: gateView(design),
    caveats: caveatsView(design),
    ...textView(design),
    decision: decisionView(design),
    outcome: outcomeView(design),
    afterwards: afterwardsView(design),
    rehearsal: design.rehearsal,
  };
}

function gateView(design: Design): DesignView['gate'] {
  const gate = openGate(design);
  if (gate === null) return null;
  return {
    id: gate.id,
    reasons: gateReasonsOf(gate),
    /** The reasons in words, with this design's facts. */
    because: gateReasons(design, gate),
    choices: gate.choices,
    deadline: iso(gate.deadlineAt),
  };
}

/** Returns the question and the choice of participants; `null` without a frame. */
function frameView({ frame }: Design): DesignView['frame'] {
  if (frame === null) return null;
  const { isDesignQuestion, reason, restated, decided, language, picked, released } = frame;
  const personas = (chosen: typeof picked) =>
    chosen.map(({ participant: persona, reason: why }) => ({ persona, reason: why }));
  const who = { picked: personas(picked), released: personas(released) };
  return { isDesignQuestion, reason, restated, decided, language, ...who };
}

/** Returns the pause for an unusable model (A21); `null` for none. Participants that need the model are not asked meanwhile. */
function pausedView(design: Design): DesignView['paused'] {
  const pause = pausedIn(design);
  return pause === null ? null : { since: iso(pause.at), until: iso(pause.until), cause: pause.cause };
}

/** Returns the model calls that have had no answer for a while; `null` for none, and if another process runs the design. */
function silenceView({ silence }: Design): DesignView['silence'] {
  if (silence === undefined) return null;
  const { participants, since, againAt, weather } = silence;
  return {
    participants,
    since: iso(since),
    againAt: againAt === null ? null : iso(againAt),
    weather:
      weather === undefined ? null : { ...weather, since: iso(weather.since), until: iso(weather.until) },
  };
}

/** Returns the wait for a slot; `null` if the design has one, and if another process runs it. */
function slotWaitView({ slotWait }: Design) {
  if (slotWait === undefined) return null;
  return { since: iso(slotWait.since), forTheirOwn: slotWait.isForTheirOwn };
}

/** `headline` and `level` are the banner's first line, `facts` its second. */
function outcomeView(design: Design): DesignView['outcome'] {
  const published = publishedOutcome(design);
  if (published === null) return null;
  const { headline, level, facts } = bannerOf(outcomeOf(design), 'thread');
  return { headline, level, facts, ...published };
}

function caveatsView(design: Design): DesignView['caveats'] {
  if (openGate(design) === null && publishedOutcome(design) === null) return [];
  return outcomeOf(design).caveats.map((each) => ({ kind: each.kind, text: caveatSentence(each) }));
}

/** Returns what the current text, a draft too, does with ways, people's words and facts. */
function textView(design: Design): Pick<DesignView, 'rejected' | 'peopleSaid' | 'factsNotUsed'> {
  const decided = decidedIn(design);
  if (decided === null) return { rejected: [], peopleSaid: [], factsNotUsed: [] };
  return {
    rejected: decided.decision.rejected.map(({ option, proposals, reason, outweighed }) => ({
      option,
      heldBy: proposals.flatMap((letter) => participantOf(design, letter) ?? []),
      reason,
      outweighedBy: outweighed,
    })),
    peopleSaid: peopleSaid(design).map(({ author, text: words, fate }) => ({ author, words, fate })),
    factsNotUsed: sourcedFacts(design).notUsed.map(({ participant: persona, text, citation }) => {
      return { persona, text, source: citation.place };
    }),
  };
}

/** Returns the decision in force with its signers and verbatim dissents, never a draft; `null` for none. */
function decisionView(design: Design): DesignView['decision'] {
  const decided = decisionInForce(design);
  if (decided === null) return null;
  const { decision, sha256 } = decided;
  return {
    sentence: decision.sentence,
    /** The hash of `decision.md`. */
    sha256,
    signedBy: design.signatures
      .filter(({ verdict }) => verdict !== 'dissents')
      .map(({ participant }) => participant),
    dissents: dissentsIn(design).map(({ participant: persona, dissent }) => ({ persona, dissent })),
  };
}

function participantView(design: Design, participant: Participant): DesignView['personas'][number] {
  const { id, title, emoji, role, model, sessions } = participant;
  const last = sessions.at(-1);
  const turns = design.turns.filter((turn) => turn.participant === id);
  const lost = sessions.findLast((session) => session.cause !== null)?.cause ?? null;
  return {
    id,
    name: id,
    title,
    emoji,
    role,
    model,
    state: shownState(sessions),
    activity: activityOf(design, id),
    sessionId: last?.id ?? null,
    previousSessionIds: sessions.slice(0, -1).map((session) => session.id),
    pid: last?.state === 'healthy' ? last.pid : null,
    retried: timesReplaced(sessions) > 0,
    cause: lost === null ? null : causeWords(lost),
    tokens: turns.reduce((sum, turn) => sum + turn.tokens, 0),
    costUsd: costOf(turns),
    ...atLeastMark(turns),
  };
}

/** API v1 shows a parked participant as *released*, since its process is. */
function shownState(sessions: Participant['sessions']) {
  const state = participantState(sessions);
  return state === 'parked' ? 'released' : state;
}

/** Activity in the open round. */
function activityOf(design: Design, id: Participant['id']): DesignView['personas'][number]['activity'] {
  const round = openRound(design);
  if (round === null || !round.asked.includes(id)) return 'idle';
  if (round.contributed.includes(id)) return 'done';
  if (round.excused.some((excuse) => excuse.participant === id)) return 'excused';
  return design.turns.some((turn) => turn.participant === id && turn.outcome === 'open') ? 'working' : 'idle';
}

function questionView(
  design: Design,
  { id, participant, text, why, status, assumption }: Design['questions'][number],
): DesignView['questions'][number] {
  const { answers } = saidAbout(design, { id });
  const base = { id, persona: participant, text, why, status, answers };
  const assumed = isAssumed({ status }) ? { assumption } : {};
  const quotes = answers.map(({ quote }) => quote);
  const answer = needsAssumption({ status }) || quotes.length === 0 ? {} : { answer: quotes.join('\n\n') };
  return { ...base, ...assumed, ...answer };
}

function answeringView(design: Design) {
  const until = answeringUntil(design);
  return until === null ? null : { deadline: iso(until) };
}
