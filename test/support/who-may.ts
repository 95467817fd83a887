import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Act, GROUPS, type ThreadAct } from '../../src/acts/act.ts';
import { RIGHTS } from '../../src/acts/rights.ts';
import { ACTS, IN_THREADS } from '../../src/acts/table.ts';

export const WHO_MAY = join(import.meta.dirname, '../../docs/who-may.md');

const INTRODUCTION = `# Who may do what

For operators, who give tokens and set the three [lists](using.md#who-may-do-what). Generated from the table of acts by \`npm run generate:who-may\`.

*By the API*: the lowest role that a token needs, or the admin's token; *command line* means the listener that only the command line on the daemon's
machine uses. The command line on the data folder has the admin's rights. *In a thread, on a page*: who may, among those who may read the design; empty if
neither place offers it.
`;

/** The page that says of every act who may do it, by which call, which command and which tool. */
export function whoMay(): string {
  const rows: readonly (ThreadAct & Partial<Act>)[] = [
    ...Object.values<Act>(ACTS),
    ...Object.values<ThreadAct>(IN_THREADS),
  ];
  const parts = GROUPS.map((group) => ({ group, acts: rows.filter((act) => act.group === group) }));
  return [
    INTRODUCTION,
    ...parts
      .filter(({ acts }) => acts.length > 0)
      .map(({ group, acts }) => `## ${group}\n\n${HEAD}\n${acts.map(line).join('\n')}\n`),
  ].join('\n');
}

const HEAD =
  '| act | by the API | in a thread, on a page | call | command | tool |\n|---|---|---|---|---|---|';

function line({ summary, least, right, route, typed = [], tool }: ThreadAct & Partial<Act>): string {
  const holders = right === undefined ? '' : RIGHTS[right].holders;
  const call = route?.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, '{$1}');
  const commands = typed.map(({ synopsis }) => synopsis.split(' ')[0]);
  const code = (names: readonly (string | undefined)[]) =>
    names.flatMap((name) => (name === undefined ? [] : [`\`${name}\``])).join(', ');
  return `| ${[summary, least ?? '', holders, code([call]), code(commands), code([tool?.name])].join(' | ')} |`;
}

if (import.meta.main) writeFileSync(WHO_MAY, whoMay());
