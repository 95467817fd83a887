import { decidedIn } from '../../src/core/synthesis/decided.ts';
import type { Design, Turn } from '../../src/core/vocabulary/design.ts';
import type { Round } from '../../src/core/vocabulary/round.ts';
import type { Account, Submission } from '../../src/core/vocabulary/submission.ts';
import { changesTo, confirmation, decision, revision, settledAccounts } from '../support/given-submission.ts';
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
      return [...ignoring(design), ...overturning(design), changingNothing(design), unfounded(design)];
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
  return hashOf(textsOf(design) + (tool === 'submit_composite' || tool === 'submit_revision' ? 1 : 0));
}

function hashOf(text: number): string {
  return text.toString(16).padStart(64, '0');
}

function textsOf({ composites, revisions }: Design): number {
  return composites.length + revisions.length;
}

/** Words that stand in no reply. One that was changed since, or of which a person has said what it is, is left out of the matching, quoted well or not. */
function misquoted({ questions, replies }: Design, round: Round): WrongAnswer[] {
  const index = round.replies.findIndex((id) =>
    replies.some((each) => each.id === id && each.since < round.since && each.unread),
  );
  const [question] = questions;
  if (index < 0 || question === undefined) return [];
  const match = { question: question.id, reply: `R${index + 1}`, quote: 'what nobody has said' };
  const wrong = (
    matches: (typeof match)[],
    left_open: (typeof match)[],
    disputed: { question: string; replies: string[] }[] = [],
  ): WrongAnswer => ({
    submission: {
      tool: 'match_answers',
      input: { matches, left_open, disputed, requests: [], rationale: 'r' },
    },
  });
  // Nobody contradicts themselves: what they said last holds.
  const oneself = [{ question: question.id, replies: [match.reply, match.reply] }];
  return [wrong([match], []), wrong([], [match]), wrong([], [], oneself)];
}

/** A revision that says nothing about what the audit has found. */
function ignoring(design: Design): WrongAnswer[] {
  const { tool, input } = revision(design);
  return input.findings.length === 0 ? [] : [{ submission: { tool, input: { ...input, findings: [] } } }];
}

/** A revision with a change after which the title reads as it did. */
function changingNothing(design: Design): WrongAnswer {
  const { tool, input } = revision(design);
  const title = decidedIn(design)?.decision.title ?? '';
  const same = { part: 'title' as const, with: title, answers: [] };
  return { submission: { tool, input: { ...input, changes: [...input.changes, same] } } };
}

/** A revision with a change for a finding that nobody made. */
function unfounded(design: Design): WrongAnswer {
  const { tool, input } = revision(design);
  const change = { part: 'title' as const, with: 'Another', answers: ['F99'] };
  return { submission: { tool, input: { ...input, changes: [...input.changes, change] } } };
}

/** A confirmation of what was not asked, or that quotes what does not stand there; and, where something was asked, one that forgets it. */
function misjudged(design: Design): WrongAnswer[] {
  const { tool, input } = confirmation(design);
  const wrong = (changes: Partial<typeof input>): WrongAnswer => ({
    submission: { tool, input: { ...input, ...changes } },
  });
  const stranger = { finding: 'F99', isAnswered: true, reason: 'r' };
  return [
    wrong({ findings: [...input.findings, stranger] }),
    wrong({ aboutItself: ['what stands nowhere'] }),
    ...(input.findings.length === 0 ? [] : [wrong({ findings: [] })]),
  ];
}

/** A revision that adopts what a person has decided against, and rejects the rest. */
function overturning(design: Design): WrongAnswer[] {
  const settled = design.divergences.find(({ settlement }) => settlement?.outcome === 'settled_by_person');
  if (settled === undefined) return [];
  const held = settled.positions.find(({ id }) => id === settled.settlement?.position)?.claims ?? [];
  const accounts = settledAccounts(design).map(
    (account): Account => ({
      ...account,
      disposition: held.includes(account.claim) ? 'rejected' : 'adopted',
      reason: 'r',
    }),
  );
  const { tool, input } = revision(design);
  return [
    {
      submission: {
        tool,
        input: { ...input, changes: changesTo(design, decision(design, accounts)), accounts },
      },
    },
  ];
}
