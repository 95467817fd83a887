import type { ButtonElement, MenuElement } from '../../../acts/gateway/actions.ts';
import { type Html, html } from './html-template.ts';

/** A message's place on a page: the targets of its controls and its files. */
export interface Placed {
  /** Own path that the controls are sent to; `null` shows them disabled. */
  readonly acts: string | null;
  /** Returns the control for this reader, or another in its place; `null` hides it. Left out: shows every control as it is. */
  readonly offered?: <Element extends ButtonElement | MenuElement>(
    element: Element,
  ) => Element | ButtonElement | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly choose: string;
  /** Id of the page's form that the buttons belong to; left out: they get a form of their own, with `fields`. */
  readonly form?: string;
  /** Own path of the design's files, with a trailing slash; empty if the files are beside the page. */
  readonly files: string;
  /** Own path of the turns' pages, with a trailing slash; left out if there are none. */
  readonly turns?: string;
}

/** For a document beside the design's files, without controls to press. */
export const ALONE: Placed = { acts: null, fields: {}, choose: '', files: '' };

/** Draws all buttons in one form, or as parts of the page's form. Each menu has a form of its own. */
export function controls(all: readonly (ButtonElement | MenuElement)[], placed: Placed): Html {
  const elements = offeredOf(all, placed);
  if (elements.length === 0) return html``;
  const buttons = elements.filter((each) => each.kind === 'button');
  const menus = elements.filter((each) => each.kind === 'menu');
  const pressed = buttons.length === 0 ? '' : pressable(buttonList(buttons, placed), placed);
  return html`<div class="controls">${pressed}${menus.map((each) => form(select(each, placed), placed))}</div>`;
}

/** Shows a replacement once, even if it replaces several controls. */
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

/** A disabled button has its action in its data attributes. */
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
