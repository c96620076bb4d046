// The name and the bytes of an exported picture: a name for every disk, and nothing that is not what it is said to be.
import { expect, test } from 'vitest';
import { exportBytes, exportFileName } from './export-file.ts';

test.each([
  ['shop', 'shop-lineage.svg'],
  ['@acme/shop', '@acme-shop-lineage.svg'],
  ['../../etc/passwd', 'etc-passwd-lineage.svg'],
  ['C:\\shop: "new" <1>|?*', 'C-shop- -new- -1-lineage.svg'],
  ['...', 'lineage.svg'],
  ['', 'lineage.svg'],
  ['a\u0000b\nc', 'a-b-c-lineage.svg'],
  ['売上🚀', '売上🚀-lineage.svg'],
  ['x'.repeat(300), `${'x'.repeat(100)}-lineage.svg`],
])('V5: a project called %j is exported as %s', (project, name) => {
  expect(exportFileName(project, 'svg')).toBe(name);
});

test('V5: an SVG is saved as its text, a PNG as its bytes', () => {
  const svg =
    '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"><text>größer</text></svg>\n';
  expect(Buffer.from(exportBytes('svg', svg) ?? []).toString('utf8')).toBe(svg);
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2, 255]);
  expect(Buffer.from(exportBytes('png', png.toString('base64')) ?? [])).toEqual(png);
});

test.each([
  ['svg', ''],
  ['svg', '#!/bin/sh\nrm -rf /'],
  ['svg', '<html><svg></svg></html>'],
  ['svg', '<svgx/>'],
  ['png', ''],
  ['png', Buffer.from('GIF89a').toString('base64')],
  ['png', '<svg/>'],
  ['png', 'not base64 at all!'],
] as const)('V5: what is said to be %s and is %j is refused', (format, data) => {
  expect(exportBytes(format, data)).toBeNull();
});
