import { openForPeople } from '../../src/core/divergence/sides.ts';
import { claimsOf } from '../../src/core/proposal/labels.ts';
import { decidedIn, findingsOf } from '../../src/core/synthesis/decided.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import {
  type Decision,
  type Impact,
  NO_CITATION,
  type Submission,
  type SubmissionInput,
} from '../../src/core/vocabulary/submission.ts';
import { BARE } from './claims.ts';

/** What participants submit in the tests of the core: in order as they stand, with what a test is about changed. */
export const judgement = { confidence: 0.8, rationale: 'It rests on what was read.' };

export function questions(...texts: string[]): Submission {
  const asked = texts.map((text) => ({
    text,
    why: `It decides ${text}`,
    assumption: `We assume an answer to: ${text}`,
  }));
  return { tool: 'ask_questions', input: { questions: asked } };
}

export function pass(): Submission {
  return { tool: 'pass', input: { rationale: judgement.rationale } };
}

/** Each match is a question, a reply and the words of it that answer the question: `['Q2', 'R1', 'about 900']`. */
export function matching(
  ...matches: readonly (readonly [question: string, reply: string, quote: string])[]
): Submission {
  return {
    tool: 'match_answers',
    input: {
      matches: matches.map(([question, reply, quote]) => ({ question, reply, quote })),
      left_open: [],
      rationale: judgement.rationale,
    },
  };
}

/** Nothing is matched; who does not know is said like a match: `['Q2', 'R1', 'no idea']`. */
export function leavingOpen(
  ...open: readonly (readonly [question: string, reply: string, quote: string])[]
): Submission {
  return {
    tool: 'match_answers',
    input: {
      matches: [],
      left_open: open.map(([question, reply, quote]) => ({ question, reply, quote })),
      rationale: judgement.rationale,
    },
  };
}

/** With one claim for each of the texts; its own single claim without any. */
export function proposal(
  changes: Partial<SubmissionInput<'submit_proposal'>> = {},
  ...claims: string[]
): Submission {
  const texts = claims.length === 0 ? ['One table holds the jobs.'] : claims;
  return {
    tool: 'submit_proposal',
    input: {
      headline: 'Move the queue',
      summary: 'In small steps.',
      claims: texts.map((text) => ({ ...BARE, kind: 'decision' as const, text })),
      steps: [],
      premortem: '',
      ...judgement,
      ...changes,
    },
  };
}

/** A divergence is its impact and, for each of its positions, the letters of the proposals whose first claim says it. */
type Differing = readonly [Impact, ...string[]];

/** Of three proposals; a first claim that is on no position is one that nobody speaks against. */
export function mapping(...divergences: readonly Differing[]): Submission {
  return mappingOf(['A-1', 'B-1', 'C-1'], ...divergences);
}

/** Where these are the decision claims. */
export function mappingOf(claims: readonly string[], ...divergences: readonly Differing[]): Submission {
  const placed = divergences.flatMap(([, ...positions]) => [...positions.join('')].map(firstClaim));
  const left = claims.filter((claim) => !placed.includes(claim));
  const agreements = left.length === 0 ? [] : [{ statement: 'The queue survives a restart.', claims: left }];
  return {
    tool: 'map_divergences',
    input: {
      agreements,
      divergences: divergences.map(([impact, ...positions], index) => ({
        description: `Point ${index + 1}?`,
        impact,
        positions: positions.map((letters, place) => ({
          statement: `Answer ${place + 1}.`,
          claims: [...letters].map(firstClaim),
        })),
      })),
      ...judgement,
    },
  };
}

function firstClaim(label: string): string {
  return `${label}-1`;
}

type Point = SubmissionInput<'argue'>['points'][number];

/** `1a` stays where it is; `1a>1b` changes its position. */
export function point(stance: string, addresses: readonly string[], changes: Partial<Point> = {}): Point {
  const [mine = '', now = mine] = stance.split('>');
  return {
    difference: mine.slice(0, -1),
    mine,
    confidence: 0.8,
    strongest: 'It can be taken back.',
    addresses: [...addresses],
    answer: 'It holds also when the queue is down.',
    citation: NO_CITATION,
    now,
    confidenceNow: 0.8,
    changedBy: [],
    ...changes,
  };
}

export function argument(...points: readonly Point[]): Submission {
  return { tool: 'argue', input: { points: [...points], missed: [], rationale: judgement.rationale } };
}

export type Account = SubmissionInput<'submit_composite'>['accounts'][number];

export function adopted(claim: string): Account {
  return { claim, disposition: 'adopted', into: '', reason: '' };
}

export function merged(claim: string, into: string): Account {
  return { claim, disposition: 'merged', into, reason: '' };
}

export function rejected(claim: string, reason: string): Account {
  return { claim, disposition: 'rejected', into: '', reason };
}

/** A decision that holds for this design: its assumptions and open differences stand in it, and its step rests on what is adopted. */
export function decision(
  design: Design,
  accounts: readonly Account[],
  changes: Partial<Decision> = {},
): Decision {
  const rests = accounts.filter(({ disposition }) => disposition === 'adopted').map(({ claim }) => claim);
  return {
    title: 'Move the queue',
    sentence: 'The queue moves in steps.',
    paragraph: 'One store is easier to run than two.',
    options: [],
    // A step rests on what holds, and where nothing does there is none.
    steps:
      rests.length === 0
        ? []
        : [
            {
              title: 'Write to both',
              detail: 'Behind a switch.',
              undo: 'Turn the switch off.',
              owner: '',
              date: '',
              rests: rests.slice(0, 20),
            },
          ],
    risks: [],
    assumptions: design.questions
      .filter(({ status }) => status === 'assumed')
      .map(({ id, assumption }) => ({
        question: id,
        text: assumption,
        ifWrong: 'Step two would come first.',
      })),
    open: openForPeople(design).map(({ id, description }) => ({
      text: description,
      difference: id.slice(1),
      rests: [],
    })),
    ...changes,
  };
}

export function composite(
  design: Design,
  accounts: readonly Account[] = settledAccounts(design),
  changes: Partial<SubmissionInput<'submit_composite'>> = {},
): Extract<Submission, { tool: 'submit_composite' }> {
  return {
    tool: 'submit_composite',
    input: { decision: decision(design, accounts), accounts: [...accounts], ...judgement, ...changes },
  };
}

/** Every finding is acted on but those that block, which are left open; what a person has settled is decided so. */
export function revision(
  design: Design,
  changes: Partial<SubmissionInput<'submit_revision'>> = {},
): Extract<Submission, { tool: 'submit_revision' }> {
  const isByPerson = design.divergences.some(({ settlement }) => (settlement?.person ?? '') !== '');
  const accounts = isByPerson ? settledAccounts(design) : [];
  return {
    tool: 'submit_revision',
    input: {
      decision: decision(design, isByPerson ? accounts : (decidedIn(design)?.accounts ?? []), {
        paragraph: `One store is easier to run than two, and that was looked at ${design.revisions.length + 2} times.`,
      }),
      findings: findingsOf(design).map(({ id, severity }) => ({
        finding: id,
        done: severity === 'blocking' ? 'left_open' : 'acted_on',
        where: 'In step 1.',
      })),
      accounts,
      ...judgement,
      ...changes,
    },
  };
}

/** What has lost an argument is rejected, what is open stays so, and all else is adopted. */
export function settledAccounts(design: Design): Account[] {
  return claimsOf(design).map(({ id }) => {
    const concerned = design.divergences.filter(({ positions }) =>
      positions.some(({ claims }) => claims.includes(id)),
    );
    const isOpen = ({ settlement }: (typeof concerned)[number]) => (settlement?.position ?? '') === '';
    const isLost = ({ positions, settlement }: (typeof concerned)[number]) =>
      positions.some((each) => each.claims.includes(id) && each.id !== settlement?.position);
    if (concerned.some((each) => !isOpen(each) && isLost(each))) return rejected(id, 'Its authors gave way.');
    return concerned.some(isOpen) ? { ...adopted(id), disposition: 'unresolved' } : adopted(id);
  });
}

export function signature(changes: Partial<SubmissionInput<'sign'>> = {}): Submission {
  return { tool: 'sign', input: { verdict: 'signs', dissent: '', ...judgement, ...changes } };
}

export function dissent(text: string): Submission {
  return signature({ verdict: 'dissents', dissent: text });
}

export function audit(
  ...severities: SubmissionInput<'submit_audit'>['findings'][number]['severity'][]
): Submission {
  const findings = severities.map((severity) => ({
    kind: 'edge_case' as const,
    severity,
    text: 'Delayed jobs are not spoken of.',
    citation: NO_CITATION,
  }));
  return {
    tool: 'submit_audit',
    input: { findings, premortem: 'The two queues drifted apart.', ...judgement },
  };
}
