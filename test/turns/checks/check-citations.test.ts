import { describe, expect, test } from 'vitest';
import type { GivenCitation } from '#core/proposals/cited.ts';
import { CITATION_BOUNDS } from '#core/vocabulary/checked.ts';
import type { LookUp, PinnedRepository, TextRead } from '#ports/repository.ts';
import { checkGiven, NOT_READ } from '#turns/checks/check-citations.ts';
import { TURN_BOUNDS } from '#turns/prompt/bounds.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { TestClock } from '../test-clock.ts';

const PROSE = 'Mails may wait.\nFor receipts we must not\nuse Redis any more.';
const QUOTE = 'use Redis any more';

/** A repository of one file, whose whole text may be another thing to read than its lines. */
function repositoryOf(
  text: string,
  whole: LookUp<TextRead> = { kind: 'it', text, isCut: false },
): PinnedRepository {
  return {
    pinned: { name: 'shop', commit: 'a'.repeat(40), digest: '' },
    readBy() {
      return this;
    },
    run: async () => ({ ok: true, text }),
    readLines: async ({ path, from, to }) => ({
      kind: 'it',
      path,
      lines: text.split('\n').slice(from - 1, to),
      isCut: false,
    }),
    readText: async () => whole,
    latest: async () => NOT_READ,
  };
}

async function check(repository: PinnedRepository | null, ...given: readonly GivenCitation[]) {
  const { signal } = new AbortController();
  const clock = new TestClock();
  const parts = { repository, bounds: TURN_BOUNDS, clock, log: keepLog(), redact: String };
  const { citations, quotes, refusal } = await checkGiven(given, parts, signal);
  expect(clock.armed).toBe(0);
  return { citations, quotes: [...quotes], isRefused: refusal !== null };
}

function cite(place: string, quote = QUOTE, item = 1): GivenCitation {
  return { item, name: `claim ${item}`, place, quote };
}

describe('J4: the check of a citation', () => {
  const at = { item: 1, path: 'README.md', from: 3, to: 3 };
  const excerpt = 'use Redis any more.';
  const checked = { ...at, status: 'checked', excerpt };
  const notCheckable = { ...at, status: 'not_checkable', excerpt };
  const whole = 'For receipts we must not\nuse Redis any more.';

  test.each([
    ['a file that ends with the cited line', PROSE],
    ['a file with more lines', `${PROSE}\nOr so.`],
  ])('J4: in %s a quotation is widened to its whole sentence', async (_, text) => {
    expect(await check(repositoryOf(text), cite('README.md:3'))).toEqual({
      citations: [checked],
      quotes: [[1, whole]],
      isRefused: false,
    });
  });

  test('J4: in a file of which only the beginning is read, it is widened within the cited lines', async () => {
    const [begin = ''] = PROSE.split('\n');
    const repository = repositoryOf(PROSE, { kind: 'it', text: begin, isCut: true });
    expect(await check(repository, cite('README.md:3'))).toEqual({
      citations: [checked],
      quotes: [[1, excerpt]],
      isRefused: false,
    });
  });

  test('J4: in a file too large to be read as a whole, the cited lines are enough', async () => {
    const repository = repositoryOf(PROSE, { kind: 'not_here', reason: 'too_large', text: '' });
    expect(await check(repository, cite('README.md:3'))).toEqual({
      citations: [checked],
      quotes: [[1, excerpt]],
      isRefused: false,
    });
  });

  test('P15: where the whole file was not read, nobody knows how often it has the quotation', async () => {
    expect(await check(repositoryOf(PROSE, NOT_READ), cite('README.md:3'))).toEqual({
      citations: [notCheckable],
      quotes: [],
      isRefused: false,
    });
  });

  test.each([CITATION_BOUNDS.quotePlaces, CITATION_BOUNDS.quotePlaces + 1])(
    'J4: a quotation in %i places of its file is accepted up to the bound',
    async (places) => {
      const text = Array.from({ length: places }, () => QUOTE).join('\n');
      const isAccepted = places <= CITATION_BOUNDS.quotePlaces;
      const result = await check(repositoryOf(text), cite('a.ts:1'));
      expect(result.citations.map(({ status }) => status)).toEqual([
        isAccepted ? 'checked' : 'failed',
      ]);
      expect(result.isRefused).toBe(!isAccepted);
    },
  );

  test('J4: each failed citation is named to its author, beside those that hold', async () => {
    const { citations, isRefused } = await check(
      repositoryOf(PROSE),
      cite('README.md:3'),
      cite('README.md:3', 'use Kafka any more', 2),
      cite('README.md', QUOTE, 3),
      cite('', QUOTE, 4),
      cite(`README.md:3@${'b'.repeat(40)}`, QUOTE, 5),
      cite('README.md:3', '', 6),
    );
    expect(citations.map(({ item, status }) => [item, status])).toEqual([
      [1, 'checked'],
      ...[2, 3, 4, 5, 6].map((item) => [item, 'failed']),
    ]);
    expect(isRefused).toBe(true);
  });

  /** What the author is told of one citation, and what became of it. */
  async function told(repository: PinnedRepository, place: string, quote = QUOTE) {
    const { signal } = new AbortController();
    const log = keepLog();
    const parts = { repository, bounds: TURN_BOUNDS, clock: new TestClock(), log, redact: String };
    const { citations, refusal } = await checkGiven([cite(place, quote)], parts, signal);
    const [first = null] = refusal?.split('\nCorrect the place or the quotation.') ?? [];
    return { refusal: first, status: citations[0]?.status, log: log.events };
  }

  test.each([
    ['not_there', undefined, 'failed', 'no such file'],
    ['not_here', 'refused', 'not_checkable', 'no such file'],
    ['not_here', 'no_room', 'not_checkable', null],
    ['not_here', 'too_large', 'not_checkable', null],
  ] as const)(
    'J4: lines that are %s (%s) make a citation %s, and are told only if another can be cited',
    async (kind, reason, status, words) => {
      const answer = { kind, ...(reason === undefined ? {} : { reason }), text: 'no such file' };
      const readLines = async () => answer as LookUp<never>;
      const { refusal, ...result } = await told({ ...repositoryOf(PROSE), readLines }, 'a.md:3');
      expect(result).toEqual({ status, log: [] });
      const shown = `<material source="the repository">\n${words}\n</material>`;
      expect(refusal).toBe(
        words === null ? null : `- claim 1, a.md:3: nothing can be cited there. ${shown}`,
      );
    },
  );

  test('J4: a reading that fails is in the log, and no fault of the author', async () => {
    const readLines = () => Promise.reject(new Error('no git'));
    expect(await told({ ...repositoryOf(PROSE), readLines }, 'a.md:3')).toEqual({
      refusal: null,
      status: 'not_checkable',
      log: [{ event: 'citation_check_failed', facts: { error: 'Error: no git' } }],
    });
  });

  test('J4: a line that was read only in part may have the quotation further on', async () => {
    const lines = { kind: 'it', path: 'a.md', lines: ['use'], isCut: true } as const;
    const repository = { ...repositoryOf(PROSE), readLines: async () => lines };
    expect(await told(repository, 'a.md:3')).toEqual({
      refusal: null,
      status: 'not_checkable',
      log: [],
    });
  });

  test('J4: the author is shown 200 characters of each line, and 1500 in all', async () => {
    const linesShown = async (...lengths: number[]) => {
      const text = lengths.map((length) => 'x'.repeat(length)).join('\n');
      const { refusal } = await told(repositoryOf(text), `a.md:1-${lengths.length}`);
      return refusal?.split('\n').slice(2, -1);
    };
    const whole = 'x'.repeat(200);
    expect(await linesShown(200, 201)).toEqual([`1: ${whole}`, `2: ${'x'.repeat(198)} …`]);
    const seven = Array.from({ length: 7 }, () => 200);
    const shown = seven.map((_, at) => `${at + 1}: ${whole}`);
    expect(await linesShown(...seven, 69)).toEqual([...shown, `8: ${'x'.repeat(69)}`]);
    expect(await linesShown(...seven, 70)).toEqual([
      ...shown,
      `8: ${'x'.repeat(69)}`,
      '[cut here: 1 more characters]',
    ]);
  });

  test('J4: without a repository nothing is checkable, and nothing is refused', async () => {
    const { excerpt: _, ...nothingRead } = notCheckable;
    expect(await check(null, cite('README.md:3'))).toEqual({
      citations: [nothingRead],
      quotes: [],
      isRefused: false,
    });
  });
});
