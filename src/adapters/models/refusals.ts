import { ModelFault, type ModelFaultKind, RefusedForm } from '../../engine/ports/model.ts';
import { short } from '../../foundation/connection.ts';
import { partsNamed } from '../../turns/models/form.ts';

/** Kinds of faults that may stand for a refusal of the request's form; `true` where the words must say so as well. */
const MAY_BE_FORM: Partial<Record<ModelFaultKind, boolean>> = {
  invalid_request: false,
  unknown: false,
  unknown_model: true,
  server_error: true,
};
/** Words by which endpoints say that an account has nothing left, whatever their status is. */
const UNPAID =
  /credit balance|specified API usage limits|used all available credits|insufficient (?:credits|balance|funds)/i;
/** Words by which they say that a prompt is too long. A rate limit counts tokens as well. */
const TOO_LONG =
  /prompt is too long|input is too long|token limit reached|maximum context length|context (?:length|window|size) exceeded|exceeds? the (?:available |model's )?(?:maximum )?context|input token count|too large for model with/i;
const NEVER_TAKEN = /request too large/i;
const WORDS_CHARACTERS = 2_000;
const LEVELS = 6;

/**
 * Returns the fault as its endpoint's words say it: an account without credit, a prompt that is too long, or a refusal of the
 * request's form where they name a part of that; else as it is. `said`: those of the words that people read.
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

/** Returns the fault of an answer that had begun: an endpoint that complains then complains of what the model wrote. */
export function spoiled(fault: ModelFault): ModelFault {
  if (!(fault instanceof RefusedForm)) return fault;
  return new ModelFault('malformed_answer', fault.message, true, null, fault.cause);
}

/** Returns the words of an error's body, whatever its form. Some endpoints repeat the request in it: that is left out. */
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
