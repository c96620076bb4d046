// In a real extension host: the picture of the Lineage page becomes a file on the disk, as a drawing and as pixels.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type {} from 'mocha';
import { openProject } from './window.ts';

/** The last words of a whole file. */
const ENDS = { svg: '</svg>', png: 'IEND' };

describe('the lineage as an image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-export-'));
  before(async () => {
    await openProject();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function exported(format: 'svg' | 'png'): Promise<Buffer> {
    const path = join(folder, `lineage.${format}`);
    rmSync(path, { force: true });
    const watcher = watch(folder);
    try {
      const written = new Promise<void>((resolve) => {
        watcher.on('change', () => existsSync(path) && readFileSync(path).includes(ENDS[format]) && resolve());
      });
      await vscode.commands.executeCommand('headwater.exportLineage', { format, file: vscode.Uri.file(path) });
      await written;
      return readFileSync(path);
    } finally {
      watcher.close();
    }
  }

  /** Width and height as they are written in it. */
  const sizeOf = (svg: string): number[] =>
    (/<svg [^>]*?width="(\d+)" height="(\d+)"/.exec(svg) ?? []).slice(1).map(Number);

  /** Once two in a row are of one size: a page that opens beside the other takes over when it stands, and has another shape. */
  async function steadySvg(): Promise<string> {
    const svg = (await exported('svg')).toString('utf8');
    const again = (await exported('svg')).toString('utf8');
    return sizeOf(svg).join() === sizeOf(again).join() ? again : steadySvg();
  }

  it('V5: an SVG has every asset of the picture; a PNG is one', async () => {
    const tab = new Promise<void>((opened) => {
      const listener = vscode.window.tabGroups.onDidChangeTabs(({ opened: tabs }) => {
        if (!tabs.some(({ input }) => input instanceof vscode.TabInputWebview)) return;
        listener.dispose();
        opened();
      });
    });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('headwater.openLineage');
    await tab;
    const svg = await steadySvg();
    assert.match(svg, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg /);
    for (const key of ['bronzeOrders', 'silverOrdersEnriched', 'goldDailyRevenue'])
      assert.ok(svg.includes(`>${key}<`), key);
    assert.ok(svg.trimEnd().endsWith('</svg>'));
    const png = await exported('png');
    assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    // The width and height of its header: both sides of the picture, twice.
    assert.deepEqual(
      [png.readUInt32BE(16), png.readUInt32BE(20)],
      sizeOf(svg).map((side) => 2 * side),
    );
  });
});
