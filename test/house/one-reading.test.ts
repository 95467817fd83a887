import { expect, test } from 'vitest';
import { sourceFiles } from './source.ts';

const SIGNED =
  'the signed text, which models read as well, and what is proposed to a repository with it';
const FILE = 'the entry of a file: its view, and the signed text in it';
const STANDING = 'words a field or two, for the view or before there is one';
const PAGE = 'passes it to its view, to a verb, or to the rights of a reader';
const LINES = 'lines of a running design, told from each event as it comes';

/**
 * Files that take a whole design, of those that word or draw something for people, each with the
 * reason.
 */
const READERS: Record<string, string> = {
  'src/surfaces/discord/drawing/draw.ts': PAGE,
  'src/surfaces/http/console/acting.ts': PAGE,
  'src/surfaces/http/console/drawn.ts': PAGE,
  'src/surfaces/http/console/interaction.ts': PAGE,
  'src/surfaces/http/console/pages/acts.ts': PAGE,
  'src/surfaces/http/console/pages/decision.ts': PAGE,
  'src/surfaces/http/console/pages/design.ts': PAGE,
  'src/surfaces/http/console/pages/follow-up.ts': PAGE,
  'src/surfaces/http/console/pages/questions.ts': PAGE,
  'src/surfaces/http/console/pages/start.ts': PAGE,
  'src/surfaces/http/readable.ts': PAGE,
  'src/surfaces/slack/drawing/draw.ts': PAGE,
  'src/surfaces/terminal/change-lines.ts': LINES,
  'src/surfaces/terminal/progress.ts': LINES,
  'src/entry/cli/conduct.ts': LINES,
  'src/presentation/words/about-topic.ts': STANDING,
  'src/presentation/judged/afterwards.ts': STANDING,
  'src/presentation/words/asking-starter.ts': STANDING,
  'src/presentation/decision/brief.ts': FILE,
  'src/presentation/decision/decision-document.ts': SIGNED,
  'src/presentation/decision/decision-items.ts': SIGNED,
  'src/presentation/judged/earlier.ts': STANDING,
  'src/presentation/judged/bearers.ts': SIGNED,
  'src/presentation/judged/reasons.ts': SIGNED,
  'src/presentation/decision/follow-up-context.ts': SIGNED,
  'src/presentation/format/forge.ts': SIGNED,
  'src/presentation/format/page-address.ts': STANDING,
  'src/presentation/thread/post.ts': STANDING,
  'src/presentation/talk/proposals.ts': SIGNED,
  'src/presentation/decision/published-record.ts': SIGNED,
  'src/presentation/record/record.ts': FILE,
  'src/presentation/history/transcript.ts': FILE,
};

test('A19: what people read comes from the view, which alone reads a design', () => {
  const files = sourceFiles('src').filter(({ path }) =>
    /^src\/(presentation|adapters|surfaces|entry)\//.test(path),
  );
  const readers = files.filter(
    ({ path, text }) =>
      !path.startsWith('src/presentation/view/') &&
      /[(:]\s*Design(?:\s*\|\s*null)?\s*[,;)=]|<Design[,>]/.test(text),
  );
  expect(readers.map(({ path }) => path).toSorted()).toEqual(Object.keys(READERS).toSorted());
});
