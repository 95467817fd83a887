import type { Design } from '../../core/vocabulary/design.ts';
import { type AskedAct, isTimeFor } from '../../core/vocabulary/event-parts.ts';
import { starterOf } from '../../core/vocabulary/starter.ts';
import { hasAsked } from '../../core/workflow/asking-starter.ts';
import type { Person } from '../../engine/access/permission.ts';
import { drawRefusal } from '../../presentation/answers/act-answers.ts';
import type { Control } from '../../presentation/format/control.ts';
import { clickable, type Document } from '../../presentation/format/document.ts';
import { makeControl } from '../../presentation/words/controls.ts';
import { TEXTS } from '../../presentation/words/texts.ts';
import type { AskingPerson, Request } from './request.ts';

/** Refuses, with a button that asks the starter once. `act`: absent if nobody can be asked. */
export function denialOf(
  reason: string,
  act: AskedAct | undefined,
  design: Design,
  { person, typed }: AskingPerson & Pick<Request, 'typed'>,
): Document {
  const asks = askStarterFor(act, design, person);
  return {
    ...drawRefusal(reason, typed),
    clickable: asks.length === 0 ? null : clickable(design.id, asks),
  };
}

/** The button with which this person asks the starter for the act; none if nobody can be asked. */
export function askStarterFor(
  act: AskedAct | undefined,
  design: Design,
  person: Person,
): Control[] {
  const starter = act === undefined ? null : findStarterToAsk(act, design, person);
  return starter === null
    ? []
    : [makeControl('ask_starter', TEXTS.askStarter(starter), act, 'primary')];
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
