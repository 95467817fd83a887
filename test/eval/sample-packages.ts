import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Package } from '../../eval/worth/question.ts';

/** Packages of one version whose tarballs are in a cache already, so that nothing is fetched. */
export function packagesIn(cache: string, names: readonly string[]): Package[] {
  return names.map((name) => {
    const [tree, tarball] = [join(cache, name, 'package'), join(cache, `${name}-1.0.0.tgz`)];
    mkdirSync(tree, { recursive: true });
    writeFileSync(join(tree, 'index.js'), `// ${name}\n\nexport const limit = 3;\n`);
    execFileSync('tar', ['-czf', tarball, '-C', join(cache, name), 'package']);
    const hash = createHash('sha512').update(readFileSync(tarball)).digest('base64');
    return { name, versions: { '1.0.0': `sha512-${hash}` } };
  });
}
