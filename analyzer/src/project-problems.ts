// What only the whole project can tell to be wrong: keys taken twice, circles, names that nothing has, two definitions.
import { nearestName } from '@headwater/graph';
import type { AssetKey, NamedSelection, Problem, RelatedPlace, SourceRange } from '@headwater/graph';
import { gather } from './gather.ts';
import type { DraftProblem, LinkedAsset, LinkedDefinitions, LinkedFile, LinkedListed } from './linked.ts';
import { problemAt } from './problem-at.ts';

/** Ends a message with the name that was probably meant: the same one elsewhere, or the nearest. */
export function suggestFrom(assets: readonly LinkedAsset[]): (draft: DraftProblem) => Problem {
  const homes = new Map<string, string>();
  for (const { name, node } of assets) if (name !== null && !homes.has(name)) homes.set(name, node.file);
  return ({ wanted, ...problem }) => {
    if (wanted === undefined) return problem;
    const home = homes.get(wanted.name);
    if (home !== undefined && home !== problem.file)
      return { ...problem, message: `${problem.message} It is declared in ${home}: import it from there.` };
    const near = nearestName(wanted.name, homes.keys());
    const of = near === null || homes.get(near) === problem.file ? '' : ` of ${homes.get(near)}`;
    return {
      ...problem,
      message: `${problem.message} ${near === null ? wanted.otherwise : `Did you mean \`${near}\`${of}?`}`,
    };
  };
}

/** `readers`: what is declared in another project is told of where this one reads it. */
export function duplicateProblems(assets: readonly LinkedAsset[], readers: readonly LinkedAsset[]): Problem[] {
  if (assets.some(({ node }) => node.foreign !== undefined)) return [foreignDuplicate(assets, readers)].flat();
  return assets.map((asset) => {
    const { node, place } = asset;
    const related = assets.filter((other) => other !== asset).map((other) => relatedTo(other, `also \`${node.key}\``));
    const message = `The key \`${node.key}\` is taken twice, also at ${places(related)}. Rename one, or give it a \`key:\` of its own.`;
    return { ...problemAt({ code: 'duplicate-key', file: node.file, place, message }), related };
  });
}

function foreignDuplicate(assets: readonly LinkedAsset[], readers: readonly LinkedAsset[]): Problem[] {
  const [first] = assets;
  const key = first?.node.key ?? '';
  const related = assets.map((each) => relatedTo(each, `\`${key}\``));
  const message = `\`${key}\` stands for several assets here: ${places(related)}. Give one of the projects another \`name\` in its package.json, or one of the assets another key.`;
  return readers.flatMap(({ node, edges }) => {
    const place = edges.get(key);
    return place === undefined
      ? []
      : [{ ...problemAt({ code: 'duplicate-key', file: node.file, place, message }), related }];
  });
}

function relatedTo({ node }: LinkedAsset, message: string): RelatedPlace {
  return { message, file: node.file, line: node.line, column: node.column };
}

function places(related: readonly RelatedPlace[]): string {
  return related.map(({ file, line }) => `${file}:${line}`).join(', ');
}

export function cycleProblems(cycles: readonly (readonly AssetKey[])[], assets: readonly LinkedAsset[]): Problem[] {
  if (cycles.length === 0) return [];
  const byKey = new Map(assets.map((asset) => [asset.node.key, asset]));
  return cycles.map((cycle) => cycleProblem(cycle.flatMap((key) => byKey.get(key) ?? [])));
}

/** Stands at the input that closes the circle; each asset feeds the next and the last feeds the first. */
function cycleProblem(given: readonly LinkedAsset[]): Problem {
  // It stands in this project's source, also where it goes through another's.
  const start = given.findIndex(({ node }) => node.foreign === undefined);
  const cycle = [...given.slice(start), ...given.slice(0, start)];
  const [first] = cycle;
  const last = cycle.at(-1);
  if (first === undefined || last === undefined) throw new Error('A cycle without assets');
  const path = [...cycle, first].map(({ node }) => node.key).join(' → ');
  const message =
    cycle.length === 1
      ? `\`${first.node.key}\` is its own input, so it can never run. Take it out of its inputs.`
      : `These assets wait for each other, so none can run: ${path}. Take one of these inputs out.`;
  const place = first.edges.get(last.node.key) ?? first.place;
  const related = cycle
    .slice(1)
    .map((asset, index) => relatedTo(asset, `\`${asset.node.key}\` reads \`${cycle[index]?.node.key}\``));
  return { ...problemAt({ code: 'cycle', file: first.node.file, place, message }), related };
}

/** IO managers are resources of definitions; where those cannot be read, any may be there. */
export function ioProblems(assets: readonly LinkedAsset[], files: readonly LinkedFile[]): Problem[] {
  const named = assets.filter(({ ioPlace }) => ioPlace !== null);
  const definitions = gather(files, (file) => file.definitions);
  const isUnread = definitions.length > 1 || files.some((file) => file.hasUnreadDefinitions);
  const resources = definitions.length === 0 ? [] : definitions[0]?.resources;
  if (named.length === 0 || isUnread || resources == null) return [];
  return named.flatMap(({ node: { key, io, file }, ioPlace: place }) => {
    if (io === null || place === null || resources.includes(io)) return [];
    const near = nearestName(io, resources);
    const advice =
      near !== null
        ? `Did you mean \`${near}\`?`
        : definitions.length === 0
          ? `The project has no definitions: \`export const defs = definitions({ resources: { ${io} } })\` would give one.`
          : 'Add it to `resources` of definitions, or correct the name.';
    const message = `There is no resource \`${io}\` to keep the value of \`${key}\`. ${advice}`;
    return [problemAt({ code: 'unknown-io', file, place, message })];
  });
}

/** Two jobs, schedules or sensors of one name. */
export function nameProblems(noun: string, all: readonly LinkedListed<NamedSelection>[]): Problem[] {
  return all.flatMap((each) => {
    const others = all.filter((other) => other !== each && other.node.name === each.node.name);
    if (others.length === 0) return [];
    const { name, file } = each.node;
    const related = others.map(({ node }) => ({
      message: `also \`${name}\``,
      file: node.file,
      line: node.line,
      column: node.column,
    }));
    const message = `Two ${noun}s are named \`${name}\`, the other at ${places(related)}. Rename one.`;
    return [{ ...problemAt({ code: 'duplicate-key', file, place: each.place, message }), related }];
  });
}

export function twoDefinitions(definitions: readonly LinkedDefinitions[]): Problem[] {
  if (definitions.length < 2) return [];
  return definitions.map(({ node, place }) => {
    const related = definitions
      .filter((other) => other.node !== node)
      .map(({ node: { file, line, column } }) => ({ message: 'also definitions', file, line, column }));
    const message = `A project has one call of definitions, and there is another at ${places(related)}. Put them together.`;
    return { ...problemAt({ code: 'two-definitions', file: node.file, place, message }), related };
  });
}

/** Inputs that the definitions leave out: nothing in this graph makes them. */
export function strangerProblems(of: {
  readonly present: readonly LinkedAsset[];
  readonly all: readonly LinkedAsset[];
  readonly definitions: readonly LinkedDefinitions[];
}): Problem[] {
  const [definitions] = of.definitions;
  if (definitions === undefined) return [];
  const { file: home, line, column } = definitions.node;
  const related = [{ message: 'the definitions', file: home, line, column }];
  const keys = new Set(of.present.map(({ node }) => node.key));
  const left = new Set(of.all.map(({ node }) => node.key).filter((key) => !keys.has(key)));
  return of.present.flatMap(({ node: { key, file }, edges }) =>
    [...edges]
      .filter(([upstream]) => left.has(upstream))
      .map(([upstream, place]: readonly [AssetKey, SourceRange]) => {
        const message = `\`${key}\` reads \`${upstream}\`, which is not among the assets of definitions (${home}:${line}), so nothing makes it. Add it there.`;
        return { ...problemAt({ code: 'unknown-input', file, place, message }), related };
      }),
  );
}
