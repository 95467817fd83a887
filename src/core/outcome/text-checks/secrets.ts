import { listSentences } from '#foundation/cut-text.ts';
import { isObject } from '#foundation/is-object.ts';
import { fold } from '../../questions/quoting/places.ts';
import { NEGATIONS } from '../../vocabulary/negations.ts';
import type { Submission } from '../../vocabulary/submission.ts';

/**
 * How a model asks people for a secret, in four languages. Applied only to submissions; other
 * languages are not checked. Every repetition is bounded.
 */
const HELD = String.raw`(?:(?:contents?|values?) of (?:(?:the|your) )?)?(?:pass(?:word|phrase|code)s?|(?:api|access|secret|private|signing|ssh)[ -]keys?|(?:\p{L}{1,20}[ -])?tokens?|credentials|secrets?|connection strings?|\.env(?: file)?|(?:pass|kenn)w(?:o|ö)rt(?:er)?|zugangsdaten|api-schlüssel|mots? de passe|identifiants|clés? api|contraseñas?|credenciales|claves? (?:de )?api)`;
/** What may follow a secret; anything else makes it harmless, such as *token lifetime*. */
const ENDS = String.raw`(?=["'”’)*_\x60]{0,3}(?:$|[.,;:?!]|\s{1,9}(?:for|of|to|in|into|on|at|from|with|and|or|so|that|we|i|you|here|below|via|by|please|as|hier|für|von|vom|zum|der|des|ici|pour|de|du|dans|para|del|por|en|aquí)(?!\p{L})))`;
/** Words between verb and secret; the excluded ones change the subject. */
const BETWEEN = String.raw`(?:(?!(?:of|for|about|which|who|whose|how|where|when|whether|if|what|that|to|from|in|between)\s)[^\s.?!;:,]{1,40}\s{1,9}){0,5}`;
const HAND = String.raw`(?:paste|post|send|share|give|provide|tell|write|enter|type|drop|supply|disclose|reveal|(?:reply|answer|respond) with|schick\p{L}{0,9}|sende\p{L}{0,9}|poste\p{L}{0,9}|teile\p{L}{0,9}|nenn\p{L}{0,9}|gib|gebt|geben|schreib\p{L}{0,9}|envoy\p{L}{1,9}|donne\p{L}{0,9}|coll\p{L}{1,9}|partage\p{L}{0,9}|communique\p{L}{0,9}|env[ií]\p{L}{1,9}|peg\p{L}{1,9}|compart\p{L}{1,9}|escrib\p{L}{1,9}|dime|danos)`;
/** A place that people of the thread read. */
const THREAD =
  'here|(?:in|into|to) (?:this|the) (?:thread|chat|channel|bot)|in (?:your|a) (?:reply|answer)|hier|ici|aquí';
const HANDED = new RegExp(
  String.raw`(?<!\p{L})(?:${HAND}\s{1,9}${BETWEEN}(?:${HELD}|keys?)${ENDS}|(?:please|kindly|bitte)\s{1,9}\p{L}{1,20}\s{1,9}${BETWEEN}${HELD}\s{1,9}(?:to (?:me|us)|${THREAD})(?!\p{L})|${HELD}\s{1,9}${BETWEEN}${HAND}(?!\p{L}))`,
  'iu',
);
/** A person is addressed. A step that hands a token to a worker asks no one for it. */
const ADDRESSED =
  /(?<!\p{L})(?:please|kindly|(?:can|could|would|will) (?:you|someone|somebody|anyone)|(?:someone|somebody|anyone) (?:should|must) (?:reply|respond|answer|post|paste)|(?:give|send|tell|show|with|to) (?:me|us)(?!-)|bitte|(?:könn|kann)\p{L}{0,9} (?:du|ihr|sie|jemand)|uns|mir|merci de|pouvez-vous|peux-tu|nous|por favor|puedes?|podr[ií]a\p{L}{0,9})(?!\p{L})/iu;
const HERE = new RegExp(String.raw`(?<!\p{L})(?:${THREAD})(?!\p{L})`, 'iu');
/** A setting that names a secret, and words that ask for its value in the thread. */
const SETTING =
  /(?<![A-Z0-9_])(?:[A-Z0-9]{1,40}_){1,9}(?:TOKEN|KEY|SECRET|PASSWORD|URL)(?![A-Z0-9_])/gu;
const ANSWERED = new RegExp(String.raw`${HERE.source}|(?:reply|answer|respond) with\s`, 'iu');
/** *p a s s w o r d* */
const SPACED = /(?<!\p{L})(?:\p{L} ){3,40}\p{L}(?!\p{L})/gu;
/** The sentence forbids it. */
const FORBIDDEN = new RegExp(String.raw`(?<!\p{L})(?:${NEGATIONS})(?!\p{L})`, 'iu');
/** Only questions ask like this: for the secret itself, or whether someone has it. */
const ASKED = new RegExp(
  String.raw`(?<!\p{L})(?:(?:what(?:['’]s| is| are)|wie lautet|wie lauten|quel(?:le)?s? (?:est|sont)|cu[aá]l(?:es)? (?:es|son)) |(?:need|want|have) your )${BETWEEN}${HELD}${ENDS}`,
  'iu',
);
const REPEATING = ['frame', 'match_answers'];
const COPIED = ['quote', 'words', 'place', 'notes'];

export function listSecretsAskedFor({ tool, input }: Submission): string[] {
  if (REPEATING.includes(tool)) return [];
  const isQuestion = tool === 'ask_questions';
  return textsOf(input).flatMap((text) =>
    listSentences(text)
      .map(({ segment }) => segment.trim())
      .filter((words) => {
        const plain = fold(words).replaceAll(SPACED, (letters) => letters.replaceAll(' ', ''));
        const sentence = ANSWERED.test(plain) ? plain.replaceAll(SETTING, 'secret') : plain;
        const handed = HANDED.exec(sentence);
        if (handed === null) return isQuestion && ASKED.test(sentence);
        if (FORBIDDEN.test(sentence.slice(0, handed.index))) return false;
        return (
          ADDRESSED.test(sentence) || (handed.index === 0 && (isQuestion || HERE.test(sentence)))
        );
      }),
  );
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([field, each]) =>
    COPIED.includes(field) ? [] : textsOf(each),
  );
}
