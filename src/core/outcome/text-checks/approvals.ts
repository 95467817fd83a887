import { lettersOf } from '../../vocabulary/compared.ts';

interface Heard {
  readonly speakers: readonly string[];
  /** People's words and cited lines; a name in them counts as known. */
  readonly brought: readonly string[];
  /** All texts. A word that occurs in small letters is no name. */
  readonly everything: readonly string[];
}

/**
 * How a model writes in five languages that someone approved or owns something, and how it writes that it is still to come.
 * Applied only to decisions (A17); other languages are not checked.
 */
const APPROVED =
  /\b(?:agreed|approved|authori[sz]ed|consented|decided|endorsed|signed|owns(?= (?:step|this|the (?:decision|migration|rollout|step)))|zugestimmt|genehmigt|freigegeben|abgesegnet|gebilligt|approuvé|validé|donné son accord|aprobad[oa]s?|aprobó|autorizó)(?![\p{L}])|承認|同意|批准|了承/u;
/** Before an approval: passive or descriptive, so no one is said to have given it. */
const NOT_BY_SUBJECT = /(?:^|\s)(?:the|an|is|are|was|were|be|been|being|as|wird|wurde|est|es|fue)\s*$/i;
const BY = /^\s+(?:by|von|durch|par|por)\s+/;
const TO_COME =
  /(?:^|[^\p{L}])(?:if|unless|until|once|when|before|after|must|should|shall|needs?|needed|will|would|could|may|ask|asks|not|never|nobody|no|whether|wenn|falls|bis|sobald|bevor|muss|müssen|soll|sollte|nicht|ob|si|avant|doit|devra|pas|hasta|antes|debe|cuando)(?![\p{L}])|前に|まで|未/iu;
/** Roles that approve things and are not names. Code alone says that personas signed (J12). */
const ROLES =
  /(?:^|[^\p{L}])(personas|participants|legal|security|compliance|finance|management|leadership|procurement|operations|board|team|c[teifo]o|ciso|dpo|vp|lawyers?|stakeholders?|everyone|everybody|product owner|vendor|customers?|betriebsrat|rechtsabteilung|geschäftsführung|direction|service juridique|dirección)(?![\p{L}])|(法務|経営陣?|セキュリティ部門?|法务|管理层)/iu;
const ARTICLES = new Set('the a an der die das le la les el los las'.split(' '));
const CLAUSE_END = /[,;:()–—。、]/;
const NAME = /^\p{Lu}[\p{L}'’-]+$/u;
/** Scripts with blanks between words. */
const SPACED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u;
const SUBJECT_WORDS = 8;

/** `true` if the sentence says that someone unheard and unnamed has approved or owns something. */
export function isUnsupportedApproval(sentence: string, heard: Heard): boolean {
  const found = APPROVED.exec(sentence);
  if (found === null || TO_COME.test(sentence.slice(0, found.index))) return false;
  const before = sentence.slice(0, found.index).split(CLAUSE_END).at(-1) ?? '';
  const behind = sentence.slice(found.index + found[0].length);
  const by = BY.exec(behind);
  if (by === null && NOT_BY_SUBJECT.test(before)) return false;
  const words = by === null ? before : (behind.slice(by[0].length).split(CLAUSE_END)[0] ?? '');
  const all = words.trim().split(/\s+/);
  const subject = by === null ? all.slice(-SUBJECT_WORDS) : all.slice(0, SUBJECT_WORDS);
  if (heard.speakers.some((name) => shareWord(name, subject.join(' ')))) return false;
  const role = ROLES.exec(subject.join(' '));
  const named = role === null ? namesIn(subject, heard) : [role[1] ?? role[2] ?? ''];
  const isBrought = (name: string) =>
    heard.brought.some((text) => hasWord(text.toLowerCase(), name.toLowerCase()));
  return named.length > 0 && !named.some(isBrought);
}

/** Capitalized words that occur nowhere in small letters. */
function namesIn(subject: readonly string[], { everything }: Heard): string[] {
  return subject
    .map((word) => word.replaceAll(/[^\p{L}'’-]/gu, ''))
    .filter((word) => NAME.test(word) && !everything.some((text) => hasWord(text, word.toLowerCase())));
}

function shareWord(names: string, text: string): boolean {
  const words = lettersOf(text).split(' ');
  return lettersOf(names)
    .split(' ')
    .some((name) => words.includes(name) && !ARTICLES.has(name));
}

/** Without blanks between words, any occurrence counts. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (
      !SPACED.test(word) ||
      !(SPACED.test(text.charAt(at - 1)) || SPACED.test(text.charAt(at + word.length)))
    )
      return true;
  return false;
}
