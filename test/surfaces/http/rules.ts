import type { Act } from '#acts/act.ts';
import { API } from '#acts/act-inputs.ts';
import { ACTS } from '#acts/table.ts';
import { PAGE_RULES } from '#surfaces/http/console/page-rules.ts';
import type { Rule } from '#surfaces/http/handled.ts';

/** The rule of each route of the API and of the console, by method and path. */
export const RULES: Readonly<Record<string, Rule & Partial<Pick<Act, 'answer'>>>> = {
  ...Object.fromEntries(
    Object.values<Act>(ACTS).map((act) => [act.route.replace(' ', ` ${API}`), act] as const),
  ),
  ...PAGE_RULES,
};
