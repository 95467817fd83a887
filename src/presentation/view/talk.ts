import { positionLabel } from '../../core/differences/labels.ts';
import { currentStances } from '../../core/differences/stances.ts';
import { isArgued } from '../../core/outcome/policy/depth.ts';
import { lateWordsOf } from '../../core/questions/late-words.ts';
import { untaken } from '../../core/questions/left-over.ts';
import { answeringUntil, answersIn, isAssumed, needsAssumption } from '../../core/questions/questions.ts';
import { saidAbout } from '../../core/questions/said.ts';
import type { Design, Divergence, Question, Reply } from '../../core/vocabulary/design.ts';
import { iso } from '../../core/vocabulary/figures.ts';
import { divergencesIn } from '../../core/vocabulary/round.ts';
import { openRound } from '../../core/vocabulary/status.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import type { Read } from '../schema/field.ts';

import type { ReplyView, TALK } from '../schema/talk.ts';

type Talk = Read<typeof TALK>;

export function talkOf(design: Design): Talk {
  const until = answeringUntil(design);
  return {
    frame: frameOf(design),
    answering: until === null ? null : { deadline: iso(until) },
    questions: design.questions.map((question) => questionOf(design, question)),
    replies: design.replies.map(replyOf),
    lateWords: lateWordsOf(design).map(({ id, author, via: way = null, text, at }) => {
      return { id, author, via: way, text, at: iso(at) };
    }),
    seals: design.proposals.map(({ participant: persona, sha256, revealed }) => {
      return { persona, sha256, revealed };
    }),
    divergences: design.divergences.map((divergence) => differenceOf(design, divergence)),
  };
}

function frameOf({ frame }: Design): Talk['frame'] {
  if (frame === null) return null;
  const { isDesignQuestion, reason, restated, decided, language, picked, released } = frame;
  const personas = (chosen: typeof picked) =>
    chosen.map(({ participant: persona, reason: why }) => ({ persona, reason: why }));
  const who = { picked: personas(picked), released: personas(released) };
  return { isDesignQuestion, reason, restated, decided, language, ...who };
}

function questionOf(design: Design, question: Question): Talk['questions'][number] {
  const { id, participant: persona, text, why, status, assumption } = question;
  const { answers } = saidAbout(design, { id });
  const quotes = answers.map(({ quote }) => quote);
  return {
    ...{ id, persona, text, why, status, answers },
    ...(isAssumed({ status }) ? { assumption } : {}),
    ...(needsAssumption({ status }) || quotes.length === 0 ? {} : { answer: quotes.join('\n\n') }),
  };
}

/** Longest excerpt of a reply; its event has the whole. */
const REPLY_CHARACTERS = 500;

export function replyOf(reply: Reply): ReplyView {
  const { id, author, via: way = null, text, leftOpen, unmatched } = reply;
  return {
    ...{ id, author, via: way, unmatched },
    text: cutWords(text, REPLY_CHARACTERS),
    answers: [...new Set(answersIn(reply).map(({ questionId }) => questionId))],
    leftOpen: leftOpen.map(({ questionId }) => questionId),
    other: cutWords(untaken(reply), REPLY_CHARACTERS),
  };
}

function differenceOf(design: Design, divergence: Divergence): Talk['divergences'][number] {
  const { id, description, impact, positions, settlement } = divergence;
  const stances = currentStances(design, divergence);
  return {
    ...{ id, description, impact },
    personas: positions.flatMap(({ holders }) => holders),
    positions: positions.map(({ id: position, statement: text }) => ({
      id: position,
      label: positionLabel(id, position),
      text,
      personas: stances.filter((each) => each.position === position).map(({ participant }) => participant),
    })),
    status: statusOf(design, divergence),
    outcome: settlement === null ? null : settlementOf(settlement),
  };
}

function settlementOf(settlement: NonNullable<Divergence['settlement']>) {
  const { outcome, position, by, person, via: way = null, reason } = settlement;
  return { outcome, position, by, person, via: way, reason };
}

function statusOf(design: Design, { id, impact, settlement }: Divergence) {
  if (settlement !== null) return 'settled';
  const round = openRound(design);
  if (round !== null && divergencesIn(round).some((each) => each === id)) return 'arguing';
  return isArgued(design, impact) ? 'open' : 'noted';
}
