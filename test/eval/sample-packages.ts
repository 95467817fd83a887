import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Package } from '../../eval/worth/question.ts';

/** Packages of one version that are in a cache already, so that nothing is fetched. */
export function packagesIn(cache: string, names: readonly string[]): Package[] {
  return names.map((name) => {
    const making = join(cache, 'making');
    const tree = join(making, 'tree');
    mkdirSync(tree, { recursive: true });
    writeFileSync(join(tree, 'index.js'), `// ${name}\n\nexport const limit = 3;\n`);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Kim', '-c', 'user.email=kim@example.com', ...args], {
        cwd: tree,
        encoding: 'utf8',
      });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message', `Take in ${name} 1.0.0`);
    const commit = git('rev-parse', 'HEAD').trim();
    git('clone', '--quiet', '--bare', tree, join(making, 'bare'));
    renameSync(join(making, 'bare'), join(cache, `${name}-${commit.slice(0, 12)}.git`));
    renameSync(making, join(cache, `${name}.made`));
    return { name, versions: { '1.0.0': 'sha512-nobody-looks' }, commit };
  });
}
