import type { ReceivedRequest } from './model-endpoint.ts';
import { type Answer, calls, type Pace, says } from './model-endpoint-answers.ts';

const ANSWERS: Readonly<Record<string, (request: ReceivedRequest) => unknown>> = {
  ask_questions: asked,
  pass: () => judgement,
  submit_proposal: proposal,
  map_divergences: map,
  argue,
  submit_composite: composite,
  sign: () => ({ verdict: 'signs', dissent: '', ...judgement }),
  submit_audit: () => ({
    findings: [{ kind: 'edge_case', severity: 'minor', text: 'What happens at midnight is not said.' }],
    premortem: 'The move was half done when attention went elsewhere.',
    ...judgement,
  }),
  submit_brief: brief,
};

const judgement = { confidence: 0.7, rationale: 'It follows from what was read.' };

/**
 * A valid submission for whatever the last message asks: it takes the terminal tool from the last backticks, because
 * a participant's own part names tools of other rounds before the ask closes with those of this one; and the letters,
 * claims and questions from the lines in which an ask lists them.
 */
export function defaultAnswer(request: ReceivedRequest, questions: 'ask' | 'pass', pace: Pace): Answer {
  const named = lastNamedTool(request.lastText) ?? lastNamedTool(request.promptText);
  const tool = named === 'pass' && questions === 'ask' ? 'ask_questions' : named;
  const input = tool === undefined ? undefined : ANSWERS[tool]?.(request);
  return tool === undefined ? says('No tool was named.', 'end_turn', pace) : calls(tool, input, pace);
}

function lastNamedTool(text: string): string | undefined {
  const named = [...text.matchAll(/`([a-z_]{4,20})`/g)].map((match) => match[1] ?? '');
  return named.findLast((name) => name in ANSWERS);
}

function asked(): unknown {
  const question = {
    text: 'How many of them are there at peak?',
    why: 'It decides whether polling is enough.',
    assumption: 'A few hundred a minute.',
  };
  return { questions: [question], ...judgement };
}

function proposal({ number }: ReceivedRequest): unknown {
  return {
    headline: `Keep it as it is, in the ${number}th way`,
    summary: 'Change one thing at a time, and measure before the next.',
    claims: [
      { kind: 'decision', text: `Change nothing before it has been measured (${number}).`, citation: '' },
      { kind: 'risk', text: 'Two systems at once are harder to run than either.', citation: '' },
    ],
    steps: ['Measure for a week.', 'Move the smallest part.'],
    premortem: '',
    ...judgement,
  };
}

function map(request: ReceivedRequest): unknown {
  const [first, ...others] = listed(request, /Proposals: ([A-T](?:, [A-T])*)/g);
  const positions = [
    { statement: 'It can wait.', proposals: [first] },
    { statement: 'It cannot wait.', proposals: others },
  ];
  const divergence = { description: 'Can the move wait for a measurement?', impact: 'high', positions };
  return {
    agreements: ['Nothing is moved without a way back.'],
    divergences: others.length === 0 ? [] : [divergence],
    ...judgement,
  };
}

function argue(request: ReceivedRequest): unknown {
  const claims = listed(request, /Claims on the other side: ((?:[A-T]-\d+(?:, )?)+)/g);
  return {
    position: listed(request, /You hold (P\d)/g)[0] ?? 'P1',
    addresses: claims.slice(0, 1),
    argument: `${claims[0]} is right that it costs a week; a week is less than a rollback costs.`,
    changedBecause: '',
    ...judgement,
  };
}

function composite(request: ReceivedRequest): unknown {
  return {
    headline: 'Measure, then move in two steps',
    summary: 'What the proposals agree on, in the order in which it can be taken back.',
    steps: ['Measure for a week.', 'Move the smallest part.'],
    accounts: listed(request, /Claims to account for: ((?:[A-T]-\d+(?:, )?)+)/g).map((claim) => ({
      claim,
      disposition: 'adopted',
      into: '',
      reason: '',
    })),
    ...judgement,
  };
}

function brief(request: ReceivedRequest): unknown {
  return {
    title: 'Measure, then move',
    decision: 'Measure for a week, then move the smallest part.',
    paragraph: 'Nobody disputes the measuring, and what follows depends on it.',
    steps: [{ title: 'Measure', detail: 'For a week, at peak.', undo: 'Stop measuring.' }],
    risks: [{ risk: 'The week is not a usual one.', signal: 'Its peak differs from the month before.' }],
    notDoing: [{ what: 'A move in one go', why: 'It could not be taken back.' }],
    ifAssumptionsFail: listed(request, /Assumptions: ((?:Q\d+(?:, )?)+)/g).map((question) => ({
      question,
      effect: 'The order of the steps changes.',
    })),
    openQuestions: [],
    ...judgement,
  };
}

/** The items of the last list that the prompt has in this form. */
function listed({ promptText }: ReceivedRequest, pattern: RegExp): string[] {
  const last = [...promptText.matchAll(pattern)].at(-1)?.[1] ?? '';
  return last.split(', ').filter((item) => item !== '');
}
