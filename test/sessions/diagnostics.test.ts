import { describe, expect, test } from 'vitest';
import { ParticipantId, SessionId } from '../../src/core/vocabulary/ids.ts';
import { LAST_LINES_CHARACTERS } from '../../src/core/vocabulary/session.ts';
import { cutMiddle } from '../../src/foundation/cut-text.ts';
import { FAILURE_CHARACTERS } from '../../src/ports/failures.ts';
import { sayCrashCause } from '../../src/presentation/words/crash.ts';
import {
  type FailureAbout,
  lastLinesOf,
  nameFailure,
  writeFailureText,
} from '../../src/sessions/diagnostics.ts';
import type { LastWords } from '../../src/sessions/session.ts';

const ada = ParticipantId.parse('ada');
const first = SessionId.parse('ses_0193a1b2-c3d4-7000-8000-000000000001');
const muchLater = SessionId.parse('ses_0193a1b9-0000-7000-8000-000000000004');

const lastWords: LastWords = {
  pid: 4711,
  exitCode: null,
  signal: 'SIGKILL',
  residentBytes: 70_000_000,
  stderr: 'it said this',
  lastMessages: ['→ take_turn, 900 bytes', '← ask_model, 800 bytes'],
};
const cause = { kind: 'killed', detail: 'killed by SIGKILL' } as const;
const about: FailureAbout = {
  participant: ada,
  sessionId: first,
  lostAt: Date.UTC(2026, 10, 20, 12),
  lastTurn: 'asked: what must you know first?',
};
const asItIs = (text: string) => text;

describe('the last lines of a lost session', () => {
  test('D2: stand in its reason between the short cause and the pointer, which comes last', () => {
    const lastLines = lastLinesOf('first\nsecond\n\nthird\r\nfourth\n', asItIs);
    expect(lastLines).toBe('second | third | fourth');
    expect(
      sayCrashCause({ detail: 'process killed', lastLines, diagnostics: 'failures/a.log' }),
    ).toBe('process killed; its last lines: second | third | fourth [diagnostics: failures/a.log]');
    expect(lastLinesOf('\n \n', asItIs)).toBe('');
    expect(sayCrashCause({ detail: 'process killed', diagnostics: '' })).toBe('process killed');
  });

  test('D6: the last lines of a lost session are redacted before they are cut, bounded, and command no terminal', () => {
    const redact = (text: string) => text.replaceAll('hunter2hunter2', '[redacted]');
    const long = lastLinesOf(`hunter2hunter2${'x'.repeat(1_000_000)}the end`, redact);
    expect(long).toHaveLength(LAST_LINES_CHARACTERS);
    expect(long).toMatch(/^….*the end$/);
    const padding = 'y'.repeat(LAST_LINES_CHARACTERS - 8);
    expect(lastLinesOf(`hunter2hunter2${padding}`, redact)).not.toContain('hunter2');
    expect(lastLinesOf('\u001b[31mred\u0000\u009b \u202eback\ud800', asItIs)).toBe(
      '\\u{1b}[31mred\\u{0}\\u{9b} \\u{202e}back\ufffd',
    );
  });
});

describe('the file of a failure', () => {
  test('D1: the file of a failure is named after the persona and the first 8 of its session id', () => {
    expect(nameFailure(ada, first)).toBe('ada-0193a1b2.log');
    expect(nameFailure(ada, muchLater)).toBe('ada-0193a1b9.log');
  });

  test('D1: the file of a failure says the cause first, then all that the session left behind', () => {
    const text = writeFailureText(lastWords, cause, about, asItIs);
    expect(text.split('\n')[0]).toBe('ada: killed by SIGKILL');
    for (const part of [
      first,
      '2026-11-20T12:00:00.000Z',
      '4711',
      'SIGKILL',
      '70000000 bytes',
      'it said this',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('→ take_turn, 900 bytes\n← ask_model, 800 bytes');
    expect(text).toContain('asked: what must you know first?');
  });

  test('D1: the file of a failure says so when there was no process, no output and no turn', () => {
    const nothing = {
      pid: null,
      exitCode: null,
      signal: null,
      residentBytes: null,
      stderr: '',
      lastMessages: [],
    };
    const text = writeFailureText(nothing, cause, { ...about, lastTurn: null }, asItIs);
    expect(text).toContain('process   never started');
    expect(text).not.toContain('null');
  });

  test('D1: the file of a failure is bounded in size, with head and tail kept and the cut marked', () => {
    const stderr = `begin${'x'.repeat(1_000_000)}the end`;
    const lastTurn = `turn begins ${'y'.repeat(1_000_000)} turn ends`;
    const text = writeFailureText({ ...lastWords, stderr }, cause, { ...about, lastTurn }, asItIs);
    expect(text.length).toBeLessThanOrEqual(FAILURE_CHARACTERS);
    expect(text).toMatch(/^ada: killed by/);
    expect(text).toContain('turn begins');
    expect(text).toContain('turn ends');
    expect(text).toMatch(/the end\n$/);
    expect(text.match(/\[… [\d,]+ characters left out …\]/g)?.length).toBe(2);
  });

  test('D6: the file of a failure has its secrets taken out before anything is cut', () => {
    const secret = 'sk-planted-secret';
    const stderr = `${secret} `.repeat(10_000);
    const redact = (text: string) => text.replaceAll(secret, '[redacted]');
    const text = writeFailureText(
      { ...lastWords, stderr },
      cause,
      { ...about, lastTurn: stderr },
      redact,
    );
    expect(text).not.toContain('planted');
    expect(text).toContain('[redacted]');
  });
});

test('a text is cut in its middle to no more than the characters allowed', () => {
  expect(cutMiddle('short', 100)).toBe('short');
  const cut = cutMiddle('a'.repeat(500) + 'z'.repeat(500), 200);
  expect(cut.length).toBeLessThanOrEqual(200);
  expect(cut).toMatch(/^a+\n\[… [\d,]+ characters left out …\]\nz+$/);
});
