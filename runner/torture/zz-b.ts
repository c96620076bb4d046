import { openCatalogue } from '../src/store/open-catalogue.ts';
const c = await openCatalogue({ dir: '/tmp/hw/zz-before/.headwater' });
await c.checkpoint().catch((e: unknown) => console.log(e));
console.log(c.notices, c.runs(3));
