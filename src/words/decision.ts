/**
 * The decision in the thread: its sentence, what could make its reader wrong, then why, steps and
 * what was rejected at a thread's size. The whole stands in `decision.md`.
 */

import { NOTE, noteOf } from '#design/audits.ts';
import type { EventOf } from '#design/events.ts';
import { holderOfRole, livingPersonas, personasOf } from '#design/participants.ts';
import { nameOf } from '#design/people.ts';
import type { Decision, Design, Gate } from '#design/state.ts';
import { newestDecision, openGate } from '#design/status.ts';
import { endControls } from './ending.ts';
import { clause, countOf, duration, firstSentences, shorten, spentOn } from './figures.ts';
import { headlineBlock } from './headline.ts';
import { blocks, bullets, lines, type Markdown, md, numbered, time } from './md.ts';
import { type Control, compose, type Message } from './message.ts';
import { answerersOf, call } from './people.ts';

/** The message with the decision, while its gate is open and after the end. */
export function renderDecision(design: Design): Message | null {
  const decision = newestDecision(design);
  if (decision === null) return null;
  const gate = openGate(design);
  const isStopped = design.settled?.status === 'cancelled';
  return compose(
    design,
    gate === null ? endControls(design) : controlsOf(gate),
    isStopped ? headlineBlock(design, 300) : null,
    noteOf(design) === null ? null : blocks(md`**What changed**`, changes(design, 120)),
    md`**${decision.decision.sentence}**`,
    isStopped ? null : headlineBlock(design, 300),
    shortText(decision),
    md`${figuresOf(design)}`,
    gate === null ? afterwards(design) : choices(design, gate),
  );
}

/** Replaces the message of the first text; the second stands in its own message. */
export function renderSentBack(design: Design, { by, note }: EventOf<'gate_decided'>): Message {
  return compose(
    design,
    [],
    md`**Sent back** by ${nameOf(by)}: “${shorten(note, 400)}” The new text will stand below.`,
  );
}

export function renderAccepted(design: Design): Message {
  return compose(
    design,
    [],
    md`${call(design, answerersOf(design))}: ${nameOf(design.settled?.by ?? null)} accepted the decision. It stands above, with its caveats.`,
  );
}

/** A line for the note, and for each finding of the audit of the text before, that the writer answered. */
export function changes(design: Design, maxCharacters: number): Markdown {
  const found = findingsBefore(design);
  const sentBack = noteOf(design);
  const answers = newestDecision(design)?.decision.answers ?? [];
  return bullets(
    answers.map(({ finding, how }) => {
      const done = shorten(how, maxCharacters);
      if (finding === NOTE)
        return md`*${nameOf(sentBack?.by ?? null)}’s note:* “${shorten(sentBack?.note ?? '', maxCharacters)}” → ${done}`;
      const { part = '', wrong = '' } = found[Number(finding.slice(1)) - 1] ?? {};
      return md`*${part}:* ${shorten(wrong, maxCharacters)} → ${done}`;
    }),
  );
}

/** Findings on the text before, which the newest text answers. */
export function findingsBefore({ decisions, audits }: Design) {
  const before = decisions.at(-2);
  return audits.findLast(({ sha256 }) => sha256 === before?.sha256)?.audit.findings ?? [];
}

function shortText({ decision }: Decision): Markdown {
  const { why, steps, rejected } = decision;
  return blocks(
    lines(md`*Why*`, ...why.slice(0, 2).map(({ text }) => md`${firstSentences(text, 160)}`)),
    md`*Steps*`,
    numbered(steps.slice(0, 5).map(({ text }) => md`${firstSentences(text, 110)}`)),
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
  const assumptions = newestDecision(design)?.decision.assumptions.length ?? 0;
  const { repository } = design;
  return [
    `${livingPersonas(design).length} of ${personasOf(design).length} personas`,
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
  return `${countOf(models.size, 'model')}${isOfFamily ? ', the auditor and authors share a family' : ''}`;
}

function choices(design: Design, gate: Gate): Markdown {
  const back = gate.choices.includes('send_back') ? ', send it back once with a note,' : '';
  return md`${call(design, [design.startedBy])}, decide by ${time(gate.deadlineAt)}: accept it${back} or stop.`;
}

/** Calls the starter and all who answered in the thread, unless a gate on this text has called the starter. */
function afterwards(design: Design): Markdown | null {
  const isAsked = (design.gates.at(-1)?.decision?.choice ?? 'send_back') !== 'send_back';
  if (design.thread === null || isAsked || design.end === null) return null;
  const called = [design.startedBy, ...answerersOf(design)];
  return md`For ${call(design, called)}.`;
}

const LABELS = { accept: 'Accept', send_back: 'Send back…', stop: 'Stop' } as const;

function controlsOf(gate: Gate): Control[] {
  return gate.choices.map((act) => ({ act, label: LABELS[act], gateId: gate.id }));
}
