// Prints how each story went at each gateway when it was run last: `node test/entry/gateways/show-table.ts`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { gatewayTable, type How } from './table.ts';

const RESULTS = join(import.meta.dirname, '../../../node_modules/.cache/test-result.json');
const Results = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ title: z.string(), status: z.string() })) }),
  ),
});

const GATEWAYS = ['Slack', 'Discord', 'Terminal'];
const HOW: Readonly<Record<string, How>> = { passed: 'passed', failed: 'failed' };

const { testResults } = Results.parse(JSON.parse(readFileSync(RESULTS, 'utf8')));
const told = testResults.flatMap(({ assertionResults }) =>
  assertionResults.flatMap(({ title, status }) => {
    const gateway = GATEWAYS.find((each) => title.startsWith(`${each}: `));
    return gateway === undefined ? [] : [{ gateway, story: title.slice(gateway.length + 2), status }];
  }),
);
const stories = [...new Set(told.map(({ story }) => story))];
const how = (gateway: string, story: string): How =>
  HOW[told.find((each) => each.gateway === gateway && each.story === story)?.status ?? ''] ?? 'untold';
process.stdout.write(`${gatewayTable(stories, GATEWAYS, how)}\n`);
