import type { RecordPlace } from '../core/follow-up/places.ts';
import { namesOf } from '../core/questions/author.ts';
import { shortId } from '../core/vocabulary/figures.ts';
import { wordsOf } from '../core/vocabulary/ranked.ts';
import { FACTS, type Fact } from '../core/vocabulary/sets.ts';
import { listed } from '../core/vocabulary/text.ts';
import { standingIn } from './card.ts';
import { spentIn } from './cost.ts';
import { atBeginning } from './format/people.ts';
import { linePlain } from './format/plain-document.ts';
import { timeWords } from './format/time.ts';
import { closedGateIn } from './gate-words.ts';
import { titlesIn } from './people.ts';
import type { DesignView } from './schema/view.ts';

export const FACT_LABELS: Readonly<Record<Fact, string>> = {
  where: 'Where is it?',
  cost: 'How much?',
  who: 'Who took part?',
  how_long: 'How long?',
};

/** Words by which a question is about a fact. */
const FIXED_WORDS: Readonly<Record<Fact, readonly string[]>> = {
  where: ['where', "where's", 'file', 'files', 'adr', 'pull', 'link', 'links'],
  cost: ['cost', 'costs', 'cheap', 'expensive', 'pay', 'price', 'spend', 'spending', 'spent'],
  who: ['who', "who's", 'whom', 'whose'],
  how_long: ['duration', 'eta', 'hours', 'long', 'longer', 'minutes', 'soon', 'time', 'when'],
};
/** Words that such a question, or another request of fixed words, may have besides. */
const SMALL_WORDS = wordsOf(
  "a about accepted all already also an and answered any approved are ask asked asks at be been began begin begun brief by can charge charrette could decide decided decides deciding decision design did discussion do document does done end ended ends estimate estimated everybody expect expected far find fine finish finished finishes for from get go going good great had has have hello here hi how i i'd i'll i'm in involved is it it's its just left let let's made make makes many me money more much need needed needs now of ok okay on or our over paid part participated people personas please proposal proposed ready record remaining request result results right run running runs see should signed so start started starts still sure take taken takes taking tell thank thanks that that's the then there these thing this to today took total transcript until us usually wait waiting want was we we'll we're were what what's will with would written yeah yep yes yet you your",
);
const MAX_CHARACTERS = 200;

/** Words of a short text that has only these and small words; empty for any other text. */
export function fixedWordsIn(text: string, fixed: readonly string[]): string[] {
  if (text.length > MAX_CHARACTERS) return [];
  const words = [...wordsOf(text.replaceAll('’', "'"))];
  return words.every((word) => SMALL_WORDS.has(word) || fixed.includes(word)) ? words : [];
}

/** Facts that a question asks for in fixed words alone; none if it has any other word. They are only shown (A17). */
export function factsIn(question: string): Fact[] {
  const words = fixedWordsIn(question, Object.values(FIXED_WORDS).flat());
  const facts = FACTS.filter((fact) => words.some((word) => FIXED_WORDS[fact].includes(word)));
  return facts.length === 0 && words.includes('much') ? ['cost'] : facts;
}

const FACT_WORDS: Readonly<Record<Fact, (view: DesignView) => string>> = {
  where: (view) =>
    `${nowIn(view)}${whereFiles(view)}${view.published === null ? '' : ` Pull request: ${view.published}`}`,
  cost: (view) => `${spentIn(view)}${view.endedAt === null ? ' so far' : ''}.`,
  who: (view) => {
    const released = view.frame?.released ?? [];
    const personas = view.personas.filter(
      ({ id, role }) => role === 'persona' && !released.some(({ persona }) => persona === id),
    );
    const answered = namesOf(view.replies.filter(({ answers }) => answers.length > 0));
    const dissents = view.signatures.filter(({ verdict }) => verdict === 'dissents');
    const decided = view.closedGates.filter(({ by }) => by !== '');
    return [
      `${atBeginning(view.startedBy)} asked.`,
      ...(answered.length === 0 ? [] : [`Answered by ${listed(answered)}.`]),
      `Personas: ${listed(personas.map(({ title }) => title))}.`,
      ...(dissents.length === 0
        ? []
        : [
            `Dissents: ${linePlain(
              titlesIn(
                view,
                dissents.map(({ persona }) => persona),
              ),
            )}.`,
          ]),
      ...decided.map((gate) => linePlain(closedGateIn(gate))),
      ...(view.afterwards?.words ?? []),
    ].join(' ');
  },
  how_long: (view) => {
    const { took, startedAt, endedAt } = view;
    const ended = endedAt === null ? '' : `, ended ${timeWords(Date.parse(endedAt), true)} UTC`;
    return `${nowIn(view)}${took}${endedAt === null ? ' so far' : ''}. Started ${timeWords(Date.parse(startedAt), true)} UTC${ended}.`;
  },
};

/** How far a design has got, in a sentence with a blank behind it; empty after the end. */
function nowIn(view: DesignView): string {
  return view.endedAt === null ? `${linePlain(standingIn(view))}. ` : '';
}

export function factIn(view: DesignView, fact: Fact): string {
  return FACT_WORDS[fact](view);
}

/** The facts as places of the record, for questions in words that code does not know. */
export function factPlaces(view: DesignView): RecordPlace[] {
  return FACTS.map((fact) => ({
    name: fact,
    source: FACT_LABELS[fact],
    text: `${FACT_LABELS[fact]} ${factIn(view, fact)}`,
  }));
}

const TO_READ = ['brief.md', 'adr.md', 'record.md', 'transcript.md'];

function whereFiles({ id, thread, page, files, proposals }: DesignView): string {
  const read = TO_READ.filter((name) => files.includes(name));
  if (files.length === 0) {
    const until =
      thread === null || proposals.length === 0 ? '' : ' The proposals are attached in the thread.';
    return `brief.md, adr.md, record.md and more are written when the design ends.${until}`;
  }
  const places = [
    ...(thread === null ? [] : ['below the result in the thread']),
    ...(page === null ? [] : [page]),
    `charrette open ${shortId(id)}`,
  ];
  return `${listed(read)}, and ${files.length - read.length} more: ${places.join('; ')}.`;
}
