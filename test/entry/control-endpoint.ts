import type { ReceivedRequest } from '../support/model-endpoint.ts';
import { type Answer, calls } from '../support/model-endpoint-answers.ts';
import { sampleSubmissions } from '../support/submissions.ts';

/** Stands in everything that the control says, and nowhere else. */
export const MARKER = 'zebra-crossing-of-1877';

/** An answer of one model alone that has the marker in each of its texts. */
export const SOLO_ANSWER = {
  decision: { ...sampleSubmissions.submit_composite.decision, title: `A: ${MARKER}`, paragraph: MARKER },
  grounds: [{ text: MARKER, citation: { place: '', quote: '' } }],
  confidence: 0.7,
  rationale: MARKER,
};

/** The part of a control that a request on the Messages API asks for; `null` for a turn of the design. */
export function asksAlone({ body }: ReceivedRequest): 'answer' | 'compare' | null {
  const text = JSON.stringify(body.tools ?? []);
  if (text.includes('"answer_alone"')) return 'answer';
  return text.includes('"compare_decisions"') ? 'compare' : null;
}

/** Answers for one model alone, or for the one that compares, which prefers what it reads first. */
export function alone(part: 'answer' | 'compare'): Answer {
  return part === 'answer'
    ? calls('answer_alone', SOLO_ANSWER)
    : calls('compare_decisions', { better: 'first', reason: 'It stands first.' });
}
