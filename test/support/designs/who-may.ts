import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Act, GROUPS, type ThreadAct } from '#acts/act.ts';
import { replaceNames } from '#acts/call.ts';
import { RIGHTS } from '#acts/rights.ts';
import { ACTS, IN_THREADS } from '#acts/table.ts';
import { QUESTIONS } from '#presentation/words/verb-words.ts';

export const WHO_MAY = join(import.meta.dirname, '../../../docs/who-may.md');

const INTRODUCTION = `# Who may do what

For operators, who give tokens and set the three [lists](using.md#who-may-do-what). Generated from the table of acts by \`npm run generate:who-may\`.

*By the API*: the lowest role that a token needs, or the admin's token; *command line* means the listener that only the command line on the daemon's
machine uses. The command line on the data folder has the admin's rights. *In a thread, on a page*: who may, among those who may read the design; empty if
neither place offers it. *Asked once more*: where the person confirms it first, in the platform's dialog, at the terminal, or by the agent's client. *Asked for*:
whoever may not do it has a button that asks the starter, once.

Whoever may not do an act is told who may, and the refusal is a line of the [log](operations.md#the-log).
`;

/** Acts that only threads and pages have lack what is optional here. */
type Row = Pick<Act | ThreadAct, 'group' | 'summary' | 'right' | 'verbs'> &
  Partial<Pick<Act, 'least' | 'route' | 'typed' | 'tool'>>;

/** The page that says of every act who may do it, and by which call. */
export function whoMay(): string {
  const rows: readonly Row[] = [
    ...Object.values<Act>(ACTS),
    ...Object.values<ThreadAct>(IN_THREADS),
  ];
  const parts = GROUPS.map((group) => ({ group, acts: rows.filter((act) => act.group === group) }));
  const lines = parts
    .filter(({ acts }) => acts.length > 0)
    .flatMap(({ group, acts }) => [`| **${group}** | | | | | |`, ...acts.map(line)]);
  return `${[INTRODUCTION, HEAD, ...lines].join('\n')}\n`;
}

const HEAD =
  '| act | by the API | in a thread, on a page | asked once more | asked for | call |\n|---|---|---|---|---|---|';

function line({ summary, least, right, route, typed = [], tool, verbs = {} }: Row): string {
  const holders = right === undefined ? '' : RIGHTS[right].holders;
  const call = route && replaceNames(route, (name) => `{${name}}`);
  const isAsked = {
    thread: Object.keys(verbs).some((name) => name in QUESTIONS),
    terminal: typed.some(({ asksFirst }) => asksFirst),
    agent: tool?.asksPerson === true,
  };
  const asked = Object.entries(isAsked).flatMap(([where, is]) => (is ? [where] : []));
  const askedFor = Object.values(verbs).some((verb) => verb.askedFor !== undefined) ? 'yes' : '';
  const doing = [asked.join(', '), askedFor, call === undefined ? '' : `\`${call}\``];
  return `| ${[summary, least ?? '', holders, ...doing].join(' | ')} |`;
}

if (import.meta.main) writeFileSync(WHO_MAY, whoMay());
