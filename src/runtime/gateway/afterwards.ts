import { whyNoDate, whyNoName } from '../../core/afterwards/afterwards.ts';
import { supersededBy } from '../../core/afterwards/standing.ts';
import { decisionInForce } from '../../core/outcome/outcome.ts';
import { type Document, wordsDocument } from '../../core/telling/document.ts';
import { stepSentences } from '../../core/telling/facts/afterwards.ts';
import { listDocument, refused } from '../../core/telling/message/answers.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import { withPage } from '../../core/telling/page/page-address.ts';
import { oneLine } from '../../core/telling/plain.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Verdict } from '../../core/vocabulary/events.ts';
import { utcDay } from '../../core/vocabulary/figures.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import type { FieldErrors, FormField, ReadField } from './form.ts';
import type { GatewayContext } from './gateway-context.ts';
import { personFor } from './hand-over.ts';
import { readableAmong } from './reading.ts';
import { command, type Request } from './request.ts';

/** Slack shows 75 characters of a choice. */
const STEP_CHARACTERS = 75;
const DATE_CHARACTERS = 40;
const [STEP, PERSON, DATE, HOLDER] = ['step', 'person', 'date', 'holder'];
/** No clock on earth is further behind UTC. */
const FARTHEST_BEHIND_MS = 12 * 60 * 60 * 1_000;

/** The name of somebody who does a step and is not on the platform. */
export const WHO: FormField = {
  name: 'who',
  label: TEXTS.assignName,
  hint: TEXTS.assignNameHint,
  isRequired: false,
  input: { kind: 'line', maxCharacters: BOUNDS.personCharacters, value: '' },
};

/** Records a verdict on a decision that has ended; its words are the reason. */
export function judging(verdict: Verdict) {
  return (
    context: GatewayContext,
    design: Design,
    { words: note }: { readonly words: string },
    request: Request,
  ): Promise<Document | null> => command(context, design, { type: 'judge_decision', verdict, note }, request);
}

/** Fields for who does which step, and until when. */
export function assignFields(_: GatewayContext, design: Design): FormField[] {
  const step = { kind: 'choice', choices: stepsOf(design), chosen: '' } as const;
  const date = { kind: 'line', maxCharacters: DATE_CHARACTERS, value: '' } as const;
  return [
    {
      name: STEP,
      label: TEXTS.assignStep,
      hint: stepSentences(design).join(' '),
      isRequired: true,
      input: step,
    },
    { name: HOLDER, label: TEXTS.assignHolder, hint: '', isRequired: true, input: HOLDERS },
    ...holderFields(design),
    { name: DATE, label: TEXTS.assignDate, hint: TEXTS.assignDateHint, isRequired: false, input: date },
  ];
}

/** Somebody of the platform, or another person by name; that alone where the design is on no platform. */
function holderFields({ thread }: Design): FormField[] {
  const [label, hint] = [TEXTS.assignWho, TEXTS.assignPersonHint];
  if (thread === null) return [{ ...WHO, label }];
  return [{ name: PERSON, label, hint, isRequired: false, input: { kind: 'person' } }, WHO];
}

const HOLDERS = {
  kind: 'choice',
  choices: [TEXTS.assignSomebody, TEXTS.assignNobody],
  chosen: TEXTS.assignSomebody,
} as const;

/** Problems that the form shows at its fields, when it is sent at this moment. */
export function assignProblems(read: ReadField, at: number): FieldErrors {
  const date = read(DATE).text.trim();
  const isPast = date !== '' && date < utcDay(at - FARTHEST_BEHIND_MS);
  const dateProblem = whyNoDate(date) ?? (isPast ? TEXTS.assignPast : null);
  const whoProblem = whyNotHeld(read);
  return {
    ...(dateProblem === null ? {} : { [DATE]: dateProblem }),
    ...(whoProblem === null ? {} : { [WHO.name]: whoProblem }),
  };
}

function whyNotHeld(read: ReadField): string | null {
  const written = read(WHO.name).text.trim();
  const named = [read(PERSON).text, written].filter((each) => each !== '').length;
  if (read(HOLDER).text === TEXTS.assignNobody) return named === 0 ? null : TEXTS.assignNotNobody;
  if (named === 0) return TEXTS.assignWhom;
  if (named === 2) return TEXTS.assignOne;
  return written === '' ? null : whyNoName(written);
}

/** Assigns the chosen step to the person who is chosen or named. */
export async function assign(
  context: GatewayContext,
  design: Design,
  { words, read }: { readonly words: string; readonly read: ReadField },
  request: Request,
): Promise<Document | null> {
  const id = read(PERSON).text;
  const person = id === '' ? null : await personFor(context, design, id, request);
  if (person !== null && 'problem' in person) return refused(person.problem, request.typed);
  const who = person === null ? { to: words } : { to: person.name, toId: person.id };
  const step = stepsOf(design).indexOf(read(STEP).text) + 1;
  const date = read(DATE).text.trim();
  return command(context, design, { type: 'assign_step', step, ...who, date }, request);
}

/** Each step of a decision as the form offers it, under its number. */
function stepsOf(design: Design): string[] {
  const steps = decisionInForce(design)?.decision.steps ?? [];
  return steps.map(({ title }, at) => cutWords(oneLine(`${at + 1}. ${title}`), STEP_CHARACTERS));
}

/** Leads to the design that has decided otherwise, if this person may read it. */
export async function openSuccessor(
  context: GatewayContext,
  design: Design,
  request: Request,
): Promise<Document | null> {
  const { successor } = supersededBy(design) ?? {};
  const { store, publicUrl } = context.engine.parts;
  const found = successor === undefined ? null : await store.summary(successor);
  const readable = found === null ? [] : await readableAmong(context, request, [withPage(found, publicUrl)]);
  return readable.length === 0 ? wordsDocument(TEXTS.gone) : listDocument(readable, null, context.linkTo);
}
