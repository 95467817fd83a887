import type * as z from 'zod';
import { UNKNOWN_NAME } from '../../../core/vocabulary/claimed-name.ts';
import type { Note, Verb } from '../../act.ts';
import { bodyIn, type FieldErrors, type Form, fieldOf, type SentFields, textOf } from '../form.ts';
import { type VerbName, verbNameIn } from './verbs.ts';

/** Before the name of the verb, in the id of its form. */
const NOTE = 'charrette.form.';

export function noteId(name: VerbName): string {
  return `${NOTE}${name}`;
}

/** The verb of a form with this id; `null` for another form. */
export function noteVerbIn(id: string): VerbName | null {
  return id.startsWith(NOTE) ? verbNameIn(id.slice(NOTE.length)) : null;
}

/** A verb's form of one text, and the body of the act with its fields. */
export interface NoteOf {
  readonly asksFor: Note;
  readonly body: z.ZodObject;
  readonly fills: Verb['fills'] | undefined;
}

export function listNoteFields({ asksFor, body }: NoteOf, foundHint?: string): Form['fields'] {
  const { field, label, hint = foundHint ?? '', choice } = asksFor;
  const words = fieldOf(body, field, { label, hint, isRequired: true });
  if (choice === undefined) return [words];
  const { choices } = choice;
  const value = choices[0]?.value ?? '';
  return [words, fieldOf(body, choice.field, { label: choice.label, choices, value })];
}

/** Reads the fields of a verb's form, or says what is wrong with them. */
export function noteIn(
  { asksFor: { field, choice }, body, fills }: NoteOf,
  fields: SentFields,
): ReturnType<typeof bodyIn> | { readonly errors: FieldErrors } {
  if (textOf(fields, field) === '') return { errors: { [field]: 'Write something here first.' } };
  const names = choice === undefined ? [field] : [field, choice.field];
  // The command is signed with the recorded name instead.
  return bodyIn(body, fields, names, { ...fills, author: UNKNOWN_NAME });
}
