const NOT_TEXT = 'UTF-8';
const TOO_LARGE = '1 MB';

/** Files that no form takes, and a part of the reason that their author reads. */
export const UNREAD_FILES = [
  {
    name: 'board.png',
    content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0xff]),
    why: NOT_TEXT,
  },
  { name: 'zeros.md', content: Buffer.alloc(4_096), why: NOT_TEXT },
  {
    name: 'plan.pdf',
    content: '%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF',
    why: NOT_TEXT,
  },
  { name: 'dump.sql', content: 'insert', size: 50_000_000, why: TOO_LARGE },
  { name: 'lying.md', content: 'word '.repeat(300_000), size: 10, why: TOO_LARGE },
];
