// Finds what is kept of an asset that the same code would make again of the same inputs.
import type { AssetKey } from '@headwater/graph';
import type { Database } from '@headwater/stores';
import type { KeptValue, MadeBy } from '../catalogue.ts';
import { readChecksOf, readMaterializations } from './read-catalogue.ts';

/** More than one: a value's file may be gone where that of an older one is still there. */
const AT_MOST = 20;

export function reusable(
  database: Database,
  { asset, by }: { readonly asset: AssetKey; readonly by: MadeBy },
): readonly KeptValue[] {
  const { codeVersion, configVersion = null, env = null, inputs, partition } = by;
  // All inputs as one parameter: there may be thousands.
  const [found] = database.exec(
    `SELECT seq FROM materializations m
     WHERE asset = ? AND ${partition === undefined ? 'partition IS NULL' : 'partition = ?'} AND code_version = ? AND config_version IS ? AND env IS ? AND io IS NULL AND path IS NOT NULL
       AND (SELECT count(*) FROM inputs WHERE inputs.seq = m.seq) = ?
       AND NOT EXISTS (
         SELECT 1 FROM json_each(?) now LEFT JOIN inputs ON inputs.seq = m.seq AND inputs.asset = now.key
         WHERE inputs.data_version IS NOT now.value)
     ORDER BY seq DESC LIMIT ${AT_MOST}`,
    [
      asset,
      ...(partition === undefined ? [] : [partition]),
      codeVersion,
      configVersion,
      env,
      Object.keys(inputs).length,
      JSON.stringify(inputs),
    ],
  );
  if (!found) return [];
  const seqs = found.values.map(([seq]) => Number(seq));
  return readMaterializations(database, seqs).map((materialization) => ({
    materialization,
    checks: readChecksOf(database, materialization),
  }));
}
