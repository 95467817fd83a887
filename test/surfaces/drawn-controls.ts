import type { Press } from '../../src/acts/gateway/verbs/presses.ts';

export type DrawnAction = Press['action'] | 'sure';

/** Something to press or to choose from, as a platform has it in a message. */
export interface DrawnControl {
  readonly id: string;
  readonly action: DrawnAction;
  /** Of a button whose id does not hold it. */
  readonly value: string;
  /** What is chosen; `[null]` for a button. */
  readonly choices: readonly (string | null)[];
}

/** All controls in drawn blocks or components, in order, wherever they stand. */
export function drawnControls(drawing: unknown): DrawnControl[] {
  if (typeof drawing !== 'object' || drawing === null) return [];
  const { action_id, custom_id, value, options } = drawing as Readonly<Record<string, unknown>>;
  const id = action_id ?? custom_id;
  if (typeof id !== 'string') return Object.values(drawing).flatMap(drawnControls);
  const [, action = ''] = id.split(/[. ]/);
  const choices = Array.isArray(options) ? options.map(({ value }) => String(value)) : [null];
  return [
    { id, action: action as DrawnAction, value: typeof value === 'string' ? value : '', choices },
  ];
}

/** The id of the first control that does this, as it was drawn; `undefined` for none. */
export function findDrawn(drawing: unknown, action: DrawnAction): string | undefined {
  return drawnControls(drawing).find((each) => each.action === action)?.id;
}

/** The same where it has to be there. */
export function drawnId(drawing: unknown, action: DrawnAction): string {
  const found = findDrawn(drawing, action);
  if (found === undefined) throw new Error(`nobody sees a control that does ${action}`);
  return found;
}

/** The buttons of a page, as it sends them. */
export function drawnActs(
  page: string,
): { readonly act: string; readonly control: DrawnControl }[] {
  return [...page.matchAll(/<button name="act" value="([^"]*)"/g)].flatMap(([, act = '']) =>
    drawnControls({ custom_id: act }).map((control) => ({ act, control })),
  );
}

/** The first of them that does this; `undefined` for none. */
export function drawnAct(page: string, action: DrawnAction): string | undefined {
  return drawnActs(page).find(({ control }) => control.action === action)?.act;
}

/** An id made by hand, for what nobody can have been shown. */
export function forgedId(action: string): string {
  return `charrette.${action}`;
}
