import * as z from 'zod';
import { API } from '#acts/act-inputs.ts';
import type { Answer, Client } from './client.ts';

const Media = z.object({ 'application/json': z.object({ schema: z.looseObject({}) }).optional() });
const Operation = z.object({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']) })),
  requestBody: z.object({ content: Media }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ content: Media.optional(), $ref: z.string().optional() }),
  ),
});
const Described = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    schemas: z.record(z.string(), z.looseObject({})),
    responses: z.record(z.string(), z.object({ content: Media })),
  }),
});

interface Sent {
  /** Values of the path's names. */
  readonly names?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A client that knows the API by its description alone: methods, paths, and the schemas of bodies
 * and answers.
 */
export async function describedApi(client: Client) {
  const document = Described.parse((await client.send(`${API}/openapi.json`)).body);
  const { schemas, responses } = document.components;
  const operations = new Map(
    Object.entries(document.paths).flatMap(([path, each]) =>
      Object.entries(each).map(([method, operation]) => [
        operation.operationId,
        { method, path, operation },
      ]),
    ),
  );
  const read = new Map<unknown, z.ZodType>();
  const schemaIn = (media: z.infer<typeof Media> | undefined) => {
    const schema = media?.['application/json']?.schema;
    if (schema === undefined) return null;
    const known = read.get(schema.$ref ?? schema);
    if (known !== undefined) return known;
    const whole = JSON.stringify({ ...schema, $defs: schemas }).replaceAll(
      '#/components/schemas/',
      '#/$defs/',
    );
    // This reader takes patterns without the flag for letters of all languages.
    const readable = (key: string, value: unknown) =>
      key === 'pattern' && String(value).includes(String.raw`\p{`) ? undefined : value;
    const made = z.fromJSONSchema(JSON.parse(whole, readable));
    read.set(schema.$ref ?? schema, made);
    return made;
  };
  const operationOf = (name: string) => {
    const found = operations.get(name);
    if (found === undefined) throw new Error(`the description has no ${name}`);
    return found;
  };
  return {
    names: [...operations.keys()],
    /** The schema of an operation's body; `null` if it takes none. */
    bodyOf: (name: string) => schemaIn(operationOf(name).operation.requestBody?.content),
    /** Sends a request, and checks that the description has its answer. */
    async call(
      name: string,
      { names = {}, query = {}, body, headers = {} }: Sent = {},
    ): Promise<Answer> {
      const { method, path, operation } = operationOf(name);
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, each: string) =>
        encodeURIComponent(names[each] ?? ''),
      );
      const words = new URLSearchParams(query).toString();
      const answer = await client.send(words === '' ? filled : `${filled}?${words}`, {
        method: method.toUpperCase(),
        headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const stated = operation.responses[String(answer.status)] ?? responses.Problem;
      const schema = schemaIn(stated?.content);
      if (schema !== null) schema.parse(answer.body);
      return answer;
    },
  };
}
