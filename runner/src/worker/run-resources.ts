// The resources of a run in one worker: each created at most once, when something first needs it, and disposed at the run's end.
import type {
  DefinitionsDescription,
  Described,
  Description,
  IoManager,
  ResourceDescription,
} from 'headwater/internal';
import { createResourceContext, DEFINITION } from 'headwater/internal';
import type { RunScope } from '../ipc.ts';
import type { LogLevel } from '../run-event.ts';
import { messageOf } from '../message-of.ts';
import { validatedConfig } from './validated-config.ts';

type Named = Readonly<Record<string, Described<ResourceDescription>>>;

export interface RunResources {
  /** The values for `ctx.resources`, each replaced by what the definitions or the environment put in its place. */
  valuesOf(resources: Named): Promise<Readonly<Record<string, unknown>>>;
  /** @throws Error when there is none of that name, or it is no IO manager. */
  ioManager(name: string): Promise<IoManager>;
  /** What is wrong with how these are named and configured, without creating any. */
  problems(of: { readonly resources: Named; readonly io: readonly string[] }): Promise<readonly string[]>;
  /** In the opposite order of creation. What a `dispose` throws is told, and stops no other. */
  dispose(): Promise<void>;
}

export interface ResourceOptions {
  readonly definitions: DefinitionsDescription | null;
  readonly scope: Pick<RunScope, 'run' | 'env' | 'config'>;
  readonly log: (level: LogLevel, message: string) => void;
  /** Every step of the run is carried out in this process. */
  readonly inProcess: boolean;
}

export function runResources({ definitions, scope, log, inProcess }: ResourceOptions): RunResources {
  const created = new Map<ResourceDescription, Promise<unknown>>();
  const disposals: (() => unknown)[] = [];
  const replaced = (scope.env === null ? undefined : definitions?.env[scope.env]?.resources) ?? {};
  const registered: Readonly<Record<string, unknown>> = { ...definitions?.resources, ...replaced };

  const lookUp = (name: string, own?: unknown): unknown => (Object.hasOwn(registered, name) ? registered[name] : own);
  const valueOf = async (name: string, found: unknown): Promise<unknown> => {
    const description = resourceOf(found);
    if (description === null) return found;
    let value = created.get(description);
    if (!value) {
      value = create(name, description);
      created.set(description, value);
    }
    return value;
  };
  const configOf = (name: string, { config }: ResourceDescription): Promise<unknown> =>
    validatedConfig(config, { given: scope.config.resources?.[name], of: `resource \`${name}\`` });

  async function create(name: string, description: ResourceDescription): Promise<unknown> {
    const config = await configOf(name, description);
    const context = createResourceContext({ config, runId: scope.run, env: scope.env, log });
    let value: unknown;
    try {
      value = await description.create(context);
    } catch (error) {
      throw new Error(`Resource \`${name}\` could not be created: ${messageOf(error)}`, { cause: error });
    }
    const { dispose } = description;
    if (dispose)
      disposals.push(async () => {
        try {
          await dispose(value);
        } catch (error) {
          log('warn', `Resource \`${name}\` could not be disposed: ${messageOf(error)}`);
        }
      });
    return value;
  }

  return {
    async valuesOf(resources) {
      const values = Object.entries(resources).map(
        async ([name, own]) => [name, await valueOf(name, lookUp(name, own))] as const,
      );
      return Object.freeze(Object.fromEntries(await Promise.all(values)));
    },
    async ioManager(name) {
      const found = lookUp(name);
      if (found === undefined) throw new Error(missing(name, registered));
      const value = await valueOf(name, found);
      if (!isIoManager(value))
        throw new Error(
          `Resource \`${name}\` is no IO manager: it has no handleOutput. An asset's \`io\` names a resource that stores values.`,
        );
      return value;
    },
    async problems({ resources, io }) {
      const used = [
        ...Object.entries(resources).map(([name, own]) => [name, lookUp(name, own)] as const),
        ...io.flatMap((name) => (Object.hasOwn(registered, name) ? [[name, registered[name]] as const] : [])),
      ];
      const checks = used.map(async ([name, found]) => {
        const description = resourceOf(found);
        if (description === null) return [];
        if (description.inProcessOnly && !inProcess) return [inMemoryOnly(name)];
        return configOf(name, description).then(
          () => [],
          (error: unknown) => [messageOf(error)],
        );
      });
      const unknown = io.filter((name) => !Object.hasOwn(registered, name)).map((name) => missing(name, registered));
      return [...unknown, ...(await Promise.all(checks)).flat()];
    },
    async dispose() {
      while (disposals.length > 0) await disposals.pop()?.();
    },
  };
}

function missing(name: string, registered: Readonly<Record<string, unknown>>): string {
  const known = Object.keys(registered);
  const others = known.length > 0 ? ` There are ${known.join(', ')}.` : '';
  return `There is no resource \`${name}\`, which \`io\` names: add it to \`resources\` of definitions(…).${others}`;
}

function inMemoryOnly(name: string): string {
  return `Resource \`${name}\` is store.memory(), which lives in one process, and a project's steps run in several: it is for materialize(…). Use store.file, or leave \`io\` out.`;
}

function resourceOf(value: unknown): ResourceDescription | null {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || !(DEFINITION in value))
    return null;
  const description = (value as Described<Description>)[DEFINITION];
  return description.type === 'resource' ? description : null;
}

function isIoManager(value: unknown): value is IoManager {
  return typeof value === 'object' && value !== null && 'handleOutput' in value;
}
