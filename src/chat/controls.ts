/** Buttons: what one is worth is written and read here, and done through `Designs` (A25). */

import { DesignId } from '#design/ids.ts';
import type { Actor, Delivery, Result } from '#engine/design-inputs.ts';
import { ACTS, type Act } from '#words/message.ts';
import type { ChatDesigns } from './gateway.ts';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const VALUE = new RegExp(`^charrette:([a-z_]+):(${UUID}):(${UUID})?$`);

/** `cancel_now`: the answer to *Cancel*'s question, where the platform has no dialog of its own. */
export interface Press {
  readonly act: Act | 'cancel_now';
  readonly designId: DesignId;
  /** Empty for what is no gate's. */
  readonly gateId: string;
}

/** At most 93 characters: Discord allows 100. */
export function controlValue(act: Press['act'], designId: string, gateId = ''): string {
  return `charrette:${act}:${designId.slice('dsn_'.length)}:${gateId.slice('gat_'.length)}`;
}

/** The one place where a control's value is read (A25). */
export function readControl(value: string): Press | null {
  const [, act, design, gate] = VALUE.exec(value) ?? [];
  const known = [...ACTS, 'cancel_now' as const].find((each) => each === act);
  if (known === undefined) return null;
  const gateId = gate === undefined ? '' : `gat_${gate}`;
  return { act: known, designId: DesignId.parse(`dsn_${design}`), gateId };
}

export interface Performed {
  readonly isTaken: boolean;
  /** For the person who pressed it. */
  readonly words: string;
}

/** @param press `null`: of a button that is not known any more */
export async function perform(
  designs: ChatDesigns,
  press: Press | null,
  actor: Actor,
  delivery: Delivery,
  note = '',
): Promise<Performed> {
  if (press === null) return { isTaken: false, words: UNKNOWN_CONTROL };
  const { act, designId, gateId } = press;
  const decide = (choice: 'accept' | 'send_back' | 'stop') =>
    designs.decide(designId, { gateId, choice, note }, actor, delivery);
  switch (act) {
    case 'go_on':
      return tell(await designs.goOn(designId, actor, delivery), 'The personas go on.');
    case 'cancel':
    case 'cancel_now':
      return cancel(designs, designId, actor, delivery);
    case 'accept':
      return tell(await decide(act), 'It is accepted.');
    case 'send_back':
      return tell(await decide(act), 'It goes back with your note.');
    case 'stop':
      return tell(await decide(act), 'It is stopped.');
    case 'run_again':
      return tell(await designs.runAgain(designId, actor), 'It runs again.');
  }
}

export async function cancel(
  designs: ChatDesigns,
  id: DesignId,
  actor: Actor,
  delivery: Delivery,
): Promise<Performed> {
  return tell(await designs.cancel(id, '', actor, delivery), 'It is cancelled.');
}

const UNKNOWN_CONTROL =
  'This button is from an older version. `/design status` shows where the design stands.';

function tell(result: Result, done: string): Performed {
  if (!result.ok) return { isTaken: false, words: result.refusal.message };
  const words = result.isDone ? done : 'Taken, not done yet. The card will show it.';
  return { isTaken: true, words };
}
