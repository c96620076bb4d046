// The checks of a project, and what is wrong with them as a whole: two of one name, outcomes that no check stands for.
import { nearestName } from '@headwater/graph';
import type { Problem } from '@headwater/graph';
import { gather } from './gather.ts';
import type { LinkedAsset, LinkedCheck, LinkedFile, NodeId } from './linked.ts';
import { problemAt } from './problem-at.ts';

const NONE: readonly LinkedCheck[] = [];
const NO_PROBLEMS: readonly Problem[] = [];

/** Of the assets in the graph, in their order; first those that the body returns, then those that stand apart. */
export function projectChecks(assets: readonly LinkedAsset[], files: readonly LinkedFile[]): readonly LinkedCheck[] {
  if (!files.some(speaksOfChecks)) return NONE;
  const apart = new Map<NodeId, LinkedCheck[]>();
  for (const { checks } of files)
    for (const check of checks) {
      const known = apart.get(check.of);
      if (known === undefined) apart.set(check.of, [check]);
      else known.push(check);
    }
  const declared = gather(assets, ({ checks }) => checks ?? NONE);
  if (apart.size === 0) return declared;
  return gather(assets, ({ id, checks }) => {
    const others = apart.get(id);
    return others === undefined ? (checks ?? NONE) : [...(checks ?? NONE), ...others];
  });
}

export function checkProblems(of: {
  readonly assets: readonly LinkedAsset[];
  readonly files: readonly LinkedFile[];
  readonly checks: readonly LinkedCheck[];
}): readonly Problem[] {
  const { assets, files, checks } = of;
  if (!files.some(speaksOfChecks)) return NO_PROBLEMS;
  return [...twiceDeclared(checks), ...gather(assets, undeclared)];
}

const spoken = new WeakMap<LinkedFile, boolean>();

/** Asked of every file after every edit, and a linked file never changes. */
function speaksOfChecks(file: LinkedFile): boolean {
  let answer = spoken.get(file);
  if (answer === undefined) {
    answer =
      file.checks.length > 0 || file.assets.some(({ checks, returned }) => checks?.length !== 0 || returned.length > 0);
    spoken.set(file, answer);
  }
  return answer;
}

function twiceDeclared(checks: readonly LinkedCheck[]): Problem[] {
  const byName = new Map<string, LinkedCheck[]>();
  for (const check of checks) {
    const name = `${check.node.asset}\n${check.node.name}`;
    byName.set(name, [...(byName.get(name) ?? []), check]);
  }
  return [...byName.values()]
    .filter(({ length }) => length > 1)
    .flatMap((same) => same.map((check) => twice(check, same)));
}

function twice({ node, place }: LinkedCheck, same: readonly LinkedCheck[]): Problem {
  const related = same
    .map((other) => other.node)
    .filter((other) => other !== node)
    .map(({ file, line, column }) => ({ message: `also \`${node.name}\``, file, line, column }));
  const where = related.map(({ file, line }) => `${file}:${line}`).join(', ');
  const message = `\`${node.asset}\` has two checks named \`${node.name}\`, the other at ${where}. Rename one.`;
  return { ...problemAt({ code: 'undeclared-check', file: node.file, place, message }), related };
}

/** Only a check that the options declare has a place for an outcome. */
function undeclared({ node, checks, returned }: LinkedAsset): readonly Problem[] {
  if (checks === null || returned.length === 0) return NO_PROBLEMS;
  const declared = checks.map((check) => check.node.name);
  return returned
    .filter(({ name }) => !declared.includes(name))
    .map(({ name, place }) => {
      const near = nearestName(name, declared);
      const advice = near === null ? `Add it to \`checks\` of \`${node.key}\`.` : `Did you mean \`${near}\`?`;
      const message = `\`${node.key}\` declares no check \`${name}\`, so returning its outcome fails the run. ${advice}`;
      return problemAt({ code: 'undeclared-check', file: node.file, place, message });
    });
}
