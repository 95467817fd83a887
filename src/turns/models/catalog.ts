/**
 * Models by name: which exist, who speaks with which, what they cost, and how an answer that breaks
 * its form is repaired.
 */

import type { ModelEnd } from '../../core/vocabulary/estimate.ts';
import type { Usage } from '../../core/vocabulary/event-parts.ts';
import { utcDayOf } from '../../core/vocabulary/figures.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { costOf, type ModelEntry } from './entry.ts';

/** Anthropic's own endpoint, unless `ANTHROPIC_BASE_URL` names another. */
export const ANTHROPIC_URL = 'https://api.anthropic.com';

export interface FamilyModel {
  readonly family: string;
  readonly model: string;
}

export interface FamilyVoices {
  readonly family: string;
  readonly personas: string;
  readonly facilitators: string;
}

/** Models for participants that name none, without repetition. */
export function listSpeakers(spread: readonly FamilyVoices[], defaultModel: string): string[] {
  const models = spread.flatMap(({ facilitators, personas }) => [facilitators, personas]);
  return spread.length === 0 ? [defaultModel] : [...new Set(models)];
}

/** Names of endpoints by host; any other endpoint is named by its host. */
const VENDORS: Readonly<Record<string, string>> = {
  'api.anthropic.com': 'Anthropic',
  'api.openai.com': 'OpenAI',
  'generativelanguage.googleapis.com': 'Google',
};

/**
 * Models of `models.yaml`, in file order, and models that settings name at another endpoint of the
 * Messages API.
 */
export class ModelCatalog {
  readonly #entries: ReadonlyMap<string, ModelEntry>;
  readonly #keys: ReadonlyMap<string, string>;
  readonly #makeUnlisted: ((name: string) => ModelEntry) | null;

  /** `unlisted` describes a model missing from the file; `null` if none is allowed. */
  constructor(
    entries: readonly ModelEntry[],
    keys: ReadonlyMap<string, string>,
    makeUnlisted: ((name: string) => ModelEntry) | null = null,
  ) {
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.#keys = keys;
    this.#makeUnlisted = makeUnlisted;
  }

  get all(): ModelEntry[] {
    return [...this.#entries.values()];
  }

  /** Models whose key is set, or that need none. */
  get usable(): ModelEntry[] {
    return this.all.filter((entry) => this.isUsable(entry));
  }

  /** Usable families in file order; for each role the first model for that role, else the first. */
  get families(): FamilyVoices[] {
    return [...Map.groupBy(this.usable, ({ family }) => family)].flatMap(
      ([family, [first, ...others]]) => {
        if (family === null || first === undefined) return [];
        const speaker = (role: NonNullable<ModelEntry['speaksFor']>) =>
          [first, ...others].find(({ speaksFor }) => speaksFor === null || speaksFor === role) ??
          first;
        return {
          family,
          personas: speaker('personas').name,
          facilitators: speaker('facilitators').name,
        };
      },
    );
  }

  /** True if settings may name models that are not in the file. */
  get hasUnlisted(): boolean {
    return this.#makeUnlisted !== null;
  }

  findModel(name: string): ModelEntry | null {
    return this.#entries.get(name) ?? this.#makeUnlisted?.(name) ?? null;
  }

  isUsable({ key }: ModelEntry): boolean {
    return key === null || this.#keys.has(key);
  }

  /** A secret. `null` if the endpoint needs no key. */
  keyOf({ key }: ModelEntry): string | null {
    return key === null ? null : (this.#keys.get(key) ?? null);
  }

  /** Returns why this model cannot be used, as the end of a sentence; `null` if it can. */
  problemOf(name: string): string | null {
    const entry = this.findModel(name);
    if (entry === null) return 'is not in models.yaml';
    return this.isUsable(entry) ? null : `needs ${entry.key}, which is not set`;
  }

  familyOf(name: string): string | null {
    return this.findModel(name)?.family ?? null;
  }

  /**
   * USD; `null` without a known price. Ignores a date at the end of a name, since endpoints may
   * append one.
   */
  priceOf(name: string, usage: Usage): number | null {
    const entry = this.#entries.get(name) ?? this.#entries.get(name.replace(/-\d{8}$/, ''));
    return costOf(entry?.price ?? null, usage);
  }

  /** Names the companies or hosts that receive these models' prompts, for people to read. */
  vendorOf(names: readonly string[]): string {
    const hosts = names.flatMap((name) => {
      const entry = this.findModel(name);
      return entry === null ? [] : [vendorAt(entry.baseUrl)];
    });
    return cutText(listWords([...new Set(hosts)]), VENDOR_CHARACTERS);
  }

  /**
   * Models of these that have ended or are near their end at `now`, each with the first lasting
   * ones of its family.
   */
  endingsOf(names: readonly string[], now: number): ModelEnd[] {
    const soon = utcDayOf(new Date(now).setUTCMonth(new Date(now).getUTCMonth() + NEAR_END_MONTHS));
    const lasting = this.usable.filter(({ endsOn }) => endsOn === null || endsOn > soon);
    return names.flatMap((model) => {
      const { endsOn = null, family } = this.findModel(model) ?? {};
      if (endsOn === null || endsOn > soon) return [];
      const instead = lasting.filter((each) => each.family === family).slice(0, INSTEAD);
      return [
        {
          model,
          endsOn,
          hasEnded: endsOn < utcDayOf(now),
          instead: instead.map(({ name }) => name),
        },
      ];
    });
  }
}

const VENDOR_CHARACTERS = 200;
const NEAR_END_MONTHS = 2;
/** By default a family speaks with two. */
const INSTEAD = 2;

function vendorAt(baseUrl: string): string {
  const { host } = new URL(baseUrl);
  return VENDORS[host] ?? host;
}
