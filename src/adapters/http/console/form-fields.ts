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

function fieldMarkup(field: FormField, sent: SentForm | null, error: string): Markup {
  const { name, label, hint, input } = field;
  const id = `field-${name}`;
  const described = `${id}-hint`;
  const notes = html`<p class="hint" id="${described}">${error === '' ? '' : html`<strong class="error">${error}</strong> `}${hint}</p>`;
  if (input.kind === 'people') {
    const chosen = sent?.all(name) ?? [];
    const boxes = input.choices.map(({ id: value, title, emoji, summary }) => {
      const box = chosen.includes(value)
        ? html`<input type="checkbox" name="${name}" value="${value}" checked>`
        : html`<input type="checkbox" name="${name}" value="${value}">`;
      return html`<li><label>${box} <span>${emoji} ${title}</span> <small>${summary}</small></label></li>`;
    });
    return html`<fieldset class="field"><legend>${label}</legend>${notes}<ul class="boxes">${boxes}</ul></fieldset>`;
  }
  return html`<div class="field"><label for="${id}">${label}</label>${inputMarkup(field, { id, described, sent: sent?.text(name) })}${notes}</div>`;
}

interface InputDrawing {
  readonly id: string;
  readonly described: string;
  readonly sent: string | undefined;
}

function inputMarkup({ name, isRequired, input }: FormField, { id, described, sent }: InputDrawing): Markup {
  const required = isRequired ? html` required` : '';
  switch (input.kind) {
    case 'paragraph':
      return html`<textarea id="${id}" name="${name}" rows="3" maxlength="${String(input.maxCharacters)}" aria-describedby="${described}" dir="auto"${required}>${sent ?? input.value}</textarea>`;
    case 'line':
      return html`<input id="${id}" name="${name}" value="${sent ?? input.value}" maxlength="${String(input.maxCharacters)}" aria-describedby="${described}" dir="auto"${required}>`;
    case 'number':
      return html`<input id="${id}" name="${name}" value="${sent ?? ''}" inputmode="decimal" aria-describedby="${described}"${required}>`;
    case 'people':
    case 'files':
      return html``;
    case 'choice': {
      const chosen = sent ?? input.chosen;
      const options = input.choices.map((choice) =>
        choice === chosen
          ? html`<option value="${choice}" selected>${choice}</option>`
          : html`<option value="${choice}">${choice}</option>`,
      );
      const none = isRequired ? '' : html`<option value="">${PAGE.start.usual}</option>`;
      return html`<select id="${id}" name="${name}" aria-describedby="${described}"${required}>${none}${options}</select>`;
    }
  }
}
