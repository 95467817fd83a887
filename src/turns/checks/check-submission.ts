/**
 * What is checked of a submission before the design decides on it: its schema and bounds here, its
 * citations beside it.
 */

import type * as z from 'zod';
import { decidedOf } from '../../core/decision/decided.ts';
import { applyChanges } from '../../core/decision/patch.ts';
import { findSentBack } from '../../core/decision/sent-back.ts';
import { sentencesOf } from '../../core/decision/sentences.ts';
import { nameOfNote } from '../../core/questions/replies/sentences-said.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { type Decision, Submission, type TerminalTool } from '../../core/vocabulary/submission.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { isObject } from '../../foundation/is-object.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { No } from '../../foundation/no.ts';
import { parseWithRepairs, type Repaired, valueAt } from '../models/repair.ts';
import {
  NOT_JSON,
  sayPromptTooLarge,
  saySentBack,
  sayTooLong,
  sayTooMany,
  sayTooManyWords,
} from '../prompt/texts.ts';

const ISSUES = 12;
const REASON_CHARACTERS = 1_500;

/**
 * `reason` tells the model each fault by field; `rule` is the first, without a word that the model
 * made up.
 */
interface Unfit {
  readonly reason: string;
  readonly rule: string;
}

interface CheckedSubmission {
  readonly submission: Submission | No<Unfit>;
  readonly repaired: readonly Repaired[];
}

/** Fields that code compares with other texts; cut, they would mean something else. */
const NEVER_CUT = new Set(['place', 'quote']);
/** Smaller bounds belong to names and numbers, which are useless when cut. */
const SHORTEST_CUT = 200;
const CUT_MARK = ' … [cut]';

/**
 * Checks the size, then the strict schema, after repairs that code can make: unknown fields are
 * dropped, including those that only code may fill in. With `cut`, texts whose only fault is their
 * length are cut, with a mark, and missing lists count as empty.
 */
export function checkSubmission(
  tool: TerminalTool,
  rawInput: unknown,
  limitBytes: number,
  tooLong: 'refuse' | 'cut' = 'refuse',
): CheckedSubmission {
  const sizeBytes = Buffer.byteLength(JSON.stringify(rawInput) ?? '');
  if (sizeBytes > limitBytes) {
    const rule = sayPromptTooLarge(sizeBytes, limitBytes);
    return { submission: new No({ reason: rule, rule }), repaired: [] };
  }
  const { input, notes } = splitNotes(rawInput);
  const call = { tool, input, ...keepDefined({ notes }) };
  const { parsed, value, repaired } = parseWithRepairs(Submission, call);
  if (parsed.success) return { submission: parsed.data, repaired };
  if (tooLong === 'cut') {
    const { completed, emptied } = completeWhereEmpty(
      cutWhereTooLong(value, parsed.error),
      parsed.error,
    );
    const secondParse = Submission.safeParse(completed);
    const all: Repaired[] =
      emptied.length === 0 ? repaired : [...repaired, { repair: 'bookkeeping', fields: emptied }];
    if (secondParse.success) return { submission: secondParse.data, repaired: all };
  }
  const unfit = { reason: explainIssues(parsed.error, value), rule: ruleOf(parsed.error, value) };
  return { submission: new No(unfit), repaired };
}

/** Separates the model's own notes from its other fields. */
export function splitNotes(rawInput: unknown): {
  readonly input: unknown;
  readonly notes?: unknown;
} {
  if (!isObject(rawInput) || Array.isArray(rawInput)) return { input: rawInput };
  const { notes, ...input } = Object.assign({ notes: undefined }, rawInput);
  return { input, notes };
}

function cutWhereTooLong(call: unknown, { issues }: z.ZodError): unknown {
  const cut = structuredClone(call);
  for (const issue of issues) {
    const name = String(issue.path.at(-1));
    if (issue.code !== 'too_big' || issue.maximum < SHORTEST_CUT || NEVER_CUT.has(name)) continue;
    const parent = valueAt(cut, issue.path.slice(0, -1));
    const text = valueAt(cut, issue.path);
    if (typeof text === 'string' && isObject(parent))
      Reflect.set(parent, name, cutText(text.trim(), Number(issue.maximum), CUT_MARK));
  }
  return cut;
}

/** Fills in what is missing as empty lists; the schema refuses those where none may be. */
function completeWhereEmpty(call: unknown, { issues }: z.ZodError) {
  const completed = structuredClone(call);
  const emptied = issues.flatMap(({ path }) => {
    const parent = valueAt(completed, path.slice(0, -1));
    if (!isObject(parent) || valueAt(completed, path) !== undefined) return [];
    Reflect.set(parent, String(path.at(-1)), []);
    return [`\`${fieldName(path)}\`: empty`];
  });
  return { completed, emptied };
}

function explainIssues({ issues }: z.ZodError, call: unknown): string {
  const lines = issues.slice(0, ISSUES).map((issue) => `- ${explainIssue(issue, call)}`);
  if (issues.length > ISSUES) lines.push(`- and ${issues.length - ISSUES} more`);
  return cutText(lines.join('\n'), REASON_CHARACTERS);
}

function ruleOf({ issues }: z.ZodError, call: unknown): string {
  const firstIssue = issues.find(({ code }) => code !== 'unrecognized_keys');
  return firstIssue === undefined ? 'unknown fields' : explainIssue(firstIssue, call);
}

function explainIssue(issue: z.core.$ZodIssue, call: unknown): string {
  return `${fieldName(issue.path)}: ${faultOf(issue, call)}`;
}

/**
 * States the length of a text that is too long, because a model cannot count its own characters.
 */
function faultOf(issue: z.core.$ZodIssue, call: unknown): string {
  const value = valueAt(call, issue.path);
  if (issue.code === 'invalid_type' && issue.expected === 'object' && typeof value === 'string')
    return NOT_JSON;
  if (issue.code !== 'too_big') return issue.message;
  if (typeof value === 'string') return sayTooLong(value.trim().length, Number(issue.maximum));
  return Array.isArray(value) ? sayTooMany(value.length, Number(issue.maximum)) : issue.message;
}

/**
 * Field name as the model knows it: relative to `input`, which for the model includes the notes.
 */
function fieldName([first, ...path]: readonly PropertyKey[]): string {
  if (first === 'notes') return 'notes';
  return path.length === 0 ? 'input' : path.map(String).join('.');
}

/**
 * Remark about a revision that changes nothing although a person sent the decision back; `null` for
 * all others.
 */
export function checkSentBack(design: Design, { tool, input }: Submission): string | null {
  const gate =
    tool === 'submit_revision' && input.changes.length === 0 ? findSentBack(design) : null;
  return gate === null
    ? null
    : saySentBack(gate.decision?.by ?? '', nameOfNote(design.gates, gate.id));
}

/**
 * A third more than the prompt asks for; our own choice. Excludes assumptions: others decide how
 * many there are.
 */
const PAGE_WORDS = 470;

/**
 * Remark about a decision that is too long for the brief's one page, which quotes it. `null` if it
 * fits, or if a revision does not lengthen it. States the length, because a model cannot count its
 * own words.
 */
export function checkPageLength(design: Design, { tool, input }: Submission): string | null {
  if (tool === 'submit_composite') return surplus(wordsOf(input.decision), 0);
  const before = decidedOf(design)?.decision;
  if (tool !== 'submit_revision' || before === undefined) return null;
  return surplus(wordsOf(applyChanges(before, input.changes)), wordsOf(before));
}

function surplus(words: number, before: number): string | null {
  return words > PAGE_WORDS && words > before ? sayTooManyWords(words, PAGE_WORDS) : null;
}

function wordsOf(decision: Decision): number {
  return sentencesOf({ ...decision, assumptions: [], revisitIf: [] })
    .flatMap(({ text }) => text.split(/\s+/))
    .filter((word) => word !== '').length;
}
