// Links one file's declarations to those of other files: nodes, checks, jobs, definitions, and what is wrong with them.
import { isSeen, nounOf } from './factories.ts';
import type { StrayCall } from './file-record.ts';
import { linkAsset } from './link-asset.ts';
import { linkCheck } from './link-check.ts';
import { linkDefinitions } from './link-definitions.ts';
import type { FoundDefinitions } from './link-definitions.ts';
import { linkForeign } from './link-foreign.ts';
import { linkJob } from './link-job.ts';
import { reportUnreadable } from './link-node.ts';
import { reportQuantities } from './link-quantities.ts';
import type { DraftProblem, LinkedFile, LinkedJob } from './linked.ts';
import { problemAt } from './problem-at.ts';
import { declarationsOf } from './resolve-value.ts';
import type { Declared } from './resolve-value.ts';
import type { FileQuestion, ForeignRead, LinkQuestion, Report } from './upstream.ts';

export function linkFile(given: FileQuestion): LinkedFile {
  const { world, path, file } = given;
  const problems: DraftProblem[] = [];
  const report: Report = (code, place, message, extra = {}) => {
    problems.push({ ...problemAt({ code, file, place, message }), ...extra });
  };
  const foreign: ForeignRead[] = [];
  const question: LinkQuestion = { ...given, report, foreign };
  const declared = declarationsOf(world, path).filter((each) => isWhole(question, each));
  const of = (factory: Declared['factory']): Declared[] => declared.filter((each) => each.factory === factory);
  const strays = world.record(path)?.strays ?? [];
  for (const stray of strays) reportStray(question, stray);
  for (const each of declared) reportQuantities(question, each);
  const definitions = of('definitions').flatMap((each) => linkDefinitions(question, each) ?? []);
  for (const { linked, unreadable } of definitions)
    reportUnreadable(question, { unreadable, name: linked.node.exportName, what: 'these definitions' });
  const assets = declared.flatMap((each) => (isAsset(each) ? linkAsset(question, each) : []));
  const checks = of('assetCheck').flatMap((each) => linkCheck(question, each) ?? []);
  const jobs = linkJobs(question, { declared: of('job'), definitions });
  return {
    file,
    assets,
    foreign: linkForeign(given, foreign),
    checks,
    jobs,
    definitions: definitions.map(({ linked }) => linked),
    hasUnreadDefinitions: strays.some(({ factory }) => factory === 'definitions'),
    problems,
  };
}

function isAsset({ factory }: Declared): boolean {
  return factory === 'asset' || factory === 'externalAsset' || factory === 'graphAsset' || factory === 'multiAsset';
}

/** False after reporting that only a multi-asset has parts to take out. */
function isWhole({ report }: LinkQuestion, { factory, declaration }: Declared): boolean {
  if (!declaration.isTakenApart || factory === 'multiAsset') return true;
  if (isSeen(factory))
    report(
      'not-an-asset',
      declaration.place,
      `Only a multi-asset has parts to take out, and this is ${factory}(…). Write \`export const name = ${factory}(…)\`.`,
    );
  return false;
}

function reportStray({ report }: LinkQuestion, { kind, factory, reason, place }: StrayCall): void {
  const noun = nounOf(factory);
  if (kind === 'unnamed')
    report(
      'unexported',
      place,
      `This ${noun} has no name, so nothing can ${VERB[factory] ?? 'use'} it. Write \`export const name = ${factory}(…)\`.`,
    );
  else
    report(
      'dynamic',
      place,
      `This ${noun} is not in the graph before a run: ${reason}. Write it as a top-level \`export const name = ${factory}(…)\` to see it while you type.`,
    );
}

const VERB: Readonly<Partial<Record<Declared['factory'], string>>> = {
  asset: 'materialize',
  multiAsset: 'materialize',
  graphAsset: 'materialize',
  externalAsset: 'load',
  assetCheck: 'run',
  definitions: 'read',
};

/** Those that are exported or that definitions of the same file name. */
function linkJobs(
  question: LinkQuestion,
  {
    declared,
    definitions,
  }: { readonly declared: readonly Declared[]; readonly definitions: readonly FoundDefinitions[] },
): LinkedJob[] {
  const listed = definitions.flatMap(({ jobs }) => jobs);
  const named = declared.flatMap(({ declaration }) => {
    const isListed = listed.some((each) => each.kind === 'declared' && each.declaration === declaration);
    if (declaration.exportName !== null || isListed) return linkJob(question, declaration) ?? [];
    const { name, place } = declaration;
    question.report(
      'unexported',
      place,
      `The job \`${name}\` is not exported, so nothing can run it. Write \`export const ${name} = job(…)\`, or name it in \`jobs\` of definitions.`,
    );
    return [];
  });
  const inline = listed.flatMap((each) =>
    each.kind === 'inline' ? (linkJob(question, { args: each.call.args, place: each.place }) ?? []) : [],
  );
  return [...named, ...inline];
}
