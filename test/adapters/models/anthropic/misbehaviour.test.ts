import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decidedIn } from '../../../../src/core/decision/decided.ts';
import { outcomeOf } from '../../../../src/core/outcome/outcome.ts';
import { spentUsd } from '../../../../src/core/outcome/policy/reserve.ts';
import { retryQuestionOf, shouldRetry } from '../../../../src/core/outcome/policy/should-retry.ts';
import { bannerOf } from '../../../../src/core/presentation/decision/banner.ts';
import { briefMarkdown } from '../../../../src/core/presentation/decision/brief.ts';
import { decisionMarkdown } from '../../../../src/core/presentation/decision/decision-document.ts';
import { unansweredWords } from '../../../../src/core/presentation/questions/question.ts';
import type { Design } from '../../../../src/core/vocabulary/design.ts';
import type { GateReason } from '../../../../src/core/vocabulary/event-parts.ts';
import { TERMINAL_TOOLS } from '../../../../src/core/vocabulary/submission.ts';
import { BARE } from '../../../support/claims.ts';
import { of } from '../../../support/given.ts';
import { type ReceivedRequest, startModelEndpoint } from '../../../support/model-endpoint.ts';
import { type Answer, says } from '../../../support/model-endpoint-answers.ts';
import { defaultAnswer } from '../../../support/model-endpoint-responder.ts';
import { anthropicModel } from '../../../support/shipped-models.ts';
import { atNight } from '../../../support/whole.ts';
import { brokerFor, liveDesign, takeTurn } from '../../../turns/conversing.ts';

type Input = Record<string, unknown>;
type Claims = readonly { readonly statement: string; readonly claims: readonly string[] }[];

/** What is made of a submission: another input, or another answer of the model. */
type Spoil = (input: Input, request: ReceivedRequest) => Input | Answer;
/** By the terminal tool that is called. */
type Spoils = Readonly<Record<string, Spoil>>;

interface Misbehaviour {
  readonly always?: Spoils;
  /** What is spoilt the first time only. */
  readonly once?: Spoils;
  /** What somebody says while the questions are open; without it nobody asks. */
  readonly words?: string;
  readonly budgetUsd?: number;
}

/** A whole design against a local endpoint that misbehaves so, up to its outcome, with nobody there to decide. */
async function run({ always = {}, once = {}, words, budgetUsd }: Misbehaviour) {
  const endpoint = await startModelEndpoint();
  const left = new Map(Object.entries(once));
  endpoint.respondWith((request) => {
    const answer = defaultAnswer(request, words === undefined ? 'pass' : 'ask', {});
    if (answer.kind !== 'message') return answer;
    const call = answer.content.find((block) => block.type === 'tool_use');
    if (call === undefined) return answer;
    let input: Input | Answer = call.input as Input;
    for (const spoil of [always[call.name], left.get(call.name)]) {
      if (spoil !== undefined && !isAnswer(input)) input = spoil(input, request);
    }
    left.delete(call.name);
    if (isAnswer(input)) return input;
    return {
      ...answer,
      content: answer.content.map((block) => (block === call ? { ...call, input } : block)),
    };
  });
  const broker = brokerFor(anthropicModel(endpoint.url));
  const live = liveDesign({ settings: { gates: 'none', budgetUsd: budgetUsd ?? null } });
  try {
    while (live.design.settled === null) {
      const { answering, replies } = live.design;
      await Promise.all(live.openTurns().map((turn) => takeTurn(live, turn, broker).ended));
      if (answering === null) continue;
      if (replies.length === 0) {
        live.do({ type: 'record_reply', replyId: 'm1', author: 'Ben', text: words ?? '', questionId: null });
      } else live.do({ type: 'finish_answering', by: 'Ana', skip: false });
    }
  } finally {
    await endpoint.close();
  }
  expect(endpoint.problems).toEqual([]);
  const { requests } = endpoint;
  return { live, design: live.design, requests, told: requests.map(({ lastText }) => lastText).join('\n') };
}

function isAnswer(input: Input | Answer): input is Answer {
  return 'kind' in input;
}

const EMPTY_MAP: Spoil = (input) => ({ ...input, agreements: [], divergences: [] });
/** The decision stands on a claim that nobody has made. */
const OF_NOBODY: Spoil = (input) => ({
  ...input,
  decision: { ...(input.decision as Input), rests: ['Z-9'] },
});
const REFUSES: Spoil = () => says('I would rather not.', 'refusal');
const NO_FINDINGS_ANSWERED: Spoil = (input) => ({ ...input, findings: [] });

function points(input: Input, change: (point: Input) => Input): Input {
  return { ...input, points: (input.points as Input[]).map((point) => ({ ...point, ...change(point) })) };
}

/** On the map nobody differs. */
const ALL_AGREE: Spoil = (input) => {
  const [first] = input.divergences as { positions: Claims }[];
  const claims = first?.positions.flatMap((position) => position.claims) ?? [];
  return { ...input, agreements: [{ statement: 'All say it.', claims }], divergences: [] };
};

describe('a submission refused once: the model is told, corrects it, and the design ends signed', () => {
  test.each<[string, string, Spoil, string]>([
    [
      'J6: an empty map over proposals that contradict each other',
      'map_divergences',
      EMPTY_MAP,
      'These decision claims are in no agreement and on no position: A-1, B-1, C-1',
    ],
    [
      'J6: an argument that answers no claim of the other side',
      'argue',
      (input) => points(input, ({ now }) => ({ addresses: [`${String(now)}.1`] })),
      'An argument answers the strongest claim of another position first',
    ],
    ['A4: a decision that stands on a claim of nobody', 'submit_composite', OF_NOBODY, 'Z-9'],
    [
      'J9: a revision that ignores a finding',
      'submit_revision',
      NO_FINDINGS_ANSWERED,
      '`findings` says nothing about F1',
    ],
  ])('%s', async (_, tool, spoil, words) => {
    const { design, told } = await run({ once: { [tool]: spoil } });
    expect(told).toContain(words);
    expect(design.settled?.reasons).toEqual(['unresolved_high_impact']);
    expect(design.signatures).toHaveLength(3);
  });

  test('J10: a quote that is not in the reply', async () => {
    const { design, told } = await run({
      words: 'Some 900 a minute, and only the web app.',
      once: {
        match_answers: (input) => ({
          ...input,
          matches: (input.matches as Input[]).map((match) => ({ ...match, quote: 'some 950 a minute' })),
        }),
      },
    });
    expect(told).toContain('“some 950 a minute” is not in R1.');
    expect(design.questions.map(({ status }) => status)).toEqual(['answered', 'assumed', 'assumed']);
  });
});

/** What it leads to: the headline, the reasons for which a person has to look, and a sentence of the brief. */
interface Consequence {
  readonly headline: RegExp;
  readonly reasons: readonly GateReason[];
  readonly brief: string;
  readonly more?: (design: Design) => void;
}

/** Every reason is in the headline, where there is a decision that somebody has signed. */
const WITH_CARE = /^Needs review: (?!there is no decision|nobody has signed it)/;
const OPEN: GateReason = 'unresolved_high_impact';

const isUnresolved =
  (reason: string) =>
  ({ divergences }: Design): void =>
    expect(divergences[0]?.settlement).toMatchObject({ outcome: 'unresolved', reason });

describe('a model that never corrects itself: the design goes on, and its first line is honest', () => {
  test.each<[string, Spoils, Consequence]>([
    [
      'J6: nobody maps but with an empty map',
      { map_divergences: EMPTY_MAP },
      { headline: WITH_CARE, reasons: ['not_compared'], brief: 'The proposals were not compared.' },
    ],
    [
      'C6: everybody refuses to map',
      { map_divergences: REFUSES },
      { headline: WITH_CARE, reasons: ['not_compared'], brief: 'The proposals were not compared.' },
    ],
    [
      'C6: no argument is accepted',
      { argue: (input) => points(input, ({ now }) => ({ addresses: [`${String(now)}.1`] })) },
      {
        headline: WITH_CARE,
        reasons: [OPEN],
        brief: 'Whether it can wait is open.',
        more: isUnresolved('no one argued it'),
      },
    ],
    [
      'J2: somebody moves because of the majority',
      {
        argue: (input) =>
          points(input, ({ now }) => (now === '1a' ? { now: '1b', answer: 'Ok.', changedBy: ['1b.1'] } : {})),
      },
      {
        headline: WITH_CARE,
        reasons: [OPEN],
        brief: 'Whether it can wait is open.',
        more: isUnresolved('somebody moved without a reason'),
      },
    ],
    [
      'C21: no composite is accepted, whoever writes it',
      { submit_composite: OF_NOBODY },
      {
        headline:
          /^Needs review: the model submitted nothing that could be accepted; name a stronger model, then run it again\.$/,
        reasons: [],
        brief: 'There is no decision: the proposals, side by side',
        more: ({ proposals, settled }) => {
          expect(proposals.map(({ revealed }) => revealed)).toEqual([true, true, true]);
          expect(settled?.stoppedBecause).toBe('nothing_contributed');
        },
      },
    ],
    [
      'C6: the audit is refused, by its stand-in too',
      { submit_audit: REFUSES },
      { headline: WITH_CARE, reasons: [OPEN, 'not_audited'], brief: 'The decision was not audited.' },
    ],
    [
      'C6: no revision answers what blocks',
      {
        submit_audit: (input) => ({
          ...input,
          findings: (input.findings as Input[]).map((finding) => ({ ...finding, severity: 'blocking' })),
        }),
        submit_revision: NO_FINDINGS_ANSWERED,
      },
      {
        headline: WITH_CARE,
        reasons: [OPEN, 'blocking_finding'],
        brief: 'The audit’s findings were not answered.',
        more: ({ revisions, signatures }) => expect([revisions.length, signatures.length]).toEqual([0, 3]),
      },
    ],
    [
      'A6: everybody dissents',
      {
        sign: (input) => ({
          ...input,
          verdict: 'dissents',
          reason: 'A guess.',
          dissent: 'It rests on a guess.',
        }),
      },
      {
        headline: /^Needs review: nobody has signed it \(all 3 dissent\); “[^”]*” is open\.$/,
        reasons: [OPEN, 'dissent_of_half'],
        brief: '> It rests on a guess.',
      },
    ],
    [
      'C6: nobody gives a signature that is accepted',
      { sign: (input) => ({ ...input, verdict: 'dissents', dissent: '' }) },
      {
        headline: /^Needs review: nobody has signed it; /,
        reasons: [OPEN, 'degraded_participation', 'not_signed'],
        brief: 'The decision as drafted, unsigned',
      },
    ],
    [
      'A6: everybody is unsure',
      { submit_revision: (input) => ({ ...input, confidence: 0.2 }) },
      {
        headline: WITH_CARE,
        reasons: [OPEN, 'low_confidence'],
        brief: 'The synthesizer is not sure of it',
        more: (design) =>
          expect(shouldRetry({ ...retryQuestionOf({ ...design, end: null }), enabled: true })).toEqual({
            retry: false,
            reason: 'low_confidence',
          }),
      },
    ],
    [
      'J11: one proposal comes under every name, without a source',
      {
        submit_proposal: (input) => ({
          ...input,
          headline: 'Keep it as it is',
          claims: [{ ...BARE, kind: 'decision', text: 'It stays.' }],
        }),
        map_divergences: ALL_AGREE,
      },
      {
        headline: /^One caveat: there was really only one proposal\.$/,
        reasons: [],
        brief: '## The decision',
      },
    ],
  ])('%s', async (_, always, { headline, reasons, brief, more }) => {
    const { design } = await run({ always });
    const outcome = outcomeOf(design);
    expect(bannerOf(outcome).headline).toMatch(headline);
    expect(design.settled?.reasons).toEqual(reasons);
    expect(briefMarkdown(design)).toContain(brief);
    more?.(design);
  });

  test('J10: quotes that are in no reply leave the words unread, and nobody is called silent', async () => {
    const { design } = await run({
      words: 'Some 900 a minute.',
      always: {
        match_answers: (input) => ({ ...input, matches: [{ question: 'Q1', reply: 'R1', quote: 'None.' }] }),
      },
    });
    expect(design.questions.map(({ status }) => status)).toEqual(['not_read', 'not_read', 'not_read']);
    expect(design.replies).toMatchObject([{ author: 'Ben', answers: [] }]);
    expect(design.signatures).toHaveLength(3);
    expect(unansweredWords(design, { id: 'Q1' })).toBe('Nobody has read what Ben wrote');
  });

  test('an answer that is always cut at its length is asked for three times, and its role is not handed on', async () => {
    const limits: unknown[] = [];
    const { live } = await run({
      always: {
        map_divergences: (_, { body }) => {
          limits.push(body.max_tokens);
          return says('and another difference is '.repeat(50), 'max_tokens');
        },
      },
    });
    expect(limits).toEqual([16_000, 32_000, 32_000]);
    expect(of(live.history, 'facilitator_passed')).toEqual([]);
    expect(of(live.history, 'participant_excused')).toMatchObject([{ reason: 'turn_failed' }]);
    expect(live.design.settled?.reasons).toEqual(['not_compared']);
  });
});

describe('J9: people sign the text that they read', () => {
  test('J9: a composite that says keep and a revision that says replace: the revision is signed, and stands in the brief', async () => {
    const keep: Spoil = (input) => ({
      ...input,
      decision: { ...(input.decision as Input), sentence: 'Keep it.' },
    });
    const replace: Spoil = (input) => ({
      ...input,
      changes: (input.changes as Input[]).map((change) => ({
        ...change,
        part: 'sentence',
        fields: [{ name: 'text', text: 'Replace it at once.' }],
      })),
    });
    const { design, requests } = await run({ always: { submit_composite: keep, submit_revision: replace } });
    const decided = decidedIn(design);
    if (decided === null) throw new Error('the design has a decision');
    const text = decisionMarkdown(design, decided);
    expect(decided.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(design.signatures.map(({ sha256 }) => sha256)).toEqual(Array(3).fill(decided.sha256));
    const signing = requests.filter(({ lastText }) => lastText.includes('End this turn with `sign`'));
    expect(signing).toHaveLength(3);
    for (const { promptText } of signing) expect(promptText).toContain(text.trimEnd());
    const brief = briefMarkdown(design) ?? '';
    expect(brief).toContain(text.trimEnd());
    expect(text).toContain('Replace it at once.');
    expect(brief).not.toContain('Keep it.');
  });

  test('J9: the auditor is shown, byte for byte, the text that it speaks about', async () => {
    const { design, requests } = await run({});
    const composed = decidedIn({ ...design, revisions: [] });
    if (composed === null) throw new Error('the design has a composite');
    const [audit] = requests.filter(({ lastText }) => lastText.includes('End this turn with `submit_audit`'));
    expect(audit?.promptText).toContain(decisionMarkdown(design, composed).trimEnd());
  });
});

describe('C21: a budget, in the prices of the model', () => {
  const words = 'Some 900 a minute.';
  /** Each turn takes two calls: the first answer of each is no submission. */
  const hesitates: Spoil = (input, { body }) =>
    (body.messages as unknown[]).length === 1 ? says('Let me think.') : input;
  const always = Object.fromEntries(TERMINAL_TOOLS.map((tool) => [tool, hesitates]));
  const percents = atNight([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], (each) => each % 30 === 10);

  test('C21: a budget of any share of the price brings a brief, and goes over by the calls under way at most', async () => {
    const price = spentUsd((await run({ words, always })).design);
    for (const share of percents) {
      const budgetUsd = (price * share) / 100;
      const { live, design } = await run({ words, always, budgetUsd });
      let spent = 0;
      const beyond = of(live.history, 'model_answered').filter(({ costUsd }) => {
        const isUsedUp = spent >= budgetUsd;
        spent += costUsd ?? 0;
        return isUsedUp;
      });
      // Of three calls at once one has reached the ceiling.
      expect(beyond.length, `${share} %`).toBeLessThanOrEqual(2);
      const { headline } = bannerOf(outcomeOf(design));
      const decided = decidedIn(design);
      // What people have said is there as well.
      const isNothing = design.proposals.length === 0 && design.replies.length === 0;
      const why = /the money ran out; run it again with a larger budget|only what was contributed/;
      if (decided === null) expect(headline).toMatch(isNothing ? /the money ran out; / : why);
      const said =
        decided?.decision.sentence ?? design.proposals[0]?.proposal.headline ?? 'There is no decision';
      expect(briefMarkdown(design)).toContain(said);
      if (share >= 50) expect(design.proposals, `${share} %`).toHaveLength(3);
    }
  });
});
