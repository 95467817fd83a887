import { parse } from '@babel/parser';
import { expect, test } from 'vitest';
import { type SourceFile, sourceFiles } from './source.ts';

/** What a function here may begin with. A verb that is missing may be added; a word that is none may not. */
const VERBS = new Set(
  `
  is has accept act add adopt advance answer answers apply are argue ask assemble assert await back begin
  blame block bring budget call can cancel capitalize carry chain change changes check choose
  cites claim clean close collect commit compact compare complain complete compose conduct
  configure confirm connect continue convert copy count crash create cut decide delete deny
  describe design detect discover do download draw drop edit end ends enter escape estimate evolve
  excuse explain extract fail fetch fill filter find finish fit flush fold follow forget format
  frame free generate give go goes grep group guard handle hash hide identify import isolate issue
  judge keep kill know label lacks launch leave limit link list listen load log look looks lower
  make map mark match may measure migrate move must name names needs note notify number observe
  offer offers omit open opens operates order own pad paint park parse pass place play post
  prepare present preview print probe propose publish quote raise rank read reads receive record
  refuse register release remark remember remove render reopen repair replace replay reply report
  require resolve restore resume retry review revise revoke run say says scale scan search select
  send serve set settle shorten should show sign skip sort split stands start starts stream submit
  sum summarise supersede sweep take takes tell throw title trace transact try unescape unisolate
  use value verify view wait wake wants warn were widen withdraw withhold word wrap write writes
`
    .trim()
    .split(/\s+/),
);

/** Constructors, which are named after what they make: blocks of a document, elements of a page, parsers of settings, a template. */
const CONSTRUCTORS = [
  'src/presentation/format/document.ts',
  'src/surfaces/http/drawing/html-template.ts',
  'src/foundation/variable.ts',
  'src/adapters/store/postgres/database.ts statement',
];

/** Functions that a file exports whose names neither begin with a verb nor end in `Of` or `In`, as readings do. */
function findNouns({ path, text }: Pick<SourceFile, 'path' | 'text'>): string[] {
  const { program } = parse(text, { sourceType: 'module', plugins: ['typescript'] });
  const names = program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const { declaration } = statement;
    return declaration?.type === 'FunctionDeclaration' && declaration.id ? [declaration.id.name] : [];
  });
  return names
    .filter((name) => !/(?:Of|In)$/.test(name) && !VERBS.has(name.split(/(?=[A-Z])/)[0] ?? ''))
    .map((name) => `${path} ${name}`);
}

test('the name of an exported function begins with a verb, is or has, or ends in Of or In', () => {
  const text = 'shownClaims costOf linesIn isOver lossOfAll findLoss'
    .split(' ')
    .map((name) => `export function ${name}() {}`)
    .join('\n');
  expect(findNouns({ path: 'made-up.ts', text })).toEqual(['made-up.ts shownClaims', 'made-up.ts lossOfAll']);
  const nouns = sourceFiles('src').flatMap(findNouns);
  expect(nouns.filter((place) => !CONSTRUCTORS.some((each) => place.startsWith(each)))).toEqual([]);
  expect(CONSTRUCTORS.filter((each) => !nouns.some((place) => place.startsWith(each)))).toEqual([]);
});
