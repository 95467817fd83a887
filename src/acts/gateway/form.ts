import * as z from 'zod';
import { type ShownText, trimShown } from '../../core/questions/quoting/shown.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { No } from '../../foundation/no.ts';
import { capitalize } from '../../presentation/format/plain.ts';
import { listIssues } from '../issues.ts';
import { type Problem, WHOLE_BODY } from '../problem.ts';
import type { AttachedFile } from './attachments.ts';

/**
 * A form, as each platform and the console draw it. There are three: a start, answers, and a note.
 */
export interface Form {
  readonly id: string;
  /** Returned with the submission; of a form for a design, as the value of a button. */
  readonly value: string;
  readonly title: string;
  readonly submit: string;
  /** Most important first: a platform may show only some. */
  readonly fields: readonly FormField[];
}

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly isRequired: boolean;
  readonly input: /** `known`: values to choose from on a page, besides others. */
    | {
        readonly kind: 'text';
        readonly maxCharacters: number;
        readonly value: string;
        readonly known?: readonly Choice[];
      }
    | { readonly kind: 'number'; readonly max: number }
    | { readonly kind: 'files'; readonly most: number }
    | { readonly kind: 'many'; readonly choices: readonly Choice[] }
    /** `chosen`: what applies if nothing else is chosen. */
    | { readonly kind: 'one'; readonly choices: readonly Choice[]; readonly chosen: string };
}

/** The label says what the choice does. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** A form as it was sent: texts, chosen values and files by the names of the fields. */
export interface SentForm {
  readonly id: string;
  readonly value: string;
  readonly fields: SentFields;
}
export type SentFields = ReadonlyMap<string, SentField>;

/** A text that was typed, as the platform shows it in a message. */
interface SentField extends ShownText {
  readonly chosen?: readonly string[];
  readonly files?: readonly AttachedFile[];
}

/** Fields as if these texts had been sent. */
export function sentFieldsOf(texts: Readonly<Record<string, string>>): SentFields {
  return new Map(Object.entries(texts).map(([name, text]) => [name, { text }]));
}

export function sentTextOf(fields: SentFields, name: string): string {
  return shownTextOf(fields, name).text;
}

export function shownTextOf(fields: SentFields, name: string): ShownText {
  return trimShown(fields.get(name) ?? { text: '' });
}

/** Everything typed into a form, to give back. */
export function typedWordsOf(fields: SentFields): string[] {
  return [...fields.values()].flatMap(({ text, chosen = [] }) =>
    chosen.length > 0 ? [] : [text.trim()],
  );
}

/** Problems by the names of the fields. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The name for a problem of the form as a whole. */
export const WHOLE_FORM = WHOLE_BODY;

export function refuseForm(words: string): No<FieldErrors> {
  return new No({ [WHOLE_FORM]: words });
}

/**
 * The problem of an act at the fields of its form, of which `names` are shown. Any other is one of
 * the form as a whole.
 */
export function refuseFields(
  { issues, message }: Problem,
  names: readonly string[],
): No<FieldErrors> {
  const shown = issues.filter(({ field }) => names.includes(field));
  return shown.length === 0
    ? refuseForm(message)
    : new No(Object.fromEntries(shown.map((issue) => [issue.field, issue.message])));
}

/** Makes a field of an act's body: kind, bounds and label are the schema's. */
export function fieldOf(
  body: z.ZodObject,
  name: string,
  options: Partial<Pick<FormField, 'label' | 'hint' | 'isRequired'>> & {
    /** Of a text or a list; with one value chosen, or the text. */
    readonly choices?: readonly Choice[];
    readonly known?: readonly Choice[];
    readonly value?: string;
    readonly maxCharacters?: number;
  } = {},
): FormField {
  const { label = body.shape[name]?.meta()?.title ?? '', hint = '', isRequired = false } = options;
  return { name, label, hint, isRequired, input: inputOf(innermostOf(body.shape[name]), options) };
}

function inputOf(
  field: unknown,
  { choices, known, value = '', maxCharacters = 0 }: NonNullable<Parameters<typeof fieldOf>[2]>,
): FormField['input'] {
  if (field instanceof z.ZodArray) return { kind: 'many', choices: choices ?? [] };
  if (choices !== undefined) return { kind: 'one', choices, chosen: value };
  if (field instanceof z.ZodNumber) return { kind: 'number', max: field.maxValue ?? 0 };
  const most = field instanceof z.ZodString ? (field.maxLength ?? 0) : 0;
  return { kind: 'text', maxCharacters: maxCharacters || most, value, ...keepDefined({ known }) };
}

/** The type of a field without its default; of several types the first, which people can type. */
function innermostOf(field: unknown): unknown {
  if (field instanceof z.ZodDefault || field instanceof z.ZodOptional)
    return innermostOf(field.unwrap());
  if (field instanceof z.ZodUnion) return innermostOf(field.options[0]);
  return field instanceof z.ZodPipe ? innermostOf(field.in) : field;
}

/**
 * Parses these fields of a form as the body of an act, together with the `constants`, or says in
 * the words of the API what is wrong at which field.
 */
export function readFormBody<Body extends z.ZodObject>(
  body: Body,
  fields: SentFields,
  names: readonly string[] = Object.keys(body.shape),
  constants: Readonly<Record<string, unknown>> = {},
): z.output<Body> | No<FieldErrors> {
  const values = names.map((name) => [name, valueIn(body.shape[name], fields.get(name))]);
  const result = body.safeParse(
    { ...Object.fromEntries(values), ...constants },
    { reportInput: true },
  );
  if (result.success) return result.data;
  const issues = listIssues(result.error, []).map(({ field, message }) => {
    const at = names.find((name) => field === name || field.startsWith(`${name}.`)) ?? WHOLE_FORM;
    return [at, `${capitalize(message)}${message.endsWith('.') ? '' : '.'}`];
  });
  return new No(Object.fromEntries(issues));
}

function valueIn(field: unknown, { text, chosen = [] }: SentField = { text: '' }): unknown {
  const only = text.trim() || (chosen[0] ?? '');
  const inner = innermostOf(field);
  if (inner instanceof z.ZodArray) return chosen.length === 0 ? undefined : chosen;
  if (only === '') return inner === field ? '' : undefined;
  if (inner instanceof z.ZodBoolean) return only === 'true';
  return inner instanceof z.ZodNumber ? parseNumber(only) : only;
}

/** Parses a number with a point or a comma before its decimals; `NaN` for anything else. */
export function parseNumber(text: string): number {
  return /^\d{1,9}([.,]\d{1,6})?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
}
