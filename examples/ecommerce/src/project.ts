// What belongs to the project beside its assets, which are all that are exported.
import { definitions } from 'headwater';
import { communityApi } from './community.ts';
import { materializeAllSales } from './sales.ts';

export const project = definitions({
  jobs: [materializeAllSales],
  resources: { communityApi },
});
