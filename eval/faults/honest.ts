import { positionLabel } from '../../src/core/divergence/labels.ts';
import { openForPeople } from '../../src/core/divergence/sides.ts';
import { stancesAtOpening } from '../../src/core/divergence/stances.ts';
import { claimsOf, type LabelledClaim } from '../../src/core/proposal/labels.ts';
import { disputesIn } from '../../src/core/question/disputed.ts';
import { decidedIn, findingsOf } from '../../src/core/synthesis/decided.ts';
import type { Design, Divergence } from '../../src/core/vocabulary/design.ts';
import type { RoundKind } from '../../src/core/vocabulary/sets.ts';
import {
  type Account,
  type Change,
  type Decision,
  NO_CITATION,
  NOBODY_NAMED,
  type Submission,
  type SubmissionInput,
} from '../../src/core/vocabulary/submission.ts';
import { PERSONAS, PROPOSALS } from './case.ts';
import type { Scene } from './mode.ts';

/** What everybody says who does the work as it is asked for. */
export const HONEST: Readonly<Record<RoundKind, (scene: Scene) => Submission>> = {
  questions,
  matching,
  proposals: propose,
  mapping: map,
  argument: argue,
  composite: compose,
  audit,
  revision: revise,
  confirmation: confirm,
  signing: () => ({
    tool: 'sign',
    input: {
      weakest: 'Step 2 rests on a count of one week.',
      contradicted: [],
      verdict: 'signs',
      reason: '',
      dissent: '',
      ...judgement,
    },
  }),
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
  return {
    tool: 'match_answers',
    input: { matches, left_open: [], disputed: [], requests: [], rationale: judgement.rationale },
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
      premortem: name === 'failure-analyst' ? 'The second store was never read from.' : '',
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
    { description: 'Where are jobs stored?', impact: 'high' as const, positions: sides },
    { description: 'How long are finished jobs kept?', impact: 'low' as const, positions: keeping },
  ].filter(({ positions }) => positions.length > 1);
  const placed = differences.flatMap(({ positions }) => positions.flatMap(({ claims }) => claims));
  const left = idsFor(design, ({ id, kind }) => kind === 'decision' && !placed.includes(id));
  const agreements = left.length === 0 ? [] : [{ statement: 'Jobs survive a restart.', claims: left }];
  return { tool: 'map_divergences', input: { agreements, divergences: differences, ...judgement } };
}

/** The option that a claim is for: a claim against one is for the other. */
function optionOf({ about, stance }: LabelledClaim): string {
  if (stance !== 'against') return about;
  return about === 'Redis' ? 'Postgres' : 'Redis';
}

function isAboutKeeping(text: string): boolean {
  return /^(Thirty|Ninety) days/.test(text);
}

/** Who would stay on Redis is moved by a fact of the other side; the others stay. */
function argue({ design, ask }: Scene): Submission {
  const { participant, roundId } = ask;
  const points = design.divergences.flatMap((divergence) => {
    const own = stancesAtOpening(design, divergence, roundId).find(
      (each) => each.participant === participant.id,
    );
    const other = divergence.positions.find(({ id }) => id !== own?.position);
    const wanted = design.rounds.find(({ id }) => id === roundId)?.points ?? {};
    const isAsked = JSON.stringify(wanted).includes(`"${divergence.id}"`);
    return own === undefined || other === undefined || !isAsked
      ? []
      : [pointOn(design, divergence, own, other)];
  });
  return { tool: 'argue', input: { points, missed: [], rationale: judgement.rationale } };
}

type Point = SubmissionInput<'argue'>['points'][number];

function pointOn(
  design: Design,
  divergence: Divergence,
  own: { readonly position: string },
  other: Divergence['positions'][number],
): Point {
  const mine = positionLabel(divergence.id, own.position);
  const reasons = claimsOf(design).filter(({ id, kind }) => other.claims.includes(id) && kind !== 'decision');
  // A fact with a source, where there is one.
  const strongest = reasons.find(({ citation }) => citation.place !== '') ?? reasons[0];
  const isMoved = other.statement === 'Jobs are stored in Postgres.';
  const addressed = strongest?.id ?? other.claims[0] ?? '';
  return {
    difference: divergence.id.slice(1),
    mine,
    confidence: 0.7,
    strongest: strongest?.text ?? other.statement,
    addresses: [addressed],
    answer: isMoved
      ? 'A restart at night is ordinary, so this outweighs the cost of the move.'
      : 'The cost ends after two weeks; a lost invoice does not.',
    citation: NO_CITATION,
    now: isMoved ? positionLabel(divergence.id, other.id) : mine,
    confidenceNow: 0.8,
    changedBy: isMoved ? [addressed] : [],
  };
}

/** Adopts what prevailed and every reason; rejects what lost, or what nobody compared; leaves open what nobody settled. */
export function accountsFor(design: Design): Account[] {
  const isMoved = claimsOf(design).some((claim) => optionOf(claim) === 'Postgres');
  return claimsOf(design).map((claim) => {
    const { id, kind } = claim;
    const its = design.divergences.find(({ positions }) =>
      positions.some(({ claims }) => claims.includes(id)),
    );
    const prevailing = its?.settlement?.position ?? '';
    const isLost =
      its === undefined
        ? isMoved && optionOf(claim) === 'Redis'
        : !its.positions.some((each) => each.id === prevailing && each.claims.includes(id));
    if (kind !== 'decision' || !isLost) return account(id, 'adopted');
    if (its !== undefined && prevailing === '') return account(id, 'unresolved');
    return account(id, 'rejected', 'Jobs are lost at every restart as long as they stay there.');
  });
}

function account(claim: string, disposition: Account['disposition'], reason = ''): Account {
  return { claim, disposition, into: '', reason };
}

/** A decision in order for this design: two steps, what is open, and what was assumed. */
export function decisionFor(design: Design, accounts: readonly Account[] = accountsFor(design)): Decision {
  const adopted = new Set(
    accounts.flatMap(({ claim, disposition }) => (disposition === 'adopted' ? [claim] : [])),
  );
  const claims = claimsOf(design);
  const decided = claims.filter(({ id, kind }) => kind === 'decision' && adopted.has(id)).map(({ id }) => id);
  const grounds = claims.filter(({ id, kind }) => kind !== 'decision' && adopted.has(id)).map(({ id }) => id);
  const named = (name: string) => idsFor(design, (claim) => optionOf(claim) === name);
  const option = (name: string, words: string) => {
    const its = named(name);
    const isChosen = its.some((id) => adopted.has(id));
    const isOpen = its.some((id) =>
      accounts.some((each) => each.claim === id && each.disposition === 'unresolved'),
    );
    const verdict = isChosen ? ('chosen' as const) : isOpen ? ('open' as const) : ('rejected' as const);
    return {
      name,
      covers: [name],
      verdict,
      for: isChosen ? words : '',
      against: isChosen ? '' : words,
      claims: its,
    };
  };
  const rests = decided.length > 0 ? decided : grounds.slice(0, 2);
  return {
    title: 'Where jobs are stored',
    sentence: 'The job queue moves to Postgres in two steps.',
    paragraph: 'A restart of Redis has lost jobs, and invoices rest on them; writing twice costs two weeks.',
    options: [
      option('Postgres', 'A commit survives a restart.'),
      option('Redis', 'It has lost 1,204 jobs.'),
    ].filter(({ claims: its }) => its.length > 0),
    steps: [
      step('Write to both', 'Behind a switch, for every kind of job.', [...rests.slice(0, 12)]),
      step('Read from Postgres', 'One kind of job a day, invoices last.', [...rests.slice(0, 12)]),
    ],
    risks: [
      {
        risk: 'The two stores drift apart.',
        signal: 'Their counts differ at noon.',
        rests: grounds.slice(0, 2),
      },
    ],
    assumptions: design.questions
      .filter(({ status }) => status === 'assumed')
      .map(({ id, assumption }) => ({
        question: id,
        text: assumption,
        ifWrong: 'Step 2 takes twice as long.',
      })),
    open: [
      ...openForPeople(design).map(({ id, description }) => ({ id: id.slice(1), description })),
      ...disputesIn(design).map(({ question: { id, text } }) => ({ id, description: text })),
    ].map(({ id, description }) => ({
      text: `${description} Leaving it open costs little until May.`,
      difference: id,
      rests: [],
    })),
    revisitIf: [
      { fact: 'The table grows by 10 GB a day.', where: 'The dashboard of the database.', until: 'May' },
    ],
  };
}

export function step(title: string, detail: string, rests: string[]): Decision['steps'][number] {
  return { title, detail, undo: 'Turn the switch off.', owner: '', date: '', named: NOBODY_NAMED, rests };
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

function audit(): Submission {
  const finding = (severity: 'major' | 'minor', text: string) => ({
    kind: 'feasibility' as const,
    severity,
    text,
    citation: NO_CITATION,
  });
  return {
    tool: 'submit_audit',
    input: {
      findings: [finding('major', MAJOR ?? ''), finding('minor', MINOR ?? '')],
      premortem: 'The switch was never turned, and both stores were written for a year.',
      ...judgement,
    },
  };
}

/** Step 2 and the paragraph change as the findings ask; with no finding nothing changes. */
function revise({ design }: Scene): Submission {
  const ids = findingsOf(design).map(({ id }) => id);
  const [decision, [first = '', second = '']] = [decidedIn(design)?.decision, ids];
  const before = decision?.steps[1];
  const detail =
    'One kind of job a day, invoices last. Each kind has a switch of its own that sends it back to Redis within a minute.';
  const changes: Change[] = [
    ...(before === undefined || first === ''
      ? []
      : [
          {
            part: 'step' as const,
            how: 'replace' as const,
            number: '2',
            with: { ...before, detail },
            answers: [first],
          },
        ]),
    ...(second === ''
      ? []
      : [
          {
            part: 'paragraph' as const,
            with: `${decision?.paragraph ?? ''} Who is on call compares the counts at noon.`,
            answers: [second],
          },
        ]),
  ];
  return {
    tool: 'submit_revision',
    input: {
      changes,
      findings: ids.map((finding, index) => ({
        finding,
        done: 'acted_on',
        where: index === 0 ? 'In step 2.' : 'In the paragraph.',
      })),
      accounts: [],
      ...judgement,
    },
  };
}

/** An auditor that nods: whatever was changed, it answers what it was changed for. */
function confirm({ design }: Scene): Submission {
  const asked = findingsOf(design).filter(
    ({ severity, answer }) => severity !== 'minor' && answer?.done === 'acted_on',
  );
  return {
    tool: 'confirm_revision',
    input: {
      findings: asked.map(({ id }) => ({ finding: id, isAnswered: true, reason: 'The part says so now.' })),
      unfounded: [],
      aboutItself: [],
      ...judgement,
    },
  };
}
