import type { ButtonElement, MenuElement } from '../../../acts/gateway/actions.ts';
import { type Html, html } from './html-template.ts';

/** The place of a message on a page where somebody can act: where its controls are sent, and where its files are. */
export interface Placed {
  /** Own path that takes the controls; `null`: they are shown, and nobody can press them. */
  readonly acts: string | null;
  /** Returns the control as it is offered to the reader; another in its place; `null` for none. Left out: as it is. */
  readonly offered?: <Element extends ButtonElement | MenuElement>(
    element: Element,
  ) => Element | ButtonElement | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly choose: string;
  /** Id of the form with `fields` in which its buttons are sent along; left out where they are a form of their own. */
  readonly form?: string;
  /** Own path with a slash at its end, below which the design's files are; empty: beside the page. */
  readonly files: string;
  /** The same for the pages of its turns; left out where there are none. */
  readonly turns?: string;
}

/** Beside the design's files, where nobody can act. */
export const ALONE: Placed = { acts: null, fields: {}, choose: '', files: '' };

/** Buttons in one form, each with its value, or in the form of the page that they belong to; a menu is a form of its own. */
export function controls(all: readonly (ButtonElement | MenuElement)[], placed: Placed): Html {
  const elements = offeredOf(all, placed);
  if (elements.length === 0) return html``;
  const buttons = elements.filter((each) => each.kind === 'button');
  const menus = elements.filter((each) => each.kind === 'menu');
  const pressed = buttons.length === 0 ? '' : pressable(buttonList(buttons, placed), placed);
  return html`<div class="controls">${pressed}${menus.map((each) => form(select(each, placed), placed))}</div>`;
}

/** Of several that give way to the same other one, that stands there once. */
function offeredOf(all: readonly (ButtonElement | MenuElement)[], { offered }: Placed) {
  if (offered === undefined) return all;
  const found = all.map(offered).filter((each) => each !== null);
  const same = (one: ButtonElement | MenuElement, at: number) =>
    found.findIndex((each) => JSON.stringify(each) === JSON.stringify(one)) === at;
  return found.filter(same);
}

function pressable(list: Html, placed: Placed): Html {
  return placed.form === undefined ? form(list, placed) : list;
}

function form(content: Html, { acts, fields }: Placed): Html {
  if (acts === null) return content;
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${acts}">${hidden}${content}</form>`;
}

function buttonList(buttons: readonly ButtonElement[], placed: Placed): Html {
  return html`<menu>${buttons.map((each) => html`<li>${button(each, placed)}</li>`)}</menu>`;
}

/** Shown until there is somebody to press it: what it would do stands in its data. */
function button({ action, value, label, look }: ButtonElement, placed: Placed): Html {
  const { acts, form: id } = placed;
  if (acts === null)
    return html`<button type="button" disabled data-action="${action}" data-value="${value}">${label}</button>`;
  const along = id === undefined ? '' : html` form="${id}" formaction="${acts}"`;
  return html`<button name="act" value="${`${action} ${value}`}" data-look="${look}"${along}>${label}</button>`;
}

function select({ action, about, placeholder, entries }: MenuElement, { acts, choose }: Placed): Html {
  const sent = (value: string) => (acts === null ? value : `${action} ${value}`);
  const options = entries.map(
    ({ label, tail = '', value }) => html`<option value="${sent(value)}">${label}${tail}</option>`,
  );
  if (acts === null)
    return html`<select disabled data-action="${action}" data-about="${about}" aria-label="${placeholder}"><option>${placeholder}</option>${options}</select>`;
  return html`<label><span>${placeholder}</span> <select name="act">${options}</select></label> <button>${choose}</button>`;
}
