/**
 * Who may act (A18): everybody may start and answer; the starter and operators may end the wait,
 * decide, cancel and run again; operators alone may forget. Whoever is not known may not.
 */

import { type Refusal, refuse } from '#design/commands.ts';
import type { Summary } from '#store/store.ts';
import type { Actor } from './design-inputs.ts';

export type RightAct = 'start' | 'answer' | 'go_on' | 'decide' | 'cancel' | 'run_again' | 'forget';

const WORDS = {
  go_on: 'end the wait',
  decide: 'decide',
  cancel: 'cancel it',
  run_again: 'run it again',
} as const;

/** `startedBy`: of the design that is acted on; nobody for a start. `null`: the actor may. */
export function mayAct(
  actor: Actor,
  act: RightAct,
  startedBy: Summary['startedBy'] | null,
): Refusal | null {
  switch (act) {
    case 'start':
    case 'answer':
      return null;
    case 'forget':
      return actor.isOperator
        ? null
        : refuse('not_allowed', 'Only an operator can remove a design.');
    case 'go_on':
    case 'decide':
    case 'cancel':
    case 'run_again': {
      if (actor.isOperator || (startedBy !== null && isSame(actor, startedBy))) return null;
      const starter = startedBy?.name.trim() || 'its starter';
      return refuse(
        'not_allowed',
        `Only ${starter}, who started this, or an operator can ${WORDS[act]}.`,
      );
    }
  }
}

/** A name proves nothing: the platform's id must be the same. */
function isSame(actor: Actor, person: Summary['startedBy']): boolean {
  return actor.id !== '' && actor.id === person.id && actor.via === person.via;
}
