/**
 * Judges what a model submits (A1–A4): the form by its schema, references by the design, citations
 * in the repository. Problems go back to the model, all at once.
 */

import { checkSubmission, problemsOfText } from '#design/check-submission.ts';
import type { CommandOf } from '#design/commands.ts';
import type { CheckedCitation } from '#design/events.ts';
import { letterOf } from '#design/participants.ts';
import type { Submission, TerminalTool } from '#design/submissions.ts';
import type { Repository } from '#repository/repository.ts';
import type { Log } from '#support/log.ts';
import { renderDecisionText } from '#words/decision-text.ts';
import { checkAliases, restoreNames } from './arguing.ts';
import type { Work } from './conduct.ts';
import { list } from './material.ts';

/** A repository that does not answer is no fault of who cites. */
const LOOK_UP_MS = 20_000;

export type Accepted = Pick<CommandOf<'submit'>, 'submission' | 'citations' | 'text'>;
interface Cited {
  readonly name: string;
  readonly place: string;
  readonly quote: string;
}

export class Judge {
  readonly #work: Work;
  readonly #tools: readonly TerminalTool[];
  readonly #repository: Repository | null;
  readonly #log: Log;
  #hasToldOfCitations = false;
  accepted: Accepted | null = null;

  constructor(work: Work, tools: readonly TerminalTool[], repository: Repository | null, log: Log) {
    this.#work = work;
    this.#tools = tools;
    this.#repository = repository;
    this.#log = log;
  }

  /** `null`: accepted. */
  async submit(tool: string, input: unknown): Promise<string | null> {
    const { design, turn, kind, participant } = this.#work;
    const known = this.#tools.find((each) => each === tool);
    if (known === undefined) return sayNoTool(tool, this.#tools);
    const isArgument = kind === 'argument';
    const unknown = isArgument ? checkAliases(design, participant.id, input) : [];
    if (unknown.length > 0) return sayProblems(known, unknown);
    const named = isArgument ? restoreNames(design, input) : input;
    const checked = checkSubmission(design, turn.id, known, named);
    if (!checked.ok) return sayProblems(known, checked.problems);
    const { submission } = checked;
    const text =
      submission.tool === 'submit_decision' ? renderDecisionText(submission.input, design) : '';
    const tooLong = problemsOfText(text);
    if (tooLong.length > 0) return sayProblems(known, tooLong);
    const citations = await this.#checkCitations(submission);
    const absent = citations.filter(({ status }) => status === 'absent');
    // Told once; what is cited again stays, and everybody sees that it does not stand there.
    if (absent.length > 0 && !this.#hasToldOfCitations) {
      this.#hasToldOfCitations = true;
      return sayProblems(known, absent.map(sayAbsent));
    }
    this.accepted = { submission, citations, text };
    return null;
  }

  /** One after the other: all who are asked look up at the same time. */
  async #checkCitations(submission: Submission): Promise<CheckedCitation[]> {
    const checked: CheckedCitation[] = [];
    for (const { name, place, quote } of this.#listCited(submission)) {
      if (place !== '') checked.push({ name, place, status: await this.#lookUp(place, quote) });
    }
    return checked;
  }

  #listCited({ tool, input }: Submission): Cited[] {
    const { design, participant } = this.#work;
    switch (tool) {
      case 'submit_proposal': {
        const letter = letterOf(design, participant.id);
        return input.claims.map(({ place, quote }, index) => ({
          name: `${letter}-${index + 1}`,
          place,
          quote,
        }));
      }
      case 'submit_audit':
        return input.findings.map(({ place, quote }, index) => ({
          name: `F${index + 1}`,
          place,
          quote,
        }));
      default:
        return [];
    }
  }

  /** A read that waited too long, or broke, is not a read that found nothing. */
  async #lookUp(place: string, quote: string): Promise<CheckedCitation['status']> {
    if (this.#repository === null) return 'not_looked_up';
    const { promise: late, resolve } = Promise.withResolvers<'not_looked_up'>();
    const timer = setTimeout(() => resolve('not_looked_up'), LOOK_UP_MS);
    try {
      return await Promise.race([this.#repository.cite(place, quote), late]);
    } catch (error) {
      this.#log.warn('citation_not_looked_up', { designId: this.#work.design.id, error });
      return 'not_looked_up';
    } finally {
      clearTimeout(timer);
    }
  }
}

export function sayNoTool(tool: string, tools: readonly string[]): string {
  return `There is no tool ${JSON.stringify(tool.slice(0, 60))} in this turn. End it with ${tools.join(' or ')}.`;
}

function sayProblems(tool: string, problems: readonly string[]): string {
  return `${tool} was not accepted, and nothing was recorded:\n${list(problems)}\nCorrect this and call it again.`;
}

function sayAbsent({ name, place }: CheckedCitation): string {
  return `${name}: these words do not stand at ${place}. Correct the place or copy the words; if you did not read it there, leave both empty.`;
}
