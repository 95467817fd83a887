import { numberedLine } from '../../core/question/numbers.ts';

const VERBS = ['status', 'list', 'cancel', 'retry', 'help'] as const;
export type Verb = (typeof VERBS)[number];

/**
 * The verb that these words are, with nothing around it. Asking what can be done here, or how it stands, is one in any words; in
 * a design, whose people may be asked that, only by its name.
 */
export function verbOf(words: string, isInDesign = false): Verb | null {
  if (RUN_AGAIN.test(words)) return 'retry';
  return verbNamed(words) ?? verbAsked(words, isInDesign);
}

/** What stands on its button. */
const RUN_AGAIN = /^(?:please )?run (?:it |this )?again(?: please)?[.!]?$/i;

const POLITE = /^please |(?: please)?[.!?,]{0,5}$/gi;

function verbNamed(word: string): Verb | null {
  return VERBS.find((verb) => verb === word.replaceAll(POLITE, '').toLowerCase()) ?? null;
}

const FIRST_WORD = /^([a-z]{1,20})([:.,!?]{0,5})(?:\s|$)/i;
/** With more words after it, a verb is the beginning of a sentence: "status quo is fine with me". */
export const MAX_WORDS_BEHIND = 3;
export const ENDS_AS_QUESTION = /[?？؟]["'”’)\]\s]{0,5}(?:@\w{1,40})?$/;

/**
 * The same with a few words after it, or set off from them: "cancel the last one", "retry, it may work by now". No choice is one:
 * "Status quo or rewrite".
 */
export function verbIn(words: string, isInDesign = false): Verb | null {
  if (isChoice(words)) return null;
  const [before = '', first = '', sign = ''] = FIRST_WORD.exec(words) ?? [];
  const behind = countWords(words.slice(before.length).trim());
  const isSetOff = sign !== '' && !ENDS_AS_QUESTION.test(words);
  return verbOf(words, isInDesign) ?? (isSetOff || behind <= MAX_WORDS_BEHIND ? verbNamed(first) : null);
}

export function isChoice(words: string): boolean {
  return /\s(?:or|versus|vs\.?)\s/i.test(words);
}

/** The verb that a sentence begins with: what its author means by it, they have to say. A question with a choice says it. */
export function verbBefore(words: string): Verb | null {
  return isChoice(words) && ENDS_AS_QUESTION.test(words)
    ? null
    : verbNamed(FIRST_WORD.exec(words)?.[1] ?? '');
}

/** Languages that are written without blanks between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

export function countWords(text: string): number {
  if (!UNSPACED.test(text)) return text === '' ? 0 : text.split(/\s+/).length;
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).length;
}

const GREETING =
  /^(?:hi|hey|hello|good (?:morning|afternoon|evening|day))(?: there| all| everybody)?(?:\s|$)/;
/** What people ask somebody whom they do not know yet, and how it stands: in lower case and without punctuation. */
const ASKED: Readonly<Partial<Record<Verb, readonly string[]>>> = {
  help: [
    'what can you do',
    'what do you do',
    'what are you',
    'who are you',
    'what is this',
    'what is this for',
    'what is this bot for',
    'how does this work',
    'how do you work',
    'how do i start',
    'how do i use this',
    'how do i use you',
    'can you help',
    'can you help me',
    'can you help me decide something',
    'help me',
    'can you help us',
    'i need help',
    'i need help with a decision',
    'how does it work',
    'how to use this',
    'how much does it cost',
    'how much does this cost',
    'is this free',
  ],
  status: [
    'what is the status',
    'what is your status',
    'what is the status of this',
    'what is the status of my design',
    'what is the status of the design',
    'how is it going',
    'how far is it',
    'how far are you',
    'where are we',
    'where are you',
    'are you done',
    'is it done',
    'is it ready',
    'show status',
    'show the status',
    'show me the status',
    'what is running',
  ],
};
const MAX_ASKED_CHARACTERS = 60;

function verbAsked(words: string, isInDesign: boolean): Verb | null {
  if (words.length > MAX_ASKED_CHARACTERS) return null;
  const said = words
    .toLowerCase()
    .replaceAll(/[’']s\b/g, ' is')
    .replaceAll(/[?!.,]/g, '')
    .trim();
  const asked = said.replace(GREETING, '').trim();
  if (said !== '' && asked === '') return 'help';
  if (isInDesign && !asked.includes('status')) return null;
  return VERBS.find((verb) => ASKED[verb]?.includes(asked)) ?? null;
}

/** What people say to a bot and not to colleagues, where it is all that they say. English only. */
const FOR_BOT =
  /^(?:please )?(?:stop|abort|cancel|quit|end|pause|wait|go|continue|proceed|hurry|peek|show|accept|approve|send|ask|undo|done|finished|skip|that is all|that[’']s (?:all|it)|(?:i am|i[’']m|we are|we[’']re) done)(?:,? (?:it|this|them|all|everything|again|back|here|ahead|on|up|now|you|please))*[.!,]*$/i;

export function isForBot(words: string): boolean {
  return isCommand(words) || isCourtesy(words);
}

/** The same without what may be said to people as well. */
export function isCommand(words: string): boolean {
  return FOR_BOT.test(words) || asksForForm(words);
}

const FORM =
  /^(?:please )?(?:(?:start|begin|create|make|open|new)(?: an?| the| another)?(?: new)?(?: design| form| one)?|an?(?: new)? design|design)[.!]*$/i;

/** Whether these words ask for a new design and do not say on what. */
export function asksForForm(words: string): boolean {
  return FORM.test(words);
}

/** An answer that says to which question it is one: for the design, however short it is. */
export function isNumbered(words: string): boolean {
  return numberedLine(words.split('\n', 1)[0] ?? '') !== null;
}

/** Whether it is one also where no question is known: "Q4: hire or freeze?" is of a quarter. */
export function isAnswer(words: string): boolean {
  return isNumbered(words) && !ENDS_AS_QUESTION.test(words);
}

const ASSENT =
  'ok|okay|alright|all right|great|nice|cool|perfect|awesome|lovely|super|wow|got it|noted|understood|well done|(?:good|great|nice) (?:job|work|one)';
const THANKS =
  '(?:many )?thanks?(?: you)?(?: (?:all|everybody|again|so much|very much|a lot|for (?:this|that|everything|your help)))?|thx|merci|danke|gracias|grazie|谢谢|ありがとう';
const ONLY_THANKS = new RegExp(`^(?:(?:${THANKS})(?: |$))*$`);
const ONLY_COURTESY = new RegExp(`^(?:(?:${ASSENT}|${THANKS})(?: |$))*$`);
/** Also as Slack and Discord name them. */
const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|:[a-z0-9_+~-]{1,60}:/gu;

/** Whether these are thanks or assent and nothing else, which nobody has to answer. */
export function isCourtesy(words: string): boolean {
  return isOnly(ONLY_COURTESY, words);
}

/** Assent may be the answer to a question of a design: only thanks and emoji are none. */
export function isThanks(words: string): boolean {
  return isOnly(ONLY_THANKS, words);
}

function isOnly(said: RegExp, words: string): boolean {
  if (words === '' || words.length > MAX_ASKED_CHARACTERS) return false;
  const plain = words
    .toLowerCase()
    .replaceAll(EMOJI, ' ')
    .replaceAll(/[.,!…]/g, ' ');
  return said.test(plain.replaceAll(/\s+/g, ' ').trim());
}
