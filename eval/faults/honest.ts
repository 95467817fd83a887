import { changesBetween } from '../../src/adapters/rehearsal/neutral/revise.ts';
import { decidedIn } from '../../src/core/decision/decided.ts';
import { findingsOf, findingsToConfirm } from '../../src/core/decision/findings.ts';
import { positionLabel, shownClaims } from '../../src/core/differences/labels.ts';
import { decisionSides, openForPeople } from '../../src/core/differences/sides.ts';
import { mappedPosition } from '../../src/core/differences/stances.ts';
import { claimsOf, type LabelledClaim } from '../../src/core/proposals/labels.ts';
import { isAssumed } from '../../src/core/questions/questions.ts';
import type { Design, Divergence } from '../../src/core/vocabulary/design.ts';
import type { RoundKind } from '../../src/core/vocabulary/sets.ts';
import {
  type Account,
  type Decision,
  NO_CITATION,
  type Submission,
  type SubmissionInput,
} from '../../src/core/vocabulary/submission.ts';
import { OPTIONS, PERSONAS, PROPOSALS } from './case.ts';
import type { Scene } from './mode.ts';

/** What everybody says who does the work as it is asked for. */
export const HONEST: Readonly<Record<RoundKind, (scene: Scene) => Submission>> = {
  framing: ({ ask }) => ({
    tool: 'frame',
    input: {
      reason: 'Two answers can be defended.',
      isDesignQuestion: true,
      restated: ask.topic.slice(0, 400),
      decided: [],
      language: 'en',
      personas: ask.choice.map((id) => ({ reason: 'By what it reads.', id, takesPart: true })),
    },
  }),
  questions,
  matching,
  reading: matching,
  proposals: propose,
  mapping: map,
  argument: argue,
  composite: compose,
  audit,
  revision: revise,
  confirmation: confirm,
  signing: ({ ask }) => ({
    tool: 'sign',
    input: {
      contradicted: [],
      weakest: WEAKEST[ask.participant.id as string] ?? 'Step 2 rests on a count of one week.',
      verdict: 'signs',
      reason: '',
      dissent: '',
      ...judgement,
    },
  }),
};

/** Each sees the weakest part elsewhere. */
const WEAKEST: Readonly<Record<string, string>> = {
  subtractor: 'Every job is written twice for longer than step 2 says.',
  archaeologist: 'One incident in March is all that step 1 rests on.',
  'failure-analyst': 'Nobody is named who looks when the stores drift apart.',
  'contract-keeper': 'Invoices come last, and nothing says when.',
  migrationist: 'The switch is turned for each kind of job by hand.',
};

const judgement = { confidence: 0.8, rationale: 'It rests on the lines that are cited.' };

function questions({ ask }: Scene): Submission {
  const asked = {
    subtractor: 'How many jobs a minute are there at the peak?',
    'failure-analyst': 'May a job be lost?',
  }[ask.participant.id as string];
  if (asked === undefined) return { tool: 'pass', input: { rationale: 'The repository answers it.' } };
  const question = {
    text: asked,
    why: 'It decides how large the table gets.',
    assumption: 'Some 1,000 a minute.',
  };
  return { tool: 'ask_questions', input: { questions: [question] } };
}

/** The first reply answers the first question, and so on. */
function matching({ ask }: Scene): Submission {
  const { questions: asked = [], replies = [] } = ask.matching ?? {};
  const matches = replies.flatMap(({ name, text }, index) => {
    const question = asked[index]?.id;
    return question === undefined ? [] : [{ question, reply: name, quote: text }];
  });
  const bearing =
    ask.kind === 'reading'
      ? replies.map(({ name: reply }) => ({ reply, reason: 'It is in it.', sentence: '', bears: false }))
      : [];
  return {
    tool: 'match_answers',
    input: { matches, left_open: [], requests: [], bearing, rationale: judgement.rationale },
  };
}

function propose({ design, ask }: Scene): Submission {
  const name = PERSONAS.find((each) => each === ask.participant.id);
  if (name === undefined) throw new Error(`${ask.participant.id} has no proposal in this case`);
  const { headline, claims } = PROPOSALS[name];
  const cited = claims.map((claim) =>
    design.repository === null ? { ...claim, citation: NO_CITATION } : claim,
  );
  return {
    tool: 'submit_proposal',
    input: {
      headline,
      summary: `${headline} ${claims.map(({ text }) => text).join(' ')}`,
      claims: cited,
      steps: [],
      changesMind: 'A month in which no job is lost.',
      ...judgement,
    },
  };
}

/** The claims of this case by their text, under the letters that they have here. */
function idsFor(design: Design, wanted: (claim: LabelledClaim) => boolean): string[] {
  return claimsOf(design)
    .filter(wanted)
    .map(({ id }) => id);
}

function map({ design }: Scene): Submission {
  const sideOf = (option: string) => {
    const labels = claimsOf(design).flatMap((claim) => (optionOf(claim) === option ? [claim.label] : []));
    return idsFor(design, ({ label, text }) => labels.includes(label) && !isAboutKeeping(text));
  };
  const sides = [
    { statement: 'Jobs are stored in Postgres.', claims: sideOf('Postgres') },
    { statement: 'Jobs stay on Redis.', claims: sideOf('Redis') },
  ].filter(({ claims }) => claims.length > 0);
  const aboutKeeping = claimsOf(design).filter(({ text }) => isAboutKeeping(text));
  const keeping = [...Map.groupBy(aboutKeeping, ({ text }) => text)].map(([statement, its]) => ({
    statement,
    claims: its.map(({ id }) => id),
  }));
  const differences = [
    {
      description: 'Where are jobs stored?',
      cost: 'Jobs are lost, or two weeks of work.',
      impact: 'high' as const,
      positions: sides,
    },
    {
      description: 'How long are finished jobs kept?',
      cost: 'Some space on a disk.',
      impact: 'low' as const,
      positions: keeping,
    },
  ].filter(({ positions }) => positions.length > 1);
  const placed = differences.flatMap(({ positions }) => positions.flatMap(({ claims }) => claims));
  const left = idsFor(design, ({ id, kind }) => kind === 'decision' && !placed.includes(id));
  const agreements = left.length === 0 ? [] : [{ statement: 'Jobs survive a restart.', claims: left }];
  return { tool: 'map_divergences', input: { agreements, divergences: differences, lone: [], ...judgement } };
}

/** The option that a claim decides for; empty for one that decides for none. */
function optionOf({ text }: LabelledClaim): string {
  return OPTIONS.get(text) ?? '';
}

function isAboutKeeping(text: string): boolean {
  return /^(Thirty|Ninety) days/.test(text);
}

/** Who would stay on Redis is moved by a fact of the other side; the others stay. */
function argue({ design, ask }: Scene): Submission {
  const { participant, roundId } = ask;
  const points = design.divergences.flatMap((divergence) => {
    const own = mappedPosition(divergence, participant.id);
    const other = divergence.positions.find(({ id }) => id !== own);
    const wanted = design.rounds.find(({ id }) => id === roundId)?.points ?? {};
    const isAsked = JSON.stringify(wanted).includes(`"${divergence.id}"`);
    return own === '' || other === undefined || !isAsked ? [] : [pointOn(design, divergence, own, other)];
  });
  return { tool: 'argue', input: { points, rationale: judgement.rationale } };
}

type Point = SubmissionInput<'argue'>['points'][number];

function pointOn(
  design: Design,
  divergence: Divergence,
  own: string,
  other: Divergence['positions'][number],
): Point {
  const mine = positionLabel(divergence.id, own);
  const isMoved = other.statement === 'Jobs are stored in Postgres.';
  const addressed = shownClaims(design, divergence, other.id)[0]?.id ?? '';
  return {
    difference: divergence.id.slice(1),
    addresses: [addressed],
    answer: isMoved
      ? 'A restart at night is ordinary, so this outweighs the cost of the move.'
      : 'The cost ends after two weeks; a lost invoice does not.',
    citation: NO_CITATION,
    changedBy: isMoved ? [addressed] : [],
    now: isMoved ? positionLabel(divergence.id, other.id) : mine,
    confidence: 0.8,
  };
}

/** Rejects what lost its difference, or what nobody compared where another option was proposed. */
export function accountsFor(design: Design): Account[] {
  const claims = claimsOf(design).filter(({ kind }) => kind === 'decision');
  const isMoved = claims.some((claim) => optionOf(claim) === 'Postgres');
  const sides = decisionSides(design);
  const placed = design.divergences.flatMap(({ positions }) => positions.flatMap((each) => each.claims));
  const lost = sides.filter(({ position }) => position !== '').flatMap(({ against }) => against);
  const isLost = (claim: LabelledClaim) =>
    lost.includes(claim.id) || (!placed.includes(claim.id) && isMoved && optionOf(claim) === 'Redis');
  return claims
    .filter(isLost)
    .map(({ id }) => account(id, 'Jobs are lost at every restart as long as they stay there.'));
}

function account(claim: string, reason: string): Account {
  return { claim, reason, disposition: 'rejected' };
}

/** A decision in order for this design: two steps, what is open, and what was assumed. */
export function decisionFor(design: Design, accounts: readonly Account[] = accountsFor(design)): Decision {
  const against = decisionSides(design).flatMap((side) => side.against);
  const isHeld = (id: string) => !against.includes(id) && !accounts.some(({ claim }) => claim === id);
  const held = claimsOf(design).filter(({ id }) => isHeld(id));
  const decided = held.filter(({ kind }) => kind === 'decision').map(({ id }) => id);
  const grounds = held.filter(({ kind }) => kind !== 'decision').map(({ id }) => id);
  const option = (name: string, words: string): Decision['options'] => {
    const its = idsFor(design, (claim) => optionOf(claim) === name);
    const isChosen = its.some(isHeld);
    const isRejected = accounts.some(({ claim }) => its.includes(claim));
    const verdict = isChosen ? 'chosen' : isRejected ? 'rejected' : 'open';
    const [pro, con] = isChosen ? [words, ''] : ['', words];
    return its.length === 0 ? [] : [{ name, for: pro, against: con, verdict }];
  };
  const rests = decided.length > 0 ? decided : grounds.slice(0, 2);
  return {
    context: 'Redis has lost jobs at a restart. Invoices rest on them.',
    options: [
      ...option('Postgres', 'A commit survives a restart.'),
      ...option('Redis', 'It has lost 1,204 jobs.'),
    ],
    rests: grounds.slice(0, 20),
    paragraph: 'A restart of Redis has lost jobs, and invoices rest on them; writing twice costs two weeks.',
    sentence: 'The job queue moves to Postgres in two steps.',
    harder: 'Two stores are written for two weeks.',
    steps: [
      step('Write to both', 'Behind a switch, for every kind of job.', rests.slice(0, 12)),
      step('Read from Postgres', 'One kind of job a day, invoices last.', rests.slice(0, 12)),
    ],
    risks: [
      {
        risk: 'The two stores drift apart.',
        signal: 'Their counts differ at noon.',
      },
    ],
    assumptions: design.questions.filter(isAssumed).map(({ id, assumption }) => ({
      question: id,
      text: assumption,
      ifWrong: 'Step 2 takes twice as long.',
    })),
    open: openForPeople(design).map(({ id, description }) => ({
      difference: id.slice(1),
      text: `${description} Leaving it open costs little until May.`,
    })),
    revisitIf: [
      { fact: 'The table grows by 10 GB a day.', where: 'The dashboard of the database.', until: 'May' },
    ],
  };
}

export function step(title: string, detail: string, rests: string[]): Decision['steps'][number] {
  return { title, detail, undo: 'Turn the switch off.', rests };
}

function compose({ design }: Scene): Submission {
  const accounts = accountsFor(design);
  return {
    tool: 'submit_composite',
    input: { decision: decisionFor(design, accounts), accounts, ...judgement },
  };
}

export const [MAJOR, MINOR] = [
  'Step 2 does not say how one kind of job is taken back once it is read from Postgres.',
  'The paragraph does not say who sees that the stores drift apart.',
];

function audit({ ask }: Scene): Submission {
  const finding = (severity: 'major' | 'minor', text: string) => ({
    text,
    citation: NO_CITATION,
    kind: 'feasibility' as const,
    severity,
    reply: '',
    words: '',
  });
  return {
    tool: 'submit_audit',
    input: {
      answersQuestion: { reason: 'It says where jobs are stored.', verdict: true },
      actsAgainst: { reason: 'Somebody could keep Redis.', verdict: true },
      refuted: ask.toRefute.map((claim) => ({ claim, attempt: 'It is a year old.', stands: true })),
      premortem: 'The switch was never turned, and both stores were written for a year.',
      findings: [finding('major', MAJOR ?? ''), finding('minor', MINOR ?? '')],
      ...judgement,
    },
  };
}

/** Step 2 and the paragraph change as the findings ask; with no finding nothing changes. */
function revise({ design }: Scene): Submission {
  const ids = findingsOf(design).map(({ id }) => id);
  const [decision, [first = '', second = '']] = [decidedIn(design)?.decision, ids];
  const detail =
    'One kind of job a day, invoices last. Each kind has a switch of its own that sends it back to Redis within a minute.';
  const paragraph = `${decision?.paragraph ?? ''} Who is on call compares the counts at noon.`;
  const steps = decision?.steps.map((each, index) => (index === 1 ? { ...each, detail } : each));
  const changes =
    decision === undefined
      ? []
      : [
          ...(first === '' ? [] : changesBetween(decision, { ...decision, steps: steps ?? [] }, [first])),
          ...(second === '' ? [] : changesBetween(decision, { ...decision, paragraph }, [second])),
        ];
  return {
    tool: 'submit_revision',
    input: {
      changes,
      findings: ids.map((finding, index) => ({
        finding,
        where: index === 0 ? 'In step 2.' : 'In the paragraph.',
        done: 'acted_on',
      })),
      accounts: [],
      ...judgement,
    },
  };
}

/** An auditor that nods: whatever was changed, it answers what it was changed for. */
function confirm({ design }: Scene): Submission {
  return {
    tool: 'confirm_revision',
    input: {
      findings: findingsToConfirm(design).map(({ id }) => ({
        finding: id,
        reason: 'The part says so now.',
        isAnswered: true,
      })),
      ...judgement,
    },
  };
}
