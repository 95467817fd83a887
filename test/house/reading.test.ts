import { describe, expect, test } from 'vitest';
import { isNode, nodes, type SourceFile, sourceFiles } from './source.ts';

/**
 * The files through which people's words go: what they write comes in there, and is read, there or
 * nowhere (A17).
 */
const FILES =
  /^src\/(?:acts\/word\.ts|(?:core\/(?:questions|answering)|acts\/gateway|surfaces\/[^/]+\/(?:incoming|interactions))\/)/;

type Expressions = Readonly<Record<string, readonly string[]>>;

/**
 * Expressions that touch what people have written, by file, each with its reason: five in the whole
 * tree at most. Who adds one has code read what people mean; that is for the turn that quotes them.
 */
const ON_WORDS: Expressions = {
  'src/core/questions/quoting/lines.ts': [
    // The number that a line begins with: which question, and no more.
    String.raw`/^(?:(?:[-+•·◦▪●‣]|\d{1,3}[.)]) ?)?q(\d{1,6}) ?(?:[:.\p{Pe}꞉ː˸∶։׃፡፦៖᠄。۔।።။។᠃]|、(?! ?q\d)|-(?= |$)(?! q\d))/iu`,
    // Lines.
    '/^.*$/gmu',
  ],
  // Lines, among them the marks that code has put below a reply for files that were not read.
  'src/core/questions/quoting/unread-marks.ts': [".split('\\n')"],
  // The bot's own name in front of a verb, as each platform writes it.
  'src/acts/gateway/incoming/mentions.ts': ['new RegExp'],
};

/** Expressions on what code or a platform has written, which say nothing of what a person means. */
const ON_VALUES: Expressions = {
  // Where a sentence ends: what is judged piece by piece. No word has a meaning in them.
  'src/core/questions/quoting/sentences.ts': [
    String.raw`/[?؟]\s|？/u`,
    String.raw`/\s+\S+\s+\S/y`,
    'new RegExp',
    'new RegExp',
  ],
  'src/core/questions/quoting/rows.ts': [
    '.split(LINE_END)',
    String.raw`/(?<=[.!?…。！？؟।:：][^\S\n]*)\n/u`,
  ],
  // Signs that make no difference between what somebody wrote and what a turn quotes.
  'src/core/questions/quoting/places.ts': [
    String.raw`/\p{Default_Ignorable_Code_Point}/gu`,
    String.raw`/^["'´ʼ\p{Pi}\p{Pf}‚„′″＂＇「」『』]$/u`,
    String.raw`/^[\p{Pd}−]$/u`,
    String.raw`/^\p{Nd}$/u`,
    String.raw`/^(?![0-9])\p{Nd}$/u`,
    String.raw`/((?<![\p{L}\p{N}])[*_~\x60]+|[*_~\x60]+(?![\p{L}\p{N}]))|[ᄀ-ᇿ]+|.[\p{M}ﾞﾟ]*/gsu`,
  ],
  // Names of people, with the number that code puts behind one.
  'src/core/questions/replies/author.ts': ['/ \\(\\d{1,4}\\)$/'],
  // A tag of a language, which a turn gives.
  'src/core/answering/framing.ts': ['/^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i'],
  // Emoji, which say nothing that anybody could quote.
  'src/core/questions/replies/wordless.ts': [String.raw`/\p{RGI_Emoji}/gv`],
  'src/surfaces/slack/incoming/wordless.ts': [String.raw`/:[^\s:<>]{1,100}:/g`],
  // Ids, and values of buttons, menus and forms.
  'src/acts/gateway/verbs/presses.ts': [".split(' ')", ".split(' ')", ".split('.')"],
  'src/acts/gateway/verbs/verbs.ts': [".split('/', 2)"],
  // A command: a verb and an id of hexadecimal digits, or a depth before a colon.
  'src/acts/word.ts': [
    ".split(' ')",
    '/^(?:dsn_){0,2}(?=.*\\d|.{6})[\\da-f-]{1,36}$/',
    '/^([^ :]+) ?:/',
  ],
  'src/surfaces/discord/interactions/forms.ts': ['.split(IN)', '.split(BY)'],
  'src/acts/gateway/form.ts': ['/^\\d{1,9}([.,]\\d{1,6})?$/'],
  'src/acts/gateway/incoming/tell-becomes.ts': [".split('/')"],
  'src/acts/gateway/verbs/offers.ts': ['/^([A-Za-z0-9]{1,40}) ([0-9.]{1,40}|-) ([0-9.]{1,40})$/'],
  'src/acts/gateway/reply-id.ts': [
    '/^([a-z]{1,20}):([^\\s:/#]{1,80}):([^\\s:/#]{1,80})(?:\\/([^\\s:/#]{1,80}))?(?:#\\d{1,6})?$/',
    '/^(?:remark|Q\\d{1,6})$/',
  ],
  'src/surfaces/discord/incoming/member-rights.ts': [".split(' ')"],
  'src/surfaces/discord/interactions/interaction-payload.ts': ['/^\\d{1,40}$/', ".split(' ')"],
  'src/surfaces/slack/incoming/message-event.ts': ['/^\\d{1,20}\\.\\d{1,20}$/'],
  'src/surfaces/slack/interactions/handle-interaction.ts': [
    '/^charrette\\./',
    '/^charrette\\./',
    ".split(' ')",
  ],
  // What somebody types into a menu is looked for among its entries; they choose.
  'src/surfaces/discord/interactions/suggestions.ts': [
    '.split(SEPARATOR)',
    ".split(' ')",
    '.split(SEPARATOR)',
  ],
  // Addresses in a platform's own refusals, and a page that it sends in the place of a file.
  'src/acts/gateway/platform-access.ts': ['/\\b(?:https?|wss?):\\/\\/\\S+/g'],
  'src/surfaces/slack/incoming/download.ts': ['/^\\s{0,100}<(?:!doctype|html)/i'],
  // Lines that a platform shows as a quotation, and how much of a message its blocks have.
  'src/surfaces/discord/incoming/marks.ts': [
    String.raw`/ *(?:>>> .*|> [^\n]*(?:\n *> [^\n]*)*)/sy`,
  ],
  'src/surfaces/slack/incoming/marks.ts': [
    String.raw`/(?:&gt;|>)(?![=\d])[^\n]*(?:\n(?:&gt;|>)(?![=\d])[^\n]*)*/y`,
  ],
  'src/surfaces/slack/incoming/content.ts': ['/[\\p{L}\\p{N}]/gu', '/&amp;(?=(?:amp|lt|gt);)/g'],
  // Markup of the platforms, which stands for people, channels and addresses.
  'src/surfaces/discord/incoming/plain-words.ts': [
    '/<([^<>\\s][^<>]{0,2999})>/g',
    '/^a?:(\\w{1,40}):\\d{1,20}$/',
    '/^t:(-?\\d{1,12})(?::[a-zA-Z])?$/',
    '/^(\\/[^:]{1,110}):\\d{1,20}$/',
    '/^(?:https?|mailto):/',
    '/^@!?(\\d{1,20})$/',
    '/^@&(\\d{1,20})$/',
    '/^#(\\d{1,20})$/',
  ],
  'src/surfaces/slack/incoming/plain-words.ts': [
    '/<([^<>|\\s][^<>|]{0,2999})(?:\\|([^<>]{0,3000}))?>/g',
    '/<([@#]|!subteam\\^)([A-Z0-9]{1,40})(?:\\|[^<>]{0,200})?>/g',
    '/^(?:mailto:|tel:|https?:\\/\\/)/',
    '/^@/',
    '/^(?:mailto|tel):/',
  ],
};

const MAX_ON_WORDS = 5;

describe('A17: code reads only what code has written', () => {
  test('A17: every expression in the files through which people’s words go is on a list, with its reason', () => {
    const found = Object.fromEntries(
      sourceFiles('src')
        .filter(({ path }) => FILES.test(path))
        .map((file) => [file.path, expressionsIn(file).toSorted()])
        .filter(([, expressions = []]) => expressions.length > 0),
    );
    expect(found).toEqual(listed(ON_WORDS, ON_VALUES));
  });

  test('A17: at most five of them touch people’s words', () => {
    expect(Object.values(ON_WORDS).flat().length).toBeLessThanOrEqual(MAX_ON_WORDS);
  });
});

/** Of several lists what each file has. */
function listed(...lists: readonly Expressions[]): Record<string, string[]> {
  const files = new Set(lists.flatMap((list) => Object.keys(list)));
  return Object.fromEntries(
    [...files].map((path) => [path, lists.flatMap((list) => list[path] ?? []).toSorted()]),
  );
}

/** Expressions as literals, those that are put together, and texts that are cut at a sign. */
function expressionsIn(file: SourceFile): string[] {
  return nodes(file).flatMap((node) => {
    const callee = isNode(node.callee) ? node.callee : undefined;
    if (node.type === 'NewExpression' && callee?.name === 'RegExp') return ['new RegExp'];
    if (node.type === 'Literal' && 'regex' in node) return [file.text.slice(node.start, node.end)];
    const method = isNode(callee?.property) ? callee.property : undefined;
    const isCut = node.type === 'CallExpression' && method?.name === 'split';
    return isCut ? [`.${file.text.slice(method?.start, node.end)}`] : [];
  });
}
