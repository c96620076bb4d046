// Links one file's declarations to those of other files: nodes, checks, jobs, definitions, and what is wrong with them.
import { isSeen, nounOf } from './factories.ts';
import type { StrayCall } from './file-record.ts';
import { linkAsset } from './link-asset.ts';
import { linkCheck } from './link-check.ts';
import { linkDefinitions } from './link-definitions.ts';
import { linkForeign } from './link-foreign.ts';
import { linkJob } from './link-job.ts';
import { linkListed } from './link-listed.ts';
import { reportUnreadable } from './link-node.ts';
import { reportQuantities } from './link-quantities.ts';
import { linkSchedule, linkSensor } from './link-schedule.ts';
import { reportWords } from './named-words.ts';
import type { DraftProblem, LinkedFile } from './linked.ts';
import { problemAt } from './problem-at.ts';
import { declarationsOf } from './declarations-of.ts';
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
  reportWords(question);
  const definitions = of('definitions').flatMap((each) => linkDefinitions(question, each) ?? []);
  for (const { linked, unreadable } of definitions)
    reportUnreadable(question, { unreadable, name: linked.node.exportName, what: 'these definitions' });
  const assets = declared.flatMap((each) => (isAsset(each) ? linkAsset(question, each) : []));
  const checks = of('assetCheck').flatMap((each) => linkCheck(question, each) ?? []);
  return {
    file,
    assets,
    foreign: linkForeign(given, foreign),
    checks,
    jobs: linkListed(question, { factory: 'job', declared: of('job'), definitions, link: linkJob }),
    schedules: linkListed(question, { factory: 'schedule', declared: of('schedule'), definitions, link: linkSchedule }),
    sensors: linkListed(question, { factory: 'sensor', declared: of('sensor'), definitions, link: linkSensor }),
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
  schedule: 'tick',
  sensor: 'ask',
  definitions: 'read',
};
