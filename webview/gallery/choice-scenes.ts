// Scenes with several assets chosen, near and far.
import { kindScenes } from './kind-scenes.ts';
import { largeScenes } from './large-scenes.ts';
import { project, savedView, type GalleryScene } from './scene-parts.ts';

const kinds = (): GalleryScene => kindScenes['kinds']?.() ?? { messages: [], previews: {} };
const fan = (): GalleryScene => largeScenes['fan']?.() ?? { messages: [], previews: {} };
const KEYS = ['validatedSales', 'revenueByCustomer', 'warehouse/customers'];
const several = savedView({ selected: 'asset:revenueByCustomer', chosen: KEYS });

export const choiceScenes: Readonly<Record<string, () => GalleryScene>> = {
  /** One of them external. */
  chosen: () => ({ ...kinds(), saved: several }),
  'chosen-external': () => ({
    ...kinds(),
    saved: savedView({ selected: 'asset:warehouse/orders', chosen: ['warehouse/customers', 'warehouse/orders'] }),
  }),
  'chosen-restricted': () => {
    const { messages, ...others } = kinds();
    const empty = {
      title: 'Nothing runs in restricted mode',
      message: 'Materializing runs code, which needs your trust.',
    };
    return { ...others, messages: [...messages, project({ runnable: false, empty })], saved: several };
  },
  /** A part of a closed group, all of another one. */
  'chosen-groups': () => ({
    ...kinds(),
    saved: savedView({
      selected: 'group:api',
      chosen: ['users', 'posts', 'comments', 'activity', 'forecast', 'validatedSales'],
      collapsed: { api: true, sales: true },
    }),
  }),
  'chosen-far': () => ({
    ...fan(),
    saved: savedView(
      { selected: 'asset:leaf_20', hops: 'all', chosen: Array.from({ length: 300 }, (_, n) => `leaf_${n + 20}`) },
      { x: 20, y: 20, zoom: 0.25 },
    ),
  }),
};
