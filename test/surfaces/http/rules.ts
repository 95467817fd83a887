import type { Act } from '../../../src/acts/act.ts';
import { API } from '../../../src/acts/act-inputs.ts';
import { ACTS } from '../../../src/acts/table.ts';
import { PAGE_RULES } from '../../../src/surfaces/http/console/page-rules.ts';
import type { Rule } from '../../../src/surfaces/http/handled.ts';

/** The rule of each route of the API and of the console, by method and path. */
export const RULES: Readonly<Record<string, Rule & Partial<Pick<Act, 'answer'>>>> = {
  ...Object.fromEntries(
    Object.values<Act>(ACTS).map((act) => [act.route.replace(' ', ` ${API}`), act] as const),
  ),
  ...PAGE_RULES,
};
