import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { pathOf } from '../../acts/act.ts';
import { RecheckAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { placeLine, recheckSummary } from '../../core/presentation/follow-up/recheck.ts';
import { lines } from '../../core/presentation/format/document.ts';
import { markdownOf } from '../../core/presentation/format/markdown.ts';
import { recheckRecord } from '../../record/recheck.ts';
import { readable, reasonIn } from '../cli/api.ts';
import { cliContext } from '../cli/cli-context.ts';
import { withDesign } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output, print } from '../cli/output.ts';
import { readRecord } from '../cli/text-file.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

export function configure(command: Command) {
  command
    .argument(
      '<record or id>',
      `the file of a published record, in its repository; or for a design ${DESIGN_ARGUMENT}`,
    )
    .option('--at <commit>', "at least 7 digits of a commit's id (default: the current commit)")
    .option('--json', JSON_AS_API);
}

interface Options {
  readonly at?: string;
  readonly json?: boolean;
}

export async function run(given: string, { at, json }: Options) {
  if (/[/\\]|\.md$/.test(given)) return ofRecord(given, { at: at ?? null, json: json === true });
  return withDesign(given, async ({ api, id, context: { person } }) => {
    const body = { author: person, ...(at === undefined ? {} : { at }) };
    const answer = await api.call('POST', pathOf(ACTS.recheck, id), body);
    if (answer.status >= 400) return print({ ok: false, words: reasonIn(answer) });
    if (json) output.json(answer.body);
    const { summary, told } = readable(RecheckAnswer, answer.body);
    return json
      ? 0
      : print({ ok: true, words: [summary, ...told.map((line) => `- ${line}`)].map(oneLine).join('\n') });
  });
}

/** Reads only the record and its repository: no store, daemon or key. */
async function ofRecord(path: string, { at, json }: { readonly at: string | null; readonly json: boolean }) {
  const record = await readRecord(path, 'The record');
  const folder = dirname(await realpath(path));
  const { createRepositories } = await import('../../adapters/repository/repositories.ts');
  const repositories = createRepositories(cliContext());
  const found = await recheckRecord(record, (commit, cited) =>
    repositories.follow(folder, { name: '', commit, digest: '' }, at, cited),
  );
  const told = found.places.map((each) => markdownOf([lines(placeLine(each))]));
  const summary = `Looked at again${recheckSummary(found)}`;
  if (json) output.json({ ...found, summary, told });
  else output.write(`${[...told.map((line) => `- ${line}`), summary].map(oneLine).join('\n')}\n`);
  if (found.isByHash) process.stderr.write(BY_HASH);
  const isAsItWas = found.places.every(({ state }) => state === 'same' || state === 'moved');
  return isAsItWas ? EXIT.completed : EXIT.needs_review;
}

const BY_HASH =
  'The commit that the design read is not in this clone, so lines were compared with the hashes in the record. To follow lines that moved, fetch the whole history.\n';
