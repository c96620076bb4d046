// An IO manager of our own, of two types: rows or an arquero table, as a folder of CSV files in the layout that Spark writes and expects.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { table } from 'arquero';
import type { IoManager, ValuePlace } from 'headwater';
import { parseCsv, readTable, toCsv, type Table } from './csv-table.ts';

const SUCCESS = '_SUCCESS';
const STORED = /^([^.].*)\.csv\/_SUCCESS$/;

/** What is kept in `_SUCCESS`. Spark leaves it empty: nothing is known then. */
interface Facts extends Partial<Pick<Table, 'type' | 'kinds'>> {
  readonly rows?: number;
}

/**
 * Keeps the value of `a/b` in the folder `a/b.csv`:
 *
 * ```
 * part-00000.csv    a folder of more parts is read as one table
 * _SUCCESS          written last; says what the columns are
 * ```
 *
 * Columns of a folder that says nothing, since another program wrote it, are what the asset declares in `columns`, else text.
 */
export function csvFolders({ dir }: { readonly dir: string }): IoManager {
  // With `.csv`, what is below `a/` is out of the way when `a` itself is replaced.
  const folderOf = ({ key }: ValuePlace): string => `${join(dir, ...key)}.csv`;
  return {
    types: ['rows', 'arquero'],
    async handleOutput(place, value) {
      const given = readTable(value);
      const { type, kinds, rows } = given;
      const facts = JSON.stringify({ type, rows: rows.length, kinds } satisfies Facts);
      const csv = toCsv(given);
      await replaceFolder(folderOf(place), { dir, files: { 'part-00000.csv': csv, [SUCCESS]: facts } });
      return {
        rows: rows.length,
        bytes: Buffer.byteLength(csv),
        path: folderOf(place),
        dataVersion: createHash('sha256').update(facts).update(csv).digest('hex'),
      };
    },
    async loadInput(ctx) {
      const found = await lookInto(folderOf(ctx));
      if (typeof found === 'string') throw new Error(`${found} Materialize ${ctx.key.join('/')} first.`);
      const { type = 'rows', kinds = ctx.columns ?? {} } = found.facts;
      const parts = [];
      for (const file of found.parts) parts.push(parseCsv(await readFile(file, 'utf8'), { file, kinds }));
      const rows = parts.flat();
      if ((ctx.type ?? type) === 'rows') return rows;
      const names = Object.keys(rows[0] ?? kinds);
      return table(names.map((name) => [name, rows.map((row) => row[name])]));
    },
    async describe(place) {
      const found = await lookInto(folderOf(place));
      if (typeof found === 'string') return null;
      const sizes = await Promise.all(found.parts.map(async (file) => (await stat(file)).size));
      const { kinds = null, rows = null } = found.facts;
      return { columns: kinds, rows, bytes: sizes.reduce((sum, size) => sum + size, 0) };
    },
    async list() {
      const files = await readdir(dir, { recursive: true }).catch(noneIfMissing);
      return files.flatMap((file) => {
        const [, path] = STORED.exec(file.replaceAll(sep, '/')) ?? [];
        return path === undefined ? [] : [{ key: path.split('/') }];
      });
    },
    async remove(place) {
      await rm(folderOf(place), { recursive: true, force: true });
    },
  };
}

/** A sentence when there is nothing, or not all of it. */
async function lookInto(folder: string): Promise<{ readonly parts: string[]; readonly facts: Facts } | string> {
  const files = await readdir(folder).catch(noneIfMissing);
  if (files.length === 0) return `There is nothing in ${folder}.`;
  if (!files.includes(SUCCESS)) return `${folder} has no ${SUCCESS}: whoever wrote it did not come to the end.`;
  const parts = files.filter((file) => file.endsWith('.csv') && !/^[._]/.test(file)).sort();
  const said = await readFile(join(folder, SUCCESS), 'utf8');
  return { parts: parts.map((file) => join(folder, file)), facts: JSON.parse(said || '{}') as Facts };
}

function noneIfMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

/** Whoever looks finds the old folder, the new one, or for a moment none: never a half of one. */
async function replaceFolder(
  folder: string,
  { dir, files }: { readonly dir: string; readonly files: Readonly<Record<string, string>> },
): Promise<void> {
  const scratch = join(dir, `.writing-${randomUUID()}`);
  const [written, replaced] = [join(scratch, 'written'), join(scratch, 'replaced')];
  try {
    await mkdir(written, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(written, name), text, { flush: true });
    await mkdir(dirname(folder), { recursive: true });
    await rename(folder, replaced).catch(noneIfMissing);
    await rename(written, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
