// What a client is told of the pieces of code its unsaved text is made of.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CODE } from './protocol.ts';
import type { CodeParts, CodeQuestion } from './protocol.ts';
import { MANIFEST, startClient, temporaryFolder } from './test/client.ts';

const PRICE = 'export const parsePrice = (text: string): number => Number(text);\n';
const ASSETS = `import { asset } from 'headwater';
import { parsePrice } from './price';
export const orders = asset(() => [parsePrice('1')]);
export const other = asset(() => [2]);
`;

test('the pieces of some assets, of the text as it is typed, after the graph of that text', async () => {
  const folder = temporaryFolder({ 'package.json': MANIFEST, 'src/price.ts': PRICE, 'src/assets.ts': ASSETS });
  const client = await startClient({ folders: [folder.root] });
  try {
    const file = join(folder.root, 'src/price.ts');
    const ask = (of: Partial<CodeQuestion>): Promise<CodeParts | null> =>
      client.connection.sendRequest(CODE, { project: folder.root, keys: ['orders'], ...of });
    await client.open(file, PRICE);
    const saved = await ask({});
    expect(Object.keys(saved ?? {}).sort()).toEqual(['src/assets.ts#orders', 'src/price.ts#parsePrice']);
    expect(saved?.['src/price.ts#parsePrice']).toMatchObject({ name: 'parsePrice', file: 'src/price.ts', line: 1 });
    await client.change(file, `\n${PRICE.replace('Number', 'parseFloat')}`);
    const typed = await ask({});
    expect(typed?.['src/price.ts#parsePrice']?.line).toBe(2);
    expect(typed?.['src/price.ts#parsePrice']?.version).not.toBe(saved?.['src/price.ts#parsePrice']?.version);
    expect(typed?.['src/assets.ts#orders']).toEqual(saved?.['src/assets.ts#orders']);
    // The graph came before: its version is that of the text, too.
    const changed = client.graphs.all.at(-1)?.delta;
    expect(changed?.upserted.map(({ key }) => key)).toEqual(['orders']);
    await client.change(file, PRICE);
    expect(await ask({})).toEqual(saved);
    expect(await ask({ keys: [] })).toEqual({});
    expect(await ask({ keys: ['nobody'] })).toEqual({});
    expect(await ask({ project: '/elsewhere' })).toBeNull();
  } finally {
    await client.stop();
    folder.remove();
  }
});
