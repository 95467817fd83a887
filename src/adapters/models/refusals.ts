import { ModelFault, type ModelFaultKind, RefusedForm } from '../../engine/ports/model.ts';
import { short } from '../../foundation/connection.ts';
import { partsNamed } from '../../turns/models/form.ts';

/** Kinds of faults that may be refusals of the request's form; `true`: only if the words say so. */
const MAY_BE_FORM: Partial<Record<ModelFaultKind, boolean>> = {
  invalid_request: false,
  unknown: false,
  unknown_model: true,
  server_error: true,
};
/** Words that report an account without credit, whatever the status. */
const UNPAID =
  /credit balance|specified API usage limits|used all available credits|insufficient (?:credits|balance|funds)/i;
/** Words that report a prompt that is too long. A rate limit mentions tokens as well. */
const TOO_LONG =
  /prompt is too long|input is too long|token limit reached|maximum context length|context (?:length|window|size) exceeded|exceeds? the (?:available |model's )?(?:maximum )?context|input token count|too large for model with/i;
const NEVER_TAKEN = /request too large/i;
const WORDS_CHARACTERS = 2_000;
const LEVELS = 6;

/**
 * Interprets the endpoint's words: no credit, a prompt that is too long, or a refusal of the request's form that names a part
 * of it. Else returns the fault. `said`: the words for people.
 */
export function asRefusal(fault: ModelFault, words: string, said: string): ModelFault {
  const mustSay = MAY_BE_FORM[fault.kind];
  const named = mustSay === undefined ? [] : partsNamed(words, !mustSay);
  const as = (kind: ModelFaultKind) => new ModelFault(kind, fault.message, false, null, fault.cause);
  if (UNPAID.test(words)) return as('unpaid');
  const isTooLong = TOO_LONG.test(words) && fault.kind !== 'rate_limited' && !named.includes('output_length');
  if (isTooLong || NEVER_TAKEN.test(words)) return as('context_exceeded');
  return named.length === 0 ? fault : new RefusedForm(fault.message, named, short(said), fault.cause);
}

/** The fault after an answer has begun: a complaint is then about the model's text, not about the request's form. */
export function spoiled(fault: ModelFault): ModelFault {
  if (!(fault instanceof RefusedForm)) return fault;
  return new ModelFault('malformed_answer', fault.message, true, null, fault.cause);
}

/** All words in an error's body, whatever its form. Leaves out `input`, in which some endpoints repeat the request. */
export function wordsIn(body: unknown, levels = LEVELS): string {
  if (typeof body === 'string') return body.slice(0, WORDS_CHARACTERS);
  if (typeof body !== 'object' || body === null || levels === 0) return '';
  const parts = Object.entries(body).flatMap(([name, value]) =>
    name === 'input' ? [] : wordsIn(value, levels - 1),
  );
  return parts
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, WORDS_CHARACTERS);
}
