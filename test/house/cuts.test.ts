import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, sourceFiles } from './source.ts';

/**
 * Parts of what is no text of people, models or files: days and hours, ids, hashes, commits; and
 * what is only looked at.
 */
const NO_TEXT = [
  'formatIso(at).slice(0, 10)',
  'formatIso(at).slice(11, 16)',
  'toISOString().slice(11, 16)',
  'edAt.slice(0, 10)',
  'endedAt ?? view.startedAt).slice(0, 10)',
  'at.slice(0, 16)',
  'at.slice(0, 19)',
  'given.slice(0, 4)',
  'given.slice(4, 6)',
  'given.slice(6)',
  'id.slice(-8)',
  'id.slice(0, SHORT_COMMIT)',
  "sessionId.slice('ses_'.length, 'ses_'.length + 8)",
  'next.slice(0, 13)',
  'last.slice(0, 13)',
  'head.slice(0, 8)',
  'head.slice(0, 32)',
  'ommit.slice(0, 12)',
  'commit.slice(0, COMMIT_CHARACTERS)',
  'digest.slice(0, DIGEST_CHARACTERS)',
  'digestOf(about).slice(0, 24)',
  'sha256Of(history).slice(0, 12)',
  'secret}`).slice(0, 16)',
  'kind}`).slice(0, 8)',
  "toString('base64url').slice(0, NONCE_CHARACTERS)",
  "digest('base64url').slice(0, 12)",
  'table.slice(0, 12)',
  'code.slice(0, 2)',
  'value.slice(0, 200)',
  "header('x-forwarded-for') ?? '').slice(-MAX_FORWARDED)",
  'word.slice(0, STEM)',
  'left.slice(0, 2)',
  'left.slice(2)',
  'right.slice(2)',
  'before.slice(-2)',
  'before.slice(-5)',
  'after.slice(0, 2)',
  'path.slice(-12)',
  'line.slice(index, index + 11)',
  'text.slice(Math.max(0, header - 40), header)',
  // What is found at a place, not cut to a bound.
  'line.slice(7)',
  'line.slice(6)',
  'name.slice(name.indexOf(TOKEN, at) + TOKEN.length, -1)',
  'encodedSecret.slice(Math.ceil((shift * 8) / 6), Math.floor(bits / 6))',
  'text.slice(cutText(text, room).length)',
];
/** Here it is done. A participant's process loads nothing but its own files. */
const DONE_IN = ['src/foundation/cut-text.ts', 'src/sessions/child/conversation.mjs'];
const BOUND =
  /^-(?!1\b)|\b(?:[2-9]|\d\d+)\b|\b[A-Z][A-Z_]{2,}\b(?!\.length)|\b(?:max|most)[A-Z]\w*|\b(?:room|limit)\b/;

test('P7: a text is cut to a bound by the one function that halves no letter', async () => {
  // It is not among the packages that `npm ci` brings.
  const { programOf } = createRequire(import.meta.url)('../../.ci/upkeep.cjs');
  const { API } = await import(join(dirname(programOf('tsc')), '../dist/api/sync/api.js'));
  const api = new API({ cwd: ROOT });
  try {
    const [project] = api
      .updateSnapshot({ openProjects: [join(ROOT, 'tsconfig.json')] })
      .getProjects();
    const found = sourceFiles('src').flatMap(({ path, text }) => {
      const calls = [...text.matchAll(/\.(?:slice|substring|substr)\(/g)];
      if (DONE_IN.includes(path) || calls.length === 0) return [];
      const places = calls.map(({ index }) => index + 1);
      const types = project?.checker.getTypeAtPosition(join(ROOT, path), places) ?? [];
      return calls.flatMap(({ 0: call, index }, at) => {
        const type = types[at];
        const answer = type === undefined ? 'string' : project?.checker.typeToString(type);
        const end = endOfCall(text, index + call.length);
        if (
          answer?.endsWith('string') !== true ||
          !BOUND.test(text.slice(index + call.length, end - 1))
        )
          return [];
        const before = text.slice(text.lastIndexOf('\n', index) + 1, end);
        return NO_TEXT.some((each) => before.endsWith(each)) ? [] : [`${path}: ${before.trim()}`];
      });
    });
    expect(found).toEqual([]);
  } finally {
    api.close();
  }
});

function endOfCall(text: string, from: number): number {
  let depth = 1;
  let at = from;
  for (; depth > 0; at += 1) depth += Number(text[at] === '(') - Number(text[at] === ')');
  return at;
}
