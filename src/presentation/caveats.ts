import type { Caveat, CaveatKind, CaveatOf, Titled } from '../core/vocabulary/caveat.ts';
import { counted } from '../core/vocabulary/figures.ts';
import { facilitatorOf } from '../core/vocabulary/round.ts';
import { listed } from '../core/vocabulary/text.ts';
import { capitalized, cutLine } from './format/plain.ts';
import { attemptsFailedWords, leftOutWords, notWaitedForWords } from './rounds.ts';
import { deathsWords, stoodInWords } from './run/crash.ts';
import { signerWords } from './signatures.ts';

/** Longest excerpt of somebody's words: a dissent's reason is never cut. */
const MATTER_CHARACTERS = 200;
/** Longest excerpt of a difference, which stands in the headline, and of what people who differ say. */
const DIFFERENCE_CHARACTERS = 120;
/** People, parts or sources named before the rest is counted. */
const MAX_NAMED = 4;
/** Most caveats that a headline names; the rest is counted. */
const MAX_IN_HEADLINE = 2;

/** A name for the headline, and what the list adds to it. */
type Words = readonly [name: string, detail?: string];

/** A caveat's words. They continue a sentence and have no full stop. */
const WORDS: { [Kind in CaveatKind]: (caveat: CaveatOf<Kind>) => Words } = {
  unread_words: ({ by, words, more }) =>
    more === 0
      ? [`${by}’s last message was not considered`, quoted(words)]
      : [`${by}’s last ${more + 1} messages were not considered`, `the newest is ${quoted(words)}`],
  contradicts_person: ({ by, source, words, about }) => {
    if (source === 'topic') return [`it goes against what ${by} wrote in the question`, quoted(words)];
    if (source === 'reply') return [`it contradicts ${by}`, quoted(words)];
    return [`it does not reflect what ${by} settled`, `${quoted(about)}: ${clause(words)}`];
  },
  people_differ: ({ answers, question, text, contradicted }) => {
    const said = answers.map(({ by, words }) => `${by}: ${quoted(words, DIFFERENCE_CHARACTERS)}`);
    const against = contradicted.length === 0 ? [] : [`the decision contradicts ${listed(contradicted)}`];
    const name = `${listed(answers.map(({ by }) => by))} differ on ${question}`;
    return [name, [quoted(text, DIFFERENCE_CHARACTERS), ...said, ...against].join('; ')];
  },
  not_reflected: ({ why, by, words, more }) => {
    if (why === 'not_judged')
      return [
        `${counted(more, 'sentence')} that people said ${more === 1 ? 'was' : 'were'} not read by the audit`,
      ];
    const name = {
      not_used: `what ${by} said is not in the decision`,
      late: `what ${by} said late is not in the decision`,
      already_there: `what ${by} said late was read as already in the decision`,
    }[why];
    return [name, listed([...words.map((said) => quoted(said)), ...(more === 0 ? [] : [`${more} more`])])];
  },
  question_not_answered: ({ reason }) => ['it does not answer the question', clause(reason)],
  finding_open: ({ severity, left, text }) => {
    const what = `a ${severity} finding`;
    const name = {
      open: `${what} of the audit is left open`,
      unconfirmed: `the auditor does not confirm that ${what} is answered`,
      unasked: `nobody has confirmed that ${what} is answered`,
    }[left];
    return [name, clause(text)];
  },
  difference_open: ({ description, isArgued }) => [
    `${quoted(description, DIFFERENCE_CHARACTERS)} ${isArgued ? 'is open' : 'was not argued and is for you to decide'}`,
  ],
  dissent: ({ dissents, of }) => {
    const [first, ...others] = dissents;
    if (first !== undefined && others.length === 0)
      return [signerWords(first.title, 'dissents'), clause(first.reason)];
    const reasons = dissents.map(({ title, reason }) => `${title}: ${clause(reason)}`);
    return [`${dissents.length} of ${of} dissent`, reasons.join('; ')];
  },
  citation_failed: ({ text, place }) => [
    'a quotation it rests on is not at the cited place',
    `${quoted(text)} (${clause(place)})`,
  ],
  not_audited: ({ missing }) => {
    if (missing === 'real_audit') return ['it was not really audited', 'each row of the audit says the same'];
    return [missing === 'audit' ? 'it was not audited' : 'the proposals were not compared'];
  },
  step_missing: ({ step, attempts, role, by }) => {
    const titles = by.map(({ title }) => title);
    if (role !== null) return [stoodInWords(titles, role)];
    return [step === null ? 'a step is missing' : attemptsFailedWords(step, facilitatorOf(step), attempts)];
  },
  read_in_part: ({ by }) => [`${names(by)} may have read only a part`],
  persona_missing: ({ missing, toTheEnd, of }) => {
    const unfinished = missing.filter(({ hasFinished }) => !hasFinished);
    const name =
      unfinished.length === 0
        ? `${names(missing)} missed a round`
        : `${names(unfinished)} ${unfinished.length === 1 ? 'is' : 'are'} missing`;
    const rounds = new Set(missing.flatMap((each) => each.rounds));
    return [
      name,
      [
        ...deathsWords(missing),
        ...[...rounds].map((round) =>
          notWaitedForWords(names(missing.filter((each) => each.rounds.includes(round))), round),
        ),
        `${toTheEnd} of ${of} finished`,
      ].join('; '),
    ];
  },
  not_signed: ({ why, by, reservation }) => {
    if (why === 'nobody') return ['nobody has signed it'];
    if (why === 'reservation') return [signerWords(names(by), 'with_reservation'), clause(reservation)];
    if (by.length === 0) return ['nobody who judged this is sure of it'];
    return [`${names(by)} ${by.length === 1 ? 'is' : 'are'} not sure of it`];
  },
  fact_not_used: ({ title, text }) => [
    'it does not use a fact that would change the answer',
    `${quoted(text)} (${title})`,
  ],
  other_language: ({ language }) => [`it is not written in the language of the question (${language})`],
  cut_short: ({ why, by, dropped, isUsedUp }) => {
    if (why === 'person') return [`${by} stopped it`];
    return [isUsedUp ? 'the money was used up' : leftOutWords(dropped).join('; ')];
  },
};

function wordsOf<Kind extends CaveatKind>(caveat: CaveatOf<Kind>): Words {
  return WORDS[caveat.kind](caveat);
}

export function caveatWords(caveat: Caveat): string {
  const [name, detail = ''] = wordsOf(caveat);
  return detail === '' ? name : `${name}: ${detail}`;
}

/** The caveat as an item of the list below a headline. */
export function caveatSentence(caveat: Caveat): string {
  const words = capitalized(caveatWords(caveat));
  return /[.!?…][”"’')*_]*$/.test(words) ? words : `${words}.`;
}

/** The gravest by name, each name once, and the number of the others. */
export function namedGravest(caveats: readonly Caveat[]): string {
  const byName = [...Map.groupBy(caveats, (each) => wordsOf(each)[0])];
  const gravest = byName
    .slice(0, MAX_IN_HEADLINE)
    .map(([name, { length }]) => (length === 1 ? name : `${name} (${length} times)`));
  const more = byName.slice(MAX_IN_HEADLINE).flatMap(([, those]) => those).length;
  return [...gravest, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function names(people: readonly Pick<Titled, 'title'>[]): string {
  const titles = people.map(({ title }) => title);
  const more = titles.length - MAX_NAMED;
  return listed(more > 0 ? [...titles.slice(0, MAX_NAMED), `${more} more`] : titles);
}

function quoted(text: string, maxCharacters = MATTER_CHARACTERS): string {
  return `“${cutLine(text, maxCharacters)}”`;
}

/** Someone's words inside our sentence, without their full stop. */
function clause(text: string): string {
  return cutLine(text, MATTER_CHARACTERS).replace(/\.$/, '');
}
