import { openForPeople } from '../../src/core/divergence/sides.ts';
import { claimsOf } from '../../src/core/proposal/labels.ts';
import { disputesIn } from '../../src/core/question/disputed.ts';
import { decidedIn, findingsOf } from '../../src/core/synthesis/decided.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import {
  type Change,
  type Decision,
  type Impact,
  type LISTED_PARTS,
  type ListedPart,
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

/** A proposal whose only claim is a reason. */
export function reasoned(): Submission {
  return proposal({ claims: [{ ...BARE, kind: 'reason', text: 'One table holds the jobs.' }] });
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
      disputed: [],
      requests: [],
      rationale: judgement.rationale,
    },
  };
}

/** The same matches, of which these question's replies contradict each other: `['Q2', 'R1', 'R2']`. */
export function disputing(
  disputed: readonly (readonly [question: string, ...replies: string[]])[],
  ...matches: readonly (readonly [question: string, reply: string, quote: string])[]
): Submission {
  const submission = matching(...matches);
  if (submission.tool !== 'match_answers') throw new Error('a matching ends with matches');
  const named = disputed.map(([question, ...replies]) => ({ question, replies }));
  return { ...submission, input: { ...submission.input, disputed: named } };
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
      disputed: [],
      requests: [],
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
              named: { reply: '', quote: '' },
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
    open: [
      ...openForPeople(design).map(({ id, description }) => ({ text: description, difference: id.slice(1) })),
      ...disputesIn(design).map(({ question: { id, text } }) => ({ text, difference: id })),
    ].map((point) => ({ ...point, rests: [] })),
    revisitIf: [],
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
      changes: changesOf(design, isByPerson ? accounts : (decidedIn(design)?.accounts ?? [])),
      findings: findingsOf(design).map(({ id, severity }) => ({
        finding: id,
        done: isActedOn(severity) ? 'acted_on' : 'left_open',
        where: 'In step 1.',
      })),
      accounts,
      ...judgement,
      ...changes,
    },
  };
}

function isActedOn(severity: string): boolean {
  return severity !== 'blocking';
}

/** The paragraph changes, and each part that stands otherwise once a person has settled or corrected something. */
function changesOf(design: Design, accounts: readonly Account[]): Change[] {
  const paragraph = `One store is easier to run than two, and that was looked at ${design.revisions.length + 2} times.`;
  return changesTo(design, decision(design, accounts, { paragraph }));
}

/** The changes that make this of the decision as it stands, all for what there is to answer. */
export function changesTo(design: Design, after: Decision): Change[] {
  const before = decidedIn(design)?.decision;
  if (before === undefined) return [];
  const acted = findingsOf(design).flatMap(({ id, severity }) => (isActedOn(severity) ? [id] : []));
  const settled = design.divergences.flatMap(({ id, settlement }) =>
    settlement?.outcome === 'settled_by_person' ? [id.slice(1)] : [],
  );
  const corrected = design.corrections.map(({ questionId }) => questionId);
  const answers = [...new Set([...acted, ...settled, ...corrected])].slice(0, 12);
  const text = (['title', 'sentence', 'paragraph'] as const).flatMap((part): Change[] =>
    before[part] === after[part] ? [] : [{ part, with: after[part], answers }],
  );
  return [
    ...text,
    ...listChanges('option', before.options, after.options, answers),
    ...listChanges('step', before.steps, after.steps, answers),
    ...listChanges('risk', before.risks, after.risks, answers),
    ...listChanges('assumption', before.assumptions, after.assumptions, answers),
    ...listChanges('open', before.open, after.open, answers),
  ];
}

/** Every item that differs is replaced at its place, and what is more or less is inserted at the end or removed. */
function listChanges<Part extends ListedPart>(
  part: Part,
  before: Decision[(typeof LISTED_PARTS)[Part]],
  after: Decision[(typeof LISTED_PARTS)[Part]],
  answers: string[],
): Change[] {
  const changes = after.flatMap((item, index): Change[] => {
    const known = before[index];
    if (JSON.stringify(known) === JSON.stringify(item)) return [];
    const how = known === undefined ? 'insert' : 'replace';
    const number = known === undefined ? '' : String(index + 1);
    return [{ part, how, number, with: item, answers } as Change];
  });
  const removed = before.slice(after.length).map((_, index): Change => {
    const number = String(after.length + index + 1);
    return { part: 'remove', from: part, number, answers };
  });
  return [...changes, ...removed];
}

/** The auditor finds everything answered that was to be. */
export function confirmation(
  design: Design,
  changes: Partial<SubmissionInput<'confirm_revision'>> = {},
): Extract<Submission, { tool: 'confirm_revision' }> {
  const acted = findingsOf(design).filter(
    ({ severity, answer }) => severity !== 'minor' && answer?.done === 'acted_on',
  );
  return {
    tool: 'confirm_revision',
    input: {
      findings: acted.map(({ id }) => ({ finding: id, isAnswered: true, reason: 'The step says so now.' })),
      unfounded: [],
      aboutItself: [],
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
  return {
    tool: 'sign',
    input: {
      weakest: 'Step one rests on one figure.',
      contradicted: [],
      verdict: 'signs',
      reason: '',
      dissent: '',
      ...judgement,
      ...changes,
    },
  };
}

export function dissent(text: string): Submission {
  return signature({ verdict: 'dissents', reason: text.slice(0, 200), dissent: text });
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
