import { decidedOf } from '../../core/decision/decided.ts';
import { listDissents } from '../../core/decision/dissents.ts';
import { sortSourcedFacts } from '../../core/decision/facts.ts';
import { listStepWaits } from '../../core/decision/fates.ts';
import { findLapses, listUnsupportedNow } from '../../core/decision/grounds.ts';
import { findMentionsFor } from '../../core/decision/named-people.ts';
import { listToCompare } from '../../core/decision/pairs.ts';
import { listSaidWithFates } from '../../core/decision/people.ts';
import { listSettledByPeople } from '../../core/differences/sides.ts';
import {
  decisionStatusOf,
  findAcceptanceAtGate,
  findSuperseding,
  publicationOf,
  questionsAskedOf,
} from '../../core/follow-up/decision-status.ts';
import { refuseAsking, refuseFollowUp } from '../../core/follow-up/follow-up.ts';
import { listFileNames } from '../../core/outcome/file-names.ts';
import { findDecisionInForce, outcomeOf, publishedOutcomeOf } from '../../core/outcome/outcome.ts';
import { gateReasonsOf } from '../../core/outcome/should-gate.ts';
import { hasCapitalNouns } from '../../core/outcome/text-checks/language.ts';
import { estimateRevisionUsd } from '../../core/policy/expected.ts';
import { raiseBudgetUsd } from '../../core/policy/next-budget.ts';
import { offersRetry, startsAnyway } from '../../core/policy/run-again.ts';
import { participantOf } from '../../core/proposals/labels.ts';
import { isAskedIn } from '../../core/questions/replies/answers-given.ts';
import { openQuestions } from '../../core/questions/replies/questions.ts';
import { isAllRequest } from '../../core/questions/replies/requests.ts';
import { hasMoreCaveats, resultPostOf } from '../../core/thread/desired-messages.ts';
import { caveatLinesOf } from '../../core/vocabulary/caveat.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { formatIso } from '../../core/vocabulary/figures.ts';
import { findAcceptance, isOver, openGate } from '../../core/vocabulary/status.ts';
import { No } from '../../foundation/no.ts';
import { findPublishable } from '../format/forge.ts';
import { drawAnswerMark, sayDecisionStatus, sayNotFound, sourceOf } from '../judged/afterwards.ts';
import { bannerOf } from '../judged/banner.ts';
import { viewSentences } from '../judged/bearers.ts';
import { isToldByName, sayCaveat } from '../judged/caveats.ts';
import { viewReasons } from '../judged/reasons.ts';
import type { ReadOnly } from '../schema/field.ts';
import type { AnswerView, RESULT } from '../schema/result.ts';
import {
  closedWordsOf,
  listAskedToDecide,
  listPointsToSettle,
  readAs,
  sayChangedSince,
  sayGateHeading,
} from './gate.ts';

type Result = ReadOnly<typeof RESULT>;

export function resultOf(design: Design): Result {
  const post = resultPostOf(design);
  const outcome = outcomeOf(design);
  const gate = gateOf(design);
  const atGate =
    gate === null
      ? {}
      : {
          headline: gate.heading,
          level: 'warning' as const,
          listsCaveats: !isToldByName(outcome.caveats),
        };
  return {
    gate,
    closedGates: closedGatesOf(design),
    reminders: design.reminders.map(({ about, by }) => ({ about, by })),
    resultGate: design.end !== null && post.kind === 'gate' ? post.gateId : null,
    banner: {
      ...bannerOf(outcome, design.rehearsal ? 'decided' : decisionStatusOf(design)),
      ...atGate,
    },
    caveats: caveatsOf(design),
    caveatsGoOn: hasMoreCaveats(design),
    text: textOf(design),
    settled: listSettledByPeople(design).map(({ description, statement, person: by, note }) => {
      return { description, statement, by, note };
    }),
    ...matterOf(design),
    decision: decisionOf(design),
    outcome: publishedOutcomeOf(design),
    afterwards: afterwardsOf(design),
    published: publicationOf(design)?.url ?? null,
    asked: askedOf(design),
    can: canOf(design),
    files: listFileNames(design.files),
    head: design.head,
    page: design.page ?? null,
  };
}

function gateOf(design: Design): Result['gate'] {
  const gate = openGate(design);
  if (gate === null) return null;
  const { id, choices, deadlineAt } = gate;
  const replies = design.replies
    .filter(
      (reply) => reply.since > gate.since && !isAllRequest(reply) && !isAskedIn(design, reply),
    )
    .map((reply) => ({ author: reply.author, words: reply.text, readAs: readAs(design, reply) }));
  return {
    id,
    reasons: gateReasonsOf(design, gate),
    heading: sayGateHeading(design, gate),
    changed: sayChangedSince(design, gate),
    waitsFor: listAskedToDecide(design),
    points: listPointsToSettle(design).map((point) => point.id),
    said: replies,
    choices,
    accepts: findAcceptance(design, gate),
    deadline: formatIso(deadlineAt),
  };
}

function closedGatesOf(design: Design): Result['closedGates'] {
  const open = openGate(design)?.id;
  return design.gates
    .filter(({ id }) => id !== open)
    .map((gate) => {
      const { choice = 'overtaken', by = '', note = '' } = gate.decision ?? {};
      return {
        id: gate.id,
        choice,
        by,
        ...closedWordsOf(design, gate),
        note,
      };
    });
}

function textOf(design: Design): Result['text'] {
  const decided = decidedOf(design);
  if (decided === null) return null;
  const { decision } = decided;
  const unsupported = listUnsupportedNow(design);
  const lapses = findLapses(design);
  return {
    isDraft: findAcceptedText(design) === null,
    decision,
    unsupported,
    sentences: viewSentences(design, { ...decided, unsupported }, lapses),
    because: viewReasons(design, decided, lapses),
    waits: listStepWaits(design, decision),
  };
}

/** For programs, and for the message that shows it. */
export function answerOf(design: Design, asked: EventOf<'record_asked'>): AnswerView {
  const { at, by, question, answer, costUsd, isPrivate = false, isRehearsal = false } = asked;
  return {
    at: formatIso(at),
    by,
    question,
    text: answer.length === 0 ? sayNotFound(asked) : answer.map(({ text }) => text).join(' '),
    sentences: answer.map(({ text, cites }) => ({
      text,
      cites: cites.map((name) => ({ name, source: sourceOf(design, name) })),
    })),
    note: drawAnswerMark(asked),
    about: ['record'],
    costUsd,
    private: isPrivate,
    rehearsal: isRehearsal,
  };
}

function askedOf(design: Design): Result['asked'] {
  return questionsAskedOf(design).flatMap((asked, at) =>
    asked.isPrivate === true ? [] : [{ number: at + 1, ...answerOf(design, asked) }],
  );
}

function canOf(design: Design): Result['can'] {
  const isOpen = design.answering !== null && !isOver(design);
  const isRefused = refuseFollowUp(design) !== null;
  const isStanding = !isRefused && findSuperseding(design) === null;
  const isRunAgain = design.end !== null && offersRetry(design);
  return {
    answer: isOpen && openQuestions(design).length > 0,
    goOn: isOpen,
    settle: isOver(design)
      ? []
      : design.divergences
          .filter(({ settlement }) => settlement?.outcome !== 'settled_by_person')
          .map(({ id }) => id),
    // At a gate, *stop* takes the place of *cancel*: it writes the files and gives a reason.
    cancel: design.end === null && openGate(design)?.choices.includes('stop') !== true,
    ask: refuseAsking(design) === null,
    followUp: !isRefused,
    accept: isStanding && findAcceptanceAtGate(design) === null,
    decline: isStanding,
    publish: isStanding && design.hasForge === true && !(findPublishable(design) instanceof No),
    runAgain: isRunAgain
      ? { budgetUsd: raiseBudgetUsd(design), isAnyway: startsAnyway(design) }
      : null,
    revisionUsd: estimateRevisionUsd(design),
  };
}

function caveatsOf(design: Design): Result['caveats'] {
  if (openGate(design) === null && publishedOutcomeOf(design) === null) return [];
  return outcomeOf(design)
    .caveats.flatMap(caveatLinesOf)
    .map((each) => ({ kind: each.kind, text: sayCaveat(each) }));
}

/** What the current text, a draft too, does with ways, people's words and facts. */
function matterOf(design: Design): Pick<Result, 'rejected' | 'peopleSaid' | 'factsNotUsed'> {
  const decided = decidedOf(design);
  if (decided === null)
    return { rejected: [], peopleSaid: listPeopleSaid(design), factsNotUsed: [] };
  return {
    rejected: decided.decision.rejected.map(({ option, proposals, reason, outweighed }) => ({
      option,
      heldBy: proposals.flatMap((letter) => participantOf(design, letter) ?? []),
      reason,
      outweighedBy: outweighed,
    })),
    peopleSaid: listPeopleSaid(design),
    factsNotUsed: sortSourcedFacts(design).notUsed.map(
      ({ participant: persona, text, citation }) => {
        return { persona, text, source: citation.place };
      },
    ),
  };
}

function listPeopleSaid(design: Design): Result['peopleSaid'] {
  const unread = new Set(design.replies.filter((reply) => reply.unread).map(({ id }) => id));
  const all = listSaidWithFates(design);
  const toCompare = new Set(
    listToCompare(all, {
      mentionsIn: findMentionsFor(design),
      hasCapitalNouns: hasCapitalNouns(design.frame?.language ?? ''),
    }),
  );
  return all.map((said) => {
    const { author, text: words, fate, sentence, why, isLate, standing, isOwed, replyId } = said;
    const isRead = replyId === null || !unread.has(replyId);
    return {
      ...{ author, words, fate, sentence, why, isLate, standing, isOwed, isRead },
      isToCompare: toCompare.has(said),
      isTopic: replyId === null,
    };
  });
}

/** `null` while it can still change, and if it never came into force. */
function findAcceptedText(design: Design) {
  return isOver(design) ? findDecisionInForce(design) : null;
}

function decisionOf(design: Design): Result['decision'] {
  const decided = findAcceptedText(design);
  if (decided === null) return null;
  const { decision, sha256 } = decided;
  return {
    sentence: decision.sentence,
    sha256,
    signedBy: design.signatures
      .filter(({ verdict }) => verdict !== 'dissents')
      .map(({ participant }) => participant),
    dissents: listDissents(design).map(({ participant: persona, dissent }) => ({
      persona,
      dissent,
    })),
  };
}

function afterwardsOf(design: Design): Result['afterwards'] {
  if (design.end === null) return null;
  return {
    standing: findDecisionInForce(design) === null ? null : decisionStatusOf(design),
    words: sayDecisionStatus(design),
    supersededBy: findSuperseding(design)?.successor ?? null,
  };
}
