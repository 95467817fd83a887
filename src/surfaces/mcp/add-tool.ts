import {
  type CallToolResult,
  type InputRequiredResult,
  isInputRequiredResult,
  type ServerContext,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import type * as z from 'zod';
import type { Tool } from '../../acts/act.ts';
import { findFittingDesign, findId } from '../../acts/find-design.ts';
import { listIssues } from '../../acts/issues.ts';
import { ListAnswer } from '../../acts/listed.ts';
import { ACTS } from '../../acts/table.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { Fault } from '../../foundation/fault.ts';
import { isObject } from '../../foundation/is-object.ts';
import { No } from '../../foundation/no.ts';
import { explainIgnored } from '../../presentation/answers/agent.ts';
import { parseWithRepairs } from '../../turns/models/repair.ts';
import { ApiRefusal, askApi } from './api.ts';
import { sayNotDone, type ToolParts } from './parts.ts';

type Result = CallToolResult | InputRequiredResult;

type Given = Readonly<Record<string, unknown>>;

/** Arguments that name a design. */
const DESIGN_ARGUMENTS = ['id', 'followUp'];
const MOST_ID_CHARACTERS = 1_000;

/**
 * Registers a tool. Its arguments are listed exactly and read leniently. A refusal or a fault
 * becomes a result, for the agent's model to read.
 */
export function addTool<Schema extends z.ZodObject>(
  parts: ToolParts,
  { name, title, description, annotations = {} }: Tool,
  schema: Schema,
  run: (given: z.output<Schema>, context: ServerContext) => Promise<Result>,
): void {
  const config = { title, description, annotations, inputSchema: leaveUnread(schema) };
  parts.server.registerTool(name, config, (raw, context) =>
    convertRefusals(async () => {
      const { given, empty, ignored } = await readArguments(
        parts,
        schema,
        raw,
        annotations.readOnlyHint === true,
      );
      const result = await convertRefusals(() =>
        run(given, context).catch((error: unknown) => nameMissing(error, schema, empty)),
      );
      if (ignored === '' || isInputRequiredResult(result)) return result;
      return { ...result, content: [...result.content, { type: 'text', text: ignored }] };
    }),
  );
}

/** Rethrows. A refusal of nothing but texts that were not given names them as missing. */
function nameMissing(error: unknown, schema: z.ZodObject, empty: readonly string[]): never {
  if (!(error instanceof ApiRefusal)) throw error;
  const { fields } = error;
  if (fields.length === 0 || !fields.every((field) => empty.includes(field))) throw error;
  throw new ApiRefusal(fields.map((field) => sayMissing(schema, field)).join(' '));
}

function sayMissing({ shape }: z.ZodObject, field: string): string {
  return `${field} is missing: ${shape[field]?.description}.`;
}

async function convertRefusals(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiRefusal || error instanceof Fault) return sayNotDone(error.message);
    throw error;
  }
}

/** The same schema to those who list it. Takes any arguments. */
function leaveUnread(schema: z.ZodObject): StandardSchemaWithJSON<unknown, object> {
  const { jsonSchema, vendor, version } = schema['~standard'];
  const validate = (value: unknown) => ({ value: isObject(value) ? value : {} });
  return { '~standard': { jsonSchema, vendor, version, validate } };
}

/**
 * Reads arguments with repairs that need no guess. `empty`: texts that were not given. `ignored`:
 * words about those that the tool does not have.
 */
async function readArguments<Schema extends z.ZodObject>(
  parts: ToolParts,
  schema: Schema,
  raw: object,
  isReading: boolean,
) {
  const named = await completeIds(parts, matchFields(schema, raw, isReading));
  const { parsed, repaired } = parseWithRepairs(schema, named);
  const unknown = repaired.flatMap(({ repair, fields }) =>
    repair === 'unknown_field' ? fields : [],
  );
  const note = unknown.length === 0 ? '' : explainIgnored(unknown);
  if (parsed.success) {
    const given: z.output<Schema> = parsed.data;
    const empty = Object.keys(schema.shape).filter(
      (field) => named[field] === undefined && Reflect.get(given, field) === '',
    );
    return { given, empty, ignored: note };
  }
  const wrong = listIssues(parsed.error, []).map(({ field, message }) => {
    const isMissing = field in schema.shape && named[field] === undefined;
    return isMissing ? sayMissing(schema, field) : `${field} ${message}.`;
  });
  throw new ApiRefusal([...wrong, note].join(' ').trim());
}

/**
 * Finds the field that each argument means. Leaves out those without a value: some clients fill in
 * 0, which is taken only where nothing is changed or spent.
 */
function matchFields({ shape }: z.ZodObject, raw: object, isReading: boolean): Given {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(raw)) {
    const [field, schema] = Object.entries(shape).find(
      ([each]) => bareNameOf(each) === bareNameOf(name),
    ) ?? [name];
    const isOptional = schema?.safeParse(undefined).success === true;
    if (value === null || value === '' || (value === 'null' && isOptional)) continue;
    if (value === 0 && isReading && isOptional && !schema.safeParse(0).success) continue;
    const meant = schema === undefined ? value : readValue(schema, value);
    if (fields.has(field) && fields.get(field) !== meant)
      throw new ApiRefusal(`${field} is given twice. Give it once.`);
    fields.set(field, meant);
  }
  return Object.fromEntries(fields);
}

/** A name without its case and signs: `budget_usd` is budgetUsd. */
function bareNameOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, '');
}

/**
 * Reads a choice in another spelling, such as True, a number for a text, and the number of a
 * question.
 */
function readValue(field: z.ZodType, value: unknown): unknown {
  const { error } = field.safeParse(value);
  if (error === undefined || !(typeof value === 'string' || typeof value === 'number'))
    return value;
  const text = String(value);
  const choices = error.issues.flatMap(choicesIn);
  const meant = [
    text,
    text.trim().toUpperCase(),
    `Q${text.trim()}`,
    ...choices.filter((each) => bareNameOf(String(each)) === bareNameOf(text)),
  ];
  return meant.find((each) => field.safeParse(each).success) ?? value;
}

function choicesIn(issue: z.core.$ZodIssue): readonly unknown[] {
  if (issue.code === 'invalid_value') return issue.values;
  return issue.code === 'invalid_type' && issue.expected === 'boolean' ? [true, false] : [];
}

/**
 * Replaces parts of ids, as people see them, by the whole ids. An unknown one stays, and is refused
 * where it is used.
 */
async function completeIds({ call }: ToolParts, given: Given): Promise<Given> {
  const list = (query: object) => askApi(call, ListAnswer, ACTS.list, {}, { query: { ...query } });
  const whole: Record<string, unknown> = { ...given };
  for (const name of DESIGN_ARGUMENTS) {
    const value = whole[name];
    if (typeof value !== 'string') continue;
    const part = findId(cutText(value, MOST_ID_CHARACTERS));
    const design = DesignId.safeParse(part).success
      ? { id: part }
      : await findFittingDesign(part, list);
    if (design === null) continue;
    if (design instanceof No) throw new ApiRefusal(design.why);
    whole[name] = design.id;
  }
  return whole;
}
