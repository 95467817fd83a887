import * as z from 'zod';
import { Decision, Notes, type SubmissionInput } from '../../src/core/vocabulary/submission.ts';
import { cutWords } from '../../src/foundation/cut-text.ts';
import type { ModelReply, ModelRequest } from '../../src/ports/model.ts';
import type { CallModel } from '../../src/turns/model-broker.ts';
import { makeToolSpec } from '../../src/turns/models/tool-spec.ts';
import type { Ask } from '../../src/turns/prompt/ask.ts';
import type { Persona } from '../../src/turns/prompt/persona.ts';
import { ASKS, omitRepository } from '../../src/turns/prompt/texts.ts';
import { words } from './alone/answers.ts';

/**
 * The arm `merged`: a design whose draft is composed from the claims of all proposals, instead of
 * choosing one proposal as its base. The engine knows nothing of it. In the one call that drafts,
 * the model gets the earlier ask, procedure and tool; its answer becomes the draft that the engine
 * takes. The rest of the prompt, and every other call, stays as it is.
 */

const MERGING_ASK = `# Now: compose one decision

You hold no opinion on the topic. Write the decision that people will act on, in some 350 words; \`accounts\` explains the claims that it does not adopt. The rules above speak of a base: here there is none, and the decision is composed from the claims of all proposals.

- \`rests\` names the claims that the decision, or a step, stands on; these count as adopted. Do not average: where two proposals exclude each other, follow one and say what that costs. Majorities are no reason.
- What people settled, or an argument conceded, holds. A claim that decides an open difference is neither adopted nor rejected; a step that rests on one waits for people, and code says so. \`open\` says what leaving the difference open costs.
- If only one proposal has found something, with a source, use it, or reject it with a reason that its author would accept as fair. \`undo\` is empty if a step cannot be taken back.`;

const MERGING_PROCEDURE = `## Drafting

Given in \`submit_composite\`. Compose; do not average: half of each side has the costs of both, and no one proposed it. Every addition needs
a claim. Follow conceded and settled points. On an open point, look for what is sound under both answers; a step for one side says that it
waits for that decision.

Write in full sentences, for a reader who was not there and has patience for one page. The sentence says what will be done, and its limits.
A reason to reject a claim answers it and names what outweighs it; silence of the others is no reason.`;

const Option = z.strictObject({
  name: words(200),
  for: words(600).describe('what speaks for it'),
  against: words(600).describe('what speaks against it, and if it is rejected, what decided that'),
  verdict: z.enum(['chosen', 'rejected', 'open']),
});
const Account = z.strictObject({
  claim: words(8),
  reason: words(600).describe('why it does not hold here, or what keeps it open'),
  disposition: z.enum(['rejected', 'unresolved']),
});
const { rejected: _, ...parts } = Decision.shape;

export const MergedDraft = z.strictObject({
  decision: z.strictObject({ options: z.array(Option).max(8), ...parts }),
  accounts: z.array(Account).max(400),
  rationale: words(2_000).describe('what makes you more or less sure, in a few sentences'),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .describe(
      'of ten decisions like this one, how many you would still defend in a year: 0.7 for seven',
    ),
  notes: Notes,
});

const MERGING_TOOL = makeToolSpec(
  'submit_composite',
  'Ends the composing: one decision, with an account of the claims that it does not adopt.',
  MergedDraft,
);

/**
 * Replaces the draft's ask, procedure and tool in each call that drafts. Throws if one of them is
 * not in the request.
 */
export function mergingDrafts(callModel: CallModel, personas: readonly Persona[]): CallModel {
  /**
   * What the model submitted, by the id of its tool call: a later try in the same turn shows it
   * that.
   */
  const submitted = new Map<string, unknown>();
  const procedure = draftingIn(personas);
  return (order) => {
    const { context, request } = order;
    if (context.ask === null || context.ask.kind !== 'composite') return callModel(order);
    const { ask } = context;
    const asked = ask.hasRepository ? ASKS.composite : omitRepository(ASKS.composite);
    const texts = [[asked, MERGING_ASK] as const, [procedure, MERGING_PROCEDURE] as const];
    const call = callModel({ ...order, request: merging(request, texts, submitted) });
    return { ...call, answer: call.answer.then((reply) => chosen(reply, ask, submitted)) };
  };
}

function draftingIn(personas: readonly Persona[]): string {
  const synthesizer = personas.find(({ profile }) => profile.role === 'synthesizer');
  const drafting = synthesizer?.sections.find(({ heading }) => heading === 'Drafting');
  if (drafting === undefined)
    throw new Error('broken invariant: no synthesizer has a section on drafting');
  return drafting.markdown.trim();
}

function merging(
  request: ModelRequest,
  texts: readonly (readonly [string, string])[],
  submitted: ReadonlyMap<string, unknown>,
): ModelRequest {
  const all = JSON.stringify(request.messages);
  for (const [before] of texts) {
    if (!all.includes(JSON.stringify(before).slice(1, -1)))
      throw new Error(
        `broken invariant: a call that drafts does not say “${before.slice(0, 60)}…”`,
      );
  }
  const told = (text: string) =>
    texts.reduce((so, [before, after]) => so.replace(before, () => after), text);
  return {
    ...request,
    tools: request.tools.map((tool) => (tool.name === MERGING_TOOL.name ? MERGING_TOOL : tool)),
    messages: request.messages.map(
      (message) =>
        ({
          ...message,
          content: message.content.map((block) => {
            if (block.type === 'text') return { ...block, text: told(block.text) };
            if (block.type !== 'tool_use' || !submitted.has(block.id)) return block;
            return { ...block, input: submitted.get(block.id) };
          }),
        }) as typeof message,
    ),
  };
}

function chosen(reply: ModelReply, ask: Ask, submitted: Map<string, unknown>): ModelReply {
  const content = reply.content.map((block) => {
    if (block.type !== 'tool_use' || block.name !== MERGING_TOOL.name) return block;
    submitted.set(block.id, block.input);
    return { ...block, input: chosenFrom(block.input, ask) };
  });
  return { ...reply, content };
}

/**
 * The parts of a draft that have another form for the engine. The engine checks the others, and
 * says what is wrong with them.
 */
const Turned = z.looseObject({
  decision: z.looseObject({
    options: z.array(Option).catch([]),
    rests: z.array(z.string()).catch([]),
    steps: z.array(z.looseObject({ rests: z.array(z.string()).catch([]) })).catch([]),
  }),
  accounts: z.array(Account).catch([]),
});

const NOT_SAID = 'A merged draft does not say it.';
const MOST_TAKEN = 20;
const REJECTED_CHARACTERS = 160;

/**
 * A merged draft in the form of a draft that chooses. Base: the proposal with the most claims on
 * which it stands. Taken: the other claims. Rejected: its rejected options, and for each proposal
 * on a losing side the claim that it accounts for.
 */
export function chosenFrom(
  input: unknown,
  { claims, sides }: Pick<Ask, 'claims' | 'sides'>,
): unknown {
  const { data } = Turned.safeParse(input);
  if (data === undefined) return input;
  const { accounts, decision, ...judgement } = data;
  const { options, ...text } = decision;
  const letters = [...new Set(claims.map(({ label }) => label))];
  const rested = [...new Set([...text.rests, ...text.steps.flatMap(({ rests }) => rests)])];
  const restedOf = (letter: string) =>
    claims.filter(({ id, label }) => label === letter && rested.includes(id));
  const [base = ''] = letters.toSorted(
    (one, other) => restedOf(other).length - restedOf(one).length,
  );
  const lost = sides.flatMap(({ position, against }) => (position === '' ? [] : against));
  const rejected = accounts.filter(({ disposition }) => disposition === 'rejected');
  const others = letters.flatMap((letter) => {
    const own = claims.filter(({ label }) => label === letter);
    const account = rejected.find(({ claim }) => own.some(({ id }) => id === claim));
    const given =
      own.find(({ id }) => id === account?.claim) ?? own.find(({ id }) => lost.includes(id));
    if (letter === base || given === undefined) return [];
    const outweighed = cutWords(account?.reason ?? NOT_SAID, REJECTED_CHARACTERS);
    return [
      {
        ...{ option: cutWords(given.text, REJECTED_CHARACTERS), reason: NOT_SAID },
        ...{ outweighed, proposals: [letter] },
      },
    ];
  });
  const ways = options
    .filter(({ verdict }) => verdict === 'rejected')
    .map(({ name, for: reason, against }) => ({
      ...{ option: name, reason, outweighed: against, proposals: [] },
    }));
  const taken = claims.filter(({ id, label }) => label !== base && text.rests.includes(id));
  return {
    ...judgement,
    weighed: letters.map((proposal) => ({ best: NOT_SAID, against: NOT_SAID, proposal })),
    base,
    taken: taken.slice(0, MOST_TAKEN).map(({ id }) => ({ why: 'It was merged.', claim: id })),
    decision: { ...text, rejected: [...ways, ...others] },
  } satisfies Partial<Record<keyof SubmissionInput<'submit_composite'>, unknown>>;
}
