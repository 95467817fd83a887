import { listChanges } from '#adapters/rehearsal/neutral/revise.ts';
import { listChoosablePersonas } from '#core/answering/framing.ts';
import { attemptsOf, changedAttemptsOf } from '#core/decision/attempts.ts';
import { listChangesToConfirm, nameChange } from '#core/decision/changes.ts';
import { proposalLettersOf } from '#core/decision/check-base.ts';
import { decidedOf } from '#core/decision/decided.ts';
import { type AnsweredFinding, listFindingsToAnswer } from '#core/decision/findings.ts';
import { listContradictions, listSentencesToJudge } from '#core/decision/people.ts';
import { decisionSidesOf, openForPeople } from '#core/differences/sides.ts';
import { claimsOf } from '#core/proposals/labels.ts';
import { nameOfReply } from '#core/questions/quoting/named-replies.ts';
import { needsAssumption } from '#core/questions/replies/questions.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { membersOf } from '#core/vocabulary/sets.ts';
import {
  type Audit,
  type Change,
  type Decision,
  type Impact,
  NO_CITATION,
  SENTENCE_PARTS,
  type SentencePart,
  type Submission,
  type SubmissionInput,
} from '#core/vocabulary/submission.ts';
import { BARE } from './claims.ts';

/**
 * What participants submit in the tests of the core: in order as they stand, with what a test is
 * about changed.
 */
export const judgement = { confidence: 0.8, rationale: 'It rests on what was read.' };

/**
 * It is a design question that quotes its topic, and of the personas to choose from those take no
 * part that are named here.
 */
export function framing(
  design: Design,
  released: readonly string[] = [],
  changes: Partial<SubmissionInput<'frame'>> = {},
): Extract<Submission, { tool: 'frame' }> {
  return {
    tool: 'frame',
    input: {
      reason: 'Two answers can be defended.',
      isDesignQuestion: true,
      restated: 'Which store should hold the job queue?',
      decided: [{ quote: design.topic }],
      language: 'en',
      personas: listChoosablePersonas(design).map((id) => ({
        reason: 'By what it reads.',
        id,
        takesPart: !released.includes(id),
      })),
      ...changes,
    },
  };
}

export function noQuestion(reason = 'Say what is to be decided.'): Submission {
  const none = { isDesignQuestion: false, restated: '', decided: [], language: 'en', personas: [] };
  return { tool: 'frame', input: { reason, ...none } };
}

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

/** What every proposal here says against itself. */
export const AGAINST = { ...BARE, kind: 'risk', text: 'Dead rows pile up.' } as const;

/** A proposal without a decision claim. */
export function proposalOfReasons(): Submission {
  return proposal({ claims: [{ ...BARE, kind: 'reason', text: 'One table holds the jobs.' }] });
}

/**
 * Each match is a question, a reply and the words of it that answer the question: `['Q2', 'R1',
 * 'about 900']`.
 */
export function matching(
  ...matches: readonly (readonly [question: string, reply: string, quote: string])[]
): Submission {
  return {
    tool: 'match_answers',
    input: {
      matches: matches.map(([question, reply, quote]) => ({ question, reply, quote })),
      left_open: [],
      requests: [],
      differ: [],
      bearing: [],
      rationale: judgement.rationale,
    },
  };
}

/** These replies answer a question in words that cannot all hold, beside what else a turn reads. */
export function differ(read: Submission, question: string, ...replies: string[]): Submission {
  const { input, tool } = read as Extract<Submission, { tool: 'match_answers' }>;
  return { tool, input: { ...input, differ: [...input.differ, { question, replies }] } };
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
      requests: [],
      differ: [],
      bearing: [],
      rationale: judgement.rationale,
    },
  };
}

/**
 * A reading of everything that the newest round takes. `bears`: replies that bear on the decision,
 * with a sentence of it.
 */
export function reading(design: Design, bears: Readonly<Record<string, string>> = {}): Submission {
  const { input, tool } = matching() as Extract<Submission, { tool: 'match_answers' }>;
  const round = design.rounds.at(-1)?.replies ?? [];
  const names = design.replies.filter(({ id }) => round.includes(id)).map(nameOfReply);
  const bearing = names.map((reply) => {
    return {
      reply,
      reason: 'It says so.',
      sentence: bears[reply] ?? '',
      verdict: reply in bears ? 'bears' : 'does_not_matter',
    } as const;
  });
  return { tool, input: { ...input, bearing } };
}

/** With one claim for each of the texts, or one of its own, and one against itself. */
export function proposal(
  changes: Partial<SubmissionInput<'submit_proposal'>> = {},
  ...claims: string[]
): Submission {
  const texts = claims.length === 0 ? ['One table holds the jobs.'] : claims;
  const own = changes.claims ?? texts.map((text) => ({ ...BARE, kind: 'decision' as const, text }));
  return {
    tool: 'submit_proposal',
    input: {
      headline: 'Move the queue',
      summary: 'In small steps.',
      steps: [],
      nextBest: 'To leave it: jobs are lost then.',
      changesMind: 'A lost job.',
      against: AGAINST.text,
      ...judgement,
      ...changes,
      claims: own,
    },
  };
}

/**
 * A divergence is its impact and, for each of its positions, the letters of the proposals whose
 * first claim says it.
 */
type Differing = readonly [Impact, ...string[]];

/** Of three proposals; a first claim that is on no position is one that nobody speaks against. */
export function mapping(...divergences: readonly Differing[]): Submission {
  return mappingOf(['A-1', 'B-1', 'C-1'], ...divergences);
}

/** Where these are the decision claims. */
export function mappingOf(
  claims: readonly string[],
  ...divergences: readonly Differing[]
): Submission {
  const placed = divergences.flatMap(([, ...positions]) => [...positions.join('')].map(firstClaim));
  const left = claims.filter((claim) => !placed.includes(claim));
  const agreements =
    left.length === 0 ? [] : [{ statement: 'The queue survives a restart.', claims: left }];
  return {
    tool: 'map_divergences',
    input: {
      agreements,
      divergences: divergences.map(([impact, ...positions], index) => ({
        description: `Point ${index + 1}?`,
        cost: 'A week of work.',
        impact,
        positions: positions.map((letters, place) => ({
          statement: `Answer ${place + 1}.`,
          claims: [...letters].map(firstClaim),
        })),
      })),
      lone: [],
      ...judgement,
    },
  };
}

function firstClaim(label: string): string {
  return `${label}-1`;
}

type Point = SubmissionInput<'argue'>['points'][number];

/** `1a` stays where it is; `1a>1b` changes its position. */
export function point(
  stance: string,
  addresses: readonly string[],
  changes: Partial<Point> = {},
): Point {
  const [mine = '', now = mine] = stance.split('>');
  return {
    difference: mine.slice(0, -1),
    addresses: [...addresses],
    answer: 'It holds also when the queue is down.',
    citation: NO_CITATION,
    changedBy: [],
    now,
    confidence: 0.8,
    ...changes,
  };
}

export function argument(...points: readonly Point[]): Submission {
  return { tool: 'argue', input: { points: [...points], rationale: judgement.rationale } };
}

/**
 * A decision that holds for this design: its assumptions and open differences stand in it, and it
 * rests on what has not lost.
 */
export function decision(design: Design, changes: Partial<Decision> = {}): Decision {
  const rests = heldClaims(design)
    .map(({ id }) => id)
    .slice(0, 20);
  return {
    rests,
    rejected: rejecting(proposalLettersOf(design).filter((letter) => letter !== baseOf(design))),
    sentences: sentences(design),
    sentence: 'The queue moves in steps.',
    // A step rests on what holds, and where nothing does there is none.
    steps:
      rests.length === 0
        ? []
        : [
            {
              title: 'Write to both',
              detail: 'Behind a switch.',
              undo: 'Turn the switch off.',
              rests,
            },
          ],
    risks: [{ risk: 'One path is forgotten.', signal: 'The old queue fills.' }],
    assumptions: design.questions.filter(needsAssumption).map(({ id, assumption }) => ({
      question: id,
      text: assumption,
      ifWrong: 'Step two would come first.',
    })),
    open: openForPeople(design).map(({ id, description }) => ({
      difference: id.slice(1),
      text: description,
    })),
    revisitIf: [],
    ...changes,
  };
}

/** One sentence of each part, in this order, which rest on the first claim that has not lost. */
export function sentences(
  design: Design,
  texts: Partial<Record<SentencePart, string>> = {},
): Decision['sentences'] {
  const all = {
    context: 'Jobs are lost at a restart.',
    why: 'One store is easier to run than two.',
    harder: 'Jobs and orders share one disk.',
    ...texts,
  };
  const rests = heldClaims(design)
    .map(({ id }) => id)
    .slice(0, 1);
  return membersOf(SENTENCE_PARTS).map((part) => ({ part, text: all[part], rests }));
}

function heldClaims(design: Design) {
  const lost = decisionSidesOf(design).flatMap(({ against }) => against);
  const held = claimsOf(design).filter(({ id }) => !lost.includes(id));
  const own = held.filter(({ text }) => text !== AGAINST.text);
  return own.length === 0 ? held : own;
}

/**
 * The base of the decision that stands, else the first proposal of which something has not lost.
 */
function baseOf(design: Design): string {
  const [first] = heldClaims(design);
  return decidedOf(design)?.base ?? first?.label ?? proposalLettersOf(design)[0] ?? '';
}

/** All these proposals go one way, which is rejected. */
export function rejecting(proposals: string[]): Decision['rejected'] {
  if (proposals.length === 0) return [];
  const why = { reason: 'It is done at once.', outweighed: 'It cannot be taken back.' };
  return [{ option: 'A move in one go', ...why, proposals }];
}

export function composite(
  design: Design,
  changes: Partial<SubmissionInput<'submit_composite'>> = {},
): Extract<Submission, { tool: 'submit_composite' }> {
  const weighed = proposalLettersOf(design).map((proposal) => {
    return { best: 'It is done at once.', against: 'It cannot be taken back.', proposal };
  });
  return {
    tool: 'submit_composite',
    input: {
      weighed,
      base: baseOf(design),
      taken: [],
      decision: decision(design),
      ...judgement,
      ...changes,
    },
  };
}

/**
 * Every finding is acted on but those that block by themselves, which are left open; what a person
 * has settled is decided so.
 */
export function revision(
  design: Design,
  changes: Partial<SubmissionInput<'submit_revision'>> = {},
): Extract<Submission, { tool: 'submit_revision' }> {
  return {
    tool: 'submit_revision',
    input: {
      changes: changesOf(design),
      findings: [
        ...listFindingsToAnswer(design).map((each) => ({
          finding: each.id,
          where: 'In step 1.',
          done: isActedOn(each) ? ('acted_on' as const) : ('left_open' as const),
        })),
        ...listContradictions(design).map(({ name }) => ({
          finding: name,
          where: 'In sentence 2.',
          done: 'acted_on' as const,
        })),
      ],
      base: '',
      ...judgement,
      ...changes,
    },
  };
}

function isActedOn({ severity }: Pick<AnsweredFinding, 'severity'>): boolean {
  return severity !== 'blocking';
}

/** Its reason changes, and each part that stands otherwise once a person has settled something. */
function changesOf(design: Design): Change[] {
  const why = `One store is easier to run than two, and that was looked at ${design.revisions.length + 2} times.`;
  return changesTo(design, decision(design, { sentences: sentences(design, { why }) }));
}

/** The changes that make this of the decision as it stands, all for what there is to answer. */
export function changesTo(design: Design, after: Decision): Change[] {
  const before = decidedOf(design)?.decision;
  if (before === undefined) return [];
  const acted = listFindingsToAnswer(design).flatMap((each) => (isActedOn(each) ? [each.id] : []));
  const settled = design.divergences.flatMap(({ id, settlement }) =>
    settlement?.outcome === 'settled_by_person' ? [id.slice(1)] : [],
  );
  const people = listContradictions(design).map(({ name }) => name);
  const answers = [...new Set([...acted, ...people, ...settled])].slice(0, 12);
  return answers.length === 0 ? [] : listChanges(before, after, answers);
}

/** The auditor finds everything answered that was to be. */
export function confirmation(
  design: Design,
  changes: Partial<SubmissionInput<'confirm_revision'>> = {},
): Extract<Submission, { tool: 'confirm_revision' }> {
  return {
    tool: 'confirm_revision',
    input: {
      changes: listChangesToConfirm(design).map(({ number }) => ({
        change: nameChange(number),
        reason: `Change ${number} says so now.`,
        verdict: 'answers',
      })),
      tried: changedAttemptsOf(design).map(({ name: what }) => holding(what)),
      said: reflected(design),
      ...judgement,
      ...changes,
    },
  };
}

/** Two signers do not find the same words: `speaker` makes them its own. */
export function signature(
  changes: Partial<SubmissionInput<'sign'>> = {},
  speaker = '',
): Submission {
  return {
    tool: 'sign',
    input: {
      contradicted: [],
      weakest: `Step one rests on one figure${speaker === '' ? '' : `, as the ${speaker} sees it`}.`,
      reason: '',
      dissent: '',
      verdict: 'signs',
      ...judgement,
      ...changes,
    },
  };
}

export function dissent(text: string, speaker = ''): Submission {
  return signature({ verdict: 'dissents', reason: text.slice(0, 200), dissent: text }, speaker);
}

/** A row for each sentence that a person said: the decision reflects all of them. */
function reflected(design: Design): Audit['said'] {
  const round = design.rounds.at(-1);
  const said = round === undefined ? [] : listSentencesToJudge(design, round);
  return said.map(({ name }) => {
    return {
      said: name,
      why: `The first sentence says what ${name} says.`,
      sentence: '1',
      fate: 'reflected',
    };
  });
}

function holding(what: string): Audit['tried'][number] {
  return { what, attempt: `${what} is old.`, holds: 'yes' };
}

/** The same audit of this design: what it says nothing about holds, and is reflected. */
export function refuting(design: Design, submission: Submission): Submission {
  if (submission.tool !== 'submit_audit') return submission;
  const { said, tried } = submission.input;
  const given = tried.map(({ what }) => what);
  const names = attemptsOf(design).flatMap(({ name }) => (given.includes(name) ? [] : name));
  const all = names.map(holding);
  const others = reflected(design).filter((row) => !said.some((given) => given.said === row.said));
  return {
    ...submission,
    input: { ...submission.input, said: [...said, ...others], tried: [...tried, ...all] },
  };
}

/**
 * One finding of each of these severities; its rows are those of the design that is audited
 * (`refuting`).
 */
export function audit(
  ...severities: Audit['findings'][number]['severity'][]
): Extract<Submission, { tool: 'submit_audit' }> {
  return {
    tool: 'submit_audit',
    input: {
      answersQuestion: { reason: 'It says where jobs are stored.', verdict: true },
      said: [],
      tried: [],
      premortem: 'The two queues drifted apart.',
      findings: severities.map((severity) => finding({ severity })),
      ...judgement,
    },
  };
}

/** An audit that refutes these of the things that it tries. */
export function refutingOf(...names: string[]): Extract<Submission, { tool: 'submit_audit' }> {
  const { tool, input } = audit();
  const tried = names.map((what) => ({
    what,
    attempt: `${what} says the opposite.`,
    holds: 'no' as const,
  }));
  return { tool, input: { ...input, tried } };
}

/**
 * An audit whose decision contradicts this sentence of a person, the topic's first unless another
 * is named (J8).
 */
export function contradicting(
  said = 'T.1',
  ...severities: Parameters<typeof audit>
): Extract<Submission, { tool: 'submit_audit' }> {
  const { tool, input } = audit(...severities);
  const row = { said, why: 'It says the opposite.', sentence: '1', fate: 'contradicted' as const };
  return { tool, input: { ...input, said: [row] } };
}

export function finding(
  changes: Partial<Audit['findings'][number]> = {},
): Audit['findings'][number] {
  return {
    text: 'Delayed jobs are not spoken of.',
    citation: NO_CITATION,
    kind: 'edge_case',
    severity: 'minor',
    ...changes,
  };
}
