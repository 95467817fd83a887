import { argueNeutrally } from '../../src/adapters/rehearsal/neutral/argue.ts';
import { makeDecision, makeDraft } from '../../src/adapters/rehearsal/neutral/decision.ts';
import { listChanges } from '../../src/adapters/rehearsal/neutral/revise.ts';
import { makeScene } from '../../src/adapters/rehearsal/neutral/scene.ts';
import { SPEECHES } from '../../src/adapters/rehearsal/neutral/speech.ts';
import { decidedOf } from '../../src/core/decision/decided.ts';
import { claimsOf, type LabelledClaim } from '../../src/core/proposals/labels.ts';
import { BOUNDS } from '../../src/core/vocabulary/bounds.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { ProposalLabel } from '../../src/core/vocabulary/ids.ts';
import type { RoundKind } from '../../src/core/vocabulary/sets.ts';
import {
  type Decision,
  NO_CITATION,
  type Submission,
  type TerminalTool,
} from '../../src/core/vocabulary/submission.ts';
import { OPTIONS, PERSONAS, PROPOSALS } from './case.ts';
import type { Scene } from './mode.ts';

/**
 * What everybody says who does the work as it is asked for: words of this case, and a rehearsal's
 * where it does not matter which.
 */
export const HONEST: Readonly<Record<RoundKind, (scene: Scene) => Submission>> = {
  framing: rehearsed('frame'),
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
  signing: rehearsed('sign'),
};

function rehearsed<Tool extends TerminalTool>(tool: Tool) {
  return ({ ask }: Scene) => ({ tool, input: SPEECHES[tool](makeScene(ask, [])) }) as Submission;
}

const judgement = { confidence: 0.8, rationale: 'It rests on the lines that are cited.' };

function questions({ ask }: Scene): Submission {
  const asked = {
    subtractor: 'How many jobs a minute are there at the peak?',
    'failure-analyst': 'May a job be lost?',
  }[ask.participant.id as string];
  if (asked === undefined)
    return { tool: 'pass', input: { rationale: 'The repository answers it.' } };
  const question = {
    text: asked,
    why: 'It decides how large the table gets.',
    assumption: 'Some 1,000 a minute.',
  };
  return { tool: 'ask_questions', input: { questions: [question] } };
}

function matching({ ask }: Scene): Submission {
  const { questions: asked = [], replies = [] } = ask.matching ?? {};
  const isLate = ask.kind === 'reading';
  const matches = replies.flatMap(({ name, text }, index) => {
    const question = asked[index]?.id;
    const quote =
      text.length > BOUNDS.quoteCharacters ? text.slice(0, text.indexOf('.') + 1) : text;
    return isLate || question === undefined ? [] : [{ question, reply: name, quote }];
  });
  const bearing = isLate
    ? replies.map(({ name: reply }) => ({
        ...{ reply, reason: 'It changes nothing.', sentence: '' },
        verdict: 'does_not_matter' as const,
      }))
    : [];
  return {
    tool: 'match_answers',
    input: {
      matches,
      left_open: [],
      requests: [],
      differ: [],
      bearing,
      rationale: judgement.rationale,
    },
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
      against: 'Whoever did the opposite would have less to explain.',
      steps: [],
      nextBest: 'The other store: a restart decides against it.',
      changesMind: 'A month in which no job is lost.',
      ...judgement,
    },
  };
}

function idsFor(design: Design, wanted: (claim: LabelledClaim) => boolean): string[] {
  return claimsOf(design)
    .filter(wanted)
    .map(({ id }) => id);
}

function map({ design }: Scene): Submission {
  const sideOf = (option: string) => {
    const labels = claimsOf(design).flatMap((claim) =>
      optionOf(claim) === option ? [claim.label] : [],
    );
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
  const agreements =
    left.length === 0 ? [] : [{ statement: 'Jobs survive a restart.', claims: left }];
  return {
    tool: 'map_divergences',
    input: { agreements, divergences: differences, lone: [], ...judgement },
  };
}

/** The option that a claim decides for; empty for one that decides for none. */
function optionOf({ text }: LabelledClaim): string {
  return OPTIONS.get(text) ?? '';
}

function isAboutKeeping(text: string): boolean {
  return /^(Thirty|Ninety) days/.test(text);
}

/** Who would stay on Redis is moved by a fact of the other side; the others stay. */
function argue({ ask }: Scene): Submission {
  const points = ask.points.map((point) => {
    const theirs = point.positions.findLast(({ name }) => name !== point.mine);
    return argueNeutrally(point, theirs?.statement === 'Jobs are stored in Postgres.');
  });
  return { tool: 'argue', input: { points, rationale: judgement.rationale } };
}

function decisionOf(ask: Scene['ask']): Decision {
  const made = makeDecision(ask);
  const rests = made.rests.slice(0, 12);
  const firstRests = rests.slice(0, 2);
  return {
    ...made,
    rests: made.rests.slice(0, 19),
    sentences: [
      {
        part: 'context',
        text: 'Redis has lost jobs at a restart, and invoices rest on them.',
        rests: firstRests,
      },
      {
        part: 'why',
        text: 'A restart of Redis has lost jobs; writing twice costs two weeks.',
        rests: firstRests,
      },
      { part: 'harder', text: 'Two stores are written for two weeks.', rests: firstRests },
    ],
    sentence: 'The job queue moves to Postgres in two steps.',
    steps: [
      step('Write to both', 'Behind a switch, for every kind of job.', rests),
      step('Read from Postgres', 'One kind of job a day, invoices last.', rests),
    ],
  };
}

function step(title: string, detail: string, rests: string[]): Decision['steps'][number] {
  return { title, detail, undo: 'Turn the switch off.', rests };
}

/** The base is the first proposal for Postgres; the way of those for Redis is rejected. */
function compose({ design, ask }: Scene): Submission {
  const [base] = lettersFor(design, 'Postgres');
  const proposals = lettersFor(design, 'Redis').filter((letter) => letter !== base);
  const rejected = {
    option: 'The job queue stays on Redis.',
    reason: 'Every job is written twice for as long as the move takes.',
    outweighed: 'A restart has lost 1,204 jobs, and invoices rest on them.',
    proposals,
  };
  const draft = makeDraft(ask);
  return {
    tool: 'submit_composite',
    input: {
      ...draft,
      base: base ?? draft.base,
      decision: { ...decisionOf(ask), rejected: proposals.length === 0 ? [] : [rejected] },
      ...judgement,
    },
  };
}

function lettersFor(design: Design, option: string): ProposalLabel[] {
  return claimsOf(design).flatMap((claim) => (optionOf(claim) === option ? [claim.label] : []));
}

function audit({ ask }: Scene): Submission {
  const spoken = SPEECHES.submit_audit(makeScene(ask, []));
  const findings = (
    [
      [
        'major',
        'Step 2 does not say how one kind of job is taken back once it is read from Postgres.',
      ],
      ['minor', 'Its reasons do not say who sees that the stores drift apart.'],
    ] as const
  ).flatMap(([severity, text]) => spoken.findings.map((each) => ({ ...each, severity, text })));
  return { tool: 'submit_audit', input: { ...spoken, findings, said: reflected(ask) } };
}

function confirm({ ask }: Scene): Submission {
  const spoken = SPEECHES.confirm_revision(makeScene(ask, []));
  return { tool: 'confirm_revision', input: { ...spoken, said: reflected(ask) } };
}

/** The text is taken to reflect everything that people said. */
function reflected({ auditing }: Scene['ask']) {
  return (auditing?.said ?? []).map(({ name }) => {
    return {
      said: name,
      why: `The first sentence does what ${name} says.`,
      sentence: '1',
      fate: 'reflected' as const,
    };
  });
}

/**
 * Step 2 changes as the first finding asks, and the reason for all else; with nothing to answer
 * nothing changes.
 */
function revise({ ask, design }: Scene): Submission {
  const toAnswer = ask.revising?.toAnswer ?? [];
  const owed = toAnswer.filter(
    (each) =>
      each.kind === 'finding' || (each.kind === 'sentence' && each.said.fate === 'contradicted'),
  );
  const names = owed.map(({ name }) => name);
  const since = toAnswer.filter(({ kind }) => kind === 'said').map(({ name }) => name);
  const [decision, [first = '', ...others]] = [decidedOf(design)?.decision, names];
  const detail =
    'One kind of job a day, invoices last. Each kind has a switch of its own that sends it back to Redis within a minute.';
  const sentences = decision?.sentences.map((each) =>
    each.part === 'why'
      ? { ...each, text: `${each.text} Who is on call compares the counts at noon.` }
      : each,
  );
  const steps =
    decision?.steps.map((each, index) => (index === 1 ? { ...each, detail } : each)) ?? [];
  const besides = [...others, ...since];
  const changes =
    decision === undefined || sentences === undefined
      ? []
      : [
          ...(first === '' ? [] : listChanges(decision, { ...decision, steps }, [first])),
          ...(besides.length === 0
            ? []
            : listChanges(decision, { ...decision, sentences }, besides)),
        ];
  return {
    tool: 'submit_revision',
    input: {
      changes,
      findings: names.map((finding) => ({
        finding,
        where: finding === first ? 'In step 2.' : 'In sentence 2.',
        done: 'acted_on',
      })),
      base: '',
      ...judgement,
    },
  };
}
