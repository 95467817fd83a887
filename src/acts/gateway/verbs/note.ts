import { UNKNOWN_NAME } from '../../../core/vocabulary/claimed-name.ts';
import type { Note, ThreadAct, Verb } from '../../act.ts';
import { bodyIn, type FieldErrors, type Form, fieldOf, type SentFields, textOf } from '../form.ts';

/** Before the name of the verb, in the id of its form. */
export const NOTE = 'charrette.form.';

/** Makes the form of one text that a verb asks for. `about`: the value of its button. */
export function noteForm(
  name: string,
  { field, title, label, hint, submit, choice }: Note,
  { body }: Pick<ThreadAct, 'body'>,
  about: string,
  foundHint = hint ?? '',
): Form {
  if (body === undefined) throw new Error('broken invariant: a form for an act without fields');
  const fields = [fieldOf(body, field, { label, hint: foundHint, isRequired: true })];
  if (choice !== undefined) {
    const { label, choices } = choice;
    fields.push(fieldOf(body, choice.field, { label, choices, value: choices[0]?.value ?? '' }));
  }
  return { id: `${NOTE}${name}`, about, title, submit, fields };
}

/** Reads the fields of a verb's form, or says what is wrong with them. */
export function noteIn(
  { asksFor, fills }: Pick<Verb, 'asksFor' | 'fills'>,
  { body }: Pick<ThreadAct, 'body'>,
  sent: SentFields,
):
  | { readonly fields: Readonly<Record<string, unknown>>; readonly text: string }
  | { readonly errors: FieldErrors } {
  if (asksFor === undefined || body === undefined) throw new Error('broken invariant: a note for no form');
  const text = textOf(sent, asksFor.field);
  if (text === '') return { errors: { [asksFor.field]: 'Write something here first.' } };
  const names = [asksFor.field, ...(asksFor.choice === undefined ? [] : [asksFor.choice.field])];
  // The command is signed with the recorded name instead.
  const read = bodyIn(body, sent, names, { ...fills, author: UNKNOWN_NAME });
  return 'errors' in read ? read : { fields: read.body, text };
}
