import type { FieldErrors, FormField } from '../../../acts/gateway/form.ts';
import { PAGE } from '../../../presentation/format/page-words.ts';
import { html } from '../drawing/html-template.ts';
import type { SentForm } from './sent-form.ts';
import type { Markup } from './shell.ts';

/** Draws the fields of a gateway's form, with the sent values and the errors below them. */
export function formFields(
  fields: readonly FormField[],
  sent: SentForm | null,
  errors: FieldErrors = {},
): Markup {
  return html`${fields.map((field) => fieldMarkup(field, sent, errors[field.name] ?? ''))}`;
}

function fieldMarkup(
  { name, label, hint, isRequired, input }: FormField,
  sent: SentForm | null,
  error: string,
): Markup {
  const id = `field-${name}`;
  const described = `${id}-hint`;
  const notes = html`<p class="hint" id="${described}">${error === '' ? '' : html`<strong class="error">${error}</strong> `}${hint}</p>`;
  if (input.kind === 'people') {
    const chosen = sent?.all(name) ?? [];
    const boxes = input.choices.map(
      ({ id: value, title, emoji, summary }) =>
        html`<li><label><input type="checkbox" name="${name}" value="${value}"${chosen.includes(value) ? html` checked` : ''}> <span>${emoji} ${title}</span> <small>${summary}</small></label></li>`,
    );
    return html`<fieldset class="field"><legend>${label}</legend>${notes}<ul class="boxes">${boxes}</ul></fieldset>`;
  }
  const named = html`id="${id}" name="${name}" aria-describedby="${described}" dir="auto"${isRequired ? html` required` : ''}`;
  return html`<div class="field"><label for="${id}">${label}</label>${inputMarkup(input, named, sent?.text(name), isRequired)}${notes}</div>`;
}

function inputMarkup(
  input: FormField['input'],
  named: Markup,
  sent: string | undefined,
  isRequired: boolean,
): Markup {
  switch (input.kind) {
    case 'paragraph':
      return html`<textarea ${named} rows="3" maxlength="${String(input.maxCharacters)}">${sent ?? input.value}</textarea>`;
    case 'line':
      return html`<input ${named} value="${sent ?? input.value}" maxlength="${String(input.maxCharacters)}">`;
    case 'number':
      return html`<input ${named} value="${sent ?? ''}" inputmode="decimal">`;
    case 'people':
    case 'files':
      return html``;
    case 'choice': {
      const chosen = sent ?? input.chosen;
      const options = input.choices.map(
        (choice) =>
          html`<option value="${choice}"${choice === chosen ? html` selected` : ''}>${choice}</option>`,
      );
      const none = isRequired ? '' : html`<option value="">${PAGE.start.usual}</option>`;
      return html`<select ${named}>${none}${options}</select>`;
    }
  }
}
