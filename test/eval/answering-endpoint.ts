import { ANSWER_ALONE, COMPARE_DECISIONS } from '../../eval/worth/alone/answers.ts';
import type { Question } from '../../eval/worth/question.ts';
import { asMessage, plain } from '../entry/models/three-wires.ts';
import { afterwards } from '../entry/waiting.ts';
import { sampleSubmissions } from '../support/designs/submissions.ts';
import type { ReceivedRequest } from '../support/services/model-endpoint.ts';
import { type Answer, calls } from '../support/services/model-endpoint-answers.ts';
import { GOOGLE_WIRE } from '../support/services/wires/google.ts';
import { OPENAI_WIRE } from '../support/services/wires/openai.ts';
import { COMPATIBLE_WIRE } from '../support/services/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../support/services/wires/vendor-endpoint.ts';
import { families } from './sample-run.ts';

const { decision } = sampleSubmissions.submit_composite;

/** Answers every turn of an evaluation, right each time; a comparison prefers the first. */
export function answerTo(questions: readonly Question[], request: ReceivedRequest): Answer {
  const asked = questions.find(({ topic }) => request.promptText.includes(topic));
  const sentence = `${asked?.key.right ?? ''}: as the lines say.`;
  if (request.lastText.includes(`End this turn with \`${COMPARE_DECISIONS}\``))
    return calls(COMPARE_DECISIONS, { better: 'first', reason: 'It stands first.' });
  if (request.lastText.includes(`End this turn with \`${ANSWER_ALONE}\``)) {
    const own = { ...decision, sentence, rests: [], steps: [] };
    return calls(ANSWER_ALONE, {
      decision: own,
      grounds: [],
      confidence: 0.6,
      rationale: 'It says so.',
    });
  }
  return lettered(plain(request), sentence);
}

function lettered(answer: Answer, sentence: string): Answer {
  if (answer.kind !== 'message') return answer;
  const content = answer.content.map((block) =>
    block.type === 'tool_use' && block.name === 'submit_composite'
      ? { ...block, input: composite(block.input, sentence) }
      : block,
  );
  return { ...answer, content };
}

function composite(input: unknown, sentence: string): unknown {
  const given = Object.assign({ decision: {} }, input);
  return { ...given, decision: { ...given.decision, sentence } };
}

/**
 * Three families on three wires, until the end of the test. `respond`: in place of the usual
 * answer.
 */
export async function answeringFamilies(
  questions: readonly Question[],
  respond: (request: ReceivedRequest, usual: Answer, family: string) => Answer = (_, usual) =>
    usual,
) {
  const wires = {
    gpt: await startVendorEndpoint(OPENAI_WIRE),
    gemini: await startVendorEndpoint(GOOGLE_WIRE),
    llama: await startVendorEndpoint(COMPATIBLE_WIRE),
  };
  for (const [family, wire] of Object.entries(wires)) {
    afterwards(() => wire.close());
    wire.respondWith((request) => {
      const answer = respond(request, answerTo(questions, request), family);
      return family === 'llama' ? asMessage(answer) : answer;
    });
  }
  const { gpt, gemini, llama } = wires;
  return { wires, environment: families({ gpt: gpt.url, gemini: gemini.url, llama: llama.url }) };
}
