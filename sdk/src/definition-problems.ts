// What does not fit together in `definitions(…)`: each sentence names every culprit.
import {
  DEFINITION,
  type CheckDescription,
  type Described,
  type DefinitionsDescription,
  type Description,
  type NodeDescription,
  type StepFacts,
} from './definition.ts';
import { nearest } from './option-problem.ts';

interface NamedCheck {
  readonly name: string;
  readonly check: CheckDescription;
}

interface NamedNode {
  readonly name: string;
  readonly key: string;
  readonly node: NodeDescription;
  readonly step: StepFacts | null;
}

/** Without `assets` the project's exported ones are used: only what is said here can be checked here. */
export function definitionProblems(given: DefinitionsDescription, checks: readonly NamedCheck[]): readonly string[] {
  const nodes = given.assets === null ? null : namedNodes(given.assets);
  return [
    ...ofOneName('jobs', given.jobs),
    ...ofOneName('schedules', given.schedules),
    ...ofOneName('sensors', given.sensors),
    ...(nodes === null
      ? []
      : [
          ...keysOfSeveral(nodes),
          ...resourcesOfOneName(nodes, given),
          ...missingIo(nodes, given),
          ...replacingNothing(nodes, given),
          ...strangersInChecks(nodes, checks),
          ...strangersInTargets(nodes, given),
        ]),
  ];
}

/** Under its first name: what a module exports twice is one asset. */
function namedNodes(assets: Readonly<Record<string, Described<NodeDescription>>>): readonly NamedNode[] {
  const seen = new Set<NodeDescription>();
  return Object.entries(assets).flatMap(([name, { [DEFINITION]: node }]) => {
    if (seen.has(node)) return [];
    seen.add(node);
    return [{ name, key: node.key?.join('/') ?? name, node, step: stepOf(node) }];
  });
}

function stepOf(node: NodeDescription): StepFacts | null {
  if (node.type === 'external') return null;
  return node.type === 'output' ? node.multi() : node;
}

function keysOfSeveral(nodes: readonly NamedNode[]): string[] {
  return [...groupBy(nodes, ({ key }) => key)]
    .filter(([, same]) => same.length > 1)
    .map(
      ([key, same]) => `${list(same.map(({ name }) => name))} have one key, ${quote(key)}; give one of them another.`,
    );
}

function ofOneName(what: string, list: readonly Described<{ readonly name: string } & Description>[]): string[] {
  const different = [...new Set(list.map((each) => each[DEFINITION]))];
  return [...groupBy(different, ({ name }) => name)]
    .filter(([, same]) => same.length > 1)
    .map(([name, same]) => `${same.length} ${what} have one name, ${quote(name)}; rename all but one.`);
}

/** A run's configuration and an environment know a resource by its name alone. */
function resourcesOfOneName(nodes: readonly NamedNode[], { resources }: DefinitionsDescription): string[] {
  const uses = nodes.flatMap(({ name, step }) =>
    Object.entries(step?.resources ?? {}).map(([resource, { [DEFINITION]: definition }]) => ({
      name,
      resource,
      definition,
    })),
  );
  return [...groupBy(uses, ({ resource }) => resource)].flatMap(([resource, users]) => {
    const different = new Set(users.map(({ definition }) => definition));
    if (different.size < 2 || Object.hasOwn(resources, resource)) return [];
    const firsts = [...different].map((each) => users.find(({ definition }) => definition === each)?.name ?? '');
    return [
      `resource ${quote(resource)} is ${different.size} different ones, in ${list(firsts)}; name them apart, or say in resources which it is.`,
    ];
  });
}

function missingIo(nodes: readonly NamedNode[], { resources, env }: DefinitionsDescription): string[] {
  const registered = [...Object.keys(resources), ...Object.values(env).flatMap((each) => Object.keys(each.resources))];
  const uses = nodes.flatMap(({ name, node }) =>
    node.io === null || registered.includes(node.io) ? [] : [{ name, io: node.io }],
  );
  return [...groupBy(uses, ({ io }) => io)].map(([io, users]) => {
    const near = nearest(io, registered);
    const advice = near === undefined ? 'add it to resources' : `did you mean ${quote(near)}?`;
    return `there is no resource ${quote(io)}, which ${list(users.map(({ name }) => name))} ${users.length === 1 ? 'names' : 'name'} as io; ${advice}${near === undefined ? '.' : ''}`;
  });
}

function replacingNothing(nodes: readonly NamedNode[], { resources, env }: DefinitionsDescription): string[] {
  const known = new Set([
    ...Object.keys(resources),
    ...nodes.flatMap(({ node, step }) => [
      ...Object.keys(step?.resources ?? {}),
      ...(node.io === null ? [] : [node.io]),
    ]),
  ]);
  return Object.entries(env).flatMap(([name, replaced]) => {
    const strangers = Object.keys(replaced.resources).filter((each) => !known.has(each));
    if (strangers.length === 0) return [];
    const near = strangers.length === 1 ? nearest(strangers[0] ?? '', [...known]) : undefined;
    const advice =
      near === undefined
        ? `add ${strangers.length === 1 ? 'it' : 'them'} to resources, or leave ${strangers.length === 1 ? 'it' : 'them'} out.`
        : `did you mean ${quote(near)}?`;
    const what = strangers.length === 1 ? 'which is no resource' : 'which are no resources';
    return [`env ${quote(name)} replaces ${list(strangers)}, ${what}; ${advice}`];
  });
}

function strangersInChecks(nodes: readonly NamedNode[], checks: readonly NamedCheck[]): string[] {
  const known = new Set(nodes.map(({ node }) => node));
  return checks.flatMap(({ name, check }) => {
    const said = `check ${quote(check.name ?? name)}`;
    return [
      ...(known.has(check.asset[DEFINITION])
        ? []
        : [`${said} is of an asset that is not in assets${calledOnce(check.asset)}; add it, or leave the check out.`]),
      ...(check.blocks ?? [])
        .filter((each) => !known.has(each[DEFINITION]))
        .map(
          (each) =>
            `${said} blocks an asset that is not in assets${calledOnce(each)}; add it, or take it out of blocks.`,
        ),
    ];
  });
}

function strangersInTargets(nodes: readonly NamedNode[], given: DefinitionsDescription): string[] {
  const known = new Set(nodes.map(({ node }) => node));
  const targets = [
    ...given.jobs.map(({ [DEFINITION]: job }) => ({ said: `job ${quote(job.name)}`, target: job.selection })),
    ...[...given.schedules, ...given.sensors].map(({ [DEFINITION]: each }) => ({
      said: `${each.type} ${quote(each.name)}`,
      target: each.target,
    })),
  ];
  return targets.flatMap(({ said, target }) =>
    Array.isArray(target)
      ? (target as Extract<typeof target, readonly unknown[]>)
          .filter((each) => !known.has(each[DEFINITION]))
          .map((each) => `${said} selects an asset that is not in assets${calledOnce(each)}; add it.`)
      : [],
  );
}

/** Outside the record an asset has a name only when it says one itself. */
function calledOnce({ [DEFINITION]: node }: Described<NodeDescription>): string {
  const name = node.key?.join('/') ?? (node.type === 'output' ? node.name : undefined);
  return name === undefined ? '' : ` (${name})`;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const quote = (text: string): string => JSON.stringify(text);

const list = (names: readonly string[]): string =>
  names.length < 2
    ? names.map(quote).join('')
    : `${names.slice(0, -1).map(quote).join(', ')} and ${quote(names.at(-1) ?? '')}`;
