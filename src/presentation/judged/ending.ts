import type { Outcome } from '../../core/outcome/outcome.ts';
import type { StopReason } from '../../core/vocabulary/event-parts.ts';

/** Why a design ended. Each continues a sentence. */
export const STOP_WORDS: Record<StopReason, string> = {
  finished: 'everything was done',
  decided_by_person: 'a person decided',
  cancelled_by_person: 'a person cancelled it',
  no_persona_left: 'no persona is left',
  no_design_question: 'it is not a design question',
  nothing_contributed: 'no one contributed',
  model_unavailable: 'the model could not be used',
  time_used_up: 'the time ran out',
  money_used_up: 'the money ran out',
  gate_unanswered: 'no one decided in time',
  thread_unreachable: 'nothing could be posted in its thread',
  write_failed: 'the result files could not be written',
  internal_error: 'something in Charrette itself went wrong',
};

/** The fact behind the headline, unless it is the usual end or said elsewhere. */
export function sayStopped({ stoppedBecause, detail }: Outcome): string[] {
  const words = detail.replace(/\.$/, '');
  switch (stoppedBecause) {
    case null:
    case 'decided_by_person':
    case 'no_persona_left':
      return [];
    case 'finished':
    case 'model_unavailable':
    case 'no_design_question':
      return words === '' ? [] : [words];
    case 'cancelled_by_person':
      return words === '' ? [] : [`“${words}”`];
    case 'nothing_contributed':
    case 'time_used_up':
    case 'money_used_up':
    case 'gate_unanswered':
    case 'thread_unreachable':
    case 'write_failed':
    case 'internal_error':
      return [words === '' ? `stopped because ${STOP_WORDS[stoppedBecause]}` : words];
  }
}
