import { describe, expect, it } from 'vitest';
import { linkToLines, webUrlOf } from '#core/proposals/forge.ts';

const COMMIT = 'a'.repeat(40);
const SHOP = 'https://github.com/acme/shop';

describe('the page of a remote', () => {
  it.each([
    ['https://github.com/acme/shop.git', SHOP],
    ['https://github.com/acme/shop/', SHOP],
    ['git@github.com:acme/shop.git', SHOP],
    ['ssh://git@github.com:22/acme/shop.git', SHOP],
    ['GitHub.com:acme/shop', SHOP],
    ['https://gitlab.com/acme/tools/shop.git', 'https://gitlab.com/acme/tools/shop'],
  ])('the page of the remote %s', (remote, page) => {
    expect(webUrlOf(remote)).toBe(page);
  });

  it('D6: the page of a remote comes without the name, password or token that stand in the remote', () => {
    for (const remote of [
      'https://ana:hunter2secret@github.com/acme/shop.git',
      'https://ghp_0123456789abcdef@github.com/acme/shop.git',
      'https://x-access-token:ghs_secret@github.com:443/acme/shop',
    ]) {
      expect(webUrlOf(remote)).toBe(SHOP);
    }
  });

  it.each([
    '',
    '/srv/git/shop.git',
    '../shop',
    'file:///srv/git/shop',
    'https://git.example.com/acme/shop',
    'https://github.com.example.com/acme/shop',
    'https://github.com/acme',
    'https://github.com/acme/../../etc',
    'https://github.com/acme/shop?token=secret',
    'https://github.com/acme/sh op',
    'https://github.com/acme/shop)](https://example.com',
    'ext::sh -c true',
    `https://github.com/${'a/'.repeat(500)}`,
  ])('no page is made up for %j', (remote) => {
    expect(webUrlOf(remote)).toBeNull();
  });
});

describe('the link to lines', () => {
  const pinned = (webUrl?: string) => ({
    name: 'shop',
    commit: COMMIT,
    digest: '',
    ...(webUrl === undefined ? {} : { webUrl }),
  });
  const lines = { path: 'src/a b.ts', from: 12, to: 14 };

  it.each([
    [SHOP, `${SHOP}/blob/${COMMIT}/src/a%20b.ts#L12-L14`],
    ['https://gitlab.com/a/b/c', `https://gitlab.com/a/b/c/-/blob/${COMMIT}/src/a%20b.ts#L12-14`],
  ])('the link to lines on %s', (webUrl, url) => {
    expect(linkToLines(pinned(webUrl), lines)).toBe(url);
  });

  it('the link to one line names it once, and asks for the source of what would be drawn', () => {
    const readme = { path: 'README.md', from: 3, to: 3 };
    expect(linkToLines(pinned(SHOP), readme)).toBe(`${SHOP}/blob/${COMMIT}/README.md?plain=1#L3`);
  });

  it('the link to lines cannot end the link that it stands in', () => {
    const odd = { ...lines, path: "a)](https:/example.com) '(b.ts" };
    expect(linkToLines(pinned(SHOP), odd)).not.toMatch(/[()\s'\]]/);
  });

  it('the link to lines cannot lead out of its repository', () => {
    for (const path of [
      '../../../../eve/shop/blob/main/a.ts',
      'src/./a.ts',
      'src/..',
      '/a.ts',
      'src//a.ts',
    ])
      expect(linkToLines(pinned(SHOP), { ...lines, path })).toBeNull();
    expect(linkToLines(pinned(SHOP), { ...lines, path: 'src/...' })).toContain('/src/...');
  });

  it('the link to lines is none without a repository, a known page, or a name that can stand in it', () => {
    expect(linkToLines(null, lines)).toBeNull();
    expect(linkToLines(pinned(), lines)).toBeNull();
    expect(linkToLines(pinned('https://git.example.com/a/b'), lines)).toBeNull();
    expect(linkToLines(pinned(SHOP), { ...lines, path: '"caf\\351.txt"' })).toBeNull();
    expect(linkToLines(pinned(SHOP), { ...lines, path: 'caf\ufffd.txt' })).toBeNull();
    expect(linkToLines(pinned(SHOP), { path: '', from: 0, to: 0 })).toBeNull();
  });
});
