import { createHash } from 'node:crypto';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import type { Decision } from '../../src/core/vocabulary/submission.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import type { ModelReply, ModelRequest } from '../../src/ports/model.ts';
import type { Model } from '../../src/turns/model-context.ts';
import type { Persona } from '../../src/turns/prompt/persona.ts';
import { ANSWER_ALONE, COMPARE_DECISIONS } from './alone/answers.ts';
import { type Question, topicOf } from './question.ts';

/** Worlds whose result is known beforehand, so that the statistics can be seen to find it. */
export const SCRIPTS = {
  /**
   * The protocol chooses right in nine questions of ten, with a merged draft in six, one model in
   * three.
   */
  known_winner: { protocol: 0.9, merged: 0.6, alone: 0.3 },
  /** All choose right in the same questions, six of ten. */
  tie: { protocol: 0.6, merged: 0.6, alone: 0.6 },
  /** The protocol is right in one question of twenty more. */
  weak: { protocol: 0.65, merged: 0.6, alone: 0.6 },
} as const;
export type Script = keyof typeof SCRIPTS;
type Side = keyof (typeof SCRIPTS)[Script];

const CALL_USD = 0.01;

/**
 * A model that is none, for the plumbing of the evaluation: turns are those of a rehearsal, and
 * only the letter of a decision is chosen, by the script and the question. What it says measures
 * nothing, and every page of its report says so.
 */
export function scriptedModel(
  script: Script,
  questions: readonly Question[],
  {
    side,
    personas,
    clock,
  }: { readonly side: Side; readonly personas: readonly Persona[]; readonly clock: Clock },
): Model {
  const rehearsed = createRehearsalModel({ latencyMs: 0, clock, personas });
  const byTopic = new Map(questions.map((question) => [topicOf(question), question]));
  return {
    rehearsal: false,
    async answer(request, context, options) {
      if (context.ask === null) {
        options.onProgress();
        const question = [...byTopic].find(([topic]) => textOf(request).includes(topic))?.[1];
        return request.tools.some(({ name }) => name === COMPARE_DECISIONS)
          ? reply(request, COMPARED)
          : reply(request, alone(script, question));
      }
      const answer = await rehearsed.answer(request, context, options);
      const topic = context.ask !== null ? context.ask.topic : '';
      const question = byTopic.get(topic);
      const letter = question === undefined ? '' : letterOf(script, side, question);
      const content = answer.content.map((block) =>
        block.type === 'tool_use' && letter !== ''
          ? { ...block, input: titled(block.name, block.input, letter) }
          : block,
      );
      return { ...answer, content, model: request.model, costUsd: CALL_USD };
    },
  };
}

/**
 * Chooses right for the share of questions that the script gives a side; the same questions each
 * time.
 */
function letterOf(script: Script, side: Side, { id, key, options }: Question): string {
  const share = createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32;
  const wrong = key.trap[0] ?? Object.keys(options).find((letter) => letter !== key.right) ?? '';
  return share < SCRIPTS[script][side] ? key.right : wrong;
}

/** Begins the sentence of a decision with the letter, also where a revision words it anew. */
function titled(tool: string, input: unknown, letter: string): unknown {
  const sentence = `${letter}: as scripted.`;
  if (tool === 'submit_composite') {
    const composite = Object.assign({ decision: {} }, input);
    return { ...composite, decision: { ...composite.decision, sentence } };
  }
  if (tool !== 'submit_revision') return input;
  const revision: { changes: readonly { part?: unknown }[] } = Object.assign(
    { changes: [] },
    input,
  );
  const changes = revision.changes.map((change) =>
    change.part === 'decision' ? { ...change, fields: [{ name: 'text', text: sentence }] } : change,
  );
  return { ...revision, changes };
}

function alone(script: Script, question: Question | undefined) {
  const letter = question === undefined ? '' : letterOf(script, 'alone', question);
  return {
    name: ANSWER_ALONE,
    input: { ...GROUNDLESS, decision: { ...DECISION, sentence: `${letter}: as scripted.` } },
  };
}

function reply(
  { model }: ModelRequest,
  call: { readonly name: string; readonly input: unknown },
): ModelReply {
  return {
    content: [{ type: 'tool_use', id: 'scripted-1', ...call }],
    stop: 'tool_use',
    model,
    usage: { inputTokens: 1_000, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 500 },
    costUsd: CALL_USD,
  };
}

function textOf({ messages }: ModelRequest): string {
  return messages
    .flatMap(({ content }) => content.map((block) => ('text' in block ? block.text : '')))
    .join('\n');
}

const DECISION: Decision = {
  rests: [],
  rejected: [],
  sentences: [{ part: 'why', text: 'Its reasons would go here.', rests: [] }],
  sentence: 'A: as scripted.',
  steps: [],
  risks: [],
  assumptions: [],
  open: [],
  revisitIf: [],
};
const GROUNDLESS = { grounds: [], confidence: 0.6, rationale: 'It is scripted.' };
const COMPARED = {
  name: COMPARE_DECISIONS,
  input: { better: 'neither', reason: 'Nothing was compared: it is scripted.' },
};
