import type { FieldErrors, FormField, SentFields } from '#acts/gateway/form.ts';
import { html } from '../drawing/html-template.ts';
import type { Markup } from './shell.ts';

/**
 * Draws the fields of a gateway's form, with the sent values and the errors below them. `focused`:
 * the name of the field where the page begins.
 */
export function drawFormFields(
  fields: readonly FormField[],
  sent: SentFields | null,
  errors: FieldErrors = {},
  focused = findFirstWrong(fields, errors),
): Markup {
  return html`${fields.map((field) => drawField(field, sent, errors[field.name] ?? '', field.name === focused))}`;
}

/** Name of the first field with an error. */
export function findFirstWrong(
  fields: readonly FormField[],
  errors: FieldErrors,
): string | undefined {
  return fields.find(({ name }) => errors[name] !== undefined)?.name;
}

function drawField(
  { name, label, hint, isRequired, input }: FormField,
  sent: SentFields | null,
  error: string,
  isFocused: boolean,
): Markup {
  const id = `field-${name}`;
  const hintId = `${id}-hint`;
  const notes = html`<p class="hint" id="${hintId}">${error && html`<strong class="error" role="alert">${error}</strong> `}${hint}</p>`;
  const state = html`aria-describedby="${hintId}"${error && html` aria-invalid="true"`}${isFocused && html` autofocus`}`;
  const { text, chosen = [] } = sent?.get(name) ?? {};
  if (input.kind === 'many') {
    const boxes = input.choices.map(
      ({ value, label, description = '' }) =>
        html`<li><label><input type="checkbox" name="${name}" value="${value}"${chosen.includes(value) && html` checked`}> <span>${label}</span> <small>${description}</small></label></li>`,
    );
    return html`<fieldset class="field" tabindex="-1" ${state}><legend>${label}</legend>${notes}<ul class="boxes">${boxes}</ul></fieldset>`;
  }
  const attributes = html`id="${id}" name="${name}" ${state} dir="auto"${isRequired && html` required`}`;
  return html`<div class="field"><label for="${id}">${label}</label>${drawInput(input, attributes, text)}${notes}</div>`;
}

function drawInput(
  input: FormField['input'],
  attributes: Markup,
  text: string | undefined,
): Markup {
  switch (input.kind) {
    case 'text':
      if (input.known !== undefined)
        return html`<input ${attributes} value="${text ?? input.value}" maxlength="${input.maxCharacters}" list="known"><datalist id="known">${input.known.map(({ value, label }) => html`<option value="${value}">${label}</option>`)}</datalist>`;
      return html`<textarea ${attributes} rows="3" maxlength="${input.maxCharacters}">${text ?? input.value}</textarea>`;
    case 'number':
      return html`<input ${attributes} value="${text}" inputmode="decimal">`;
    case 'many':
    case 'files':
      return html``;
    case 'one': {
      const chosen = text ?? input.chosen;
      const options = input.choices.map(
        ({ value, label }) =>
          html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`,
      );
      return html`<select ${attributes}>${options}</select>`;
    }
  }
}
