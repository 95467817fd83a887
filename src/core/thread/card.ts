import type { Design } from '../design.ts';
import { costOf, isAtLeast } from '../figures.ts';
import { bannerOf } from '../outcome/banner.ts';
import { decisionInForce, outcomeOf } from '../outcome/outcome.ts';
import { rehearsalMark } from '../rehearsal.ts';
import { phaseOf, resultAt } from '../status.ts';
import { carriedWords } from '../words.ts';
import { controlsOf } from './controls.ts';
import { sealsOf } from './proposals.ts';
import { shownParticipants } from './shown-participant.ts';
import { lastChangeAt, waitingOf } from './waiting.ts';

/** The one message that is always current: a design at a glance. */
export type Card = ReturnType<typeof cardOf>;

export function cardOf(design: Design) {
  return {
    designId: design.id,
    topic: design.topic,
    startedBy: design.startedBy,
    /** Says that it is a rehearsal; else empty. */
    mark: rehearsalMark(design, design.end === null ? 'now' : 'afterwards'),
    /** What its models are given to read, and who is sent it; `null` and empty where there is none. */
    sent: sentOf(design),
    /** The decision on which it follows up; empty for none. */
    followUpDecision: design.followUpDecision ?? '',
    /** What it takes over from the earlier design that it runs again; empty where it runs none again. */
    carriedOver: design.carried === null ? '' : carriedWords(design.carried),
    phase: phaseOf(design.step),
    people: shownParticipants(design),
    waiting: waitingOf(design),
    /** As they land; once they are revealed they stand under the proposals. */
    seals: design.step === 'proposing' ? sealsOf(design) : null,
    /** `null` until it has ended. */
    outcome: endOf(design),
    /** The last change that is known, in milliseconds since the epoch. */
    asOf: lastChangeAt(design),
    /** How long after the start that was or, once there is a result, how long that took. */
    elapsedMs: (resultAt(design) ?? lastChangeAt(design)) - design.startedAt,
    /** USD; `null`: unknown, which is not zero. */
    costUsd: costOf(design.turns),
    costIsAtLeast: isAtLeast(design.turns),
    budgetUsd: design.settings.budgetUsd,
    controls: controlsOf(design),
  };
}

function sentOf({ repository, participants, rehearsal, vendor = '' }: Design) {
  const models = rehearsal ? [] : [...new Set(participants.map(({ model }) => model))];
  return { repository: repository?.name ?? null, commit: repository?.commit ?? '', models, vendor };
}

function endOf(design: Design) {
  if (design.end === null) return null;
  const outcome = outcomeOf(design);
  const sentence = decisionInForce(design)?.decision.sentence ?? '';
  const { headline, facts } = bannerOf(outcome, 'thread');
  const accepted = outcome.decidedBy?.choice === 'accept' ? outcome.decidedBy.by : '';
  return {
    status: design.end.status,
    stoppedBecause: outcome.stoppedBecause,
    /** The decision; empty where there is none. */
    sentence,
    /** The first sentence of the banner. */
    headline,
    /** Without a decision, what there is to know instead. */
    told: sentence === '' ? facts.slice(0, 1) : [],
    /** Whether another run would start from anything. */
    hasKept: outcome.kept.answers + outcome.kept.proposals > 0,
    /** Who accepted it at a gate; empty for nobody. */
    acceptedBy: accepted,
  };
}
