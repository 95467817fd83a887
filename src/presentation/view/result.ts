import { decidedIn } from '../../core/decision/decided.ts';
import { dissentsIn } from '../../core/decision/dissents.ts';
import { sourcedFacts } from '../../core/decision/facts.ts';
import { peopleSaid } from '../../core/decision/people.ts';
import { decisionStatusOf, supersededBy } from '../../core/follow-up/decision-status.ts';
import { decisionInForce, outcomeOf, publishedOutcome } from '../../core/outcome/outcome.ts';
import { gateReasonsOf } from '../../core/outcome/should-gate.ts';
import { participantOf } from '../../core/proposals/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { iso } from '../../core/vocabulary/figures.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import { bannerOf } from '../decision/banner.ts';
import { caveatSentence } from '../decision/caveat.ts';
import { decisionStatusSentences } from '../decision/decision-status.ts';
import { gateReasons } from '../gates/gate.ts';
import type { Read } from '../schema/field.ts';

import type { RESULT } from '../schema/result.ts';

type Result = Read<typeof RESULT>;

export function resultOf(design: Design): Result {
  return {
    gate: gateOf(design),
    caveats: caveatsOf(design),
    ...textOf(design),
    decision: decisionOf(design),
    outcome: published(design),
    afterwards: afterwardsOf(design),
  };
}

function gateOf(design: Design): Result['gate'] {
  const gate = openGate(design);
  if (gate === null) return null;
  const { id, choices, deadlineAt } = gate;
  const why = { reasons: gateReasonsOf(gate), because: gateReasons(design, gate) };
  return { id, ...why, choices, deadline: iso(deadlineAt) };
}

function caveatsOf(design: Design): Result['caveats'] {
  if (openGate(design) === null && publishedOutcome(design) === null) return [];
  return outcomeOf(design).caveats.map((each) => ({ kind: each.kind, text: caveatSentence(each) }));
}

/** What the current text, a draft too, does with ways, people's words and facts. */
function textOf(design: Design): Pick<Result, 'rejected' | 'peopleSaid' | 'factsNotUsed'> {
  const decided = decidedIn(design);
  if (decided === null) return { rejected: [], peopleSaid: saidIn(design), factsNotUsed: [] };
  return {
    rejected: decided.decision.rejected.map(({ option, proposals, reason, outweighed }) => ({
      option,
      heldBy: proposals.flatMap((letter) => participantOf(design, letter) ?? []),
      reason,
      outweighedBy: outweighed,
    })),
    peopleSaid: saidIn(design),
    factsNotUsed: sourcedFacts(design).notUsed.map(({ participant: persona, text, citation }) => {
      return { persona, text, source: citation.place };
    }),
  };
}

function saidIn(design: Design): Result['peopleSaid'] {
  const unread = design.replies.filter((reply) => reply.unread).map(({ id }) => id);
  return peopleSaid(design).map(({ author, text: words, fate, sentence, why, isLate, replyId }) => {
    const isRead = replyId === null || !unread.includes(replyId);
    return { author, words, fate, sentence, why, isLate, isRead, isTopic: replyId === null };
  });
}

function decisionOf(design: Design): Result['decision'] {
  const decided = decisionInForce(design);
  if (decided === null) return null;
  const { decision, sha256 } = decided;
  return {
    sentence: decision.sentence,
    sha256,
    signedBy: design.signatures
      .filter(({ verdict }) => verdict !== 'dissents')
      .map(({ participant }) => participant),
    dissents: dissentsIn(design).map(({ participant: persona, dissent }) => ({ persona, dissent })),
  };
}

function published(design: Design): Result['outcome'] {
  const outcome = publishedOutcome(design);
  if (outcome === null) return null;
  const { headline, level, facts } = bannerOf(outcomeOf(design), 'thread');
  return { headline, level, facts, ...outcome };
}

function afterwardsOf(design: Design): Result['afterwards'] {
  if (design.end === null) return null;
  return {
    standing: decisionInForce(design) === null ? null : decisionStatusOf(design),
    words: decisionStatusSentences(design),
    supersededBy: supersededBy(design)?.successor ?? null,
  };
}
