import { decidedOf, decisionsOf } from '../../src/core/decision/decided.ts';
import { listToAnswer } from '../../src/core/decision/to-answer.ts';
import type { Design, Turn } from '../../src/core/vocabulary/design.ts';
import type { Round } from '../../src/core/vocabulary/round.ts';
import type { Submission } from '../../src/core/vocabulary/submission.ts';
import {
  audit,
  changesTo,
  confirmation,
  decision,
  refuting,
  revision,
} from '../support/designs/given-submission.ts';
import { SIGN } from './answers.ts';

interface WrongAnswer {
  readonly submission: Submission;
  /** Of the text that it is about, where that is what is wrong. */
  readonly sha256?: string;
}

/** What a model may submit in this turn and the core has to refuse, one answer for each reason. */
export function wrongAnswersTo(design: Design, turn: Turn): readonly WrongAnswer[] {
  const round = design.rounds.find((each) => each.id === turn.roundId);
  switch (round?.kind) {
    case 'matching':
      return misquoted(design, round);
    case 'revision':
      return [
        ...ignoring(design),
        ...overturning(design),
        changingNothing(design),
        forNothing(design),
      ];
    case 'audit':
      return careless(design);
    case 'confirmation':
      return misjudged(design);
    case 'signing':
      // The text before the one that stands.
      return [{ submission: SIGN, sha256: hashOf(textsOf(design) - 1) }];
    default:
      return [];
  }
}

/** A stand-in for the hash of a text: that of a new one, or of the one that is signed. */
export function hashFor(design: Design, { tool }: Submission): string {
  return hashOf(textsOf(design) + (MAKES_TEXT.includes(tool) ? 1 : 0));
}

function hashOf(text: number): string {
  return text.toString(16).padStart(64, '0');
}

const MAKES_TEXT: readonly string[] = ['submit_composite', 'submit_revision', 'confirm_revision'];

function textsOf(design: Design): number {
  return decisionsOf(design).length;
}

/**
 * Words that stand in no reply. One that was changed since, or of which a person has said what it
 * is, is left out of the matching, quoted well or not.
 */
function misquoted({ questions, replies }: Design, round: Round): WrongAnswer[] {
  const reply = replies.find(
    ({ id, since, unread }) => round.replies.includes(id) && since < round.since && unread,
  );
  const [question] = questions;
  if (reply === undefined || question === undefined) return [];
  const match = { question: question.id, reply: `R${reply.number}`, quote: 'what nobody has said' };
  const wrong = (matches: (typeof match)[], left_open: (typeof match)[]): WrongAnswer => ({
    submission: {
      tool: 'match_answers',
      input: { matches, left_open, requests: [], differ: [], bearing: [], rationale: 'r' },
    },
  });
  return [wrong([match], []), wrong([], [match])];
}

/** A revision that says nothing about what the audit has found. */
function ignoring(design: Design): WrongAnswer[] {
  const { tool, input } = revision(design);
  return input.findings.length === 0
    ? []
    : [{ submission: { tool, input: { ...input, findings: [] } } }];
}

/** A revision with a change after which the decision reads as it did. */
function changingNothing(design: Design): WrongAnswer {
  const [answered = 'F1'] = listToAnswer(design).map(({ name }) => name);
  return changing(design, decidedOf(design)?.decision.sentence ?? '', answered);
}

/** A revision with a change for a finding that nobody made. */
function forNothing(design: Design): WrongAnswer {
  return changing(design, 'Another.', 'F99');
}

function changing(design: Design, text: string, answered: string): WrongAnswer {
  const { tool, input } = revision(design);
  const fields = [{ name: 'text', text }];
  const change = {
    answers: [answered],
    part: 'decision' as const,
    number: '',
    how: 'replace' as const,
    fields,
    rests: [],
  };
  return { submission: { tool, input: { ...input, changes: [...input.changes, change] } } };
}

/**
 * An audit that leaves a person or a claim out, or names no sentence that says what a person said.
 */
function careless(design: Design): WrongAnswer[] {
  const { tool, input } = refuting(design, audit()) as ReturnType<typeof audit>;
  const wrong = (changes: Partial<typeof input>): WrongAnswer => ({
    submission: { tool, input: { ...input, ...changes } },
  });
  return [
    ...(input.said.length === 0
      ? []
      : [
          wrong({ said: input.said.slice(1) }),
          wrong({ said: input.said.map((row) => ({ ...row, sentence: '' })) }),
        ]),
    ...(input.tried.length === 0 ? [] : [wrong({ tried: input.tried.slice(1) })]),
  ];
}

/** A confirmation of what was not asked; and, where something was asked, one that forgets it. */
function misjudged(design: Design): WrongAnswer[] {
  const { tool, input } = confirmation(design);
  const wrong = (changes: Partial<typeof input>): WrongAnswer => ({
    submission: { tool, input: { ...input, ...changes } },
  });
  const stranger = { change: 'change 99', verdict: 'answers' as const, reason: 'r' };
  return [
    wrong({ changes: [...input.changes, stranger] }),
    ...(input.changes.length === 0 ? [] : [wrong({ changes: [] })]),
    ...(input.said.length === 0 ? [] : [wrong({ said: [] })]),
  ];
}

/** A revision that rests on what a person has decided against. */
function overturning(design: Design): WrongAnswer[] {
  const settled = design.divergences.find(
    ({ settlement }) => settlement?.outcome === 'settled_by_person',
  );
  if (settled === undefined) return [];
  const held =
    settled.positions.find(({ id }) => id === settled.settlement?.position)?.claims ?? [];
  const lost = settled.positions
    .flatMap(({ claims }) => claims)
    .filter((claim) => !held.includes(claim));
  const { tool, input } = revision(design);
  const changes = changesTo(design, decision(design, { rests: lost }));
  return [
    {
      submission: {
        tool,
        input: { ...input, changes },
      },
    },
  ];
}
