// Whatever was edited on the way, the answer is that of an analyzer which meets the same texts for the first time.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Analysis } from './analysis.ts';
import type { Analyzer } from './analyzer-door.ts';
import { createAnalyzer } from './analyzer.ts';
import { ROOT } from './test/fixture.ts';
import { memoryDisk } from './test/memory-disk.ts';
import type { MemoryDisk } from './test/memory-disk.ts';
import { edit, project } from './test/random-project.ts';
import type { Edit } from './test/random-project.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** `FUZZ=n` runs n times as much. */
const times = Number(process.env['FUZZ'] ?? 1);
const MANIFEST = JSON.stringify({ name: 'shop', dependencies: { headwater: '*' } });
const GOOD =
  "import { asset } from 'headwater';\nexport const p = asset(() => 1);\nexport const q = asset({ inputs: { p } }, () => 1);";
const at = (file: string): string => `${ROOT}/${file}`;

type Workplace = ReturnType<typeof workplace>;

/** The disk, the editor and the analyzer between them, as edits go by. */
function workplace(files: Readonly<Record<string, string>>) {
  const disk = memoryDisk(
    Object.fromEntries(Object.entries({ 'package.json': MANIFEST, ...files }).map(([file, text]) => [at(file), text])),
  );
  const open = new Map<string, string>();
  const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk });
  const write = (file: string, text: string | null): void => {
    if (text === null) disk.remove(at(file));
    else disk.write(at(file), text);
  };
  const edits = {
    write({ file, text }: Extract<Edit, { kind: 'write' }>): void {
      write(file, text);
      analyzer.invalidate([at(file)]);
    },
    move({ file, to }: Extract<Edit, { kind: 'move' }>): void {
      const text = disk.read(at(file));
      write(file, null);
      write(to, text);
      analyzer.invalidate([at(file), at(to)]);
    },
    type({ file, text }: Extract<Edit, { kind: 'type' }>): void {
      if (text === null) open.delete(at(file));
      else open.set(at(file), text);
      analyzer.setOpenFile(at(file), text);
    },
    many({ writes }: Extract<Edit, { kind: 'many' }>): void {
      for (const [file, text] of writes) write(file, text);
      analyzer.invalidate('all');
    },
  };
  return {
    disk,
    open,
    analyzer,
    apply: (each: Edit) => (edits[each.kind as keyof typeof edits] as (e: Edit) => void)?.(each),
  };
}

async function fresh(disk: MemoryDisk, open: ReadonlyMap<string, string>): Promise<Analysis> {
  const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk });
  for (const [path, text] of open) analyzer.setOpenFile(path, text);
  return analyzer.analyze();
}

async function stopped(analyzer: Analyzer): Promise<void> {
  const stop = new AbortController();
  const analysis = analyzer.analyze({ signal: stop.signal });
  stop.abort(new Error('stopped'));
  await expect(analysis).rejects.toThrow('stopped');
}

const said = ({ document, unparsed, sources }: Analysis) => ({ document, unparsed, sources });

/** Files that do not parse show what they last were, and that depends on the way; nothing else does. */
async function expectAsFresh({ disk, open, analyzer }: Workplace): Promise<void> {
  const [kept, anew] = [await analyzer.analyze(), await fresh(disk, open)];
  if (kept.unparsed.length + anew.unparsed.length === 0) expect(said(kept)).toEqual(said(anew));
  // Asked again with nothing changed, it is the same answer.
  expect(await analyzer.analyze()).toBe(kept);
}

/** Types a text that parses into each file that does not; some are read only now, and do not parse either. */
async function mend({ analyzer, apply }: Workplace): Promise<void> {
  for (;;) {
    const { unparsed } = await analyzer.analyze();
    if (unparsed.length === 0) return;
    for (const file of unparsed) apply({ kind: 'type', file, text: GOOD });
  }
}

test('after any edits, the graph is that of the texts as they are', async () => {
  await fc.assert(
    fc.asyncProperty(project, fc.array(edit, { minLength: 1, maxLength: 24 }), async (files, edits) => {
      const here = workplace(files);
      for (const each of edits) {
        if (each.kind === 'look') await expectAsFresh(here);
        else if (each.kind === 'look and stop') await stopped(here.analyzer);
        else here.apply(each);
      }
      await expectAsFresh(here);
      await mend(here);
      await expectAsFresh(here);
    }),
    { seed, numRuns: 150 * times },
  );
}, 300_000);
