/**
 * The decision in the thread: its sentence, what could make its reader wrong, then why, steps and
 * what was rejected at a thread's size. The whole stands in `decision.md`.
 */

import { holderOfRole, livingPersonas, personasOf } from '#design/participants.ts';
import type { Decision, Design, Gate } from '#design/state.ts';
import { newestDecision, openGate } from '#design/status.ts';
import { endControls } from './ending.ts';
import { exampleLine } from './example.ts';
import { clause, countOf, duration, shorten, spentOn } from './figures.ts';
import { headlineBlock } from './headline.ts';
import { blocks, bullets, lines, type Markdown, md, numbered, time } from './md.ts';
import type { Control, Message } from './message.ts';
import { answerersOf, call, callAll, nameOf } from './people.ts';

/** With an open gate, or at the end. */
export function renderDecision(design: Design): Message | null {
  const decision = newestDecision(design);
  if (decision === null) return null;
  const gate = openGate(design);
  return {
    text: blocks(
      exampleLine(design),
      wasSentBack(design) ? changes(design, decision) : null,
      md`**${decision.decision.sentence}**`,
      headlineBlock(design, 300),
      shortText(decision),
      md`${figuresOf(design)}`,
      gate === null ? afterwards(design) : choices(design, gate),
    ).text,
    controls: gate === null ? endControls(design) : controlsOf(gate),
  };
}

/** Once a person has sent the first text back: the second stands in its own message. */
export function renderSentBack(design: Design): Message {
  const sent = design.gates.find(({ decision }) => decision?.choice === 'send_back')?.decision;
  return {
    text: blocks(
      exampleLine(design),
      md`**Sent back** by ${nameOf(sent?.by ?? null)}: “${shorten(sent?.note ?? '', 400)}” The new text will stand below.`,
    ).text,
    controls: [],
  };
}

export function renderAccepted(design: Design): Message {
  const called = answerersOf(design);
  const names = called.length === 0 ? '' : md`${callAll(design, called)}: `;
  return {
    text: blocks(
      exampleLine(design),
      md`${names}${nameOf(design.settled?.by ?? null)} accepted the decision. It stands above, with its caveats.`,
    ).text,
    controls: [],
  };
}

export function wasSentBack({ gates }: Design): boolean {
  return gates.some(({ decision }) => decision?.choice === 'send_back');
}

/** A line for each finding that the writer answered. */
function changes(design: Design, { decision }: Decision): Markdown | null {
  if (decision.answers.length === 0) return null;
  const items = decision.answers.map(({ finding, how }) => {
    const found = findingAnswered(design, finding);
    const what = found === null ? '' : md`*${found.part}:* ${shorten(found.wrong, 120)} → `;
    return md`${what}${shorten(how, 120)}`;
  });
  return blocks(md`**What changed**`, bullets(items));
}

/** `F2` of the audit that the newest text answers: that of the text before. */
export function findingAnswered(design: Design, name: string) {
  const before = design.decisions.at(-2);
  const audit = design.audits.findLast(({ sha256 }) => sha256 === before?.sha256);
  return audit?.audit.findings[Number(name.slice(1)) - 1] ?? null;
}

function shortText({ decision }: Decision): Markdown {
  const { why, steps, rejected } = decision;
  return blocks(
    lines(md`*Why*`, ...why.slice(0, 2).map(({ text }) => md`${shorten(text, 160)}`)),
    md`*Steps*`,
    numbered(steps.slice(0, 5).map(({ text }) => md`${shorten(text, 110)}`)),
    rejected.length === 0
      ? null
      : lines(
          md`*Rejected*`,
          ...rejected
            .slice(0, 2)
            .map(
              ({ way, outweighed }) => md`${clause(shorten(way, 80))}: ${shorten(outweighed, 110)}`,
            ),
        ),
  );
}

/** `5 of 6 personas · 2 assumptions · shop at 08aa129 · two models · $1.84 · 9 min in all` */
export function figuresOf(design: Design): string {
  const atWork = livingPersonas(design).filter(({ id }) =>
    design.proposals.some(({ participant }) => participant === id),
  );
  const assumptions = newestDecision(design)?.decision.assumptions.length ?? 0;
  const { repository } = design;
  return [
    `${atWork.length} of ${personasOf(design).length} personas`,
    ...(assumptions === 0 ? [] : [countOf(assumptions, 'assumption')]),
    ...(repository === null ? [] : [`${repository.name} at ${repository.commit.slice(0, 7)}`]),
    ...(design.isRehearsal ? [] : [modelWords(design)]),
    ...spentOn(design),
    `${duration(design.lastAt - design.startedAt)} in all`,
  ].join(' · ');
}

/** How many models took part, and whether the auditor's thinks like the authors' (J7). */
export function modelWords(design: Design): string {
  const models = new Set(design.participants.map(({ model }) => model));
  const auditor = holderOfRole(design, 'auditor');
  const isOfFamily = personasOf(design).some(
    ({ id, family }) => id !== auditor.id && family === auditor.family,
  );
  return `${countOf(models.size, 'model')}${isOfFamily ? ', the auditor of the authors’ family' : ''}`;
}

function choices(design: Design, gate: Gate): Markdown {
  const back = gate.choices.includes('send_back') ? ', send it back once with a note,' : '';
  return md`${call(design, design.startedBy)}, accept it${back} or stop, until ${time(gate.deadlineAt)}.`;
}

/** Calls the starter and all who answered in the thread, unless a gate has called the starter already. */
function afterwards(design: Design): Markdown | null {
  if (design.thread === null || design.gates.length > 0 || design.end === null) return null;
  const called = [design.startedBy, ...answerersOf(design)];
  return md`For ${callAll(design, called)}.`;
}

const LABELS = { accept: 'Accept', send_back: 'Send back…', stop: 'Stop' } as const;

function controlsOf(gate: Gate): Control[] {
  return gate.choices.map((act) => ({ act, label: LABELS[act], gateId: gate.id }));
}
