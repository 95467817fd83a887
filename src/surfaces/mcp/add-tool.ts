import {
  type CallToolResult,
  type InputRequiredResult,
  isInputRequiredResult,
  type ServerContext,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import type * as z from 'zod';
import type { Tool } from '../../acts/act.ts';
import { designFitting } from '../../acts/find-design.ts';
import { ListAnswer } from '../../acts/listed.ts';
import { ACTS } from '../../acts/table.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { Fault } from '../../foundation/fault.ts';
import { isObject } from '../../foundation/is-object.ts';
import { ignoredArguments } from '../../presentation/agent.ts';
import { parsedWithRepairs } from '../../turns/models/repair.ts';
import { asked, Refused } from './api.ts';
import { notDone, type ToolParts } from './parts.ts';

type Result = CallToolResult | InputRequiredResult;

/** What clients send for an optional argument without a value. */
const WITHOUT_VALUE: readonly unknown[] = [null, '', 'null'];
/** Arguments that name a design. */
const DESIGN_ARGUMENTS = ['id', 'followUp'];
const MOST_ID_CHARACTERS = 100;

/**
 * Registers a tool. Its arguments are listed exactly and read leniently (A20). A refusal or a fault becomes a result,
 * for the agent's model to read.
 */
export function addTool<Schema extends z.ZodObject>(
  parts: ToolParts,
  { name, title, description, annotations = {} }: Tool,
  schema: Schema,
  run: (given: z.output<Schema>, context: ServerContext) => Promise<Result>,
): void {
  const config = { title, description, annotations, inputSchema: lenient(parts, schema) };
  parts.server.registerTool(name, config, async ({ given, ignored }, context) => {
    const result = await answered(() => run(given, context));
    if (ignored.length === 0 || isInputRequiredResult(result)) return result;
    const note = { type: 'text' as const, text: ignoredArguments(ignored) };
    return { ...result, content: [...result.content, note] };
  });
}

async function answered(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused || error instanceof Fault) return notDone(error.message);
    throw error;
  }
}

interface Read<Schema extends z.ZodObject> {
  readonly given: z.output<Schema>;
  /** Names of arguments that the tool does not have. */
  readonly ignored: readonly string[];
}

/** The same schema to those who list it. Reads arguments with repairs that need no guess. */
function lenient<Schema extends z.ZodObject>(
  parts: ToolParts,
  schema: Schema,
): StandardSchemaWithJSON<unknown, Read<Schema>> {
  const { jsonSchema, vendor, version } = schema['~standard'];
  const validate = async (value: unknown) => {
    const named = isObject(value) ? await withWholeIds(parts, withValues(schema, value)) : value;
    const { parsed, repaired } = parsedWithRepairs(schema, named);
    if (!parsed.success) return { issues: parsed.error.issues };
    const ignored = repaired.flatMap(({ repair, fields }) => (repair === 'unknown_field' ? fields : []));
    return { value: { given: parsed.data, ignored } };
  };
  return { '~standard': { jsonSchema, vendor, version, validate } };
}

type Given = Readonly<Record<string, unknown>>;

function withValues({ shape }: z.ZodObject, given: object): Given {
  const isGiven = ([name, value]: [string, unknown]) =>
    !WITHOUT_VALUE.includes(value) || shape[name]?.safeParse(undefined).success !== true;
  return Object.fromEntries(Object.entries(given).filter(isGiven));
}

/** Replaces parts of ids, as people see them, by the whole ids. An unknown one stays, and is refused where it is used. */
async function withWholeIds({ call }: ToolParts, given: Given): Promise<Given> {
  const list = (query: object) => asked(call, ListAnswer, ACTS.list, {}, { query: { ...query } });
  const whole: Record<string, unknown> = { ...given };
  for (const name of DESIGN_ARGUMENTS) {
    const value = whole[name];
    const part = typeof value === 'string' && value.length <= MOST_ID_CHARACTERS ? value.trim() : '';
    if (DesignId.safeParse(part).success) continue;
    const design = await designFitting(part, list);
    if (design === null) continue;
    if ('several' in design) throw new Refused(design.several);
    whole[name] = design.id;
  }
  return whole;
}
