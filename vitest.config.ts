// Which tests run under vitest: those beside the sources (with the page's in real Chromium), and the journeys through a real window.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Rooms are read from their sources, not from what was built.
const conditions = ['@headwater/source', 'module', 'node', 'development|production'];
const resolve = { conditions };
// `expect.poll` gives up after a second unless told: too soon for a page on a busy machine.
const expectation = { poll: { timeout: 30_000 } };
const patient = { testTimeout: 180_000, hookTimeout: 120_000, expect: expectation };
const exclude = ['**/node_modules/**', '**/dist/**'];

/** Where nothing was measured yet Vitest takes large files first; these are small and long, and would be waited for alone at the end. */
const LONG = /\/torture\/torture|\/build-types/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    // Many tests wait for processes and pages: one more than there are cores keeps the cores busy.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        resolve,
        ssr: { resolve },
        test: {
          // Beside the sources: files share a thread, so that each loads TypeScript once and not for every file.
          name: 'unit',
          isolate: false,
          include: [
            '{sdk,graph,calendar,analyzer,runner,stores,cli,server,webview,extension}/src/**/*.test.{ts,tsx}',
            'examples/*/src/**/*.test.ts',
          ],
          exclude,
          ...patient,
        },
      },
      {
        resolve,
        ssr: { resolve },
        test: {
          // Of whole rooms: the built commands in processes of their own, the store on a disk that fails.
          name: 'whole',
          include: ['{cli,graph}/test/**/*.test.ts', '*/torture/**/*.test.ts', '{sdk,scripts}/*.test.ts'],
          exclude,
          ...patient,
        },
      },
      {
        resolve,
        ssr: { resolve },
        test: {
          // The page in Chromium, over a gallery that is built once for all files.
          name: 'page',
          globalSetup: 'webview/test/serve-gallery.ts',
          include: ['webview/test/**/*.browser.test.ts'],
          exclude,
          ...patient,
        },
      },
      {
        resolve,
        ssr: { resolve },
        test: {
          name: 'journey',
          include: ['extension/journey/**/*.test.ts'],
          exclude,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: expectation,
          fileParallelism: false,
        },
      },
    ],
  },
});
