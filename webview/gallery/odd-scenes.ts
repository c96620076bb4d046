// Scenes of odd input: circles, inputs that nothing declares, and names that are too long, empty to the eye, or written from right to left.
import type { AssetNode } from '@headwater/graph';
import { asset, inputs, project, sceneOf, status, type GalleryScene } from './scene-parts.ts';

const scene = (assets: readonly AssetNode[]): GalleryScene =>
  sceneOf({ assets, statuses: assets.map(({ key }) => status(key, 'never')) });
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

const LONG_SEGMENT = 'revenue_by_customer_and_product_category_'.repeat(5).slice(0, 200);
const LONG_PATH = `${numbers(24)
  .map((n) => `region_${n}`)
  .join('/')}/total`;

/** What people call things, each the upstream of the next. */
const NAMES: readonly (readonly [key: string, group: string])[] = [
  [LONG_SEGMENT, LONG_SEGMENT],
  [LONG_PATH, 'paths'],
  ['إيرادات_يومية/المجموع', 'المبيعات'],
  ['הכנסות_יומיות', 'מכירות'],
  ['abc/الإجمالي/xyz', 'mixed מכירות sales'],
  ['👩‍👩‍👧‍👦_family/🏳️‍🌈', '🚀🚀🚀'],
  [`Z${'\u0335\u0321\u0327\u0328\u0353\u0354'.repeat(6)}algo`, `s${'\u0301\u0302'.repeat(8)}um`],
  ['zero\u200Bwidth\u200D\uFEFF', '\u200B\u200B'],
  ['</span><script>alert(1)</script>', '<b>bold</b>&amp;'],
  ['constructor', '__proto__'],
  ['ﷺ'.repeat(20), 'ligatures'],
  ['漢字'.repeat(40), '漢字'.repeat(40)],
];
/** What turns the direction of the text after it, were it let out. */
const BIDI = 'totals \u202Eslatot fo eno\u202C and \u2066isolated, \u202Bnever closed';

export const oddScenes: Readonly<Record<string, () => GalleryScene>> = {
  'two-cycle': () =>
    scene([asset('a', { line: 1, inputs: inputs('b') }), asset('b', { line: 5, inputs: inputs('a') })]),
  'self-loop': () =>
    scene([asset('a', { line: 1, inputs: inputs('a') }), asset('b', { line: 5, inputs: inputs('a') })]),
  /** Twelve in a ring across three groups, fed from outside. */
  ring: () =>
    scene([
      asset('source', { line: 1, group: 'before' }),
      ...numbers(12).map((n) =>
        asset(`ring_${n}`, {
          line: n + 3,
          group: `part ${Math.floor(n / 4)}`,
          inputs: n === 0 ? inputs('source', 'ring_11') : inputs(`ring_${n - 1}`),
        }),
      ),
    ]),
  /** What no analysis sends, and a page must not fall over: an input and a dependency that no asset has for a key. */
  undeclared: () => {
    const { messages, ...others } = scene([
      asset('report', { line: 1, inputs: { orders: 'shop/orders' }, deps: ['nightly/export'] }),
    ]);
    return { ...others, messages: [...messages, project({ errors: 2 })] };
  },
  'odd-names': () =>
    scene(
      NAMES.map(([key, group], index) =>
        asset(key, {
          group,
          line: index * 5 + 1,
          inputs: inputs(...NAMES.slice(Math.max(0, index - 1), index).map(([before]) => before)),
          description: BIDI,
          owners: [BIDI],
          tags: { [BIDI]: BIDI },
          kinds: [LONG_SEGMENT, 'إيرادات'],
        }),
      ),
    ),
  /** A thousand that one reads. */
  funnel: () =>
    scene([
      ...numbers(1000).map((n) => asset(`leaf_${n}`, { line: n + 1 })),
      asset('sink', { line: 1002, inputs: inputs(...numbers(1000).map((n) => `leaf_${n}`)) }),
    ]),
};
