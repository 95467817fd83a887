import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { linkToLines } from '../../src/core/proposals/forge.ts';
import { parsePlace } from '../../src/core/proposals/place.ts';
import { passagesOf } from '../../src/core/questions/quoting/passages.ts';
import { fold } from '../../src/core/questions/quoting/places.ts';
import { isQuoted } from '../../src/core/questions/quoting/quotes.ts';
import { limitShown } from '../../src/core/questions/quoting/shown.ts';
import { isOverlapping } from '../../src/core/questions/quoting/span.ts';
import { leaveOutSpans } from '../../src/core/questions/quoting/unused-words.ts';
import { widen } from '../../src/core/questions/quoting/widen-quote.ts';
import { type ReadReply, readReply } from '../../src/core/questions/replies/reply.ts';
import { UNKNOWN_NAME } from '../../src/core/vocabulary/claimed-name.ts';
import type { Reply } from '../../src/core/vocabulary/design.ts';
import { REPAIRS } from '../../src/core/vocabulary/sets.ts';
import { Submission, TERMINAL_TOOLS } from '../../src/core/vocabulary/submission.ts';
import { isStorable } from '../../src/core/vocabulary/text.ts';
import { makeStorable } from '../../src/foundation/cut-text.ts';
import { No } from '../../src/foundation/no.ts';
import { makeReadableName } from '../../src/presentation/format/plain.ts';
import { hasTooManyValues, openChannel } from '../../src/sessions/channel.ts';
import { FrameReader, frameOf, MESSAGE_BYTES } from '../../src/sessions/child/envelope.mjs';
import { ChildMessage } from '../../src/sessions/child/protocol.mjs';
import { readMarkdown } from '../../src/surfaces/discord/incoming/marks.ts';
import { readMrkdwn } from '../../src/surfaces/slack/incoming/marks.ts';
import { checkSubmission } from '../../src/turns/checks/check-submission.ts';
import { sampleSubmissions } from '../support/designs/submissions.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { type Chance, expectLinear, fuzz } from '../support/strangers/fuzz.ts';
import { damageValue, ODD_TEXTS } from '../support/strangers/fuzzed-values.ts';

const COUNT = 10_000;
const spansOf = (answers: Reply['answers']) => answers.flatMap(({ spans }) => spans);
/** A number under which nothing is said. */
const NUMBER = /^[ \t`]*(?:(?:-|\d+\.)[ \t]*)?q\d+[:)][ \t]*$/gim;
const QUESTIONS = Array.from({ length: 6 }, (_, index) => ({
  id: `Q${index + 1}` as const,
  text: `How many jobs of kind ${index + 1} may be lost?`,
}));

describe('replies', () => {
  /**
   * A line that anybody might write, with a word in it that says where it belongs, and nothing that
   * breaks the line.
   */
  const line = (chance: Chance, word: string) =>
    `${chance.oneOf(['', 'so ', 'some thirty, '])}${word} ${chance.text(['a', '…', '*', '_', '🏺', 'é', 'א', '(', ')', '\t', ' ', ':', '-', '5'], 6)}`;

  it('A17: only words behind a number at a line’s beginning, up to the next, stand under a question', async () => {
    /** Lines of a reply, and under which question each of their words belongs, if under any. */
    const made = (chance: Chance) => {
      const words = new Map<string, string | null>();
      const quoted: string[] = [];
      let under: string | null = null;
      const lines = chance.some(9, () => {
        const word = `own${words.size}.`;
        const { id } = chance.oneOf(QUESTIONS);
        const kind = chance.below(6);
        if (kind === 0) under = id;
        if (kind === 1) under = null;
        words.set(word, under);
        if (kind === 2) quoted.push(word);
        switch (kind) {
          case 0:
            return `${chance.oneOf(['', ' ', '\t', '**', '- ', '• ', '2. '])}${chance.oneOf([id, id.toLowerCase()])}${chance.oneOf(['', ' '])}${chance.oneOf([':', '.', ')', '：', ' - ', ' – '])} ${line(chance, word)}`;
          case 1:
            return `Q${7 + chance.below(90)}: ${line(chance, word)}`;
          case 2:
            return `> ${id}: ${line(chance, word)}`;
          case 3:
            return `\`\`\`\n${id}: ${line(chance, word)}\n\`\`\``;
          case 4:
            return `${chance.oneOf(['see ', '(', '-- - ', 'Q1, '])}${id}: ${line(chance, word)}`;
          default:
            return `${id}${chance.oneOf([' ', ', Q2: ', '-3: ', ' -> ', '='])}${line(chance, word)}`;
        }
      });
      return { text: lines.join(chance.oneOf(['\n', '\r\n', '\n\n'])), words: [...words], quoted };
    };
    await fuzz(COUNT, made, ({ text, words, quoted }) => {
      const read = readReply(readMarkdown(text), QUESTIONS);
      for (const [word, id] of words) {
        const found = read.answers.filter((answer) => answer.text.includes(word));
        // A quotation is in an answer only between the author's own words.
        if (quoted.includes(word) && found.length === 0) continue;
        expect(
          found.map(({ questionId }) => questionId),
          word,
        ).toEqual(id === null ? [] : [id]);
      }
      expectOwnWords(text, read);
      expect(readReply({ text }, []).answers).toEqual([]);
    });
  });

  it('answers are made of lines of the reply', async () => {
    const fragments = [
      ...ODD_TEXTS,
      'Q1: ',
      'q2) ',
      '\n',
      '\n\n',
      '> ',
      '```',
      '~~~',
      '# ',
      ...QUESTIONS.map(({ text }) => text),
    ];
    await fuzz(
      COUNT,
      (chance) => makeStorable(chance.text(fragments)),
      (text) => {
        const read = readReply({ text }, QUESTIONS);
        expectOwnWords(text, read);
        const other = leaveOutSpans({ text }, spansOf(read.answers));
        for (const kept of other.split(/\s+/)) expect(text).toContain(kept);
      },
    );
  });

  it('J10: answers, leftover words and quotations make up a whole reply, without overlap', async () => {
    const fragments = [
      'Yes. ',
      'no such thing',
      'Dr. ',
      '3. ',
      '\n',
      '\r\n',
      '\n- ',
      ':\n',
      '> ',
      '>>> ',
      '```',
      '`',
      'Q1: ',
      'q2) ',
      '。',
      '? ',
      'é',
      ' 😄 ',
      ' :) ',
      ' (',
      ')',
    ];
    const made = (chance: Chance) => ({
      said: chance.oneOf([readMarkdown, readMrkdwn])(makeStorable(chance.text(fragments)).trim()),
      from: chance.below(30),
      length: 3 + chance.below(9),
    });
    await fuzz(COUNT, made, ({ said, from, length }) => {
      const { text } = said;
      const answers: Reply['answers'] = readReply(said, QUESTIONS).answers.map((answer) => ({
        ...answer,
      }));
      const read = widen(text.slice(from, from + length), said);
      if (read !== null)
        answers.push({ questionId: 'Q3', text: read.quote, spans: read.spans, source: 'read' });
      const taken = spansOf(answers);
      const left = leaveOutSpans(said, taken);
      const isIn = (at: number) => (span: { from: number; to: number }) =>
        span.from <= at && at < span.to;
      for (const passage of passagesOf(said).filter(({ kind }) => kind !== 'quotation')) {
        const isTaken = taken.some((span) => isOverlapping(span, passage));
        const words = text.slice(passage.from, passage.to);
        if (!isTaken) expect(left).toContain(words.trim());
        for (let at = passage.from; isTaken && at < passage.to; at++) {
          if (text.charAt(at).trim() !== '') expect(taken.some(isIn(at)), `${at}`).toBe(true);
        }
      }
      const covered = passagesOf(said).reduce(
        (rest, { before, to }) => rest.slice(0, before) + ' '.repeat(to - before) + rest.slice(to),
        text,
      );
      expect(covered.replaceAll(NUMBER, '').trim()).toBe('');
    });
  });

  /** Every line of an answer is in a line of the reply, between the numbers there. */
  function expectOwnWords(text: string, { answers }: ReadReply): void {
    const lines = text.split(/\r\n?|[\n\u2028\u2029]/);
    for (const answer of answers) {
      expect(answer.text.trim()).not.toBe('');
      for (const own of answer.text.split('\n'))
        expect(
          lines.some((each) => each.includes(own)),
          own,
        ).toBe(true);
    }
  }

  it('a quote is found if, and only if, it is made of whole words of the reply', async () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
    const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
    const made = (chance: Chance) => {
      const text = plain(
        chance.text(
          [
            'some',
            'thirty',
            'a',
            ' ',
            ', ',
            '.',
            '5',
            'é',
            '一二',
            '👍🏽',
            '\u0301',
            '-',
            'א',
            '\n',
          ],
          20,
        ),
      );
      const at = chance.below(text.length + 1);
      return {
        text,
        quote: plain(
          text.slice(at, at + chance.below(30)).concat(chance.oneOf(['', '', '', 's', ' x'])),
        ),
      };
    };
    await fuzz(COUNT, made, ({ text, quote }) => {
      const words = [...segmenter.segment(text)].map(({ segment }) => segment);
      const isMade = words.some((_, from) =>
        words.some(
          (_, to) =>
            plain(words.slice(from, to + 1).join('')) === quote &&
            words.slice(from, to + 1).join('') === quote,
        ),
      );
      // Several dashes are compared as one.
      if (fold(quote).length >= 3) expect(isQuoted(quote, text)).toBe(isMade);
      else expect(isQuoted(quote, text)).toBe(fold(quote) === fold(text));
    });
  });

  it('A15: long replies take time in proportion to their length, with many questions and many answers', () => {
    const many = Array.from({ length: 54 }, (_, index) => ({
      id: `Q${index + 1}` as const,
      text: `${'and why '.repeat(45)}${index}?`,
    }));
    expectLinear(
      4_000,
      ['\n', 'a\n', '> a\n', '```\n', 'q1: a\n', 'a', 'a ', '`', '\u0301', '<a|', '*'],
      (text) => {
        for (const said of [readMarkdown(text), readMrkdwn(text), { text }].map(limitShown))
          leaveOutSpans(said, spansOf(readReply(said, many).answers));
        isQuoted('a'.repeat(2_000), text);
      },
    );
  });
});

describe('names', () => {
  it('a name is one line that can be read, stored and shown, and turns nothing around', async () => {
    const fragments = [
      ...ODD_TEXTS,
      'Ana',
      ' ',
      '\n',
      '\u2068',
      '\u2069',
      'א',
      '👍🏽',
      'x'.repeat(150),
    ];
    await fuzz(
      COUNT,
      (chance) => chance.some(3, () => chance.oneOf([null, undefined, chance.text(fragments)])),
      (names) => {
        const name = makeReadableName(names);
        expect(name.length).toBeLessThanOrEqual(200);
        expect(name).toBe(name.trim());
        expect(name).not.toMatch(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066\u2067]|^$/u);
        expect(isStorable(name)).toBe(true);
        expect(name.split('\u2068').length).toBe(name.split('\u2069').length);
        expect(/^\u2068.*\u2069$/s.test(name)).toBe(/\p{Script=Hebrew}/u.test(name));
        expect(name.replaceAll(/[\p{Cf}\s]/gu, '') !== '' || name === UNKNOWN_NAME).toBe(true);
      },
    );
  });
});

describe('citations', () => {
  const segment = [
    'src',
    'a b',
    'ü.ts',
    '..',
    '.',
    '…',
    'x:1',
    '#',
    '?',
    '%2e',
    '(1)',
    '\\',
    "'",
    '*',
    '\u0000',
    '\ud800',
    'C:',
    '"',
  ];
  const repository = {
    name: 'shop',
    commit: '0a1b2c3d',
    webUrl: 'https://github.com/ana/shop',
  } as Parameters<typeof linkToLines>[0];

  it('a place is parsed as it was composed, and a link leads to that repository’s file alone', async () => {
    const made = (chance: Chance) => ({
      path: [chance.oneOf(segment), ...chance.some(6, () => chance.oneOf(segment))].join('/'),
      from: chance.below(50),
      to: chance.below(50),
      commit: chance.oneOf(['', '0a1b', '0A1B2C3D', 'xyz1', '0a']),
    });
    await fuzz(COUNT, made, ({ path, from, to, commit }) => {
      const place = parsePlace(`${path}:${from}-${to}${commit === '' ? '' : `@${commit}`}`);
      const isPlace =
        from > 0 &&
        to >= from &&
        /^(?:|[0-9a-f]{4,64})$/i.test(commit) &&
        path.replace(/^(?:\.\/)+/, '') !== '';
      expect(place).toEqual(
        isPlace
          ? { path: path.replace(/^(?:\.\/)+/, ''), from, to, commit: commit.toLowerCase() }
          : null,
      );
      const link = place === null ? null : linkToLines(repository, place);
      if (link === null) return;
      const { origin, pathname, hash } = new URL(link);
      const base = '/ana/shop/blob/0a1b2c3d/';
      expect(`${origin}${pathname}`).toContain(`https://github.com${base}`);
      expect(decodeURIComponent(pathname.slice(base.length))).toBe(place?.path.toWellFormed());
      expect(hash).toMatch(/^#L\d+(?:-L\d+)?$/);
      expect(link).not.toMatch(/[()\s<>]/);
    });
  });

  it('no text is a place that points nowhere', async () => {
    await fuzz(
      COUNT,
      (chance) =>
        chance.text(
          [...ODD_TEXTS, 'a.ts', ':', ':1', '-', '@', '@0a1b', '0', '12', '99999999', '/'],
          8,
        ),
      (text) => {
        const place = parsePlace(text);
        if (place === null) return;
        expect(text).toContain(`${place.path}:`);
        expect(
          Number.isSafeInteger(place.from) &&
            place.from >= 1 &&
            place.to >= place.from &&
            place.to <= 10_000_000,
        ).toBe(true);
        expect(place.path).not.toBe('');
      },
    );
  });
});

describe('what a model submits', () => {
  it('a submission is taken only if it fits its schema, and refused in words that can be stored', async () => {
    const made = (chance: Chance) => {
      const tool = chance.oneOf(TERMINAL_TOOLS);
      return { tool, input: damageValue(chance, sampleSubmissions[tool]), isLast: chance.oneIn(2) };
    };
    await fuzz(COUNT, made, ({ tool, input, isLast }) => {
      const checked = checkSubmission(tool, input, 200_000, isLast ? 'cut' : 'refuse');
      for (const { repair } of checked.repaired) expect(REPAIRS).toContain(repair);
      const { submission } = checked;
      if (submission instanceof No) {
        const { reason } = submission.why;
        expect(reason.trim()).not.toBe('');
        expect(reason.length).toBeLessThanOrEqual(1_500);
        expect(isStorable(reason), JSON.stringify(reason)).toBe(true);
        return;
      }
      expect(submission.tool).toBe(tool);
      expect(JSON.stringify(Submission.parse(JSON.parse(JSON.stringify(submission))))).toBe(
        JSON.stringify(submission),
      );
      expect(strings(submission).every(isStorable)).toBe(true);
      const given = new Set(
        strings(input).map((text) => text.toWellFormed().replaceAll('\u0000', '\ufffd').trim()),
      );
      const isCompleted = isLast && checked.repaired.some(({ repair }) => repair === 'bookkeeping');
      for (const text of strings(submission.input)) {
        const isOurs = (isLast && text.endsWith(' … [cut]')) || (isCompleted && text === '');
        expect(given.has(text) || isOurs, text).toBe(true);
      }
      if ('confidence' in submission.input)
        expect(submission.input.confidence).toBe((input as typeof submission.input).confidence);
    });
  });

  function strings(value: unknown): string[] {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
  }
});

describe('the channel of a session', () => {
  const beginnings: unknown[] = [
    { type: 'ready', version: 2, sessionId: 'ses_1' },
    { type: 'pong', beat: 7 },
    {
      type: 'call_tool',
      turnId: 'trn_1',
      callId: 'c1',
      name: 'argue',
      input: { points: [{ a: 1 }] },
    },
    { type: 'asked_again', turnId: 'trn_1', reason: 'no tool' },
    { type: 'gave_up', turnId: 'trn_1', because: 'no_tool', detail: '' },
    {
      type: 'ask_model',
      turnId: 'trn_1',
      call: 1,
      request: {
        system: [{ type: 'text', text: 'x', cache: true }],
        messages: [
          { role: 'user', content: [{ type: 'tool_use', id: 'i', name: 'n', input: {} }] },
        ],
      },
    },
  ];

  it('frames are the same however they are cut, and nothing is read after one that is refused', async () => {
    const made = (chance: Chance) => ({
      frames: chance.some(6, () =>
        chance.oneOf(['{}', 'x', '[1]', '"é"', 'a'.repeat(chance.below(300) + 1), '', 'too long']),
      ),
      cuts: chance.some(20, () => 1 + chance.below(40)),
    });
    await fuzz(COUNT, made, ({ frames, cuts }) => {
      const announced = (bytes: number) => Buffer.from(new Uint32Array([bytes]).buffer).reverse();
      const stream = Buffer.concat(
        frames.map((raw) => (raw === 'too long' ? announced(MESSAGE_BYTES + 1) : frameOf(raw))),
      );
      const [messages, refusals]: [string[], string[]] = [[], []];
      const reader = new FrameReader({
        message: (raw) => messages.push(String(raw)),
        refused: (why) => refusals.push(why),
      });
      let at = 0;
      for (const cut of [...cuts, stream.length]) {
        reader.read(stream.subarray(at, at + cut));
        at += cut;
      }
      const bad = frames.findIndex((raw) => raw === '' || raw === 'too long');
      expect(messages).toEqual(bad === -1 ? frames : frames.slice(0, bad));
      expect(refusals.length).toBe(bad === -1 ? 0 : 1);
      if (bad === -1) expect(reader.isCutOff).toBe(false);
    });
  });

  it('a message is taken as it was sent, or refused once, and then nothing more is taken', async () => {
    const made = (chance: Chance) =>
      [0, 1, 2].map(() => {
        const message = chance.oneOf(beginnings);
        const json = JSON.stringify(chance.oneIn(3) ? message : damageValue(chance, message)) ?? '';
        return chance.oneIn(4)
          ? chance.damageText(json, ['"', '{', '[', ',', '\\', '\u0000', '1e999'])
          : json;
      });
    await fuzz(COUNT, made, (sent) => {
      const [taken, violations]: [unknown[], string[]] = [[], []];
      const pipe = new Duplex({
        read: () => undefined,
        write: (_chunk, _encoding, done) => done(),
      });
      openChannel(pipe, realClock, {
        onMessage: (message) => taken.push(message),
        onViolation: (detail) => violations.push(detail),
        onUndeliverable: (error) => {
          throw error;
        },
      });
      for (const raw of sent) pipe.emit('data', frameOf(raw));
      const bad = sent.findIndex((raw) => !ChildMessage.safeParse(parsed(raw)).success);
      expect(taken).toEqual((bad === -1 ? sent : sent.slice(0, bad)).map(parsed));
      expect(violations.length).toBe(bad === -1 ? 0 : 1);
      pipe.destroy();
    });
  });

  function parsed(raw: string): unknown {
    try {
      return JSON.parse(raw);
    } catch {
      return undefined;
    }
  }

  it('values are never counted lower than there are', async () => {
    const count = (value: unknown): number =>
      1 +
      (typeof value === 'object' && value !== null
        ? Object.values(value).reduce((sum: number, each) => sum + count(each), 0)
        : 0);
    await fuzz(
      200,
      (chance) =>
        damageValue(chance, {
          a: Array.from({ length: 99_990 + chance.below(30) }, () => 0),
          b: [{}, '[,{"\\"'],
        }),
      (value) => {
        if (count(value) > 100_001)
          expect(hasTooManyValues(Buffer.from(JSON.stringify(value)))).toBe(true);
        if (count(value) < 50_000)
          expect(hasTooManyValues(Buffer.from(JSON.stringify(value)))).toBe(false);
      },
    );
  });
});
