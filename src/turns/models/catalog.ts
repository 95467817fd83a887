import type { Usage } from '../../core/vocabulary/events.ts';
import { costOf, type ModelEntry } from './entry.ts';

/** A model with its family. */
export interface FamilyModel {
  readonly family: string;
  readonly model: string;
}

/** The models that speak for a family: for personas, and for the synthesizer and the auditor. */
export interface FamilyVoices {
  readonly family: string;
  readonly personas: string;
  readonly facilitators: string;
}

/** Returns the models of those who name none, each once: these families', or the default where one model speaks for all. */
export function speaking(spread: readonly FamilyVoices[], defaultModel: string): string[] {
  const models = spread.flatMap(({ facilitators, personas }) => [facilitators, personas]);
  return spread.length === 0 ? [defaultModel] : [...new Set(models)];
}

/** Receivers of prompts by their host; any other is named by it. */
const VENDORS: Readonly<Record<string, string>> = {
  'api.anthropic.com': 'Anthropic',
  'api.openai.com': 'OpenAI',
  'generativelanguage.googleapis.com': 'Google',
};

/** The models of `models.yaml`, in its order, and of another endpoint of the Messages API those that settings name. */
export class ModelCatalog {
  readonly #entries: ReadonlyMap<string, ModelEntry>;
  readonly #keys: ReadonlyMap<string, string>;
  readonly #unlisted: ((name: string) => ModelEntry) | null;

  /** `unlisted` describes a model that the file does not have; `null`: there is none. */
  constructor(
    entries: readonly ModelEntry[],
    keys: ReadonlyMap<string, string>,
    unlisted: ((name: string) => ModelEntry) | null = null,
  ) {
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.#keys = keys;
    this.#unlisted = unlisted;
  }

  get all(): ModelEntry[] {
    return [...this.#entries.values()];
  }

  /** Models whose key is set, or that want none. */
  get usable(): ModelEntry[] {
    return this.all.filter((entry) => this.isUsable(entry));
  }

  /** Families that can be used, in the order of the file; for each role the first model that is for it, else the first. */
  get families(): FamilyVoices[] {
    return [...Map.groupBy(this.usable, ({ family }) => family)].flatMap(([family, [first, ...others]]) => {
      if (family === null || first === undefined) return [];
      const speaker = (role: NonNullable<ModelEntry['speaksFor']>) =>
        [first, ...others].find(({ speaksFor }) => speaksFor === null || speaksFor === role) ?? first;
      return { family, personas: speaker('personas').name, facilitators: speaker('facilitators').name };
    });
  }

  /** True if settings may name models that the file does not have. */
  get hasUnlisted(): boolean {
    return this.#unlisted !== null;
  }

  find(name: string): ModelEntry | null {
    return this.#entries.get(name) ?? this.#unlisted?.(name) ?? null;
  }

  isUsable({ key }: ModelEntry): boolean {
    return key === null || this.#keys.has(key);
  }

  /** The key's value; `null` for an endpoint that wants none. A secret. */
  keyOf({ key }: ModelEntry): string | null {
    return key === null ? null : (this.#keys.get(key) ?? null);
  }

  /** Returns why nobody can speak by this name, to follow it in a sentence; `null` if somebody can. */
  problemOf(name: string): string | null {
    const entry = this.find(name);
    if (entry === null) return 'is not in models.yaml';
    return this.isUsable(entry) ? null : `needs ${entry.key}, which is not set`;
  }

  familyOf(name: string): string | null {
    return this.find(name)?.family ?? null;
  }

  /**
   * Returns USD; `null` for a model whose price is not known. A date at the end of a model's name is ignored: an endpoint may
   * name itself so.
   */
  priceOf(name: string, usage: Usage): number | null {
    const entry = this.#entries.get(name) ?? this.#entries.get(name.replace(/-\d{8}$/, ''));
    return costOf(entry?.price ?? null, usage);
  }

  /** Returns the receivers of what these models are asked, for people to read. */
  vendorOf(names: readonly string[]): string {
    const hosts = names.flatMap((name) => {
      const entry = this.find(name);
      return entry === null ? [] : [vendorAt(entry.baseUrl)];
    });
    return [...new Set(hosts)].join(' and ').slice(0, VENDOR_CHARACTERS);
  }
}

const VENDOR_CHARACTERS = 200;

function vendorAt(baseUrl: string): string {
  const { host } = new URL(baseUrl);
  return VENDORS[host] ?? host;
}
