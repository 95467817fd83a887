import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { grouped } from '../../core/vocabulary/figures.ts';
import { DEPTHS } from '../../core/vocabulary/sets.ts';
import { topicProblem } from '../../core/workflow/start.ts';
import type { Persona } from '../../engine/ports/persona.ts';
import { leftNameWords } from '../../presentation/format/left-names.ts';
import { DEPTH_TAKES } from '../../presentation/phases.ts';
import { TEXTS } from '../../presentation/texts.ts';
import type { AttachedFile } from './attachments.ts';
import type { RequestedDesign } from './requested-design.ts';

/** A new design's fields as typed, trimmed. */
export interface SubmittedForm {
  readonly topic: string;
  readonly context: string;
  /** Ids; empty for all. */
  readonly personas: readonly string[];
  /** US dollars, and minutes. */
  readonly budget: string;
  readonly deadline: string;
  /** Empty without a choice; `NO_REPOSITORY` to read none. */
  readonly repository: string;
  /** Empty for the default. */
  readonly depth: string;
  readonly files: readonly AttachedFile[];
}

export function topicAlone(topic: string): SubmittedForm {
  return {
    topic,
    context: '',
    personas: [],
    budget: '',
    deadline: '',
    repository: '',
    depth: '',
    files: [],
  };
}

export function filledIn(read: ReadField): SubmittedForm {
  const text = (name: keyof SubmittedForm) => read(name).text.trim();
  return {
    topic: text('topic'),
    context: text('context'),
    personas: read('personas').chosen,
    budget: text('budget'),
    deadline: text('deadline'),
    repository: text('repository'),
    depth: text('depth'),
    files: read('files').files ?? [],
  };
}

/** Reads a field of a submitted form: a text, choices, or files. */
export type ReadField = (name: string) => {
  readonly text: string;
  readonly chosen: readonly string[];
  readonly files?: readonly AttachedFile[];
};

export const NO_REPOSITORY = 'none';

export const NOTHING_FILLED: ReadField = () => ({ text: '', chosen: [] });

export type FieldErrors = Readonly<Record<string, string>>;

export function requestedDesignIn(
  filled: SubmittedForm,
): { readonly requested: RequestedDesign } | { readonly errors: FieldErrors } {
  const { topic, context, personas, repository } = filled;
  const depth = filled.depth === '' ? null : DEPTHS.find((each) => each === filled.depth);
  const budgetUsd = amount(filled.budget, BOUNDS.designUsd);
  const minutes = amount(filled.deadline, BOUNDS.designMinutes);
  const errors = Object.fromEntries(
    [
      ['topic', topicProblem(topic)],
      [
        'context',
        context.length > BOUNDS.contextCharacters
          ? 'This is too long. Attach it to a reply in the thread instead.'
          : null,
      ],
      ['budget', budgetUsd === 'bad' ? numberUpTo(BOUNDS.designUsd) : null],
      ['depth', depth === undefined ? (leftNameWords(filled.depth) ?? `One of ${DEPTHS.join(', ')}.`) : null],
      ['deadline', minutes === 'bad' ? numberUpTo(BOUNDS.designMinutes) : null],
    ].filter((entry): entry is [string, string] => entry[1] !== null),
  );
  if (budgetUsd === 'bad' || minutes === 'bad' || depth === undefined || Object.keys(errors).length > 0)
    return { errors };
  return {
    requested: {
      topic,
      context: context === '' ? [] : [{ name: 'context', text: context }],
      personas,
      budgetUsd,
      deadlineMs: minutes === null ? null : Math.ceil(minutes * 60_000),
      repository: repository === NO_REPOSITORY ? null : repository || undefined,
      depth,
    },
  };
}

/** `null` if empty. */
function amount(given: string, most: number): number | 'bad' | null {
  if (given === '') return null;
  return amountIn(given, most) ?? 'bad';
}

/** Parses a number above 0, up to `most`, with a point or a comma before its decimals; else `null`. */
export function amountIn(text: string, most: number): number | null {
  const value = /^\d{1,9}([.,]\d{1,6})?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  return value > 0 && value <= most ? value : null;
}

const LABELS: Readonly<Record<keyof SubmittedForm, string>> = {
  topic: TEXTS.modalTopic,
  context: 'What should everybody know? (Markdown)',
  personas: 'Who takes part',
  depth: 'How much is discussed',
  budget: 'What it may cost, in US dollars',
  deadline: 'How long it may take, in minutes',
  repository: 'Repository they may read',
  files: TEXTS.modalFiles,
};

/** Problems of a form in words, for platforms that cannot show them beside the fields. */
export function problemsOf(errors: FieldErrors): string[] {
  const labels: Readonly<Record<string, string>> = LABELS;
  return Object.entries(errors).map(([name, problem]) => `${labels[name] ?? name}: ${problem}`);
}

export interface Form {
  readonly id: string;
  /** Returned with the submission. */
  readonly about: string;
  readonly title: string;
  readonly submit: string;
  readonly fields: readonly FormField[];
}

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly isRequired: boolean;
  readonly input:
    | { readonly kind: 'paragraph' | 'line'; readonly maxCharacters: number; readonly value: string }
    | { readonly kind: 'number'; readonly max: number }
    | { readonly kind: 'files'; readonly most: number }
    | { readonly kind: 'people'; readonly choices: readonly Persona['profile'][] }
    /** `chosen`: initial choice; empty for none. */
    | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly chosen: string };
}

/** Files that everybody reads before a new design begins; for platforms that accept files. */
export const FILES: FormField = {
  name: 'files',
  label: TEXTS.modalFiles,
  hint: 'Text and Markdown, up to 1 MB each. No pictures, no PDF.',
  isRequired: false,
  input: { kind: 'files', most: 5 },
};

/** Fields for a new design, named as in `SubmittedForm`. Choices without options are left out. */
export function designFields(
  topic: string,
  personas: readonly Persona[],
  repositories: readonly string[],
  topicHint: string,
): FormField[] {
  const people = personas.map(({ profile }) => profile).filter(({ role }) => role === 'persona');
  const fields: readonly (readonly [keyof SubmittedForm, FormField['input'], hint?: string])[] = [
    ['topic', { kind: 'paragraph', maxCharacters: BOUNDS.topicCharacters, value: topic }, topicHint],
    ['context', { kind: 'paragraph', maxCharacters: BOUNDS.contextCharacters, value: '' }],
    ['personas', { kind: 'people', choices: people }, 'Everybody, unless you choose.'],
    [
      'depth',
      { kind: 'choice', choices: DEPTHS, chosen: '' },
      `Standard, unless you choose. Quick: ${DEPTH_TAKES.quick}.`,
    ],
    ['budget', { kind: 'number', max: BOUNDS.designUsd }],
    ['deadline', { kind: 'number', max: BOUNDS.designMinutes }],
    ['repository', repositoryInput(repositories)],
  ];
  return fields
    .filter(([, input]) => !('choices' in input) || input.choices.length > 0)
    .map(([name, input, hint = '']) => ({
      name,
      label: LABELS[name],
      hint,
      isRequired: name === 'topic',
      input,
    }));
}

/** A single repository is read by default; if there are several, none is. */
function repositoryInput(names: readonly string[]): FormField['input'] {
  const [only = '', another] = names;
  if (only === '' || another !== undefined) return { kind: 'choice', choices: names, chosen: '' };
  return { kind: 'choice', choices: [only, NO_REPOSITORY], chosen: only };
}

function numberUpTo(most: number): string {
  return `A number above 0, up to ${grouped(most)}.`;
}
