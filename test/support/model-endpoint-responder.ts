import { NO_CITATION } from '../../src/core/vocabulary/submission.ts';
import { BARE } from './claims.ts';
import type { ReceivedRequest } from './model-endpoint.ts';
import { type Answer, calls, type Pace, says } from './model-endpoint-answers.ts';

const ANSWERS: Readonly<Record<string, (request: ReceivedRequest) => unknown>> = {
  ask_questions: asked,
  pass: () => ({ rationale: judgement.rationale }),
  match_answers: match,
  submit_proposal: proposal,
  map_divergences: map,
  argue,
  submit_composite: composite,
  sign: () => ({
    weakest: 'The week may not be a usual one.',
    contradicted: [],
    verdict: 'signs',
    reason: '',
    dissent: '',
    ...judgement,
  }),
  submit_audit: () => ({
    findings: [
      {
        kind: 'edge_case',
        severity: 'minor',
        text: 'What happens at midnight is not said.',
        citation: NO_CITATION,
      },
    ],
    premortem: 'The move was half done when attention went elsewhere.',
    ...judgement,
  }),
  submit_revision: revision,
  confirm_revision: confirmation,
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
  return { questions: [question] };
}

/** The first question is answered by the beginning of the first reply, its first word or as many as say something. */
function match({ promptText }: ReceivedRequest): unknown {
  const question = /^(Q\d+): /m.exec(promptText.slice(promptText.lastIndexOf('source="questions"')))?.[1];
  const [, reply = '', quote = ''] = /source="(R\d+), by [^"]*">\n(.{3}\S*)/.exec(promptText) ?? [];
  const matches = question === undefined || reply === '' ? [] : [{ question, reply, quote }];
  return { matches, left_open: [], disputed: [], rationale: judgement.rationale };
}

/** Notes what it has decided: who argues is not told which words are its own. */
function proposal({ number }: ReceivedRequest): unknown {
  const decided = `Change nothing before it has been measured (${number}).`;
  return {
    headline: `Keep it as it is, in the ${number}th way`,
    summary: 'Change one thing at a time, and measure before the next.',
    claims: [
      { kind: 'decision', text: decided, ...BARE },
      { kind: 'risk', text: 'Two systems at once are harder to run than either.', ...BARE },
    ],
    steps: ['Measure for a week.', 'Move the smallest part.'],
    premortem: '',
    ...judgement,
    notes: `I decided: ${decided}`,
  };
}

function map(request: ReceivedRequest): unknown {
  const [first, ...others] = listed(request, /Proposals: ([A-T](?:, [A-T])*)/g);
  const positions = [
    { statement: 'It can wait.', claims: [`${first}-1`] },
    { statement: 'It cannot wait.', claims: others.map((label) => `${label}-1`) },
  ];
  const divergence = { description: 'Can the move wait for a measurement?', impact: 'high', positions };
  return {
    agreements: [{ statement: 'Nothing is moved without a way back.', claims: [`${first}-1`] }],
    divergences: others.length === 0 ? [] : [divergence],
    ...judgement,
  };
}

/** Everybody stays: the proposal whose claim stands at the first position at that one, all others at the second. */
function argue(request: ReceivedRequest): unknown {
  const { promptText } = request;
  const claim = promptText.match(/^I decided: (.*)$/m)?.[1] ?? '';
  const points = listed(request, /Your differences: (\d+(?:, \d+)*)/g).map((difference) => {
    const first = promptText.match(new RegExp(`^${difference}a\\.1, [^:]*: (.*)$`, 'm'))?.[1];
    const [mine, other] = first === claim ? ['a', 'b'] : ['b', 'a'];
    return {
      difference,
      mine: `${difference}${mine}`,
      confidence: 0.7,
      strongest: 'Waiting costs a week in which nothing is learnt.',
      addresses: [`${difference}${other}.1`],
      answer: 'It is right that it costs a week; a week is less than a rollback costs.',
      citation: NO_CITATION,
      now: `${difference}${mine}`,
      confidenceNow: 0.7,
      changedBy: [],
    };
  });
  return { points, missed: [], rationale: judgement.rationale };
}

function composite(request: ReceivedRequest): unknown {
  const claims = listed(request, /Claims to account for: ((?:[A-Z]-\d+(?:, )?)+)/g);
  // The first claim of each is its decision; the map has that of the first proposal against all others.
  const open = claims.filter((claim) => claim.endsWith('-1'));
  const accounts = claims.map((claim) => ({
    claim,
    disposition: open.includes(claim) ? 'unresolved' : 'adopted',
    into: '',
    reason: '',
  }));
  const rests = claims.filter((claim) => !open.includes(claim));
  return { decision: decision(request, rests), accounts, ...judgement };
}

/** Another paragraph, for all that was found or else for what people did. */
function revision(request: ReceivedRequest): unknown {
  const named = (pattern: RegExp) => listed(request, pattern).map((each) => each.split(' ')[0] ?? '');
  const findings = named(/Findings to answer: (F\d+ .*)/g);
  const people = named(/From people: (.*)/g);
  return {
    changes: [
      { part: 'paragraph', with: paragraph(request), answers: [...findings, ...people].slice(0, 12) },
    ],
    findings: findings.map((finding) => ({ finding, done: 'acted_on', where: 'In the paragraph.' })),
    accounts: [],
    ...judgement,
  };
}

/** Finds everything answered. */
function confirmation(request: ReceivedRequest): unknown {
  const findings = listed(request, /Findings to judge: ((?:F\d+(?:, )?)+)/g);
  return {
    findings: findings.map((finding) => ({ finding, isAnswered: true, reason: 'The paragraph says so.' })),
    unfounded: [],
    aboutItself: [],
    ...judgement,
  };
}

/** A revision is another text than the one that it reads. */
function paragraph({ promptText }: ReceivedRequest): string {
  const before = [...promptText.matchAll(/It was looked at (\d+) times\./g)].at(-1)?.[1] ?? '0';
  return `Nobody disputes the measuring, and what follows depends on it. It was looked at ${Number(before) + 1} times.`;
}

function decision(request: ReceivedRequest, rests: readonly string[]): unknown {
  return {
    title: 'Measure, then move',
    sentence: 'Measure for a week, then move the smallest part.',
    paragraph: paragraph(request),
    options: [
      {
        name: 'A move in one go',
        verdict: 'rejected',
        covers: [],
        for: 'It is done at once.',
        against: 'It could not be taken back.',
        claims: [],
      },
    ],
    // As many as a step may rest on: the decision accounts for every adopted claim.
    steps: Array.from({ length: Math.ceil(rests.length / 20) }, (_, index) => ({
      title: `Measure, week ${index + 1}`,
      detail: 'At peak.',
      undo: 'Stop measuring.',
      owner: '',
      date: '',
      named: { reply: '', quote: '' },
      rests: rests.slice(20 * index, 20 * (index + 1)),
    })),
    risks: [
      { risk: 'The week is not a usual one.', signal: 'Its peak is another one than before.', rests: [] },
    ],
    assumptions: listed(request, /Unanswered questions: ((?:Q\d+(?:, )?)+)/g).map((question) => ({
      question,
      text: 'A few hundred a minute.',
      ifWrong: 'The order of the steps changes.',
    })),
    open: listed(request, /Open differences: (\d+(?:, \d+)*)/g).map((difference) => ({
      text: 'Whether it can wait is open.',
      difference,
      rests: [],
    })),
    revisitIf: [],
  };
}

/** The items of the last list that the prompt has in this form. */
function listed({ promptText }: ReceivedRequest, pattern: RegExp): string[] {
  const last = [...promptText.matchAll(pattern)].at(-1)?.[1] ?? '';
  return last.split(', ').filter((item) => item !== '');
}
