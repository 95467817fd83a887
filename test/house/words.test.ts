import { describe, expect, test } from 'vitest';
import { commentsOf, type Passage, sourceFiles, testTitlesOf } from './source.ts';

/** Names that were replaced by the field's: CONTRIBUTING.md says what to use instead. */
const GIVEN_UP =
  /\b(?:takeSeat|leaveSeat|SessionDesk|DesignHost|patiently|Remembered|inTime|orElse|orSignal|whisper\w*|obituary|footing|whyNotHere|taken_for_dead|takeUpWork|bury|buried|surroundings|Surroundings|hearing|Hearing|Asker|asker|Ways|Manner|Wish|Wishes|Twists?|hasty\w*|patienceMs)\b|\bMOST_[A-Z]|\bPATIENCE/;
/** Who or what is meant has a name: the caller, the person who started it, a daemon. */
const VAGUE = /\bwhoever\b|\bwhat comes of it\b|\bthe same as before\b/i;
/** How events of the log are named. */
const LOGGED = /\blog\.(?:debug|info|warn|error)\(\s*(['"`])([^'"`]*)\1/g;

const files = [...sourceFiles('src'), ...sourceFiles('test', 'bench', 'eval')].filter(
  ({ path }) => path !== 'test/house/words.test.ts',
);

/** These are names in code; comments have a rule of their own below. */
const isCode = (line: string) => !/^\s*(?:\/?\*|\/\/)/.test(line);

describe('the words', () => {
  test('names that were replaced stay out', () => {
    const found = files.flatMap(({ path, lines }) =>
      lines.flatMap((line, index) =>
        isCode(line) && GIVEN_UP.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
      ),
    );
    expect(found).toEqual([]);
  });

  test('comments and titles of tests say who and what is meant', () => {
    const passages = files.flatMap((file): Passage[] => [...commentsOf(file), ...testTitlesOf(file)]);
    expect(passages.length).toBeGreaterThan(1_000);
    const vague = passages.filter(({ text }) => VAGUE.test(text.replaceAll(/\s*\n\s*\*?\s*/g, ' ')));
    expect(vague.map(({ path, line }) => `${path}:${line}`)).toEqual([]);
  });

  test('events of the log are named in snake case', () => {
    const events = files
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap(({ path, text }) => [...text.matchAll(LOGGED)].map(([, , event = '']) => ({ path, event })));
    expect(events.length).toBeGreaterThan(50);
    expect(events.filter(({ event }) => !/^[a-z]+(?:_[a-z0-9]+)*$/.test(event))).toEqual([]);
  });
});
