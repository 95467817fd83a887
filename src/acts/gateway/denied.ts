import { hasAsked } from '../../core/course/asking-starter.ts';
import type { Document } from '../../core/telling/document.ts';
import { refused } from '../../core/telling/message/answers.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { AskedAct } from '../../core/vocabulary/events.ts';
import { starterOf } from '../../core/vocabulary/starter.ts';
import { ACTIONS, actionValue } from './actions.ts';
import type { Request } from './request.ts';

/**
 * Says why this person may not do something, with a button that has the design's starter called for it, once. `act`: `null` for
 * what nobody is asked for.
 */
export function deniedDocument(
  reason: string,
  act: AskedAct | null,
  design: Design,
  { person, typed }: Pick<Request, 'person' | 'typed'>,
): Document {
  const denied = refused(reason, typed);
  const starter = starterOf(design);
  const isPossible =
    design.end === null && starter.id !== '' && starter.name !== '' && starter.id !== person.id;
  if (act === null || !isPossible) return denied;
  if (hasAsked(design, act, { by: person.name, byId: person.id })) return denied;
  const label = TEXTS.askStarter(starter.name);
  const button = {
    action: ACTIONS.askStarter,
    value: actionValue(design.id, act),
    label,
    look: 'primary',
  } as const;
  return { ...denied, clickable: { kind: 'buttons', buttons: [button] } };
}
