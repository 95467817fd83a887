import { requestIn } from '../../../src/acts/gateway/messages/mentions.ts';
import { bareWord } from '../../../src/acts/gateway/verbs/word.ts';
import { readReply } from '../../../src/core/questions/reply.ts';
import type { Submission } from '../../../src/core/vocabulary/submission.ts';
import { answering, type World } from '../../support/given.ts';
import { leavingOpen, matching } from '../../support/given-submission.ts';

/**
 * Thirty kinds of message in six languages, and what becomes of each: `node test/acts/gateway/thirty-messages.ts` prints it as a
 * table. Code reads a message by itself; the turn that matches replies is scripted here, by outcomes that it may have.
 */
export const LANGUAGES = ['English', 'German', 'Spanish', 'Japanese', 'Arabic', 'Chinese'] as const;

/** How the platform of these messages writes the bot's name. */
const NAME = '<@9>';
/** Mark the words that the scripted turn quotes. */
const [QUOTE, QUOTE_END] = ['⟦', '⟧'];

type Six = readonly [en: string, de: string, es: string, ja: string, ar: string, zh: string];
export interface Kind {
  readonly what: string;
  readonly texts: Six;
  /** The questions that the scripted turn reads the marked words for, in their order. */
  readonly about: readonly `Q${number}`[];
}

/** Said to the bot outside of a design. */
export const TO_THE_BOT: readonly Kind[] = [
  kind('a greeting', ['hi', 'Hallo', 'hola', 'こんにちは', 'مرحبا', '你好']),
  kind('a topic', [
    'Move the job queue to Postgres',
    'Die Warteschlange nach Postgres umziehen',
    'Mover la cola de trabajos a Postgres',
    'ジョブキューをPostgresに移す',
    'نقل طابور المهام إلى Postgres',
    '把任务队列迁移到 Postgres',
  ]),
  kind('a question', [
    'Redis or Postgres?',
    'Redis oder Postgres?',
    '¿Redis o Postgres?',
    'RedisかPostgresか？',
    'Redis أم Postgres؟',
    '用 Redis 还是 Postgres？',
  ]),
  kind('the same without its sign', [
    'Redis or Postgres',
    'Redis oder Postgres',
    'Redis o Postgres',
    'RedisかPostgresか',
    'Redis أم Postgres',
    '用 Redis 还是 Postgres',
  ]),
  kind('a verb, politely wrapped', [
    'please cancel',
    'bitte cancel',
    'cancel por favor',
    'cancel お願いします',
    'من فضلك cancel',
    '请 cancel',
  ]),
  kind('thanks', ['thanks!', 'danke!', '¡gracias!', 'ありがとう！', 'شكرا!', '谢谢！']),
  kind('a verb within a sentence', [
    'what is the status of the queue?',
    'wie ist der status der Warteschlange?',
    '¿cuál es el status de la cola?',
    'キューの status は？',
    'ما هو status الطابور؟',
    '队列的 status 怎么样？',
  ]),
  kind('a verb in words of one’s own', ['quit', 'abbrechen', 'cancelar', '中止', 'إلغاء', '取消']),
  kind('a bare verb', ['status', 'Status', ' status ', 'STATUS', 'status', 'status']),
  kind('the bare name', ['', '', '', '', '', '']),
];

/** Said in the thread of a design that has asked: Q1 *How many?*, Q2 *How fast?*, Q3 *Since when?* */
export const IN_THE_THREAD: readonly Kind[] = [
  kind(
    'a number in front',
    [
      'Q1: ⟦about 900⟧',
      'Q1: ⟦etwa 900⟧',
      'Q1: ⟦unos 900⟧',
      'Q1: ⟦約900⟧',
      'Q1: ⟦حوالي 900⟧',
      'Q1: ⟦大约 900⟧',
    ],
    'Q1',
  ),
  kind(
    'a number in front, with another sign',
    [
      'q1. ⟦about 900⟧',
      'Q1) ⟦etwa 900⟧',
      'Q1 : ⟦unos 900⟧',
      'Q1：⟦約900⟧',
      'Q1. ⟦حوالي 900⟧',
      'Q1）⟦大约 900⟧',
    ],
    'Q1',
  ),
  kind(
    'two lines with a number each',
    [
      'Q1: ⟦about 900⟧\nQ3: ⟦since spring⟧',
      'Q1: ⟦etwa 900⟧\nQ3: ⟦seit dem Frühjahr⟧',
      'Q1: ⟦unos 900⟧\nQ3: ⟦desde primavera⟧',
      'Q1: ⟦約900⟧\nQ3: ⟦春から⟧',
      'Q1: ⟦حوالي 900⟧\nQ3: ⟦منذ الربيع⟧',
      'Q1: ⟦大约 900⟧\nQ3: ⟦从春天开始⟧',
    ],
    'Q1',
    'Q3',
  ),
  kind(
    'two numbers in one line',
    [
      'Q1: ⟦about 900⟧, Q3: ⟦since spring⟧',
      'Q1: ⟦etwa 900⟧, Q3: ⟦seit dem Frühjahr⟧',
      'Q1: ⟦unos 900⟧, Q3: ⟦desde primavera⟧',
      'Q1: ⟦約900⟧、Q3: ⟦春から⟧',
      'Q1: ⟦حوالي 900⟧، Q3: ⟦منذ الربيع⟧',
      'Q1: ⟦大约 900⟧，Q3: ⟦从春天开始⟧',
    ],
    'Q1',
    'Q3',
  ),
  kind(
    'a number in the middle',
    [
      'As for Q1: ⟦about 900⟧',
      'Und zu Q1: ⟦etwa 900⟧',
      'Sobre Q1: ⟦unos 900⟧',
      '答えはQ1: ⟦約900⟧',
      'بخصوص Q1: ⟦حوالي 900⟧',
      '关于 Q1: ⟦大约 900⟧',
    ],
    'Q1',
  ),
  kind(
    'a number without a sign',
    ['Q1 ⟦about 900⟧', 'Q1 ⟦etwa 900⟧', 'Q1 ⟦unos 900⟧', 'Q1 ⟦約900⟧', 'Q1 ⟦حوالي 900⟧', 'Q1 ⟦大约 900⟧'],
    'Q1',
  ),
  kind(
    'the number of no question',
    [
      'Q9: ⟦about 900⟧',
      'Q9: ⟦etwa 900⟧',
      'Q9: ⟦unos 900⟧',
      'Q9: ⟦約900⟧',
      'Q9: ⟦حوالي 900⟧',
      'Q9: ⟦大约 900⟧',
    ],
    'Q1',
  ),
  kind(
    'a quoted question above the answer',
    [
      '> Q1: How many?\n⟦About 900⟧',
      '> Q1: Wie viele?\n⟦Etwa 900⟧',
      '> Q1: ¿Cuántos?\n⟦Unos 900⟧',
      '> Q1: いくつ？\n⟦約900⟧',
      '> Q1: كم؟\n⟦حوالي 900⟧',
      '> Q1: 多少？\n⟦大约 900⟧',
    ],
    'Q1',
  ),
  kind(
    'a quoted question above a number',
    [
      '> How many?\nQ1: ⟦about 900⟧',
      '> Wie viele?\nQ1: ⟦etwa 900⟧',
      '> ¿Cuántos?\nQ1: ⟦unos 900⟧',
      '> いくつ？\nQ1: ⟦約900⟧',
      '> كم؟\nQ1: ⟦حوالي 900⟧',
      '> 多少？\nQ1: ⟦大约 900⟧',
    ],
    'Q1',
  ),
  kind(
    'a number within a fence',
    [
      '```\nQ2: 5\n```\n⟦About 900⟧',
      '```\nQ2: 5\n```\n⟦Etwa 900⟧',
      '```\nQ2: 5\n```\n⟦Unos 900⟧',
      '```\nQ2: 5\n```\n⟦約900⟧',
      '```\nQ2: 5\n```\n⟦حوالي 900⟧',
      '```\nQ2: 5\n```\n⟦大约 900⟧',
    ],
    'Q1',
  ),
  kind(
    'a fence below a number',
    [
      'Q1: ⟦about 900⟧\n```\nQ2: 5\n```',
      'Q1: ⟦etwa 900⟧\n```\nQ2: 5\n```',
      'Q1: ⟦unos 900⟧\n```\nQ2: 5\n```',
      'Q1: ⟦約900⟧\n```\nQ2: 5\n```',
      'Q1: ⟦حوالي 900⟧\n```\nQ2: 5\n```',
      'Q1: ⟦大约 900⟧\n```\nQ2: 5\n```',
    ],
    'Q1',
  ),
  kind(
    '*I do not know* under a number',
    [
      'Q1: ⟦no idea⟧',
      'Q1: ⟦keine Ahnung⟧',
      'Q1: ⟦ni idea⟧',
      'Q1: ⟦わかりません⟧',
      'Q1: ⟦لا أعرف⟧',
      'Q1: ⟦不知道⟧',
    ],
    'Q1',
  ),
  kind(
    '*I do not know* without a number',
    [
      '⟦I do not know how many⟧',
      '⟦Ich weiß nicht, wie viele⟧',
      '⟦No sé cuántos⟧',
      '⟦いくつか分かりません⟧',
      '⟦لا أعرف كم⟧',
      '⟦不知道有多少⟧',
    ],
    'Q1',
  ),
  kind(
    'one answer in one’s own words',
    [
      '⟦About 900 a minute⟧.',
      '⟦Etwa 900 in der Minute⟧.',
      '⟦Unos 900 por minuto⟧.',
      '⟦毎分約900件⟧。',
      '⟦حوالي 900 في الدقيقة⟧.',
      '⟦每分钟大约 900 个⟧。',
    ],
    'Q1',
  ),
  kind(
    'two answers in one sentence',
    [
      '⟦About 900⟧, and ⟦since spring⟧.',
      '⟦Etwa 900⟧, und das ⟦seit dem Frühjahr⟧.',
      '⟦Unos 900⟧, y ⟦desde primavera⟧.',
      '⟦約900⟧で、⟦春から⟧です。',
      '⟦حوالي 900⟧ ⟦ومنذ الربيع⟧.',
      '⟦大约 900⟧，⟦从春天开始⟧。',
    ],
    'Q1',
    'Q3',
  ),
  kind(
    'a verb within an answer',
    [
      'do not cancel: ⟦about 900⟧',
      'nicht cancel: ⟦etwa 900⟧',
      'no cancel: ⟦unos 900⟧',
      'cancel しないで、⟦約900⟧',
      'لا cancel: ⟦حوالي 900⟧',
      '不要 cancel：⟦大约 900⟧',
    ],
    'Q1',
  ),
  kind('a question back', [
    'How many of what?',
    'Wie viele wovon?',
    '¿Cuántos de qué?',
    '何の数ですか？',
    'كم من ماذا؟',
    '什么的数量？',
  ]),
  kind('a verb in words of one’s own', [
    'that is all',
    'fertig',
    'eso es todo',
    '以上です',
    'هذا كل شيء',
    '就这些',
  ]),
  kind('a bare verb', ['done', 'Done', ' done', 'DONE', 'done', 'done']),
  kind('a bare verb after the name', [
    '<@9> skip',
    '<@9>, skip',
    '<@9>: Skip',
    'skip <@9>',
    '<@9> SKIP',
    '<@9> skip',
  ]),
];

function kind(what: string, texts: Six, ...about: Kind['about']): Kind {
  return { what, texts, about };
}

/** The text as it is sent, and the words that the scripted turn quotes. */
function sentIn(marked: string): { readonly text: string; readonly quotes: readonly string[] } {
  const [, ...after] = marked.split(QUOTE);
  const quotes = after.map((part) => part.slice(0, part.indexOf(QUOTE_END)));
  return { text: marked.replaceAll(QUOTE, '').replaceAll(QUOTE_END, ''), quotes };
}

/** Reads what is said to the bot outside of a design: pure code. */
export function readOutside(said: string): string {
  const words = requestIn({
    text: `${NAME} ${said}`,
    name: NAME,
    isToBot: true,
    isInDesign: false,
    hasFiles: false,
  });
  if (words === null) return 'nothing';
  if (words === '') return 'help';
  const verb = bareWord(words);
  return verb === null ? 'three buttons' : `verb ${verb}`;
}

/** Reads what is said in the thread of a design: pure code. */
export function readInside(marked: string): string {
  const { text } = sentIn(marked);
  const isToBot = text.includes(NAME);
  const words = requestIn({ text, name: NAME, isToBot, isInDesign: true, hasFiles: false });
  const verb = words === null ? null : bareWord(words);
  if (verb !== null) return `verb ${verb}`;
  const { answers, unmatched } = readReply(text, answering().design.questions);
  const numbers = answers.map(({ questionId }) => questionId).join(', ');
  const read = numbers === '' ? 'reply, no number' : `reply, ${numbers} by number`;
  return numbers !== '' && unmatched ? `${read}, and other words` : read;
}

/** What the turn that matches replies may come to. Each is scripted. */
export const OUTCOMES = {
  answers: 'the turn finds answers',
  leaves_open: 'they do not know',
  nothing: 'the turn finds nothing',
  fails: 'the turn fails',
} as const;
export type OutcomeName = keyof typeof OUTCOMES;

/** Plays a message that is no verb to one scripted outcome of the turn; `—` where that cannot be. */
export function becomesOf(marked: string, { about }: Kind, outcome: OutcomeName): string {
  const { text, quotes } = sentIn(marked);
  const needsQuotes = outcome === 'answers' || outcome === 'leaves_open';
  if (readInside(marked).startsWith('verb') || (needsQuotes && quotes.length === 0)) return '—';
  const world = answering();
  world.says('m1', text);
  const quoted = quotes.map((quote, index) => [about[index] ?? '', 'R1', quote] as const);
  if (outcome === 'fails') world.fails('synthesizer');
  else world.submits('synthesizer', scripted(outcome, quoted));
  return stateOf(world);
}

function scripted(
  outcome: Exclude<OutcomeName, 'fails'>,
  quoted: readonly (readonly [string, string, string])[],
): Submission {
  switch (outcome) {
    case 'answers':
      return matching(...quoted);
    case 'leaves_open':
      return leavingOpen(...quoted);
    case 'nothing':
      return matching();
  }
}

function stateOf({ design }: World): string {
  const [reply] = design.replies;
  const answers = (reply?.answers ?? []).map(
    ({ questionId, source = 'as written' }) => `${questionId} ${source}`,
  );
  const open = (reply?.leftOpen ?? []).map(({ questionId }) => `${questionId} left open`);
  const unmatched = reply?.unmatched ? ['unmatched words'] : [];
  const all = [...answers, ...open, ...unmatched];
  return all.length === 0 ? 'answers nothing' : all.join(', ');
}

/** The outcomes of one kind in one language, as a row of the table. */
export function rowOf(each: Kind, marked: string): readonly string[] {
  const outcomes = Object.keys(OUTCOMES) as OutcomeName[];
  return [readInside(marked), ...outcomes.map((outcome) => becomesOf(marked, each, outcome))];
}

/** The same in every language, or each language by its name. */
function inAll(texts: Six, of: (text: string) => string): string {
  const found = texts.map(of);
  const [first = ''] = found;
  if (found.every((each) => each === first)) return first;
  return found.map((each, index) => `${LANGUAGES[index]}: ${each}`).join('; ');
}

function print(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ⏎ ');
  const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  const sample = (texts: Six) => `\`${sentIn(texts[0]).text.replaceAll('`', 'ˋ')}\``;
  const outside = TO_THE_BOT.map(({ what, texts }, index) =>
    row([String(index + 1), what, sample(texts), inAll(texts, readOutside)]),
  );
  const outcomes = Object.keys(OUTCOMES) as OutcomeName[];
  const inside = IN_THE_THREAD.map((each, index) => {
    const { what, texts } = each;
    const scriptedCells = outcomes.map((name) => inAll(texts, (text) => becomesOf(text, each, name)));
    const number = String(TO_THE_BOT.length + index + 1);
    return row([number, what, sample(texts), inAll(texts, readInside), ...scriptedCells]);
  });
  return [
    `Languages: ${LANGUAGES.join(', ')}. A cell without a language holds for all six.`,
    '',
    '| | said to the bot, outside of a design | in English | code |',
    '|---|---|---|---|',
    ...outside,
    '',
    `| | said in a thread with open questions | in English | code | ${outcomes.map((name) => `scripted: ${OUTCOMES[name]}`).join(' | ')} |`,
    '|---|---|---|---|---|---|---|---|',
    ...inside,
    '',
  ].join('\n');
}

if (import.meta.main) process.stdout.write(print());
