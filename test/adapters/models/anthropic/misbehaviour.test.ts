import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decidedIn } from '../../../../src/core/decision/decided.ts';
import { outcomeOf } from '../../../../src/core/outcome/outcome.ts';
import { spentUsd } from '../../../../src/core/outcome/policy/reserve.ts';
import { bannerOf } from '../../../../src/core/presentation/decision/banner.ts';
import { briefMarkdown } from '../../../../src/core/presentation/decision/brief.ts';
import { decisionMarkdown } from '../../../../src/core/presentation/decision/decision-document.ts';
import { TERMINAL_TOOLS } from '../../../../src/core/vocabulary/submission.ts';
import { of } from '../../../support/given.ts';
import { type ReceivedRequest, startModelEndpoint } from '../../../support/model-endpoint.ts';
import { type Answer, says } from '../../../support/model-endpoint-answers.ts';
import { defaultAnswer } from '../../../support/model-endpoint-responder.ts';
import { anthropicModel } from '../../../support/shipped-models.ts';
import { atNight } from '../../../support/whole.ts';
import { brokerFor, liveDesign, takeTurn } from '../../../turns/conversing.ts';

type Input = Record<string, unknown>;

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
