import { type ButtonElement, controlId, type MenuElement } from '#acts/gateway/verbs/presses.ts';
import { type Html, html } from './html-template.ts';

/** Where a message's buttons are sent, and what this reader sees in the place of each. */
export interface Acts {
  /** Own path. */
  readonly path: string;
  /** Version of the design that the page shows. */
  readonly version: number;
  /** Returns the button, or another in its place; `null` hides it. */
  readonly offered: (button: ButtonElement) => ButtonElement | null;
  /** Id of the page's form that the buttons belong to; left out: they have a form of their own. */
  readonly form?: string;
}

/** Draws the buttons of a message. A page has another place for what a menu chooses. */
export function drawControls(
  all: readonly (ButtonElement | MenuElement)[],
  acts: Acts | undefined,
): Html {
  const buttons = acts === undefined ? [] : listButtons(all, acts);
  if (acts === undefined || buttons.length === 0) return html``;
  const { path, version, form } = acts;
  const list = html`<menu>${buttons.map(({ action, value, look, label }) => html`<li><button name="act" value="${`${controlId(action)} ${value}`}" data-look="${look}"${form !== undefined && html` form="${form}" formaction="${path}"`}>${label}</button></li>`)}</menu>`;
  const pressable =
    form === undefined
      ? html`<form method="post" action="${path}"><input type="hidden" name="version" value="${version}">${list}</form>`
      : list;
  return html`<div class="controls">${pressable}</div>`;
}

/** A button that stands in for several is shown once. */
function listButtons(
  all: readonly (ButtonElement | MenuElement)[],
  { offered }: Acts,
): ButtonElement[] {
  const buttons = all.flatMap((each) => (each.kind === 'button' ? (offered(each) ?? []) : []));
  return [...new Map(buttons.map((each) => [`${each.action} ${each.value}`, each])).values()];
}
