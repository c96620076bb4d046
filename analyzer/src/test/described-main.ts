// A process that loads the modules of projects for real and says what their definitions describe: one question and one answer a line.
import { registerHooks } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { describeModules } from './described-modules.ts';
import type { LoadQuestion } from './agreement.ts';

let question: LoadQuestion | null = null;

function unaliased(specifier: string): string {
  const [prefix, folder] = Object.entries(question?.aliases ?? {}).find(([each]) => specifier.startsWith(each)) ?? [];
  return prefix === undefined || question === null
    ? specifier
    : pathToFileURL(`${question.root}/${folder ?? ''}${specifier.slice(prefix.length)}`).href;
}

// Sources name each other without extension, as bundlers allow.
registerHooks({
  resolve(written, given, next) {
    // As another file would import it.
    const [, file, asked] = /^from:(.*)\n(.*)$/.exec(written) ?? [];
    const specifier = unaliased(asked ?? written);
    const context = file === undefined ? given : { ...given, parentURL: file };
    const endings = /^(\.{1,2}(\/|$)|file:)/.test(specifier) ? ['', '.ts', '.mts', '.js', '/index.ts'] : [''];
    let failure: unknown;
    for (const ending of endings)
      try {
        return next(specifier + ending, context);
      } catch (error) {
        failure ??= error;
      }
    throw failure;
  },
});

type Modules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

for await (const line of createInterface({ input: process.stdin })) {
  question = JSON.parse(line) as LoadQuestion;
  const { root, files, constNames, foreign } = question;
  try {
    const modules = new Map<string, Readonly<Record<string, unknown>>>();
    for (const file of files) modules.set(file, (await import(pathToFileURL(`${root}/${file}`).href)) as never);
    const elsewhere = new Map<string, unknown>();
    for (const { key, file, module, name, output } of foreign) {
      const loaded = (await import(`from:${pathToFileURL(`${root}/${file}`).href}\n${module}`)) as Modules[string];
      elsewhere.set(key, outputOf(loaded[name], output));
    }
    answer({ described: describeModules(modules, { constNames, elsewhere }) });
  } catch (error) {
    answer({ failure: String(error) });
  }
}

/** A multi-asset that is exported whole has its outputs as properties. */
function outputOf(value: unknown, output: string | undefined): unknown {
  const whole = value as Readonly<Record<string, unknown>> | undefined;
  return output !== undefined && whole?.[output] !== undefined ? whole[output] : value;
}

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
