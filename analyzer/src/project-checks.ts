// The checks of a project, and what is wrong with them as a whole: two of one name, outcomes that no check stands for.
import { nearestName } from '@headwater/graph';
import type { Problem } from '@headwater/graph';
import type { LinkedAsset, LinkedCheck, LinkedFile, NodeId } from './linked.ts';
import { problemAt } from './problem-at.ts';

/** Of the assets in the graph, in their order; first those that the body returns, then those that stand apart. */
export function projectChecks(assets: readonly LinkedAsset[], files: readonly LinkedFile[]): LinkedCheck[] {
  const apart = new Map<NodeId, LinkedCheck[]>();
  for (const { checks } of files)
    for (const check of checks) {
      const known = apart.get(check.of);
      if (known === undefined) apart.set(check.of, [check]);
      else known.push(check);
    }
  return assets.flatMap(({ id, checks }) =>
    checks?.length === 0 && apart.size === 0 ? [] : [...(checks ?? []), ...(apart.get(id) ?? [])],
  );
}

export function checkProblems(assets: readonly LinkedAsset[], checks: readonly LinkedCheck[]): Problem[] {
  return [...twiceDeclared(checks), ...assets.flatMap(undeclared)];
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
function undeclared({ node, checks, returned }: LinkedAsset): Problem[] {
  if (checks === null || returned.length === 0) return [];
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
