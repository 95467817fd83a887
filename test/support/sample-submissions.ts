/** A plausible submission for each kind of turn, about moving a job queue, that every check accepts. */

import { findingsToAnswer } from '#design/audits.ts';
import { claimsOf } from '#design/claims.ts';
import { firstPositionOf } from '#design/evolve-differences.ts';
import { letterOf } from '#design/participants.ts';
import { pointsOf } from '#design/refinement.ts';
import type { Design, Turn } from '#design/state.ts';
import type { Submission, SubmissionOf } from '#design/submissions.ts';

const JUDGEMENT = {
  rationale: 'The March figures decide it, and nobody has measured the replica since.',
  confidence: 0.7,
};

export function sampleSubmission(design: Design, turn: Turn): Submission {
  const round = design.rounds.find(({ id }) => id === turn.roundId);
  const role = design.participants.find(({ id }) => id === turn.participant)?.role;
  switch (round?.kind) {
    case 'framing':
      return { tool: 'frame', input: FRAME };
    case 'questions':
      return sampleQuestions(design, turn);
    case 'matching':
      return { tool: 'match_answers', input: sampleMatch(design) };
    case 'proposals':
      return { tool: 'submit_proposal', input: sampleProposal(letterOf(design, turn.participant)) };
    case 'mapping':
      return { tool: 'map_divergences', input: sampleMap(design) };
    case 'argument':
      return { tool: 'argue', input: sampleArgument(design, turn) };
    case 'draft':
    case 'revision':
      return { tool: 'submit_decision', input: sampleDecision(design) };
    case 'audit':
      return { tool: 'submit_audit', input: CLEAN_AUDIT };
    case 'signing':
      return role === 'auditor'
        ? { tool: 'submit_audit', input: CLEAN_AUDIT }
        : { tool: 'sign', input: SIGNATURE };
    case undefined:
      throw new Error('the turn has no round');
  }
}

export const FRAME: SubmissionOf<'frame'> = {
  reason: 'It chooses between two ways to store jobs, with costs on both sides.',
  isDesignQuestion: true,
  restated: 'Should background jobs be stored in Postgres instead of Redis?',
  language: 'en',
};

/** Two personas ask; the others pass. */
function sampleQuestions(design: Design, { participant }: Turn): Submission {
  const question = {
    subtractor: {
      why: 'It decides whether polling is an option.',
      text: 'How many jobs a minute run at peak, and how long may one wait?',
      assumption: '900 a minute, and a minute.',
    },
    'failure-analyst': {
      why: 'They would break silently.',
      text: 'Who besides the web app reads the Redis keys?',
      assumption: 'Nobody else does.',
    },
  }[String(participant)];
  if (question !== undefined) return { tool: 'ask_questions', input: { questions: [question] } };
  const rationale = `Nothing that people know would change my answer on ${design.topic}`;
  return { tool: 'pass', input: { rationale } };
}

/** The first reply that no question has answers the first open question. */
export function sampleMatch({ questions, replies }: Design): SubmissionOf<'match_answers'> {
  const used = questions.flatMap(({ answers }) => answers);
  const free = replies.filter(({ number }) => !used.includes(number));
  const open = questions.filter(({ answers }) => answers.length === 0);
  return {
    questions: questions.map(({ id, answers, isUnknown }) => {
      const fresh = open[0]?.id === id ? free.map(({ number }) => number) : [];
      const named = [...answers, ...fresh].map((number) => `R${number}`);
      return {
        question: id,
        replies: named,
        unknown: isUnknown && named.length === 0,
        differ: false,
      };
    }),
  };
}

export function sampleProposal(letter: string): SubmissionOf<'submit_proposal'> {
  const way = letter === 'A' ? 'Keep Redis' : 'Move the queue to Postgres';
  const claim = (
    kind: SubmissionOf<'submit_proposal'>['claims'][number]['kind'],
    text: string,
    more: { against?: boolean; place?: string; quote?: string } = {},
  ) => ({ kind, text, against: false, place: '', quote: '', ...more });
  return {
    reasons: `${way}: what is there was built for it, and the figures of March bear it.`,
    claims: [
      claim('decision', `${way}, in steps that can each be undone.`),
      claim('fact', 'At most 900 jobs a minute ran in March.', {
        place: 'ops/2026-03.md:41',
        quote: 'peak of 900 jobs a minute',
      }),
      claim('reason', 'One store fewer is one alarm fewer at night.'),
      claim('risk', 'The replica lags after each deploy.', { against: true }),
      claim('assumption', 'Nobody else reads the Redis keys.'),
    ],
    steps: ['Write jobs to both stores.', 'Read from the new one.', 'Remove the old one.'],
    nextBest: 'Do nothing until the next incident: cheap, and it comes at night.',
    changesMind: 'A load test in which the replica lags by more than a minute.',
    headline: `${way}, and stop after step two if the replica lags.`,
    ...JUDGEMENT,
  };
}

/** The first proposal against all others, on a difference of high impact. */
export function sampleMap({ proposals }: Design): SubmissionOf<'map_divergences'> {
  const letters = proposals.map(({ letter }) => letter);
  const [first = '', ...others] = letters;
  return {
    differences: [
      {
        description: 'Can the outbox table carry 900 jobs a minute without a second replica?',
        cost: 'A week of work.',
        impact: 'high',
        positions: [
          { statement: 'No, the replica lags.', letters: [first] },
          { statement: 'Yes, it can.', letters: others },
        ],
      },
    ],
    loneFacts: [],
  };
}

export function sampleArgument(design: Design, { participant }: Turn): SubmissionOf<'argue'> {
  return {
    points: pointsOf(design, participant).map((difference) => {
      const own = firstPositionOf(difference, participant);
      const other = claimsOf(design).find((claim) => {
        const held = firstPositionOf(difference, claim.participant);
        return held !== null && held !== own;
      });
      return {
        difference: difference.id,
        claim: other?.name ?? '',
        answer: 'It holds for the old replica, and says nothing of the new one.',
        movedBy: '',
        position: own ?? '',
      };
    }),
    ...JUDGEMENT,
  };
}

/** The last letter is the base; all others are rejected. A later text differs by its number. */
export function sampleDecision(design: Design): SubmissionOf<'submit_decision'> {
  const letters = design.proposals.map(({ letter }) => letter);
  const base = letters.at(-1) ?? '';
  const others = letters.filter((letter) => letter !== base);
  const again = design.decisions.length === 0 ? '' : ` Text ${design.decisions.length + 1}.`;
  return {
    base,
    taken: [],
    rejected:
      others.length === 0
        ? []
        : [
            {
              way: 'Keep Redis and watch it better',
              letters: others,
              reason: 'It needs no migration.',
              outweighed: 'It keeps two stores with one job.',
            },
          ],
    context: `Jobs live in Redis, everything else in Postgres. A job was lost in March.${again}`,
    why: [
      { text: 'At most 900 jobs a minute run, which one table carries.', rests: [`${base}-2`] },
    ],
    harder: ['Bursts of more than 5,000 jobs a minute need a second look.'],
    steps: [
      {
        text: 'Write jobs to both stores.',
        undo: 'Stop writing to Postgres.',
        rests: [`${base}-1`],
      },
      { text: 'Read from Postgres.', undo: 'Read from Redis again.', rests: [`${base}-2`] },
    ],
    risks: [{ risk: 'The replica lags after each deploy.', sign: 'Lag above 60 s.' }],
    assumptions: ['Nobody else reads the Redis keys.'],
    open: ['Who removes the old keys; a month is bearable.'],
    lookAgain: 'After the first sale with more than 900 jobs a minute.',
    answers: findingsToAnswer(design).map((finding) => ({
      finding,
      how: 'Step two now says how long it may take.',
    })),
    sentence: 'Move the queue to Postgres in two steps, and stop if the replica lags.',
    ...JUDGEMENT,
  };
}

export const CLEAN_AUDIT: SubmissionOf<'submit_audit'> = {
  findings: [],
  replies: [],
  verdict: 'I would sign it.',
  ...JUDGEMENT,
};
export const GRAVE_AUDIT: SubmissionOf<'submit_audit'> = {
  findings: [
    {
      part: 'step 2',
      wrong: 'It says nothing of jobs that run while the reader changes.',
      mend: 'Say how long both may run.',
      place: '',
      quote: '',
      severity: 'major',
    },
  ],
  replies: [],
  verdict: 'I would not sign it like this.',
  ...JUDGEMENT,
};
export const SIGNATURE: SubmissionOf<'sign'> = {
  words: 'I sign: each step can be undone, and the sign to stop is a number.',
  weakest: 'The load test is older than the new replica.',
  verdict: 'signs',
  ...JUDGEMENT,
};
export const DISSENT: SubmissionOf<'sign'> = {
  ...SIGNATURE,
  words: 'The replica lags after each deploy, and nobody has measured by how much.',
  verdict: 'dissents',
};
