/**
 * Checks of a finished text that take no turn: here its language, beside it secrets that it asks
 * for.
 */

/**
 * Twenty of the most used words of some languages in Latin letters, to tell them apart. A text in
 * any other language matches none.
 */
const FUNCTION_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    en: 'the and of to is in that it for are with as be this which by from not was have',
    de: 'der die das und ist nicht ein eine zu den mit von für auf dem sich auch werden wird es',
    fr: 'le la les et des est une un du que dans pour pas qui sur avec sont ce au par',
    es: 'el la los las y de que en un una es por con para no se del como está al',
    it: 'il la che di e un una per non con sono del della le si gli nel dei alla anche',
    pt: 'o a os as e de que em um uma é por com para não se do da como são',
    nl: 'de het een en van is dat niet op te met voor zijn die in aan er ook worden om',
  }).map(([language, words]) => [language, new Set(words.split(' '))]),
);
/** Shorter texts cannot be told apart. Our own choices, on the safe side. */
const LEAST_WORDS = 30;
const LEAST_LETTERS = 60;
/** Another language must have this many times as many function words. */
const MARGIN = 2;
/** Least share of letters in the expected script; names and code are Latin in any language. */
const LEAST_SHARE = 0.2;

const TAG = /^[a-z]{2,3}(?:-[a-z]{4})?(?:-[a-z]{2}|-\d{3})?$/i;

/** Unicode scripts by the script code of a language's maximal tag; others are not checked. */
const SCRIPTS: Readonly<Record<string, string>> = {
  Arab: 'Arab',
  Cyrl: 'Cyrl',
  Deva: 'Deva',
  Grek: 'Grek',
  Hans: 'Hani',
  Hant: 'Hani',
  Hebr: 'Hebr',
  Jpan: 'Hani}\\p{Script=Hira}\\p{Script=Kana',
  Kore: 'Hang',
  Latn: 'Latn',
  Thai: 'Thai',
};

/** `true` if the text is not in this language (BCP 47); `false` if in doubt. */
export function isInOtherLanguage(text: string, language: string): boolean {
  const expected = localeOf(language);
  const script = SCRIPTS[expected?.script ?? ''];
  if (expected === null || script === undefined) return false;
  const letters = [...text].filter((character) => /\p{L}/u.test(character));
  if (letters.length < LEAST_LETTERS) return false;
  const own = new RegExp(`[\\p{Script=${script}}]`, 'u');
  if (letters.filter((letter) => own.test(letter)).length < letters.length * LEAST_SHARE)
    return true;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const countWords = (its: ReadonlySet<string>) => words.filter((word) => its.has(word)).length;
  const functionWords = FUNCTION_WORDS.get(expected.language);
  if (words.length < LEAST_WORDS || functionWords === undefined) return false;
  const most = Math.max(...[...FUNCTION_WORDS.values()].map(countWords));
  return most >= words.length / 8 && most > countWords(functionWords) * MARGIN;
}

/** German and its kin write every noun with a capital letter. */
const LANGUAGES_OF_CAPITAL_NOUNS = ['de', 'gsw', 'lb', 'nds'];

/** `true` if every noun of this language (BCP 47) has a capital letter. */
export function hasCapitalNouns(language: string): boolean {
  return LANGUAGES_OF_CAPITAL_NOUNS.includes(localeOf(language)?.language ?? '');
}

function localeOf(language: string): Intl.Locale | null {
  return TAG.test(language) ? new Intl.Locale(language).maximize() : null;
}
