import type * as z from 'zod';
import { Submission, type TerminalTool } from '../../core/submission.ts';
import { tooLarge } from './texts.ts';

/** What the framework knows, however a model spells it. None of these is a field of any submission (A3). */
const FRAMEWORK_FIELDS = new Set([
  'design',
  'persona',
  'participant',
  'author',
  'facilitator',
  'session',
  'turn',
  'round',
  'divergence',
  'label',
  'version',
  'sha256',
  'path',
  'file',
  'folder',
]);
const ISSUES = 12;
const REASON_CHARACTERS = 1_500;

type CheckedSubmission =
  | { readonly ok: true; readonly submission: Submission; readonly dropped: readonly string[] }
  | { readonly ok: false; readonly reason: string; readonly dropped: readonly string[] };

/**
 * The size first, then the strict schema (A1, A2). Fields that only the framework may fill in are dropped, and
 * named in `dropped` (A3); any other extra field is refused. `reason` is for the model: what is wrong, field by field.
 */
export function checkSubmission(tool: TerminalTool, input: unknown, limitBytes: number): CheckedSubmission {
  const sizeBytes = Buffer.byteLength(JSON.stringify(input) ?? '');
  if (sizeBytes > limitBytes) return { ok: false, reason: tooLarge(sizeBytes, limitBytes), dropped: [] };
  const { kept, dropped } = withoutFrameworkFields(input);
  const parsed = Submission.safeParse({ tool, input: kept });
  if (parsed.success) return { ok: true, submission: parsed.data, dropped };
  return { ok: false, reason: readable(parsed.error), dropped };
}

function withoutFrameworkFields(input: unknown): { kept: unknown; dropped: string[] } {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return { kept: input, dropped: [] };
  const entries = Object.entries(input);
  const dropped = entries.map(([name]) => name).filter(isFrameworkField);
  return { kept: Object.fromEntries(entries.filter(([name]) => !isFrameworkField(name))), dropped };
}

function isFrameworkField(name: string): boolean {
  if (name.length > 40) return false;
  const plain = name.toLowerCase().replaceAll('_', '').replaceAll('-', '');
  return FRAMEWORK_FIELDS.has(plain.endsWith('id') ? plain.slice(0, -2) : plain);
}

function readable({ issues }: z.ZodError): string {
  const lines = issues.slice(0, ISSUES).map(({ path, message }) => `- ${fieldName(path)}: ${message}`);
  if (issues.length > ISSUES) lines.push(`- and ${issues.length - ISSUES} more`);
  return lines.join('\n').slice(0, REASON_CHARACTERS);
}

/** A field as the model knows it: what it writes is the `input`. */
function fieldName([, ...path]: readonly PropertyKey[]): string {
  return path.length === 0 ? 'input' : path.map(String).join('.');
}
