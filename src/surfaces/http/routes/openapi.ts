import * as z from 'zod';
import { type Act, NOTHING } from '#acts/act.ts';
import { API } from '#acts/act-inputs.ts';
import { ANSWERS } from '#acts/answers.ts';
import { replaceNames } from '#acts/call.ts';
import { PATH_WORDS } from '#acts/fields.ts';
import { ACTS } from '#acts/table.ts';
import { CHARRETTE_VERSION } from '#foundation/version.ts';
import { CONTENT_TYPES } from './download-routes.ts';

/** JSON Schema of a body, before defaults are filled in. */
function schemaOf(schema: z.ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

/**
 * Describes the API from the table of acts (OpenAPI 3.1). Routes for the command line on the same
 * machine are left out.
 */
export function describeApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, act] of Object.entries<Act>(ACTS)) {
    if (act.least === 'command line') continue;
    const [method = '', route = ''] = act.route.split(' ');
    const path = API + replaceNames(route, (name) => `{${name}}`);
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(name, act, path) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Charrette',
      version: CHARRETTE_VERSION,
      summary:
        'Design discussions between AI personas and people, ending in a decision that can be checked',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries(
        Object.entries(ANSWERS).map(([name, each]) => [name, schemaOf(each)]),
      ),
      responses: {
        Problem: {
          description: 'Refused or failed, with the reason',
          content: refer('ProblemAnswer'),
        },
      },
    },
  };
}

function json(schema: object) {
  return { 'application/json': { schema } };
}

function refer(name: keyof typeof ANSWERS) {
  return json({ $ref: `#/components/schemas/${name}` });
}

function describeOperation(name: string, act: Act, path: string) {
  const {
    group,
    summary,
    least,
    body,
    query = NOTHING,
    status = 200,
    statusAfterEnd,
    answer,
    hasPreview,
  } = act;
  const success = {
    description: answer === 'file' ? 'The file' : 'Done',
    content: answer === 'file' ? FILE : refer(answer),
  };
  const isRequired = body !== undefined && !body.safeParse({}).success;
  return {
    operationId: name,
    tags: [group],
    summary: summary.charAt(0).toUpperCase() + summary.slice(1),
    description: `Requires ${least === 'admin' ? "the admin's token" : `a token with the role ${least}`}.`,
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, named = '']) => ({
        name: named,
        in: 'path',
        required: true,
        description: PATH_WORDS[named] ?? 'its name',
        schema: { type: 'string' },
      })),
      ...parametersOf(query),
      ...(hasPreview ? [PREVIEW] : []),
      ...(act.noted !== null && act.route.startsWith('POST ') && !act.isSecret ? [KEY] : []),
    ],
    ...(body && { requestBody: { required: isRequired, content: json(schemaOf(body)) } }),
    responses: {
      [status]: success,
      ...(statusAfterEnd && {
        [statusAfterEnd]: { ...success, description: 'The design had already ended' },
      }),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

const FILE = Object.fromEntries(
  Object.entries(CONTENT_TYPES).map(([ending, type]) => [
    type.replace(/;.*/, ''),
    { schema: ending === 'json' ? {} : { type: 'string' } },
  ]),
);
const PREVIEW = {
  name: 'preview',
  in: 'query',
  required: false,
  allowEmptyValue: true,
  description: 'reports what would be done, without doing it',
  schema: { type: 'string' },
};
const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'your own id for this request: if sent twice, it is carried out once',
  schema: { type: 'string', maxLength: 200 },
};

function parametersOf(query: z.ZodObject) {
  const { properties = {}, required = [] } = schemaOf(query);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(typeof schema === 'object' && schema.description && { description: schema.description }),
    schema,
  }));
}
