// The thread around the checker: it starts late, is shared, given up, stopped, and started again.
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, expect, test } from 'vitest';
import { typedProject } from '../test/typed-project.ts';
import { createTypeService } from './create-type-service.ts';
import type { TypeServiceOptions } from './create-type-service.ts';
import type { TypeService } from './type-service.ts';

// Small, so that a checker starts soon; the SDK is not installed at first.
const project = typedProject({
  'package.json': JSON.stringify({ name: 'bare', type: 'module', dependencies: { headwater: '*' } }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { lib: ['ES2023'], module: 'preserve', types: [], allowImportingTsExtensions: true },
    include: ['src'],
  }),
  'src/bare.ts': `import { asset } from 'headwater';
export const one = asset((): number => 1);
export const two = asset({ inputs: { one } }, ({ one }: { one: string }) => one);
`,
});
const file = project.path('src/bare.ts');
const place = project.at('src/bare.ts', 'one =');
const services: TypeService[] = [];
const workers: Worker[] = [];
const note = (worker: Worker): void => void workers.push(worker);
process.on('worker', note);

const start = (limits: TypeServiceOptions['limits'] = {}): TypeService => {
  workers.length = 0;
  const service = createTypeService({ project: { root: project.root, name: 'bare' }, limits });
  services.push(service);
  return service;
};
/** The thread of the service started last. */
const worker = (): Worker => {
  const last = workers.at(-1);
  if (last === undefined) throw new Error('No thread was started.');
  return last;
};
/** Once the process has been told of a new thread. */
const started = (): Promise<unknown> => once(process, 'worker');

afterEach(() => services.splice(0).forEach((service) => service.dispose()));
afterAll(() => {
  process.off('worker', note);
  project.remove();
});

test('no thread before the first question, and none after dispose', async () => {
  const service = start();
  service.setOpenFile(file, '');
  service.invalidate('all');
  expect(workers).toEqual([]);
  const answer = service.contractOf(place);
  service.dispose();
  expect(await answer).toEqual({ known: false, reason: 'The project was closed.' });
  expect(await service.contractOf(place)).toEqual({ known: false, reason: 'The project was closed.' });
});

test('a project without the SDK has a clean answer, and the right one once it is installed', async () => {
  const service = start();
  expect(await service.contractOf(place)).toEqual({ known: true, value: null });
  expect(await service.columnsOf(place)).toEqual({ known: true, value: null });
  expect(await service.mismatches(file)).toEqual({ known: true, value: [] });
  project.install();
  expect(await service.contractOf(place)).toEqual({ known: true, value: { makes: 'number', takes: [] } });
  expect(await service.mismatches(file)).toMatchObject({ known: true, value: [{ code: 'type-mismatch' }] });
});

test('a thread that dies in the middle of a question: not known, with the reason; the next question starts another', async () => {
  const service = start();
  const [answer] = [service.contractOf(place), await started()];
  void worker().terminate();
  expect(await answer).toEqual({
    known: false,
    reason: expect.stringMatching(/^TypeScript's thread ended: exit code \d\.$/) as string,
  });
  const text = 'export const other = 1;';
  service.setOpenFile(file, text);
  // Unsaved texts reach the new thread, too.
  expect(await service.renameLocations({ file, line: 1, column: 14 })).toMatchObject({
    value: { can: true, places: [{ range: { startLine: 1, endColumn: 19 } }] },
  });
  expect(workers).toHaveLength(2);
});

test('one that runs out of memory or of time is stopped, and rests after the second time', async () => {
  const small = start({ heapMb: 8 });
  expect(await small.contractOf(place)).toMatchObject({
    known: false,
    reason: expect.stringMatching(/memory/) as string,
  });
  const service = start({ questionMs: 1 });
  const late = { known: false, reason: 'TypeScript took longer than 0.001 s and was stopped.' };
  expect(await service.contractOf(place)).toEqual(late);
  expect(await service.contractOf(place)).toEqual(late);
  expect(await service.contractOf(place)).toMatchObject({
    known: false,
    reason: expect.stringMatching(/resting/) as string,
  });
  expect(workers).toHaveLength(2);
});

test('after a while of silence the thread and its memory are given back, and the next question starts another', async () => {
  const service = start({ idleMs: 1 });
  expect(await service.contractOf(place)).toMatchObject({ known: true });
  await once(worker(), 'exit');
  expect(await service.contractOf(place)).toMatchObject({ known: true });
  expect(workers).toHaveLength(2);
});

test('equal questions share the answer of the newest; one that nobody waits for is given up; the rest are answered', async () => {
  const service = start();
  const code = (type: string): string =>
    `import { asset } from 'headwater';\nexport const one = asset((): ${type} => null!);\n`;
  const given = new AbortController();
  const first = service.contractOf(place, { signal: given.signal });
  const waiting = service.columnsOf(place, { signal: given.signal });
  service.setOpenFile(file, code('boolean'));
  const old = service.mismatches(file);
  const older = service.contractOf({ ...place, column: place.column + 1 });
  service.setOpenFile(file, code('string'));
  const newer = service.contractOf({ ...place, column: place.column + 1 });
  given.abort(new Error('never mind'));
  await expect(first).rejects.toThrow('never mind');
  await expect(waiting).rejects.toThrow('never mind');
  await expect(service.contractOf(place, { signal: given.signal })).rejects.toThrow('never mind');
  const answer = { known: true, value: { makes: 'string', takes: [] } };
  expect(await Promise.all([older, newer])).toEqual([answer, answer]);
  expect(await old).toEqual({ known: true, value: [] });
  // What a person waits for goes first; what was worked out ahead meanwhile is answered all the same.
  service.setOpenFile(file, code('bigint'));
  const ahead = service.mismatches(file);
  const rename = service.renameLocations(place);
  expect(await ahead).toEqual({ known: true, value: [] });
  expect(await rename).toMatchObject({ known: true, value: { can: true } });
  expect(workers).toHaveLength(1);
});
