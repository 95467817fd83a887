import { replyName } from '../question/named-replies.ts';
import { isQuoted } from '../question/quotes.ts';
import { widened } from '../question/widened.ts';
import { plainName } from '../vocabulary/claimed-name.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import { impersonated } from '../vocabulary/impersonation.ts';
import { type Change, type Decision, NOBODY_NAMED } from '../vocabulary/submission.ts';
import { cutInside } from '../vocabulary/text.ts';
import type { Via } from '../vocabulary/via.ts';

/** Owners and dates of steps: only what a person has written, never a model's own (J12). */

type Step = Decision['steps'][number];
type Said = Pick<Design, 'topic' | 'startedBy' | 'via' | 'replies' | 'participants'>;

/** Words of a person under the name by which a step refers to them. */
interface PersonsWords {
  /** `R3`, or `topic`. */
  readonly name: string;
  readonly author: string;
  readonly via?: Via | undefined;
  readonly text: string;
}

const TOPIC = 'topic';
/** The most that a step takes of an owner. */
const OWNER_CHARACTERS = 100;
/** The most that a step takes of the words that name somebody. */
const QUOTE_CHARACTERS = 600;
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Returns everything that people have written, in the order of their replies; the topic last. */
export function wordsOfPeople({
  topic,
  startedBy,
  via,
  replies,
}: Omit<Said, 'participants'>): PersonsWords[] {
  const said = replies.map(({ author, via, text }, index) => ({ name: replyName(index), author, via, text }));
  return [...said, { name: TOPIC, author: startedBy, via, text: topic }];
}

/**
 * Returns a decision in which nobody is named, and no date given, but by the words of a person: these stand in the reply that
 * the step names as its author's own, and have the owner, unless that is the author, and the date in them. They are kept as whole
 * sentences (J10). `before`: the text that is revised, whose steps were looked at when it was made.
 */
export function withNamedOnly(design: Said, decision: Decision, before?: Decision): Decision {
  return { ...decision, steps: decision.steps.map((step) => named(design, step, before)) };
}

/** Does the same for the steps that a revision gives anew. */
export function changesWithNamedOnly(design: Said, changes: readonly Change[], before: Decision): Change[] {
  return changes.map((change) =>
    change.part === 'step' ? { ...change, with: named(design, change.with, before) } : change,
  );
}

/** Refuses names and dates that no words of a person have: `withNamedOnly` takes them out before a text is hashed. */
export function checkOwners(design: Said, steps: readonly Step[], before?: Decision): Refusal[] {
  return steps
    .filter((step) => !isSameNaming(step, named(design, step, before)))
    .map(({ title, named: { reply } }) => {
      const which = reply === '' ? 'no words of a person have' : `the words of ${reply} do not have`;
      const message = `The step “${title}” has an owner or a date that ${which}: leave \`owner\`, \`date\` and \`named\` empty.`;
      return refuse('invalid', message);
    });
}

function named(design: Said, step: Step, before: Decision | undefined): Step {
  const { owner, date, named: source } = step;
  if (isKnown(step, before)) return step;
  const said = wordsOfPeople(design).find(({ name }) => name === source.reply);
  const whole = said === undefined || source.quote === '' ? null : widened(source.quote, said);
  if (said === undefined || whole === null) return { ...step, owner: '', date: '', named: NOBODY_NAMED };
  const quote = cutInside(whole.quote, QUOTE_CHARACTERS);
  const keptOwner = starterIn(design, owner, said, quote);
  const keptDate = standsIn(date, quote) ? date : '';
  const isEmpty = keptOwner === '' && keptDate === '';
  const { reply } = source;
  return { ...step, owner: keptOwner, date: keptDate, named: isEmpty ? NOBODY_NAMED : { reply, quote } };
}

/** A person by the name in the words, or their author by the name on record, which says so where it was only claimed; never a participant. */
function starterIn(
  { participants }: Said,
  owner: string,
  { author, via }: PersonsWords,
  quote: string,
): string {
  const isAuthor = owner === author || owner === plainName(author, via);
  if (isAuthor) return author.length <= OWNER_CHARACTERS ? author : '';
  return standsIn(owner, quote) && impersonated(owner, participants) === null ? owner : '';
}

/** Finds an equal naming in the text before, which was looked at then. */
function isKnown(step: Step, before: Decision | undefined): boolean {
  return before?.steps.some((known) => isSameNaming(known, step)) ?? false;
}

function isSameNaming(one: Step, other: Step): boolean {
  const texts = ({ owner, date, named: { reply, quote } }: Step) => [owner, date, reply, quote];
  return texts(one).every((text, index) => text === texts(other)[index]);
}

/** Finds whole words; a name of one or two characters has to be a word by itself. */
function standsIn(wanted: string, quote: string): boolean {
  if (wanted === '') return false;
  return isQuoted(wanted, quote) || [...words.segment(quote)].some(({ segment }) => segment === wanted);
}
