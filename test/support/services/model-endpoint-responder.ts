import { NO_CITATION } from '#core/vocabulary/submission.ts';
import { BARE } from '../designs/claims.ts';
import type { ReceivedRequest } from './model-endpoint.ts';
import { type Answer, calls, type Pace, says } from './model-endpoint-answers.ts';

const ANSWERS: Readonly<Record<string, (request: ReceivedRequest) => unknown>> = {
  frame,
  ask_questions: askQuestions,
  pass: () => ({ rationale: judgement.rationale }),
  match_answers: match,
  submit_proposal: proposal,
  map_divergences: map,
  argue,
  submit_composite: composite,
  sign: () => ({
    contradicted: [],
    weakest: 'The week may not be a usual one.',
    reason: '',
    dissent: '',
    verdict: 'signs',
    ...judgement,
  }),
  submit_audit: audit,
  submit_revision: revision,
  confirm_revision: confirmation,
};

const judgement = { confidence: 0.7, rationale: 'It follows from what was read.' };

/**
 * A valid submission for whatever the last message asks: it takes the terminal tool from the last
 * backticks, because a participant's own part names tools of other rounds before the ask closes
 * with those of this one; and the letters, claims and questions from the lines in which an ask
 * lists them.
 */
export function defaultAnswer(
  request: ReceivedRequest,
  questions: 'ask' | 'pass',
  pace: Pace,
): Answer {
  const named = lastNamedTool(request.lastText) ?? lastNamedTool(request.promptText);
  const tool = named === 'pass' && questions === 'ask' ? 'ask_questions' : named;
  const input = tool === undefined ? undefined : ANSWERS[tool]?.(request);
  return tool === undefined
    ? says('No tool was named.', 'end_turn', pace)
    : calls(tool, input, pace);
}

function lastNamedTool(text: string): string | undefined {
  const named = [...text.matchAll(/`([a-z_]{4,20})`/g)].map((match) => match[1] ?? '');
  return named.findLast((name) => name in ANSWERS);
}

/** Everybody takes part, up to six. */
function frame(request: ReceivedRequest): unknown {
  const choice = itemsIn(
    request,
    /Personas to choose from: ([a-z][a-z0-9-]+(?:, [a-z][a-z0-9-]+)*)/g,
  );
  return {
    reason: 'Two answers can be defended.',
    isDesignQuestion: true,
    restated: 'Can the move wait for a measurement?',
    decided: [],
    language: 'en',
    personas: choice.map((id, at) => ({ reason: 'By what it reads.', id, takesPart: at < 6 })),
  };
}

function askQuestions(): unknown {
  const question = {
    text: 'How many of them are there at peak?',
    why: 'It decides whether polling is enough.',
    assumption: 'A few hundred a minute.',
  };
  return { questions: [question] };
}

/**
 * The first question is answered by the beginning of the first reply, its first word or as many as
 * say something.
 */
function match({ promptText }: ReceivedRequest): unknown {
  const question = /^(Q\d+): /m.exec(
    promptText.slice(promptText.lastIndexOf('source="questions"')),
  )?.[1];
  const [, reply = '', quote = ''] = /source="(R\d+), by [^"]*">\n(.{3}\S*)/.exec(promptText) ?? [];
  const matches = question === undefined || reply === '' ? [] : [{ question, reply, quote }];
  const read = new Set(
    [...promptText.matchAll(/source="(R\d+), by [^"]*">/g)].map(([, name]) => name),
  );
  const bearing = [...read].map((name) => ({
    reply: name,
    reason: 'It asks for nothing.',
    sentence: '',
    verdict: 'does_not_matter',
  }));
  return { matches, left_open: [], bearing, rationale: judgement.rationale };
}

function proposal({ number }: ReceivedRequest): unknown {
  const decided = `Change nothing before it has been measured (${number}).`;
  return {
    headline: `Keep it as it is, in the ${number}th way`,
    summary: 'Change one thing at a time, and measure before the next.',
    claims: [{ kind: 'decision', text: decided, ...BARE }],
    against: 'Two systems at once are harder to run than either.',
    steps: ['Measure for a week.', 'Move the smallest part.'],
    nextBest: 'To move at once: it could not be taken back.',
    changesMind: 'A week in which nothing is late.',
    ...judgement,
  };
}

function map(request: ReceivedRequest): unknown {
  const [first, ...others] = itemsIn(request, /Proposals: ([A-T](?:, [A-T])*)/g);
  const positions = [
    { statement: 'It can wait.', claims: [`${first}-1`] },
    { statement: 'It cannot wait.', claims: others.map((label) => `${label}-1`) },
  ];
  const divergence = {
    description: 'Can the move wait for a measurement?',
    cost: 'A week.',
    impact: 'high',
    positions,
  };
  return {
    agreements: [{ statement: 'Nothing is moved without a way back.', claims: [`${first}-1`] }],
    divergences: others.length === 0 ? [] : [divergence],
    lone: [],
    ...judgement,
  };
}

/** Everybody stays at the position that its claims take. */
function argue(request: ReceivedRequest): unknown {
  const points = itemsIn(request, /Your differences: (\d+(?:, \d+)*)/g).map((difference) => {
    const own =
      new RegExp(`position (\\S+) on difference ${difference}[,.]`).exec(request.promptText)?.[1] ??
      '';
    return {
      difference,
      addresses: [`${difference}${own.endsWith('a') ? 'b' : 'a'}.1`],
      answer: 'It is right that it costs a week; a week is less than a rollback costs.',
      citation: NO_CITATION,
      changedBy: [],
      now: own,
      confidence: 0.7,
    };
  });
  return { points, rationale: judgement.rationale };
}

function composite(request: ReceivedRequest): unknown {
  const claims = itemsIn(request, /Claims that it may rest on: ((?:[A-Z]-\d+(?:, )?)+)/g);
  const [base = '', ...others] = itemsIn(request, /Proposals: ([A-Z](?:, [A-Z])*)/g);
  return {
    weighed: [base, ...others].map((proposal) => {
      return { best: 'It is careful.', against: 'It takes a week.', proposal };
    }),
    base,
    taken: [],
    decision: decision(request, claims, others),
    ...judgement,
  };
}

/**
 * Tries each thing that it is given, finds one, and takes everything that people said for
 * reflected.
 */
export function audit(request: ReceivedRequest, severities: readonly string[] = ['major']): object {
  return {
    said: judgeSentences(request),
    tried: triedIn(request),
    answersQuestion: { reason: 'It says when the move begins.', verdict: true },
    premortem: 'The move was half done when attention went elsewhere.',
    findings: severities.map((severity) => ({
      text: 'What happens at midnight is not said.',
      citation: NO_CITATION,
      kind: 'edge_case',
      severity,
    })),
    ...judgement,
  };
}

function triedIn(request: ReceivedRequest): object[] {
  return itemsIn(request, /To try: (.*)/g).map((what) => {
    return { what, attempt: `${what} may rest on an odd week.`, holds: 'yes' };
  });
}

/**
 * A row for each change, for each changed sentence, and for each sentence that a person said:
 * nothing is wrong.
 */
export function confirmation(request: ReceivedRequest): object {
  return {
    changes: itemsIn(request, /Changes to judge: (.*)/g).map((change) => {
      return {
        change,
        reason: `The text says now what happens after ${change}.`,
        verdict: 'answers',
      };
    }),
    tried: triedIn(request),
    said: judgeSentences(request),
    ...judgement,
  };
}

/** A row for each sentence that a person said: all are reflected. */
export function judgeSentences({ promptText }: ReceivedRequest): object[] {
  const [, told = ''] = promptText.split('<material source="sentences of people to judge">');
  const [lines = ''] = told.split('</material>');
  return [...lines.matchAll(/^([RT][\d.]+), by /gm)].map(([, said]) => {
    return { said, why: `It says what ${said} says.`, sentence: '1', fate: 'reflected' };
  });
}

/** Another reason, for all that was found or else for what people did. */
function revision(request: ReceivedRequest): unknown {
  const namesIn = (pattern: RegExp) =>
    itemsIn(request, pattern).map((each) => each.split(' ')[0] ?? '');
  const findings = namesIn(/Findings to answer: (F\d+ .*)/g);
  const people = namesIn(/From people: (.*)/g);
  return {
    changes: [
      {
        answers: [...findings, ...people].slice(0, 12),
        part: 'sentence',
        number: '2',
        how: 'replace',
        fields: [{ name: 'text', text: reasonFor(request) }],
        rests: ['A-1'],
      },
    ],
    findings: findings.map((finding) => ({ finding, where: 'In sentence 2.', done: 'acted_on' })),
    base: '',
    ...judgement,
  };
}

/** A revision is another text than the one that it reads. */
function reasonFor({ promptText }: ReceivedRequest): string {
  const before = [...promptText.matchAll(/It was looked at (\d+) times\./g)].at(-1)?.[1] ?? '0';
  return `Nobody disputes the measuring, and what follows depends on it. It was looked at ${Number(before) + 1} times.`;
}

function decision(
  request: ReceivedRequest,
  rests: readonly string[],
  others: readonly string[],
): unknown {
  return {
    rests: rests.slice(0, 20),
    rejected:
      others.length === 0
        ? []
        : [
            {
              option: 'A move in one go',
              reason: 'It is done at once.',
              outweighed: 'It could not be taken back.',
              proposals: others,
            },
          ],
    sentences: [
      {
        part: 'context',
        text: 'Nobody knows the load, which decides what can be moved.',
        rests: ['T.1'],
      },
      { part: 'why', text: reasonFor(request), rests: rests.slice(0, 1) },
      { part: 'harder', text: 'A week passes before anything moves.', rests: rests.slice(0, 1) },
    ],
    sentence: 'Measure for a week, then move the smallest part.',
    // As many as a step may rest on.
    steps: Array.from({ length: Math.ceil(rests.length / 20) }, (_, index) => ({
      title: `Measure, week ${index + 1}`,
      detail: 'At peak.',
      undo: 'Stop measuring.',
      rests: rests.slice(20 * index, 20 * (index + 1)),
    })),
    risks: [
      { risk: 'The week is not a usual one.', signal: 'Its peak is another one than before.' },
    ],
    assumptions: itemsIn(request, /Unanswered questions: ((?:Q\d+(?:, )?)+)/g).map((question) => ({
      question,
      text: 'A few hundred a minute.',
      ifWrong: 'The order of the steps changes.',
    })),
    open: itemsIn(request, /Open differences: (\d+(?:, \d+)*)/g).map((difference) => ({
      difference,
      text: 'Whether it can wait is open.',
    })),
    revisitIf: [],
  };
}

/** The items of the last list that the prompt has in this form. */
function itemsIn({ promptText }: ReceivedRequest, pattern: RegExp): string[] {
  const last = [...promptText.matchAll(pattern)].at(-1)?.[1] ?? '';
  return last.split(', ').filter((item) => item !== '');
}
