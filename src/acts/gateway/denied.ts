import type { Design } from '../../core/vocabulary/design.ts';
import { type AskedAct, isTimeFor } from '../../core/vocabulary/event-parts.ts';
import { starterOf } from '../../core/vocabulary/starter.ts';
import { hasAsked } from '../../core/workflow/asking-starter.ts';
import type { Person } from '../../engine/access/permission.ts';
import { drawRefusal } from '../../presentation/answers/act-answers.ts';
import { clickable, type Document } from '../../presentation/format/document.ts';
import { makeControl } from '../../presentation/words/controls.ts';
import { TEXTS } from '../../presentation/words/texts.ts';
import type { Request } from './request.ts';

/** Refuses, with a button that asks the starter once. `act`: `null` if nobody can be asked. */
export function denialOf(
  reason: string,
  act: AskedAct | null,
  design: Design,
  { person, typed }: Pick<Request, 'person' | 'typed'>,
): Document {
  const refusal = drawRefusal(reason, typed);
  const starter = act === null ? null : findStarterToAsk(act, design, person);
  if (act === null || starter === null) return refusal;
  const ask = makeControl('ask_starter', TEXTS.askStarter(starter), act, 'primary');
  return { ...refusal, clickable: clickable(design.id, [ask]) };
}

/** Name of the starter whom this person can ask for the act; `null` for nobody. */
export function findStarterToAsk(
  act: AskedAct,
  design: Design,
  { id: byId, name: by }: Person,
): string | null {
  const { id, name } = starterOf(design);
  const isPossible = isTimeFor(act, design) && id !== '' && name !== '' && id !== byId;
  return isPossible && !hasAsked(design, act, { by, byId }) ? name : null;
}
