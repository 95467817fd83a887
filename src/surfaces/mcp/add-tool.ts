import type {
  CallToolResult,
  InputRequiredResult,
  ServerContext,
  StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import type { Tool } from '../../acts/act.ts';
import { findFittingDesign } from '../../acts/find-design.ts';
import { ListAnswer } from '../../acts/listed.ts';
import { ACTS } from '../../acts/table.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { No } from '../../foundation/no.ts';
import { ApiRefusal, askApi } from './api.ts';
import type { ToolParts } from './parts.ts';

/** Arguments that name a design. */
const DESIGN_ARGUMENTS = ['id', 'followUp'];

/**
 * Registers a tool. The library answers what does not fit the schema, and what is thrown, by a
 * result for the agent's model to read.
 */
export function addTool<Given extends Readonly<Record<string, unknown>>>(
  parts: ToolParts,
  { name, title, description, annotations = {} }: Tool,
  inputSchema: StandardSchemaWithJSON<unknown, Given>,
  run: (given: Given, context: ServerContext) => Promise<CallToolResult | InputRequiredResult>,
): void {
  const config = { title, description, annotations, inputSchema };
  parts.server.registerTool(name, config, async (given, context) =>
    run({ ...given, ...(await completeIds(parts, given)) }, context),
  );
}

/**
 * Finds the whole ids of which parts are given, as people see them. An unknown one is refused where
 * it is used.
 */
async function completeIds(
  { call }: ToolParts,
  given: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, string>>> {
  const whole: Record<string, string> = {};
  for (const name of DESIGN_ARGUMENTS) {
    const part = given[name];
    if (typeof part !== 'string' || DesignId.safeParse(part).success) continue;
    const design = await findFittingDesign(part, (query) =>
      askApi(call, ListAnswer, ACTS.list, {}, { query: { ...query } }),
    );
    if (design instanceof No) throw new ApiRefusal(design.why);
    if (design !== null) whole[name] = design.id;
  }
  return whole;
}
