import type { Command } from 'commander';
import type * as z from 'zod';
import { PublicationAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { proposedWords } from '../../presentation/format/forge.ts';
import { oneLine, plainText } from '../../surfaces/terminal/safe.ts';
import { readable, reasonIn } from '../cli/api.ts';
import { withDesign } from '../cli/designs.ts';
import { output, print } from '../cli/output.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--preview', 'show what would be proposed, and change nothing')
    .option('--repository <owner/name>', 'one of CHARRETTE_FORGE_REPOS; else the first')
    .option('--json', JSON_AS_API);
}

interface Options {
  readonly preview?: boolean;
  readonly repository?: string;
  readonly json?: boolean;
}

export async function run(given: string, { preview, repository, json }: Options) {
  return withDesign(given, async ({ api, id, context: { person } }) => {
    const body = { author: person, ...(repository === undefined ? {} : { repository }) };
    const query = preview ? { preview: '' } : {};
    const answer = await api.call(ACTS.publish, { id }, { query, body });
    if (answer.status >= 400) return print({ ok: false, words: reasonIn(answer) });
    if (json) {
      output.json(answer.body);
      return 0;
    }
    return print({ ok: true, words: wordsOf(readable(PublicationAnswer, answer.body), preview === true) });
  });
}

function wordsOf(answer: z.infer<typeof PublicationAnswer>, isPreview: boolean): string {
  const { repository, number, url = '', isThere = false, files = [] } = answer;
  if (!isPreview) return oneLine(`ADR-${number} in ${repository}: ${url}`);
  const texts = files.map(({ path, text }) => `\n--- ${oneLine(path)}\n${plainText(text)}`);
  return [oneLine(proposedWords(repository, number, isThere)), ...texts].join('\n');
}
