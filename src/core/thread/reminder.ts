import type { Design } from '../design.ts';
import type { RemindedOf } from '../events.ts';
import { answeringUntil } from '../question/questions.ts';
import { openGate } from '../status.ts';
import { lastChangeAt } from './waiting.ts';

/** That people are waited for, at half time. `until`: `null` once they no longer are. */
export function reminderShown(design: Design, about: RemindedOf) {
  const gate = openGate(design);
  const gateUntil = gate?.id === about ? gate.deadlineAt : null;
  return {
    of: about === 'answering' ? ('answering' as const) : ('gate' as const),
    until: about === 'answering' ? answeringUntil(design) : gateUntil,
    asOf: lastChangeAt(design),
  };
}
