import type * as z from 'zod';
import { UNKNOWN_NAME } from '#core/vocabulary/claimed-name.ts';
import { No } from '#foundation/no.ts';
import type { ActVerb, Note } from '../../act.ts';
import { type Form, fieldOf, readFormBody, type SentFields, sentTextOf } from '../form.ts';

/** A verb's form of one text, and the body of the act with its fields. */
export interface NoteOf {
  readonly asksFor: Note;
  readonly body: z.ZodObject;
  readonly fills: ActVerb['fills'] | undefined;
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
export function readNote(
  { asksFor: { field, choice }, body, fills }: NoteOf,
  fields: SentFields,
): ReturnType<typeof readFormBody> {
  if (sentTextOf(fields, field) === '') return new No({ [field]: 'Write something here first.' });
  const names = choice === undefined ? [field] : [field, choice.field];
  // The command is signed with the recorded name instead.
  return readFormBody(body, fields, names, { ...fills, author: UNKNOWN_NAME });
}
